/** A model as it lies in the store, checked as it is read: a damaged one is refused, never served. */
import * as z from 'zod';
import type { Json } from '../../entry.ts';
import { accept, type Outcome, refuse } from '../../errors.ts';
import { readBoosting, writeBoosting } from '../boosting/codec.ts';
import { readCalibrator } from '../calibration/codec.ts';
import { FEATURES_VERSION } from '../features/table.ts';
import { readLogistic } from '../logistic/codec.ts';
import type { ScoreModel, Trained } from '../model.ts';

const within = z.number().positive();
const labelSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('event'), key: z.string(), event: z.string(), withinMs: within }),
  z.object({ kind: z.literal('absence'), key: z.string(), withinMs: within }),
  z.object({ kind: z.literal('amount'), key: z.string(), event: z.string(), withinMs: within }),
  z.object({ kind: z.literal('next'), key: z.string(), withinMs: within }),
]);
const fileSchema = z.object({
  featuresVersion: z.number(),
  label: labelSchema,
  trained: z.object({ kind: z.enum(['logistic', 'boosting']), model: z.unknown() }),
  calibrator: z.unknown(),
  heuristicShare: z.number().min(0).max(1),
});

/** @example store.putRecord('models', site, key, writeModel(model)) */
export function writeModel({ label, trained, calibrator, heuristicShare }: ScoreModel): Json {
  const model = trained.kind === 'boosting' ? writeBoosting(trained.model) : trained.model;
  return {
    featuresVersion: FEATURES_VERSION,
    label,
    trained: { kind: trained.kind, model: model as unknown as Json },
    calibrator: calibrator as unknown as Json,
    heuristicShare,
  };
}

/** Refuses one that reads other features than there are now: it has to be trained anew. */
export function readModel(input: unknown): Outcome<ScoreModel> {
  const parsed = fileSchema.safeParse(input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refuse('invalid_value', issue?.path.join('.') ?? '', issue?.message ?? 'give a model');
  }
  const { featuresVersion, label, trained, calibrator, heuristicShare } = parsed.data;
  if (featuresVersion !== FEATURES_VERSION)
    return refuse(
      'invalid_value',
      'featuresVersion',
      `it is ${featuresVersion}, and ${FEATURES_VERSION} is read: train it anew`,
    );
  const model = readTrained(trained.kind, trained.model);
  if (!model.ok) return model;
  if (calibrator === null) return accept({ label, trained: model.value, calibrator: null, heuristicShare });
  const read = readCalibrator(calibrator);
  return read.ok ? accept({ label, trained: model.value, calibrator: read.value, heuristicShare }) : read;
}

function readTrained(kind: Trained['kind'], input: unknown): Outcome<Trained> {
  if (kind === 'logistic') {
    const model = readLogistic(input);
    return model.ok ? accept({ kind, model: model.value }) : model;
  }
  const model = readBoosting(input);
  return model.ok ? accept({ kind, model: model.value }) : model;
}
