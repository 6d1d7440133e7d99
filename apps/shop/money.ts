/** The shop sells in one currency; every amount is an integer of its minor unit (cents). */
export const CURRENCY = 'EUR';

/** Decimal major units, as events and feeds carry them. @example toDecimal(4850) // '48.50' */
export function toDecimal(amountMinor: number): string {
  const cents = String(Math.abs(amountMinor) % 100).padStart(2, '0');
  return `${amountMinor < 0 ? '-' : ''}${Math.trunc(Math.abs(amountMinor) / 100)}.${cents}`;
}

/** A price as a person reads it. @example formatPrice(4850) // '€48.50' */
export function formatPrice(amountMinor: number): string {
  return amountMinor < 0 ? `−€${toDecimal(-amountMinor)}` : `€${toDecimal(amountMinor)}`;
}
