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
import type { BehaviourColumn, Cohort } from './cohort.ts';
import { countStrata, levelsOf } from './strata.ts';

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

/** Yields now and then. @example await inSlices(rankSignals(cohort)) */
export function* rankSignals(cohort: Cohort): Generator<void, Ranking> {
  const widest = cohort.behaviours
    .toSorted((a, b) => b.visitors.length - a.visitors.length || (a.name < b.name ? -1 : 1))
    .slice(0, MOST_BEHAVIOURS);
  const kept = cohort.stayed.filter((stayed) => stayed).length;
  const found: Candidate[] = [];
  for (const column of widest) {
    const best = findBest(column, cohort, kept);
    if (best !== null) found.push({ ...best, adjusted: adjust(column, best.atLeast, cohort) });
    yield;
  }
  const shares = adjustBenjaminiHochberg(found.map(({ chance }) => chance));
  const signals = found.map((candidate, at) => judge(candidate, shares[at] ?? 1));
  return { signals: signals.toSorted(byVerdict), tooRare: cohort.behaviours.length - found.length };
}

type Best = Omit<Signal, 'adjusted' | 'falseShare' | 'verdict'>;
type Candidate = Best & Pick<Signal, 'adjusted'>;

/** The threshold with the largest gain; its chance is multiplied by how many were tried (Bonferroni). */
function findBest(column: BehaviourColumn, cohort: Cohort, kept: number): Best | null {
  const tables = new Map<number, { readonly atLeast: number; readonly table: FourFold }>();
  for (const atLeast of THRESHOLDS) {
    const table = countTable(column, atLeast, cohort, kept);
    // The same people: no further look.
    if (isEnough(table) && !tables.has(table.did.of)) tables.set(table.did.of, { atLeast, table });
  }
  const tried = [...tables.values()].map((one) => ({ ...one, gain: informationGain(one.table) }));
  const [first] = tried;
  if (first === undefined) return null;
  const best = tried.reduce((a, b) => (b.gain > a.gain ? b : a), first);
  const all = cohort.stayed.length;
  return {
    behaviour: column.name,
    atLeast: best.atLeast,
    ...best.table,
    gain: Math.max(0, best.gain - chanceGain(all)),
    lift: liftOf(best.table),
    chance: Math.min(1, gainChance(best.gain, all) * tried.length),
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
