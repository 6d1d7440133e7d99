/**
 * Brings a text into the form the detectors read: percent and HTML escapes of ASCII undone, digits of other scripts
 * and typographic spaces, dashes and full-width signs made plain, invisible characters gone.
 */

const ESCAPE = /%(?:25)?([2-7][0-9a-f])|&#(?:x([2-7][0-9a-f])|0?(\d{2,3}));|&(?:commat|plus);/gi;
const NAMED: Readonly<Record<string, string>> = { '&commat;': '@', '&plus;': '+' };
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/g;
const SPACES = /[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g;
const DASHES = /[\u2010-\u2015\u2212\ufe63]/g;
/** Small commercial at, as in some East Asian fonts. */
const SMALL_AT = /\ufe6b/g;
const FULL_WIDTH = /[\uff01-\uff5e]/g;
/** Zeros of the decimal digits people write phone numbers with: Arabic, Persian, Devanagari, Bengali, Thai. */
const ZEROS = [0x0660, 0x06f0, 0x0966, 0x09e6, 0x0e50];
const OTHER_DIGITS = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59]/g;

/** @example foldText('anna%40example.com') // 'anna@example.com' */
export function foldText(text: string): string {
  const plain = /[%&]/.test(text) ? text.replace(ESCAPE, undoEscape) : text;
  return /^[\t-~]*$/.test(plain) ? plain : foldTypography(plain);
}

function undoEscape(whole: string, hex?: string, hexReference?: string, reference?: string): string {
  const digits = hex ?? hexReference;
  if (digits !== undefined) return String.fromCharCode(Number.parseInt(digits, 16));
  if (reference === undefined) return NAMED[whole.toLowerCase()] ?? whole;
  const code = Number(reference);
  return code >= 32 && code < 127 ? String.fromCharCode(code) : whole;
}

function foldTypography(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .replace(SPACES, ' ')
    .replace(DASHES, '-')
    .replace(SMALL_AT, '@')
    .replace(FULL_WIDTH, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(OTHER_DIGITS, toAsciiDigit);
}

function toAsciiDigit(digit: string): string {
  const code = digit.charCodeAt(0);
  const zero = ZEROS.find((start) => code >= start && code <= start + 9) ?? code;
  return String(code - zero);
}
