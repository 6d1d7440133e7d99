/** Lengths of time, shares with a sign and money, as people of a language write them. */

export type Figures = {
  /** @example figures.length('90m') // '90 minutes' */
  readonly length: (duration: string) => string;
  /** Of 100, with as many digits as say something. @example figures.percent(0.0312) // '3.1%' */
  readonly percent: (share: number) => string;
  /** @example figures.change(0.124) // '+12%' */
  readonly change: (share: number) => string;
  /** Per visitor; of no currency: a number. @example figures.amount(1.5, 'EUR') // '€1.50' */
  readonly amount: (amount: number, currency: string | null) => string;
  /** Of 100 visitors more or less. @example figures.ofHundred(0.031) // '+3.1' */
  readonly ofHundred: (share: number) => string;
  readonly signedAmount: (amount: number, currency: string | null) => string;
};

const UNITS: Readonly<Record<string, string>> = {
  ms: 'millisecond',
  s: 'second',
  m: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
};

/** @example createFigures('de').length('7d') // '7 Tage' */
export function createFigures(locale: string): Figures {
  const percent = (signDisplay: 'auto' | 'exceptZero') =>
    new Intl.NumberFormat(locale, { style: 'percent', maximumSignificantDigits: 3, signDisplay });
  const [shares, changes] = [percent('auto'), percent('exceptZero')];
  const amounts = (currency: string | null, signDisplay: 'auto' | 'exceptZero') =>
    currency === null
      ? new Intl.NumberFormat(locale, { maximumSignificantDigits: 3, signDisplay })
      : new Intl.NumberFormat(locale, { style: 'currency', currency, signDisplay });
  return {
    length: (duration) => {
      const [, count, unit = ''] = /^(\d+)([a-z]+)$/.exec(duration) ?? [];
      const name = UNITS[unit];
      if (count === undefined || name === undefined) return duration;
      return new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'long' }).format(
        Number(count),
      );
    },
    percent: (share) => shares.format(share),
    change: (share) => changes.format(share),
    amount: (amount, currency) => amounts(currency, 'auto').format(amount),
    ofHundred: (share) => amounts(null, 'exceptZero').format(share * 100),
    signedAmount: (amount, currency) => amounts(currency, 'exceptZero').format(amount),
  };
}
