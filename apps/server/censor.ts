/**
 * What a line of the log may not show: taken out by the name of what carries it, and by how our own secrets look,
 * wherever they stand.
 */

const CENSORED = '[redacted]';
/** Names of what opens something or could name a person. */
const NAMES =
  /^(?:authorization|proxy-authorization|cookie|set-cookie|headers?|rawHeaders|body|query|search|url|href|env|e-?mail|user(?:Id|Agent|-agent)?|ip|address|login|auth|.*(?:key|secret|password|pass|token|signature|credentials?))$/i;
/** Secrets of this installation in running text: keys, what follows `Bearer` and `Basic`, log-ins in addresses, `?k=`. */
const LOOKS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:wk|sk|op|whsec)_[\w-]{6,}/g, CENSORED],
  [/\b(Bearer|Basic)\s+[^\s"',]+/gi, `$1 ${CENSORED}`],
  // A database's address has secrets in its options too.
  [/\bmongodb(?:\+srv)?:\/\/[^\s"']+/gi, CENSORED],
  [/(\b[a-z][a-z\d+.-]*:\/\/)[^\s/@"']+@/gi, `$1${CENSORED}@`],
  [/([?&](?:k|key|token|secret|signature)=)[^\s&"']+/gi, `$1${CENSORED}`],
  [/\b(MASTER_KEY\s*[=:]\s*)\S+/g, `$1${CENSORED}`],
];
/** Deeper than anything that is logged. */
const MOST_DEPTH = 6;

/** @example censorText('GET /v1/collect?k=wk_abcdefgh') // 'GET /v1/collect?k=[redacted]' */
export function censorText(text: string): string {
  return LOOKS.reduce((left, [look, instead]) => left.replace(look, instead), text);
}

/** A copy that shows no secret. Errors stay: the log writes where they arose, and not what they say. */
export function censor(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return censorText(value);
  if (value === null || typeof value !== 'object' || (value instanceof Error && depth === 1)) return value;
  if (value instanceof Error) return value.name;
  if (depth >= MOST_DEPTH || ArrayBuffer.isView(value)) return CENSORED;
  if (Array.isArray(value)) return value.map((item) => censor(item, depth + 1));
  const rows = Object.entries(value).map(([name, held]) => [
    name,
    NAMES.test(name) && held !== null && held !== undefined ? CENSORED : censor(held, depth + 1),
  ]);
  return Object.fromEntries(rows);
}
