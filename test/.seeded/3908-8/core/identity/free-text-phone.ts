/**
 * Finds phone numbers in text. International ones (+49 …, 0049 …) are checked against the countries' numbering plans;
 * national ones count only in shapes that are unmistakable, or after a word that announces a phone number.
 */
import { isAnnounced } from './free-text-announced.ts';
import { isInternational } from './free-text-calling-codes.ts';

const START = String.raw`(?<![\p{L}\d]|\d[.,/:+-])`;
const END = String.raw`(?!\d|\p{L}|[.,/:-]\d| ?%)`;
const shape = (source: string): RegExp => new RegExp(`${START}(?:${source})${END}`, 'u');

/** Seven to fifteen digits after a plus (ITU-T E.164), with the separators people put between them. */
const INTERNATIONAL = /(?<![\p{L}\d]|\d )\+ ?[1-9](?:[ ()./-]{0,3}\d){6,14}(?!\d|\p{L})/gu;
/** The same after 00; unseparated it is a padded number as often as a call abroad. */
const ABROAD = /(?<![\p{L}\d]|\d[.,/:-])00[ -]?[1-9]\d{0,2}[ ./-](?:[ ()./-]{0,3}\d){6,12}(?!\d|\p{L})/gu;

/** National numbers nobody takes for anything else, whatever the country: those with an area code in brackets … */
const BRACKETED: readonly RegExp[] = [
  // North America: (212) 555-0147
  shape(String.raw`(?:1[ .-]?)?\([2-9]\d{2}\) ?[2-9]\d{2}[ .-]\d{4}`),
  // With its trunk zero: (02) 5550 1234, (01632) 960983
  shape(String.raw`\(0[1-9]\d{0,3}\) ?\d{2,4}[ -]?\d{2,5}(?:[ -]?\d{2,4})?`),
  // Brazil: (11) 91234-5678
  shape(String.raw`\([1-9]\d\) ?9?\d{4}-\d{4}`),
];

/** … and those grouped in a way of their own. */
const UNMISTAKABLE: readonly RegExp[] = [
  // North America: 212-555-0147, 1.212.555.0147
  shape(String.raw`(?:1[.-])?[2-9]\d{2}([.-])[2-9]\d{2}\1\d{4}`),
  // Russia: 8 (912) 345-67-89
  shape(String.raw`8[ -]?\(?[3-9]\d{2}\)?[ -]\d{3}-\d{2}-\d{2}`),
  // China: 138 1234 5678
  shape(String.raw`1[3-9]\d([ -])\d{4}\1\d{4}`),
  // Spain: 612 34 56 78
  shape(String.raw`[679]\d{2} \d{2} \d{2} \d{2}`),
];

/** Mobiles in one piece, with prefixes that no other number of eleven or twelve digits has: UK, Japan, Korea, Germany. */
const ELEVEN_DIGITS = shape(String.raw`07[1-57-9]\d{8}|0[789]0\d{8}|010\d{8}|01[567]\d{8,9}`);
/** The same of ten digits: France, Australia, Finland, South Africa. ISBN-10 has the same form. */
const TEN_DIGITS = new RegExp(String.raw`${START}0[4678]\d{8}${END}`, 'gu');

/** Any run of seven to fourteen digits. */
const ANY_RUN = /(?<![\p{L}\d])\(?\d(?:[ ()./-]{0,2}\d){6,13}(?!\d|\p{L}|[.,]\d)/gu;

/** A trunk zero, a code and one to four more groups: 030 23125 001, 06 39 98 12 34, 07700 900123, 0171/2345678. */
const TRUNK = new RegExp(
  String.raw`${START}0[1-9]\d{0,3}(?:[ .\/]|-| [\/-] )\d{2,8}(?:([ .-])\d{2,4}){0,4}${END}`,
  'gu',
);
/** A whole value that is a mobile written in groups without zero or code: 212 555 0147, 98765 43210. */
const WHOLE = /^(?:[2-9]\d{2} [2-9]\d{2} \d{4}|[6-9]\d{4} \d{5})$/;

const DATE = /^(?:(?:19|20)\d\d[ ./-]?[01]\d[ ./-]?[0-3]\d|[0-3]?\d[ ./-][0-3]?\d[ ./-](?:19|20)\d\d)(?!\d)/;

/** Digits in one piece that start with no zero are a phone number only where a word says so. */
const GROUPED_OR_TRUNK = /[+(]|\d[ ./-]+\(?\d|(?:^|\D)0\d/;

/** @param text Folded by `foldText`. @example hasPhone('ring 07700 900123') // true */
export function hasPhone(text: string): boolean {
  if (!GROUPED_OR_TRUNK.test(text)) return hasAnnounced(text);
  return (
    WHOLE.test(text) ||
    hasInternational(text) ||
    BRACKETED.some((shapes) => shapes.test(text)) ||
    UNMISTAKABLE.some((shapes) => shapes.test(text)) ||
    hasTrunk(text) ||
    hasMobileInOnePiece(text) ||
    hasAnnounced(text)
  );
}

function hasInternational(text: string): boolean {
  for (const [run] of text.matchAll(INTERNATIONAL)) if (isDiallable(run)) return true;
  for (const [run] of text.matchAll(ABROAD)) if (isDiallable(run.slice(2))) return true;
  return false;
}

/** The run may have swallowed the digits of the next word: groups are taken off its end while it is too long. */
function isDiallable(run: string): boolean {
  for (let text = run.replace('(0)', ''); text.length > 7; text = text.replace(/[ ()./-]*\d+\)?$/, '')) {
    if (!isProgression(text) && isInternational(text.replace(/\D/g, ''))) return true;
  }
  return false;
}

function hasTrunk(text: string): boolean {
  for (const [run] of text.matchAll(TRUNK)) if (isTrunkNumber(run)) return true;
  return false;
}

function hasMobileInOnePiece(text: string): boolean {
  if (ELEVEN_DIGITS.test(text)) return true;
  for (const [run] of text.matchAll(TEN_DIGITS)) if (!isIsbn10(run)) return true;
  return false;
}

function isTrunkNumber(run: string): boolean {
  const digits = run.replace(/\D/g, '').length;
  return digits >= 9 && digits <= 12 && !DATE.test(run) && !isProgression(run) && !isDecimalPair(run);
}

/** `06.12345678` alone is a number with decimals. */
function isDecimalPair(run: string): boolean {
  return /^\d+\.\d+$/.test(run);
}

function hasAnnounced(text: string): boolean {
  for (const match of text.matchAll(ANY_RUN)) {
    if (isAnnounced(text, match.index) && !DATE.test(match[0]) && !isProgression(match[0])) return true;
  }
  return false;
}

/** `02 04 06 08 10` is a list of sizes: three or more groups that grow by the same step. */
function isProgression(run: string): boolean {
  const groups = (run.match(/\d+/g) ?? []).map(Number);
  const step = (groups[1] ?? 0) - (groups[0] ?? 0);
  return (
    groups.length > 3 &&
    step > 0 &&
    groups.every((group, i) => i === 0 || group - (groups[i - 1] ?? 0) === step)
  );
}

/** ISO 2108 before 2007: digits weighted 10 to 1, divisible by 11. */
function isIsbn10(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < 10; place += 1) sum += Number(digits[place]) * (10 - place);
  return sum % 11 === 0;
}
