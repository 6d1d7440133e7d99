/** Which of the first deeds separates those who stay from those who do not. */
import { adjustBenjaminiHochberg } from '../experiment/multiple.ts';
import {
  adjustedLift,
  chanceGain,
  type FourFold,
  gainChance,
  informationGain,
  type Lift,
  liftOf,
} from './association.ts';
import { isDetailed } from './behaviour.ts';
import type { BehaviourColumn, Cohort } from './cohort.ts';
import { countStrata, levelsOf } from './strata.ts';
import { spreadOfSteps, tellAdjusted, tellTable, widenLift } from './told-table.ts';

/** It was done so many times or more: the best of them is taken, and pays for the choice. */
export const THRESHOLDS = [1, 2, 3, 5, 10] as const;

export const VERDICTS = ['signal', 'confounded', 'unclear'] as const;
/**
 * `signal`: goes with staying (or with leaving, below 1) also among visitors as active; `confounded`: it does on the face
 * of it, but visitors as active do as well without it; `unclear`: may be chance.
 */
export type Verdict = (typeof VERDICTS)[number];

export type Signal = FourFold & {
  readonly behaviour: string;
  /** Done so many times or more. */
  readonly atLeast: number;
  /** Bits, less what chance gains. */
  readonly gain: number;
  readonly lift: Lift;
  /** Among visitors as active; null: nobody to compare. */
  readonly adjusted: Lift | null;
  /** Chance of such a gain from nothing, after the choice of `atLeast`. */
  readonly chance: number;
  /** Share of false ones among those as sure as this. */
  readonly falseShare: number;
  readonly verdict: Verdict;
};

export type Ranking = {
  /** Signals, then the confounded, then the unclear; each by gain. */
  readonly signals: readonly Signal[];
  /** Behaviours that too few did, or too few did not. */
  readonly tooRare: number;
};

/** On each side: those who did it, and those who did not. */
export const LEAST_SIDE = 30;
/** In each of the four counts, if the two had nothing to do with each other (Cochran, Biometrics 10, 1954). */
const LEAST_EXPECTED = 5;
const MOST_BEHAVIOURS = 200;
const MOST_FALSE = 0.05;

/**
 * Yields now and then.
 *
 * @param k What is told of a feature or a category is told in steps of so many visitors.
 * @example await inSlices(rankSignals(cohort, 10))
 */
export function* rankSignals(cohort: Cohort, k: number): Generator<void, Ranking> {
  const widest = cohort.behaviours
    .toSorted((a, b) => b.visitors.length - a.visitors.length || (a.name < b.name ? -1 : 1))
    .slice(0, MOST_BEHAVIOURS);
  const kept = cohort.stayed.filter((stayed) => stayed).length;
  const found: Candidate[] = [];
  for (const column of widest) {
    const best = findBest(column, cohort, { kept, k });
    if (best !== null) found.push(describe(best, column, cohort));
    yield;
  }
  const shares = adjustBenjaminiHochberg(found.map(({ chance }) => chance));
  const signals = found.map((candidate, at) => judge(candidate, shares[at] ?? 1));
  return { signals: signals.toSorted(byVerdict), tooRare: cohort.behaviours.length - found.length };
}

type Candidate = Omit<Signal, 'falseShare' | 'verdict'>;

/** What was counted, what may be told of it, and how much wider that makes its intervals (as a variance). */
type Look = {
  readonly atLeast: number;
  readonly exact: FourFold;
  readonly table: FourFold;
  readonly spread: number;
};
type Best = Look & { readonly gain: number; readonly tried: number };

