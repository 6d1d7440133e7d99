/** What drift asks for: the rate is mended by recalibration, the ranking by training anew. */
import { measureGroups } from '../auc-interval.ts';
import { countInputs, type Divergence, type InputState, measureInputs } from './input-watch.ts';
import { measureOutcomes, measureRecentAuc, type OutcomeState } from './outcome-watch.ts';
import type { DriftReference } from './reference.ts';

export type DriftCase = {
  readonly reference: DriftReference;
  readonly inputs: InputState;
  readonly outcomes: OutcomeState;
  /** Features that go with the calendar: a week is not like the one before, and nobody changed. */
  readonly calendar?: ReadonlySet<string>;
};

const NO_CALENDAR: ReadonlySet<string> = new Set();

export type DriftVerdict = {
  /** Something is known to be wrong. Changed inputs alone are none: the model may be as good as ever on them. */
  readonly alarm: boolean;
  readonly kind: 'rate' | 'ranking' | 'inputs' | null;
  readonly what: 'recalibrate' | 'retrain' | 'nothing';
  /** One sentence each, the one that decides first. */
  readonly reasons: readonly string[];
};

type Finding = { readonly kind: 'rate' | 'ranking' | 'inputs'; readonly reason: string };

const LARGE_PSI = 0.2;
const LEAST_CHANCE = 0.001;
const LEAST_ROWS = 500;

/**
 * A ranking that fell comes before a rate that moved, since training anew mends both.
 *
 * @throws RangeError when the states are of another reference.
 * @example judgeDrift({ reference, inputs: watch.state(), outcomes: outcomes.state() }).what // 'recalibrate'
 */
export function judgeDrift(drift: DriftCase): DriftVerdict {
  const found = [...findRanking(drift), ...findRate(drift), ...findInputs(drift)];
  const kind = found[0]?.kind ?? null;
  const reasons = found.map(({ reason }) => reason);
  if (kind === null) return { alarm: false, kind, what: 'nothing', reasons: [sayNothing(drift)] };
  return { alarm: kind !== 'inputs', kind, what: kind === 'rate' ? 'recalibrate' : 'retrain', reasons };
}

/** Where the two intervals do not touch: that is rarer by chance than one in a hundred blocks. */
function findRanking({ reference, outcomes }: DriftCase): readonly Finding[] {
  const [card, recent] = [measureGroups(reference.ranks), measureRecentAuc(outcomes)];
  if (recent === null || recent.interval.high >= card.interval.low) return [];
  const labels = recent.positives + recent.negatives;
  const { low, high } = recent.interval;
  const reason = `The ranking fell: the AUC of ${count(labels)} labels is ${recent.auc.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)}), and was ${card.auc.toFixed(3)} (${card.interval.low.toFixed(3)} to ${card.interval.high.toFixed(3)}).`;
  return [{ kind: 'ranking', reason }];
}

function findRate({ outcomes }: DriftCase): readonly Finding[] {
  const { raisedAt } = outcomes.alarm;
  if (raisedAt === null) return [];
  const { labels, observed, expected, ratio } = measureOutcomes(outcomes);
  const reason = `The rate moved: ${count(observed)} of the last ${count(labels)} came true, where ${expected.toFixed(1)} were expected, ${ratio.toFixed(2)} times as many; the alarm was raised at label ${count(raisedAt)}.`;
  return [{ kind: 'rate', reason }];
}

function findInputs({ reference, inputs, calendar = NO_CALENDAR }: DriftCase): readonly Finding[] {
  const rows = countInputs(inputs);
  if (rows < LEAST_ROWS) return [];
  const changed = measureInputs(reference, inputs)
    .filter(({ name, psi, chance }) => psi > LARGE_PSI && chance < LEAST_CHANCE && !calendar.has(name))
    .toSorted((a, b) => b.psi - a.psi);
  return changed.map(({ name, psi, ks }) => ({ kind: 'inputs', reason: sayChange({ name, psi, ks }, rows) }));
}

function sayChange({ name, psi, ks }: Omit<Divergence, 'chance'>, rows: number): string {
  const distance = ks === null ? '' : `, KS ${ks.toFixed(2)}`;
  return `Other values come in: PSI of ${name} is ${psi.toFixed(2)}${distance} over ${count(rows)} rows.`;
}

function sayNothing({ outcomes }: DriftCase): string {
  const { labels, observed, expected } = measureOutcomes(outcomes);
  if (labels === 0) return 'No label has matured yet.';
  return `${count(observed)} of the last ${count(labels)} came true, where ${expected.toFixed(1)} were expected: that may be chance.`;
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}
