/** Finds e-mail addresses in text, also international ones, in `mailto:` links and spelt out with (at) and (dot). */

/** Read leftwards from an `@`: letters, digits and the signs people use before one. */
const LOCAL_END = /[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~"-]$/u;
const LOCAL_CORE = /[\p{L}\p{N}_"][\p{L}\p{N}.!#$%&'*+/=?^_`{|}~"-]{0,8}$/u;
const DOMAIN =
  /((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62})\.){1,8})(xn--[a-z0-9-]{2,59}|\p{L}{2,24})(?![\p{L}\p{N}])/iuy;

/** `icon@2x.png`, `app@1.2.min.js`: what stands after the last point is a file's. */
const FILE_ENDINGS = new Set(
  'avif css csv gif gz heic html ico jpeg jpg js json jsx map md min mjs pdf php png scss svg tar ts tsx txt webp woff xml yml'.split(
    ' ',
  ),
);
/** `10@5.off` is a price; `anna@163.com` is a person. */
const NUMBERED_DOMAIN = /^\d+(?:\.\d+)*\.$/;
const REAL_ENDING = /^(?:com|net|org|info|cn|de|ru|me|biz)$/i;

/**
 * Spelt out: brackets around "at" leave no doubt; bare words do only with a bare "dot" and a common ending, since
 * "see you at example.com" names nobody.
 */
const BRACKETED =
  /[\p{L}\p{N}_.+-]{1,64} ?(?:\(at\)|\[at\]|\{at\}|<at>|\(@\)|\[@\]) ?[\p{L}\p{N}][\p{L}\p{N}-]{0,62}(?: ?(?:\.|\(dot\)|\[dot\]|\{dot\}|\(punkt\)|\[punkt\]) ?[\p{L}\p{N}-]{1,63}| dot [\p{L}\p{N}-]{1,63})/iu;
const SPELT =
  /[\p{L}\p{N}_.+-]{1,64} at [\p{L}\p{N}][\p{L}\p{N}-]{0,62} dot (?:com|net|org|edu|gov|info|io|co|eu|de|fr|uk|es|it|nl|ch|at|be|se|no|dk|pl|example|test)(?![\p{L}\p{N}])/iu;

/** @param text Folded by `foldText`. @example hasEmail('write to anna@example.com!') // true */
export function hasEmail(text: string): boolean {
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (isAddressAround(text, at)) return true;
  }
  if (/[([{<](?:at|@)[)\]}>]/i.test(text)) return BRACKETED.test(text);
  return text.toLowerCase().includes(' dot ') && SPELT.test(text);
}

function isAddressAround(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 10), at);
  if (!LOCAL_END.test(before) || !LOCAL_CORE.test(before)) return false;
  DOMAIN.lastIndex = at + 1;
  const match = DOMAIN.exec(text);
  if (match === null) return false;
  const [, labels = '', ending = ''] = match;
  if (FILE_ENDINGS.has(ending.toLowerCase())) return false;
  return !NUMBERED_DOMAIN.test(labels) || REAL_ENDING.test(ending);
}
