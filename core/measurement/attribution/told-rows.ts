/** Numbers of sources, in steps: two look-back windows or goals would differ by one visitor (told-counts.ts). */
import { tellCount } from '../../privacy/told-counts.ts';
import type { Credit, PathSums, RowTally } from './tally.ts';

/** What a visitor brought on average is of everybody: told to so many digits, it is of nobody. */
const DIGITS = 2;

/** A row of the report, before it is set against a control arm. */
type Row<Model extends string> = Pick<RowTally, 'visitors' | 'touches'> & {
  readonly credit: Readonly<Record<Model, Credit>>;
};

/** @example tellRow({ visitors: 57, touches: 61, credit }, 10).visitors // 55 */
export function tellRow<Model extends string>(
  { visitors, touches, credit }: Row<Model>,
  k: number,
): Row<Model> {
  const told = Object.entries<Credit>(credit).map(([model, one]) => [model, tellCredit(one, k)]);
  return {
    visitors: tellCount(visitors, k),
    touches: tellCount(touches, k),
    credit: Object.fromEntries(told) as Record<Model, Credit>,
  };
}

/**
 * All paths together: those that a campaign of one's own touched as they are, those of sources alone in steps. Paths that
 * led to nothing are what is left of all: they have no steps of their own.
 *
 * @example tellPaths({ own, sourced }, 10).attributed.conversions // of 7 and of 14: 7 + 15
 */
export function tellPaths(
  { own, sourced }: { readonly own: PathSums; readonly sourced: PathSums },
  k: number,
): PathSums {
  const { attributed, unconverted, open } = sourced;
  const reached = tellCredit(attributed, k);
  const rest = tellCount(attributed.conversions + unconverted, k) - reached.conversions;
  return {
    attributed: {
      conversions: own.attributed.conversions + reached.conversions,
      valueMinor: own.attributed.valueMinor + reached.valueMinor,
    },
    unconverted: own.unconverted + rest,
    open: own.open + Math.min(rest, tellCount(open, k)),
  };
}

function tellCredit({ conversions, valueMinor }: Credit, k: number): Credit {
  const told = tellCount(conversions, k);
  if (told === 0) return { conversions: 0, valueMinor: 0 };
  return { conversions: told, valueMinor: told * Number((valueMinor / conversions).toPrecision(DIGITS)) };
}
