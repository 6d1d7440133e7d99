/** Sessions of a shop, looked at from their first events on, and cut by their start into what is learned from and what is not. */
import type { Entry, VisitorId } from '../../core/entry.ts';
import { isMoneyKey } from '../../core/events/money.ts';
import { funnelStep } from '../../core/events/spec.ts';
import { createFoldRules } from '../../core/profiles/rules.ts';
import { type Piece, type Split, toDataset } from '../../core/scoring/labels/dataset.ts';
import { type Example, listExamples } from '../../core/scoring/labels/examples.ts';
import type { Label } from '../../core/scoring/labels/label.ts';
import { valueIn } from '../../core/scoring/model.ts';

/** Events of a session after which it is looked at. */
export const PLACES = [1, 2, 3, 5, 8] as const;
/** Of the sessions by start, as the tests of the published models of such sessions are cut. */
const LEARNED_SHARE = 0.7;
/** Of the sessions that are learned from: the trees grow from these, and stop and are calibrated by the others. */
const GROWN_SHARE = 0.8;

/** The gap that ends a session: an order comes later in it, or does not come. */
const WITHIN_MS = 30 * 60_000;
/** Called as the label of the points, so that they are measured as well. */
export const LABEL: Label = {
  key: 'purchase_7d',
  kind: 'event',
  event: 'Order Completed',
  withinMs: WITHIN_MS,
};

export type Prefixes = {
  readonly split: Split;
  readonly sessions: { readonly learned: number; readonly tested: number };
  /** Orders that the rows learned from are about. */
  readonly positives: number;
  /** Share of the rows learned from that end in an order, by their number of events. */
  readonly rateAt: ReadonlyMap<number, number>;
  /** Numbers of events, of the split's test rows. */
  readonly places: readonly number[];
};

/** What happened after the last event is not known, and taken for nothing: late sessions buy less often than they did. */
export function readPrefixes(events: readonly Entry[]): Prefixes {
  const examples = examplesOf(events).filter((example) => PLACES.some((place) => place === placeOf(example)));
  const ordered = examples
    .filter((example) => placeOf(example) === 1)
    .map(startOf)
    .toSorted((a, b) => a - b);
  const startAt = (share: number): number => ordered[Math.floor(ordered.length * share)] ?? 0;
  const [tuneFrom, testFrom] = [startAt(LEARNED_SHARE * GROWN_SHARE), startAt(LEARNED_SHARE)];
  const learned = ordered.filter((start) => start < testFrom).length;
  const between = (from: number, to: number): readonly Example[] =>
    examples.filter((example) => startOf(example) >= from && startOf(example) < to);
  const [before, test] = [between(0, testFrom), toDataset(between(testFrom, Number.POSITIVE_INFINITY))];
  return {
    split: { train: toDataset(between(0, tuneFrom)), tune: toDataset(between(tuneFrom, testFrom)), test },
    sessions: { learned, tested: ordered.length - learned },
    positives: toDataset(before).positives,
    rateAt: new Map(PLACES.map((place) => [place, rateOf(before.filter((own) => placeOf(own) === place))])),
    places: placesOf(test),
  };
}

function rateOf(examples: readonly Example[]): number {
  return (examples.filter(({ target }) => target === 1).length + 0.5) / (examples.length + 1);
}

function examplesOf(events: readonly Entry[]): readonly Example[] {
  const rules = createFoldRules({ currency: 'USD', funnelStep, isMoney: isMoneyKey });
  const until = events.reduce((last, { t }) => Math.max(last, t), 0) + WITHIN_MS;
  return [...Map.groupBy(events, ({ visitor }) => visitor)].flatMap(([visitor, entries]) => {
    const history = { visitor: visitor as VisitorId, entries, isAnonymous: true };
    return listExamples(history, LABEL, { rules, zone: 'UTC', until });
  });
}

function placeOf({ features }: Example): number {
  return valueIn(features, 'session_events');
}

function startOf({ t, features }: Example): number {
  return Math.round(t - valueIn(features, 'session_elapsed') * 1_000);
}

function placesOf({ matrix }: Piece): readonly number[] {
  const at = matrix.features.findIndex(({ name }) => name === 'session_events');
  return [...(matrix.columns[at] ?? [])];
}
