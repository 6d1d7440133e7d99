/** Exact sums of decimal texts. */
import { toMajor, toMinor } from '../../../core/events/money.ts';

/** Minor units; an amount in an unknown currency is nothing. */
export function minorOf(amount: string | null | undefined, currency: string): number {
  return amount == null ? 0 : (toMinor(amount, currency) ?? 0);
}

export function sumMinor(amounts: readonly string[], currency: string): number {
  return amounts.reduce((sum, amount) => sum + minorOf(amount, currency), 0);
}

/** As a property has it: `19.9` and `19.90` are one. @example majorOf('19.90', 'EUR') // 19.9 */
export function majorOf(amount: string | null | undefined, currency: string): number | undefined {
  const minor = amount == null ? null : toMinor(amount, currency);
  return minor === null ? undefined : toMajor(minor, currency);
}
