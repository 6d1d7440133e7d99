/** Figures and instants as whoever looks at them is used to reading them. */

export type Format = {
  /** @example format.count(1234) // '1,234' */
  readonly count: (count: number) => string;
  /** @param share 0 to 1. @example format.share(0.256) // '26%' */
  readonly share: (share: number) => string;
  /** @example format.ago('2026-11-27T08:58:00Z') // '2 minutes ago' */
  readonly ago: (instant: string) => string;
  /** Since an instant. @example format.passedMs('2026-11-27T08:58:00Z') // 120_000 */
  readonly passedMs: (instant: string) => number;
  /** @example format.time('2026-11-27T08:58:00Z') // 'Nov 27, 2026, 8:58 AM' */
  readonly time: (instant: string) => string;
  /** @example format.clock('2026-11-27T08:58:03Z') // '8:58:03 AM' */
  readonly clock: (instant: string) => string;
  /** @example format.hour('2026-11-27T08:00:00Z') // '8 AM' */
  readonly hour: (instant: string) => string;
  /** @example format.day('2026-11-27') // 'November 27, 2026' */
  readonly day: (date: string) => string;
  /** Where there is little room. @example format.shortDay('2026-11-27') // 'Nov 27' */
  readonly shortDay: (date: string) => string;
  /** @example format.list(['read_orders', 'write_pixels']) // 'read_orders and write_pixels' */
  readonly list: (texts: readonly string[]) => string;
};

export const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/**
 * @param nowMs What "ago" counts from.
 * @param zone Of whoever looks; left out: that of their machine.
 * @example createFormat('en', Date.now()).count(1234)
 */
export function createFormat(locale: string, nowMs: number, zone?: string): Format {
  const numbers = new Intl.NumberFormat(locale);
  const shares = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const times = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    ...(zone !== undefined && { timeZone: zone }),
  });
  const clocks = new Intl.DateTimeFormat(locale, {
    timeStyle: 'medium',
    ...(zone !== undefined && { timeZone: zone }),
  });
  const hours = new Intl.DateTimeFormat(locale, {
    hour: 'numeric',
    ...(zone !== undefined && { timeZone: zone }),
  });
  // A date is the same day everywhere.
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const shortDays = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' });
  const passedMs = (instant: string): number => Math.max(0, nowMs - Date.parse(instant));
  return {
    count: (count) => numbers.format(count),
    share: (share) => shares.format(share),
    ago: (instant) => {
      const passed = passedMs(instant);
      const [unit, unitMs] = UNITS.find(([, ms]) => passed >= ms) ?? (['second', 1000] as const);
      return relative.format(unit === 'second' ? 0 : -Math.floor(passed / unitMs), unit);
    },
    passedMs,
    time: (instant) => times.format(Date.parse(instant)),
    clock: (instant) => clocks.format(Date.parse(instant)),
    hour: (instant) => hours.format(Date.parse(instant)),
    day: (date) => days.format(Date.parse(date)),
    shortDay: (date) => shortDays.format(Date.parse(date)),
    list: (texts) => lists.format(texts),
  };
}
