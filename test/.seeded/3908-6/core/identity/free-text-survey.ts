/** One cheap look at a text, so that ordinary text never meets the detectors. */

/** It holds what an e-mail address needs: an at sign, an escape of one, or the word "at" standing alone. */
export const MAY_HOLD_ADDRESS = 1;
/** It holds seven digits or more with nothing between them but what stands between the digits of a number. */
export const MAY_HOLD_NUMBER = 2;

/** The shortest phone number that can be told from any other number. */
const FEWEST_DIGITS = 7;

const [OTHER, DIGIT, SEPARATOR, ADDRESS_SIGN, LETTER_A] = [0, 1, 2, 3, 4] as const;
type CharacterClass = typeof OTHER | typeof DIGIT | typeof SEPARATOR | typeof ADDRESS_SIGN | typeof LETTER_A;

const ASCII: readonly CharacterClass[] = Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (character >= '0' && character <= '9') return DIGIT;
  if (' ()+-./'.includes(character)) return SEPARATOR;
  if ('@%&'.includes(character)) return ADDRESS_SIGN;
  return 'aA'.includes(character) ? LETTER_A : OTHER;
});

/** What `foldText` turns into digits, separators and an at sign, or removes. */
const DIGITS_BEYOND = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59\uff10-\uff19]/;
const SEPARATORS_BEYOND =
  /[\u00a0\u00ad\u2000-\u2015\u202f\u205f-\u2064\u2212\u3000\ufe63\ufeff\uff08\uff09\uff0b\uff0d-\uff0f]/;
const ADDRESS_SIGNS_BEYOND = /[\ufe6b\uff05\uff06\uff20]/;

/** @example surveyText('call 07700 900123') // MAY_HOLD_NUMBER */
export function surveyText(text: string): number {
  let found = 0;
  let run = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    const kind = code < 128 ? ASCII[code] : classifyBeyond(code);
    if (kind === SEPARATOR) continue;
    if (kind === DIGIT) {
      run += 1;
      if (run === FEWEST_DIGITS) found |= MAY_HOLD_NUMBER;
      continue;
    }
    run = 0;
    if (kind === ADDRESS_SIGN || (kind === LETTER_A && isWordAt(text, i))) found |= MAY_HOLD_ADDRESS;
  }
  return found;
}

/** Letters with accents are by far the most frequent: they need no closer look. */
function classifyBeyond(code: number): CharacterClass {
  if (code > 0xad && code < 0x660) return OTHER;
  const character = String.fromCharCode(code);
  if (DIGITS_BEYOND.test(character)) return DIGIT;
  if (SEPARATORS_BEYOND.test(character)) return SEPARATOR;
  return ADDRESS_SIGNS_BEYOND.test(character) ? ADDRESS_SIGN : OTHER;
}

/** `at` standing alone or in brackets, as in a spelt-out address. */
function isWordAt(text: string, i: number): boolean {
  if (i === 0 || (text.charCodeAt(i + 1) | 32) !== 116) return false;
  return ' ([{<'.includes(text.charAt(i - 1)) && ' )]}>'.includes(text.charAt(i + 2) || 'x');
}