/** The threshold with the largest gain. */
function findBest(column: BehaviourColumn, cohort: Cohort, about: Told): Best | null {
  const looks = new Map<string, Look>();
  for (const atLeast of THRESHOLDS) {
    const look = tellLook(
      column.name,
      { atLeast, exact: countTable(column, atLeast, cohort, about.kept) },
      about.k,
    );
    if (look === null || !isEnough(look.table)) continue;
    const { did } = look.table;
    // The same people: no further look.
    const key = `${did.did} of ${did.of}`;
    if (!looks.has(key)) looks.set(key, look);
  }
  const tried = [...looks.values()].map((look) => ({ ...look, gain: informationGain(look.table) }));
  const [first] = tried;
  if (first === undefined) return null;
  return { ...tried.reduce((a, b) => (b.gain > a.gain ? b : a), first), tried: tried.length };
}

/** Of the cohort, how many stayed; and the fewest that are told of. */
type Told = { readonly kept: number; readonly k: number };

function tellLook(name: string, counted: Pick<Look, 'atLeast' | 'exact'>, k: number): Look | null {
  if (!isDetailed(name)) return { ...counted, table: counted.exact, spread: 1 };
  const table = tellTable(counted.exact, k);
  return table && { ...counted, table, spread: spreadOfSteps(table, k) };
}

/** Its chance is multiplied by how many thresholds were tried (Bonferroni). */
function describe(best: Best, column: BehaviourColumn, cohort: Cohort): Candidate {
  const { atLeast, exact, table, spread, gain, tried } = best;
  const all = cohort.stayed.length;
  const lift = liftOf(table);
  const adjusted = adjust(column, atLeast, cohort);
  const told = adjusted && (exact === table ? adjusted : tellAdjusted(adjusted, liftOf(exact), lift));
  return {
    behaviour: column.name,
    atLeast,
    ...table,
    gain: Math.max(0, gain - chanceGain(all)),
    lift: widenLift(lift, spread),
    adjusted: told && widenLift(told, spread),
    // G is the square of a normal deviate.
    chance: Math.min(1, gainChance(gain / spread, all) * tried),
  };
}

function countTable(
  { visitors, counts }: BehaviourColumn,
  atLeast: number,
  { stayed }: Cohort,
  kept: number,
): FourFold {
  let [of, did] = [0, 0];
  for (const [at, visitor] of visitors.entries()) {
    if ((counts[at] ?? 0) < atLeast) continue;
    of += 1;
    if (stayed[visitor]) did += 1;
  }
  return { did: { did, of }, didNot: { did: kept - did, of: stayed.length - of } };
}

function isEnough({ did, didNot }: FourFold): boolean {
  const fewer = Math.min(did.of, didNot.of);
  const kept = did.did + didNot.did;
  const all = did.of + didNot.of;
  return fewer >= LEAST_SIDE && (fewer * Math.min(kept, all - kept)) / all >= LEAST_EXPECTED;
}

/** What else they did, without the deed itself: whoever does it is more active by that alone. */
function adjust({ visitors, counts }: BehaviourColumn, atLeast: number, cohort: Cohort): Lift | null {
  const others = [...cohort.activity];
  const did = new Uint8Array(others.length);
  for (const [at, visitor] of visitors.entries()) {
    const count = counts[at] ?? 0;
    others[visitor] = (others[visitor] ?? 0) - count;
    if (count >= atLeast) did[visitor] = 1;
  }
  return adjustedLift(countStrata({ levels: levelsOf(others), did, stayed: cohort.stayed }));
}

function judge(candidate: Candidate, falseShare: number): Signal {
  const { lift, adjusted } = candidate;
  const isSure = falseShare <= MOST_FALSE;
  const isLeft = adjusted !== null && (lift.value > 1 ? adjusted.low > 1 : adjusted.high < 1);
  return { ...candidate, falseShare, verdict: isSure ? (isLeft ? 'signal' : 'confounded') : 'unclear' };
}

function byVerdict(a: Signal, b: Signal): number {
  const rank = ({ verdict }: Signal): number => VERDICTS.indexOf(verdict);
  return rank(a) - rank(b) || b.gain - a.gain || (a.behaviour < b.behaviour ? -1 : 1);
}
