/** What the watches of one label were told, up to when, and what they find. */
import { countInputs, createInputWatch, type InputState, measureInputs } from '../drift/input-watch.ts';
import { type DriftVerdict, judgeDrift } from '../drift/judge.ts';
import { createOutcomeWatch, measureOutcomes, type OutcomeState } from '../drift/outcome-watch.ts';
import type { DriftReference } from '../drift/reference.ts';
import type { Example } from '../labels/examples.ts';
import { scoreOf } from '../model.ts';
import type { Version } from './versions.ts';

/** A version that has something to be measured against. */
export type WatchedVersion = Version & { readonly reference: DriftReference };

/** What was found at the last look. */
export type DriftReport = DriftVerdict & {
  /** UTC ms. */
  readonly at: number;
  /** Of the model that was looked at, and from when on, UTC ms: labels that matured before are none of its watch. */
  readonly version: number;
  readonly since: number;
  /** Of the last whole block and the one that is being filled. */
  readonly labels: number;
  readonly observed: number;
  readonly expected: number;
  /** Null while there is no label; so are the losses. */
  readonly observedOverExpected: number | null;
  /** Mean in nats, and what it is on average where the probabilities are true. */
  readonly rollingLogLoss: number | null;
  readonly expectedLogLoss: number | null;
  /** Of the score and every feature, the one that changed most first; empty while there is no row. */
  readonly psi: readonly FeatureDrift[];
};

export type FeatureDrift = {
  readonly feature: string;
  /** In nats. */
  readonly psi: number;
  /** How likely one as large is where nothing changed. */
  readonly chance: number;
  /** Null for categories. */
  readonly ks: number | null;
};

/** One record, so that what was told and up to when it was told are never apart. */
export type WatchRecord = {
  readonly version: number;
  /** UTC ms: labels that matured after `since` and up to `until` were told. */
  readonly since: number;
  readonly until: number;
  readonly inputs: InputState;
  readonly outcomes: OutcomeState;
  readonly report: DriftReport;
};

type Opened = Pick<WatchRecord, 'since' | 'until'> & Partial<Pick<WatchRecord, 'inputs' | 'outcomes'>>;

/**
 * Goes on where the last look ended. Of another version than was looked at then a new watch begins, with labels that no
 * version was told of, learned from, or was recalibrated by.
 *
 * @example openRecord(version, await shelf.read(site, label)).until
 */
export function openRecord({ version, card }: WatchedVersion, kept: WatchRecord | null): Opened {
  if (kept?.version === version) return kept;
  const since = Math.max(card.recalibrated?.at ?? card.trainedAt, kept?.until ?? 0);
  return { since, until: since };
}

/**
 * Tells the watches of labels that matured by `at`, and asks them.
 *
 * @param matured After what `opened` was told, one story each (see `thinning.ts`), in time order.
 * @example tellWatches(version, opened, { matured, at: now }).report.alarm
 */
export function tellWatches(
  watched: WatchedVersion,
  { since, inputs, outcomes }: Opened,
  { matured, at }: { readonly matured: readonly Example[]; readonly at: number },
): WatchRecord {
  const { reference, model, version } = watched;
  const [inputWatch, outcomeWatch] = [
    createInputWatch(reference, inputs),
    createOutcomeWatch(reference, outcomes),
  ];
  for (const { features, target } of matured) {
    const { margin, p } = scoreOf(model, features);
    inputWatch.record(features, margin);
    outcomeWatch.record({ margin, probability: p, label: target });
  }
  const told = { inputs: inputWatch.state(), outcomes: outcomeWatch.state() };
  return { version, since, until: at, ...told, report: { at, version, since, ...reportOf(reference, told) } };
}

/** Told of as all others are, and no reason to train anew. */
const CALENDAR: ReadonlySet<string> = new Set(['hour', 'weekday']);

type Told = Pick<WatchRecord, 'inputs' | 'outcomes'>;

function reportOf(reference: DriftReference, told: Told): Omit<DriftReport, 'at' | 'version' | 'since'> {
  const { labels, observed, expected, ratio, logLoss, expectedLogLoss } = measureOutcomes(told.outcomes);
  const isTold = labels > 0;
  return {
    ...judgeDrift({ reference, ...told, calendar: CALENDAR }),
    labels,
    observed,
    expected,
    observedOverExpected: isTold ? ratio : null,
    rollingLogLoss: isTold ? logLoss : null,
    expectedLogLoss: isTold ? expectedLogLoss : null,
    psi: countInputs(told.inputs) === 0 ? [] : rankInputs(reference, told.inputs),
  };
}

function rankInputs(reference: DriftReference, inputs: InputState): readonly FeatureDrift[] {
  return measureInputs(reference, inputs)
    .map(({ name, psi, chance, ks }) => ({ feature: name, psi, chance, ks: Number.isNaN(ks) ? null : ks }))
    .toSorted((a, b) => b.psi - a.psi);
}
