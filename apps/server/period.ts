/** The period that a report is asked for: in an address or on the command line. */
import { accept, type Outcome, refuse } from '../../core/errors.ts';
import { readAt } from './segment-answers.ts';

export type AskedPeriod = { readonly from?: string | undefined; readonly to?: string | undefined };
/** Both inclusive, UTC ms. */
export type Period = { readonly from: number; readonly to: number };

const DAY_MS = 86_400_000;

/**
 * `to` is now unless said, `from` so many days before it.
 *
 * @returns `invalid_value` or `time_out_of_range` at `from` or `to`.
 * @example readPeriod({ from: '2026-01-01' }, now, 30)
 */
export function readPeriod(asked: AskedPeriod, now: number, usualDays: number): Outcome<Period> {
  const to = readAt(asked.to, now);
  if (!to.ok) return { ...to, at: 'to' };
  const from = readAt(asked.from, to.value - usualDays * DAY_MS);
  if (!from.ok) return { ...from, at: 'from' };
  if (from.value < to.value) return accept({ from: from.value, to: to.value });
  return refuse('invalid_value', 'from', 'write an instant before the end of the period');
}

/** What an address says under these names. */
export function pickQuery<Name extends string>(
  query: URLSearchParams,
  names: readonly Name[],
): Readonly<Record<Name, string | undefined>> {
  const picked = names.map((name) => [name, query.get(name) ?? undefined]);
  return Object.fromEntries(picked) as Record<Name, string | undefined>;
}
