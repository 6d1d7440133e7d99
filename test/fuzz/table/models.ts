/** Models and what watches them, as they lie in the store. */
import { readBoosting, writeBoosting } from '../../../core/scoring/boosting/codec.ts';
import { fitBoosting } from '../../../core/scoring/boosting/fit.ts';
import type { BoostedModel } from '../../../core/scoring/boosting/model.ts';
import { type PackedForest, readForest } from '../../../core/scoring/boosting/packed-forest.ts';
import { packNumbers } from '../../../core/scoring/boosting/packing.ts';
import { predict } from '../../../core/scoring/boosting/predict.ts';
import { readCalibrator } from '../../../core/scoring/calibration/codec.ts';
import { readInputState, readOutcomeState, readReference } from '../../../core/scoring/drift/codec.ts';
import { createInputWatch } from '../../../core/scoring/drift/input-watch.ts';
import { createOutcomeWatch } from '../../../core/scoring/drift/outcome-watch.ts';
import { createReference } from '../../../core/scoring/drift/reference.ts';
import { FEATURES_VERSION } from '../../../core/scoring/features/table.ts';
import { readLogistic } from '../../../core/scoring/logistic/codec.ts';
import { readModel, writeModel } from '../../../core/scoring/models/codec.ts';
import { readRanking, writeRanking } from '../../../core/scoring/uplift/codec.ts';
import { makeMatrix } from '../../core/scoring/boosting/support.ts';
import { orNone, type Parser, type Reading, taken } from '../examine.ts';

const plain = <T>(value: T): unknown => JSON.parse(JSON.stringify(value));
const { matrix, targets } = makeMatrix({ seed: 5, rows: 60, missing: 0.1 });
const boosted = fitBoosting(matrix, targets, { rounds: 2, minLeaf: 5 });
const boosting = plain(writeBoosting(boosted));
const logistic = {
  ...{ kind: 'logistic', version: 1, base: -2.1 },
  terms: [
    { name: 'a', kind: 'number', mean: 1, slope: 0.5, present: 0, missing: 0.1, low: -3, high: 9 },
    { name: 'b', kind: 'category', levels: ['x', 'y'], effects: [0.1, 0.2], other: 0 },
  ],
};

const platt = { kind: 'platt', version: 1, shift: 0.1, slope: 1.2, intercept: -0.3 };
const isotonic = {
  kind: 'isotonic',
  version: 1,
  shift: 0,
  margins: [-2, 0, 2],
  probabilities: [0.1, 0.5, 0.9],
};
const model = {
  featuresVersion: FEATURES_VERSION,
  label: { kind: 'event', key: 'purchase_7d', event: 'Order Completed', withinMs: 604_800_000 },
  trained: { kind: 'logistic', model: logistic },
  calibrator: platt,
  heuristicShare: 0.2,
};
const reference = createReference({
  matrix,
  margins: targets.map((target, at) => target + at / 100),
  probabilities: targets.map((_, at) => (at + 1) / 100),
  labels: targets,
});

/** Trees alone, without the digest in front of them: whatever gets through it must hold together and come to an end. */
function plantForest(input: unknown): Reading {
  if (!isPacked(input)) return orNone(null);
  const forest = readForest(input);
  if (!forest.ok) return forest;
  const whole = { ...boosted, features: input.features, outputs: input.outputs, ...forest.value };
  const row = input.features.map((_, at) => at / 2);
  return taken(predict(whole, row).every(Number.isFinite) ? true : Number.NaN);
}

const PACKED = ['base', 'feature', 'threshold', 'levelSets', 'missingLeft', 'value', 'cover'] as const;

/** As the schema in front of it says. */
function isPacked(input: unknown): input is PackedForest {
  const packed = input as PackedForest;
  return (
    typeof input === 'object' &&
    input !== null &&
    PACKED.every((name) => typeof packed[name] === 'string') &&
    Number.isInteger(packed.outputs) &&
    packed.outputs >= 1 &&
    Array.isArray(packed.features) &&
    packed.features.every(isFeature)
  );
}

function isFeature(feature: unknown): boolean {
  if (typeof feature !== 'object' || feature === null) return false;
  const { kind, levels } = feature as { kind?: unknown; levels?: unknown };
  return kind === 'number' || (kind === 'category' && Array.isArray(levels));
}

const packed = {
  ...(boosting as Record<string, unknown>),
  again: packNumbers([0, 1, 2]),
};

export const MODEL_PARSERS: readonly Parser[] = [
  {
    name: 'a model',
    covers: ['core/scoring/models/codec.ts readModel'],
    takes: 'value',
    samples: [model, { ...model, trained: { kind: 'boosting', model: boosting }, calibrator: null }],
    read: readModel,
    write: (read: never) => plain(writeModel(read)),
    keepsMore: true,
  },
  {
    name: 'a boosting',
    covers: ['core/scoring/boosting/codec.ts readBoosting'],
    takes: 'value',
    samples: [boosting],
    read: readBoosting,
    write: (read: BoostedModel) => plain(writeBoosting(read)),
    keepsMore: true,
  },
  {
    name: 'packed trees',
    covers: ['core/scoring/boosting/packed-forest.ts readForest'],
    takes: 'value',
    samples: [packed],
    read: plantForest,
  },
  {
    name: 'a regression',
    covers: ['core/scoring/logistic/codec.ts readLogistic'],
    takes: 'value',
    samples: [logistic],
    read: readLogistic,
    write: plain,
  },
  {
    name: 'a calibrator',
    covers: ['core/scoring/calibration/codec.ts readCalibrator'],
    takes: 'value',
    samples: [platt, isotonic],
    read: readCalibrator,
    write: plain,
  },
  {
    name: 'a ranking by uplift',
    covers: ['core/scoring/uplift/codec.ts readRanking'],
    takes: 'value',
    samples: [
      plain(
        writeRanking({ treated: boosted, untreated: boosted, scores: Float64Array.of(0.1, 0.2) } as never),
      ),
    ],
    read: readRanking,
    write: (read: never) => plain(writeRanking(read)),
    keepsMore: true,
  },
  {
    name: 'what drift is measured against',
    covers: ['core/scoring/drift/codec.ts readReference'],
    takes: 'value',
    samples: [plain(reference)],
    read: readReference,
    write: plain,
  },
  {
    name: 'what the watches of drift were told',
    covers: ['core/scoring/drift/codec.ts readInputState'],
    takes: 'value',
    samples: [plain(createInputWatch(reference).state())],
    read: readInputState,
    write: plain,
  },
  {
    name: 'what the watch of outcomes was told',
    covers: ['core/scoring/drift/codec.ts readOutcomeState'],
    takes: 'value',
    samples: [plain(createOutcomeWatch(reference).state())],
    read: readOutcomeState,
    write: plain,
  },
];
