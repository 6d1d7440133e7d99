/** What figures of reports are written with, beside what every page needs: the embedded admin loads none of it. */
import { createFormat, type Format, UNITS } from './format.ts';

export type FullFormat = Format & {
  /** The day of an instant. @example format.date('2026-11-27T23:30:00Z') // 'Nov 28, 2026' in Berlin */
  readonly date: (instant: string) => string;
  /** @example format.decimal(0.8123, 2) // '0.81' */
  readonly decimal: (value: number, digits: number) => string;
  /** @param amount In major units. @param currency ISO 4217. @example format.money(1234.5, 'EUR') // '€1,234.50' */
  readonly money: (amount: number, currency: string) => string;
  /** @param minor Of the currency's smallest unit. @example format.moneyOfMinor(123450, 'EUR') // '€1,234.50' */
  readonly moneyOfMinor: (minor: number, currency: string) => string;
  /** In the largest unit that it fills. @example format.span(5_400_000) // '1 hour' */
  readonly span: (lengthMs: number) => string;
};

/**
 * @param nowMs What "ago" counts from.
 * @param zone IANA, of the site.
 * @example createFullFormat('en', Date.now(), 'Europe/Berlin').money(1234.5, 'EUR')
 */
export function createFullFormat(locale: string, nowMs: number, zone: string): FullFormat {
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: zone });
  const moneyIn = (currency: string) => new Intl.NumberFormat(locale, { style: 'currency', currency });
  return {
    ...createFormat(locale, nowMs, zone),
    date: (instant) => dates.format(Date.parse(instant)),
    decimal: (value, digits) => {
      const figures = { minimumFractionDigits: digits, maximumFractionDigits: digits };
      return new Intl.NumberFormat(locale, figures).format(value);
    },
    money: (amount, currency) => moneyIn(currency).format(amount),
    moneyOfMinor: (minor, currency) => {
      const money = moneyIn(currency);
      return money.format(minor / 10 ** (money.resolvedOptions().maximumFractionDigits ?? 2));
    },
    span: (lengthMs) => {
      const [unit, unitMs] = UNITS.find(([, ms]) => lengthMs >= ms) ?? (['second', 1_000] as const);
      const style = { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 } as const;
      return new Intl.NumberFormat(locale, style).format(Math.floor(lengthMs / unitMs));
    },
  };
}
