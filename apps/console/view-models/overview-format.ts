/** Changes, money and short days, beside what every page writes: only the overview loads it. */
import type { Format } from './format.ts';

export type OverviewFormat = Format & {
  /** @example format.change(-0.124) // '-12%' */
  readonly change: (share: number) => string;
  /** @param amount In major units. @param currency ISO 4217. @example format.money(19.99, 'EUR') // '€19.99' */
  readonly money: (amount: number, currency: string) => string;
  /** @example format.shortDay('2026-11-27') // 'Nov 27' */
  readonly shortDay: (date: string) => string;
};

/** @example extendFormat(createFormat('en', Date.now()), 'en').change(0.2) // '+20%' */
export function extendFormat(format: Format, locale: string): OverviewFormat {
  const changes = new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumFractionDigits: 0,
    signDisplay: 'exceptZero',
  });
  // A date is the same day everywhere.
  const shortDays = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  return {
    ...format,
    change: (share) => changes.format(share),
    money: (amount, currency) =>
      new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount),
    shortDay: (date) => shortDays.format(Date.parse(date)),
  };
}
