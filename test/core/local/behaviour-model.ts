/** The model of a script as a server keeps one: of all that the server knows of a visitor, what the page reads of a session. */
import type { SiteId } from '../../../core/entry.ts';
import type { LocalModel } from '../../../core/local/bundle.ts';
import type { BoostedModel } from '../../../core/scoring/boosting/model.ts';
import { FEATURE_HEADS, FEATURES_VERSION } from '../../../core/scoring/features/table.ts';
import type { Label } from '../../../core/scoring/labels/label.ts';
import type { LogisticTerm } from '../../../core/scoring/logistic/model.ts';
import type { ScoreModel, Trained } from '../../../core/scoring/model.ts';
import type { ModelCard } from '../../../core/scoring/models/card.ts';
import { createModelBook } from '../../../core/scoring/models/model-book.ts';
import { POINTS_PER_LOGIT, type PointsTable } from '../../../core/scoring/points.ts';
import { createEmbeddedStore } from '../../../core/stores/embedded.ts';

/**
 * What a server calls what the page reads, where its name is another. It counts views of lists apart from those of products:
 * of a visitor who saw no list, both are the same.
 */
const NAMES: Readonly<Record<string, string>> = {
  pages: 'pages_viewed',
  product_pages: 'products_viewed',
  seconds: 'session_elapsed',
};

export const serverName = (feature: string): string => NAMES[feature] ?? feature;

/** As it is asked for of a server, before anybody trains it. */
export const ASKED = { event: 'Order Completed', within: '30m' } as const;

const labelOf = ({ label: key }: LocalModel): Label => ({
  key,
  kind: 'event',
  event: ASKED.event,
  withinMs: 30 * 60_000,
});

/** @example toServerModel(script.model).trained.kind // 'boosting': points, as trees of one split */
export function toServerModel(model: LocalModel): ScoreModel {
  const { served } = model;
  const label = labelOf(model);
  if (served.points !== null && served.heuristicShare === 1)
    return { label, trained: treesOf(served.points), calibrator: null, heuristicShare: 0 };
  if (served.heuristicShare !== 0)
    throw new Error(`${label.key}: a server has points of its own labels alone`);
  const own = new Map(served.model.terms.map((term) => [serverName(term.name), term]));
  const terms = FEATURE_HEADS.map((head): LogisticTerm => {
    const { name } = head;
    const silent =
      head.kind === 'number'
        ? { kind: head.kind, mean: 0, slope: 0, present: 0, missing: 0 }
        : { kind: head.kind, levels: head.levels, effects: head.levels.map(() => 0), other: 0 };
    return { ...(own.get(name) ?? silent), name };
  });
  return {
    label,
    trained: { kind: 'logistic', model: { ...served.model, terms } },
    calibrator: served.calibrator,
    heuristicShare: 0,
  };
}

/** So few rows that the mean row is one that has reached nothing, as it is where points are added up. */
const HARDLY_ANY = 1e-300;

/** Each step of the points is a tree that asks whether it is reached. */
function treesOf({ basePoints, rows }: PointsTable): Trained {
  const steps = rows.flatMap(({ feature, steps: own }) =>
    own.map(([from, points], at) => ({ feature, from, more: points - (own[at - 1]?.[1] ?? 0) })),
  );
  const ofEach = <T>(make: (step: (typeof steps)[number], at: number) => readonly [T, T, T]): readonly T[] =>
    steps.flatMap(make);
  const placeOf = (name: string): number => FEATURE_HEADS.findIndex((head) => head.name === name);
  const model: BoostedModel = {
    kind: 'boosting',
    version: 1,
    loss: 'logistic',
    features: FEATURE_HEADS,
    outputs: 1,
    base: Float64Array.of(basePoints / POINTS_PER_LOGIT),
    roots: Int32Array.from(steps, (_, at) => 3 * at),
    feature: Int32Array.from(ofEach(({ feature }) => [placeOf(feature), -1, -1])),
    // Left is what is not above: the greatest number below the step.
    threshold: Float64Array.from(ofEach(({ from }) => [from * (1 - Number.EPSILON), 0, 0])),
    right: Int32Array.from(ofEach((_, at) => [3 * at + 2, 0, 0])),
    value: Float64Array.from(ofEach(({ more }) => [0, 0, more / POINTS_PER_LOGIT])),
    cover: Float64Array.from(ofEach(() => [1, 1, HARDLY_ANY])),
    missingLeft: Uint8Array.from(ofEach(() => [1, 0, 0])),
    setAt: new Int32Array(3 * steps.length).fill(-1),
    levelSets: new Uint32Array(),
  };
  return { kind: 'boosting', model };
}

function cardOf({ label, trained, heuristicShare }: ScoreModel, trainedAt: number): ModelCard {
  const span = [trainedAt, trainedAt] as const;
  return {
    label: label.key,
    version: 1,
    kind: trained.kind,
    featuresVersion: FEATURES_VERSION,
    trainedAt,
    verdict: 'promoted',
    horizonMs: label.withinMs,
    positives: 0,
    negatives: 0,
    isSampled: false,
    rows: { train: 0, tune: 0, test: 0 },
    window: { train: span, tune: span, test: span },
    calibration: null,
    heuristicShare,
    candidates: [],
    importance: [],
    seed: 1,
    recalibrated: null,
  };
}

/** Into the data folder of a server that is down, by the server's own hand: from its next start on it serves it. */
export async function keepModel(
  dataDir: string,
  { site, model, at }: { readonly site: SiteId; readonly model: LocalModel; readonly at: number },
): Promise<void> {
  const store = await createEmbeddedStore({ dataDir });
  const book = await createModelBook({ store, sites: [site] });
  const made = toServerModel(model);
  const isKept = await book.add(site, { model: made, card: cardOf(made, at), reference: null }, null);
  await store.close();
  if (!isKept) throw new Error(`nobody asked for ${model.label}`);
}
