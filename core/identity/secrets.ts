/**
 * The raw strings of one request (its address, user agent, user id, e-mail) that must stand nowhere in what is kept:
 * not as a value, not inside one, in no letter case, with no escapes or spaces between.
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
  const secrets = raw.flatMap((text) => (text === undefined || text === '' ? [] : [foldSecret(text)]));
  if (secrets.length === 0) return NO_SECRETS;
  const shortest = Math.min(...secrets.map((secret) => secret.length));
  return {
    areIn: (text) => {
      if (text.length < shortest) return false;
      const folded = foldSecret(text);
      return secrets.some((secret) =>
        secret.length < LEAST_INSIDE ? folded === secret : folded.includes(secret),
      );
    },
  };
}

/** Lower case, escapes of addresses undone, without spaces (which forms write as plus signs). */
function foldSecret(text: string): string {
  return decodeEscapes(text)
    .toLowerCase()
    .replaceAll(/[\s+]+/g, '');
}

function decodeEscapes(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
