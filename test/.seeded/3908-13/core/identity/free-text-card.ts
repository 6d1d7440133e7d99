/** Finds payment card numbers: issuer range, length, grouping and check digit must all fit (ISO/IEC 7812). */

/** A run of digits and single separators that touches no letter, and no point or slash with digits beyond. */
const RUN = /(?<![\p{L}\d]|\d[.,/]|\/)\d(?:[ .-]?\d){12,18}(?![ .-]?\d|\p{L}|,\d)/gu;

/** How cards are printed and typed: in fours, American Express and Diners in their own way, or in one piece. */
const GROUPINGS =
  /^(?:\d{13,19}|\d{4}([ .-])\d{4}\1\d{4}\1\d{1,4}(?:\1\d{3})?|\d{4}([ .-])\d{6}\2\d{4,5}|\d{4}([ .-])\d{3}\3\d{3}\3\d{3}|\d{6}([ .-])\d{10,13})$/;

type IssuerRange = { readonly from: number; readonly to: number; readonly lengths: readonly number[] };
const range = (from: number, to: number, ...lengths: number[]): IssuerRange => ({ from, to, lengths });

/** First six digits, both ends included, as the issuers publish them. */
const ISSUERS: readonly IssuerRange[] = [
  range(400000, 499999, 13, 16, 19),
  range(222100, 272099, 16),
  range(510000, 559999, 16),
  range(340000, 349999, 15),
  range(370000, 379999, 15),
  range(300000, 305999, 14, 16),
  range(309500, 309599, 14, 16),
  range(360000, 369999, 14, 16),
  range(380000, 399999, 14, 16),
  range(601100, 601199, 16, 19),
  range(644000, 659999, 16, 19),
  range(352800, 358999, 16, 19),
  range(620000, 629999, 16, 17, 18, 19),
  range(810000, 817199, 16, 19),
  range(220000, 220499, 16, 19),
  range(501800, 501899, 13, 14, 15, 16, 18, 19),
  range(502000, 502099, 13, 14, 15, 16, 18, 19),
  range(503800, 503899, 13, 14, 15, 16, 18, 19),
  range(506099, 506198, 16, 19),
  range(508500, 508999, 16),
  range(589300, 589399, 13, 14, 15, 16, 18, 19),
  range(606985, 607984, 16),
  range(608001, 608500, 16),
  range(630400, 630499, 13, 14, 15, 16, 18, 19),
  range(675900, 676399, 13, 14, 15, 16, 18, 19),
  range(979200, 979299, 16),
];

/** @param text Folded by `foldText`. @example hasCard('pay 4242 4242 4242 4242') // true */
export function hasCard(text: string): boolean {
  if (text.length < 13) return false;
  for (const [run] of text.matchAll(RUN)) if (GROUPINGS.test(run) && isCard(run)) return true;
  return false;
}

/** Whether a number in JSON is a card; 13 digits alone are an id or an instant far more often than a card. */
export function isCardNumber(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1e13 && isCard(String(value));
}

function isCard(run: string): boolean {
  const digits = run.replace(/[ .-]/g, '');
  if (/^(\d)\1+$/.test(digits) || !passesLuhn(digits) || !isIssued(digits)) return false;
  return run !== digits || !isTradeNumber(digits);
}

function isIssued(digits: string): boolean {
  const start = Number(digits.slice(0, 6));
  return ISSUERS.some(
    ({ from, to, lengths }) => start >= from && start <= to && lengths.includes(digits.length),
  );
}

/** ISO/IEC 7812-1, annex B. */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits[digits.length - 1 - place]);
    const doubled = place % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** GTIN-13, GTIN-14 and SSCC-18 end in a check digit of their own (GS1 General Specifications, 7.9). */
function isTradeNumber(digits: string): boolean {
  if (digits.length !== 13 && digits.length !== 14 && digits.length !== 18) return false;
  let sum = 0;
  for (let place = 1; place < digits.length; place += 1) {
    sum += Number(digits[digits.length - 1 - place]) * (place % 2 === 1 ? 3 : 1);
  }
  return (10 - (sum % 10)) % 10 === Number(digits.at(-1));
}
