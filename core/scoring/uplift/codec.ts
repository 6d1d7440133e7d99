/** A ranking as it lies in the store, checked as it is read: a damaged one is refused, never asked. */
import * as z from 'zod';
import type { Json } from '../../entry.ts';
import { accept, type Outcome, refuse } from '../../errors.ts';
import { readBoosting, writeBoosting } from '../boosting/codec.ts';
import { FEATURES_VERSION } from '../features/table.ts';
import type { UpliftRanking } from './ranking.ts';

const fileSchema = z.object({
  featuresVersion: z.literal(FEATURES_VERSION, {
    error: `another version of the features than ${FEATURES_VERSION}: learn it anew`,
  }),
  treated: z.unknown(),
  untreated: z.unknown(),
  scores: z.array(z.number()),
});

/** Plain JSON. @example readRanking(writeRanking(ranking)) */
export function writeRanking({ treated, untreated, scores }: UpliftRanking): Json {
  return {
    featuresVersion: FEATURES_VERSION,
    treated: writeBoosting(treated) as unknown as Json,
    untreated: writeBoosting(untreated) as unknown as Json,
    scores: [...scores],
  };
}

/** @returns `invalid_value` for a damaged one, and for one that reads other features than there are now. */
export function readRanking(input: unknown): Outcome<UpliftRanking> {
  const parsed = fileSchema.safeParse(input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refuse('invalid_value', issue?.path.join('.') ?? '', issue?.message ?? 'give a ranking');
  }
  const [treated, untreated] = [readBoosting(parsed.data.treated), readBoosting(parsed.data.untreated)];
  if (!treated.ok) return treated;
  if (!untreated.ok) return untreated;
  const scores = Float64Array.from(parsed.data.scores);
  return accept({ treated: treated.value, untreated: untreated.value, scores });
}
