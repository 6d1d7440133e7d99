/** Which digits after a plus can be a phone number: calling codes and lengths of every country's numbering plan. */
import { getCountries, getCountryCallingCode, Metadata } from 'libphonenumber-js/min';

/** Lengths of a national number by calling code; asked thousands of times a second, so read out of the plans once. */
const LENGTHS: ReadonlyMap<string, ReadonlySet<number>> = readPlans();

function readPlans(): Map<string, Set<number>> {
  const plans = new Map<string, Set<number>>();
  const metadata = new Metadata();
  for (const country of getCountries()) {
    metadata.selectNumberingPlan(country);
    const code = getCountryCallingCode(country);
    const lengths = plans.get(code) ?? new Set();
    for (const length of metadata.numberingPlan?.possibleLengths() ?? []) lengths.add(length);
    plans.set(code, lengths);
  }
  return plans;
}

/**
 * Whether digits (without the plus) are a possible international number: no calling code begins another (ITU-T E.164).
 * @example isInternational('447700900123') // true
 */
export function isInternational(digits: string): boolean {
  for (let size = 1; size <= 3; size += 1) {
    const lengths = LENGTHS.get(digits.slice(0, size));
    if (lengths !== undefined) return lengths.has(digits.length - size);
  }
  return false;
}
