/**
 * What may be told of a name (a page, a source): from the beginning of each local month, its days are cut into runs that
 * hold a crowd; a period is told what lies in runs that lie wholly within it (core/privacy/crowds.ts does so by the hour). Two
 * periods that differ by a day differ by nothing or by a whole run.
 */
import { addDays } from '../calendar.ts';

/** A name on one day. */
export type Cell<Crowd> = {
  /** Local, `YYYY-MM-DD`. */
  readonly date: string;
  readonly count: number;
  readonly crowd: Crowd;
};

export type Crowds<Crowd> = {
  join(a: Crowd, b: Crowd): Crowd;
  isEnough(crowd: Crowd): boolean;
};

/** Dates, both inclusive. */
export type Dates = { readonly from: string; readonly to: string };

/** From which day on everything has to be known, and up to which, for a period. */
export function monthsOf({ from, to }: Dates): Dates {
  return { from: `${from.slice(0, 7)}-01`, to };
}

const NO_RUN = { first: '', count: 0, crowd: null } as const;

/**
 * How much of a name is told in a period.
 *
 * @param cells Of one name, ascending, from the beginning of the month on.
 * @example tellRuns(cells, { from: '2026-05-01', to: '2026-05-28' }, { join: (a, b) => a + b, isEnough: (views) => views >= 10 })
 */
export function tellRuns<Crowd>(
  cells: readonly Cell<Crowd>[],
  { from, to }: Dates,
  { join, isEnough }: Crowds<Crowd>,
): number {
  let told = 0;
  let run: { readonly first: string; readonly count: number; readonly crowd: Crowd | null } = NO_RUN;
  for (const { date, count, crowd } of cells) {
    const month = `${date.slice(0, 7)}-01`;
    // What a month leaves over is in none.
    if (run.first < month) run = { ...NO_RUN, first: month };
    const joined = run.crowd === null ? crowd : join(run.crowd, crowd);
    run = { first: run.first, count: run.count + count, crowd: joined };
    if (!isEnough(joined)) continue;
    if (run.first >= from && date <= to) told += run.count;
    run = { ...NO_RUN, first: addDays(date, 1) };
  }
  return told;
}
