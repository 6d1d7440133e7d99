/**
 * The raw strings of one request (its address, user agent, user id, e-mail) that must stand nowhere in what is kept:
 * not as a value, not inside one, in no letter case, with no escapes or separators between. Later stages write names
 * in their own way (`annLee` as `ann_lee`, `ann_lee` as `Ann Lee`), so what stands between words is no difference.
 */

export type Secrets = {
  /** Whether one of them stands in the text. */
  areIn(text: string): boolean;
};

export const NO_SECRETS: Secrets = { areIn: () => false };

/** A shorter one stands inside ordinary words by chance; it must match as a whole. */
const LEAST_INSIDE = 6;

/** @example createSecrets(['Ann-4711']).areIn('/account/ann%2D4711') // true */
export function createSecrets(raw: readonly (string | undefined)[]): Secrets {
  const texts = raw.flatMap((text) => (text === undefined || text === '' ? [] : [text]));
  if (texts.length === 0) return NO_SECRETS;
  const folded = texts.map(foldSecret);
  const joined = folded.flatMap(joinWords);
  const shortest = Math.min(...[...folded, ...joined].map(({ length }) => length));
  return {
    areIn: (text) => {
      if (text.length < shortest) return false;
      const plain = foldSecret(text);
      return (
        folded.some((secret) => (secret.length < LEAST_INSIDE ? plain === secret : plain.includes(secret))) ||
        standsIn(joined, plain)
      );
    },
  };
}

/** The words of a secret without what stands between; none where mere digits are left, as any number has. */
function joinWords(folded: string): readonly string[] {
  const joined = dropJoints(folded);
  return joined.length >= LEAST_INSIDE && /\D/.test(joined) ? [joined] : [];
}

function standsIn(joined: readonly string[], plain: string): boolean {
  const text = dropJoints(plain);
  return joined.some((secret) => text.includes(secret));
}

function dropJoints(folded: string): string {
  return folded.replaceAll(/[_-]+/g, '');
}

/** Lower case, composed, escapes of addresses undone, without spaces (which forms write as plus signs). */
function foldSecret(text: string): string {
  const plain = decodeEscapes(text)
    .toLowerCase()
    .replaceAll(/[\s+]+/g, '');
  return /^[!-~]*$/.test(plain) ? plain : plain.normalize('NFC');
}

/** Also of escapes, and in the midst of signs that are none. */
function decodeEscapes(text: string): string {
  if (!text.includes('%')) return text;
  const once = text.replaceAll(ESCAPES, decodeRun);
  return once.includes('%') ? once.replaceAll(ESCAPES, decodeRun) : once;
}

const ESCAPES = /(?:%[0-9a-f]{2})+/gi;

function decodeRun(run: string): string {
  try {
    return decodeURIComponent(run);
  } catch (error) {
    if (error instanceof URIError) return decodeAscii(run);
    throw error;
  }
}

/** What is no UTF-8 stays; the letters beside it do not. */
function decodeAscii(run: string): string {
  return run.replaceAll(/%([2-7][0-9a-f])/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}
