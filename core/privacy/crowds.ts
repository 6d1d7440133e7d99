/**
 * Small numbers: numbers by a property (a source, a referrer) are told of whole crowds only. The visitors of one value are
 * cut, in the order of time, into runs of hours that hold k different visitors or more; a period is told what lies in the
 * runs that lie wholly within it, and what is left over is told by no report. So two periods that differ by a day differ by
 * nothing, or by k visitors and more, however they are chosen and however many are asked for; and since whatever is not
 * told counts like what has no value at all, a total less all other values is no value either.
 */

const HOUR_MS = 3_600_000;

export type Period = {
  /** Both inclusive, UTC ms. */
  readonly from: number;
  readonly to: number;
};

export type Census = {
  /** A visitor, by any number of their own, stood for the value at an instant, UTC ms. */
  add(value: string, visitor: number, t: number): void;
  /** Whether what stood for the value at the instant is told of in the period. */
  tells(period: Period): (value: string, t: number) => boolean;
};

/** Hours in a row, by their numbers since 1970; both inclusive. */
type Run = { readonly first: number; readonly last: number };

/** From when on a census has to know everything, for a period that begins at `t`: runs begin anew with each month. */
export function startOfCensus(t: number): number {
  const date = new Date(t);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
}

/**
 * @param k Fewer visitors are no crowd.
 * @example
 * const census = createCensus(10);
 * census.add('spring', 1, order.t);
 * census.tells({ from, to })('spring', order.t) // false: one visitor is no crowd
 */
export function createCensus(k: number): Census {
  const values = new Map<string, Map<number, Set<number>>>();
  return {
    add: (value, visitor, t) => {
      const hours = values.get(value) ?? new Map<number, Set<number>>();
      values.set(value, hours);
      const hour = hourOf(t);
      hours.set(hour, (hours.get(hour) ?? new Set()).add(visitor));
    },
    tells: ({ from, to }) => {
      const runs = new Map<string, readonly Run[]>();
      const within = ({ first, last }: Run): boolean =>
        first * HOUR_MS >= from && (last + 1) * HOUR_MS <= to + 1;
      return (value, t) => {
        const known = runs.get(value) ?? cutRuns(values.get(value) ?? new Map(), k).filter(within);
        runs.set(value, known);
        const hour = hourOf(t);
        return known.some(({ first, last }) => first <= hour && hour <= last);
      };
    },
  };
}

/**
 * Each begins where the one before has ended, or with its month, and ends as soon as it can: when its first visitor came
 * shows nowhere. What a month leaves over is in none.
 */
function cutRuns(hours: ReadonlyMap<number, ReadonlySet<number>>, k: number): readonly Run[] {
  const runs: Run[] = [];
  let [month, first, crowd] = [Number.NaN, 0, new Set<number>()];
  for (const [hour, visitors] of [...hours].toSorted(([a], [b]) => a - b)) {
    const own = startOfCensus(hour * HOUR_MS);
    if (own !== month) [month, first, crowd] = [own, hourOf(own), new Set()];
    for (const visitor of visitors) crowd.add(visitor);
    if (crowd.size < k) continue;
    runs.push({ first, last: hour });
    [first, crowd] = [hour + 1, new Set()];
  }
  return runs;
}

function hourOf(t: number): number {
  return Math.floor(t / HOUR_MS);
}
