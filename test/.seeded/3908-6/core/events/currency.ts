/** Currencies and the number of decimal digits of their minor unit: ISO 4217, list one. */

const TWO_DIGITS = `
  AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW
  CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK HTG HUF IDR
  ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR
  MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP
  STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG ZWL`;
const NO_DIGITS = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF';
const THREE_DIGITS = 'BHD IQD JOD KWD LYD OMR TND';
const FOUR_DIGITS = 'CLF UYW';

const rows = (codes: string, digits: number): [string, number][] =>
  codes
    .trim()
    .split(/\s+/)
    .map((code) => [code, digits]);

const DIGITS: ReadonlyMap<string, number> = new Map([
  ...rows(TWO_DIGITS, 2),
  ...rows(NO_DIGITS, 0),
  ...rows(THREE_DIGITS, 3),
  ...rows(FOUR_DIGITS, 4),
]);

/**
 * Decimal digits of a currency's minor unit; null for a code that is not in ISO 4217.
 * @param currency Upper-case code.
 * @example minorDigits('KWD') // 3
 */
export function minorDigits(currency: string): number | null {
  return DIGITS.get(currency) ?? null;
}

/**
 * The ISO 4217 code a text means, or null.
 * @example readCurrency(' eur ') // 'EUR'
 */
export function readCurrency(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 20) return null;
  if (DIGITS.has(value)) return value;
  const code = value.trim().toUpperCase();
  return DIGITS.has(code) ? code : null;
}
