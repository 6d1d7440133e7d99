/** References and states of drift that come from a store: read, or refused with the place that is wrong. */
import { z } from 'zod';
import { accept, type Outcome, refuse } from '../../errors.ts';
import { INPUT_STATE_VERSION, type InputState } from './input-watch.ts';
import { OUTCOME_STATE_VERSION, type OutcomeState } from './outcome-watch.ts';
import { type DriftReference, REFERENCE_VERSION } from './reference.ts';

const counts = z.array(z.number().min(0));
const binsSchema = z.discriminatedUnion('kind', [
  z.strictObject({ name: z.string(), kind: z.literal('number'), edges: z.array(z.number()) }),
  z.strictObject({ name: z.string(), kind: z.literal('category'), levels: z.array(z.string()) }),
]);
const counted = z.strictObject({ bins: binsSchema, counts });

const REFERENCE = z.strictObject({
  version: z.literal(REFERENCE_VERSION),
  features: z.array(counted),
  score: counted,
  ranks: z.strictObject({ bins: binsSchema, positives: counts, negatives: counts }),
  logLoss: z.number(),
});

const inputBlock = z.strictObject({ rows: z.int().min(0), counts: z.array(counts) });
const INPUTS = z.strictObject({
  version: z.literal(INPUT_STATE_VERSION),
  rows: z.int().min(0),
  previous: inputBlock.nullable(),
  current: inputBlock,
});

const outcomeBlock = z.strictObject({
  expected: z.number(),
  variance: z.number(),
  loss: z.number(),
  expectedLoss: z.number(),
  positives: counts,
  negatives: counts,
});
const OUTCOMES = z.strictObject({
  version: z.literal(OUTCOME_STATE_VERSION),
  alarm: z.strictObject({
    labels: z.int().min(0),
    evidence: z.array(z.number().min(0)).length(4),
    opening: z.strictObject({ excess: z.number(), variance: z.number(), third: z.number() }),
    raisedAt: z.int().nullable(),
  }),
  previous: outcomeBlock.nullable(),
  current: outcomeBlock,
});

/** @returns Refused `invalid_value` where it is none of this version. @example readReference(JSON.parse(text)) */
export function readReference(input: unknown): Outcome<DriftReference> {
  return readAs(REFERENCE, input);
}

/** @returns Refused `invalid_value` where it is none of this version. @example readInputState(JSON.parse(text)) */
export function readInputState(input: unknown): Outcome<InputState> {
  return readAs(INPUTS, input);
}

/** @returns Refused `invalid_value` where it is none of this version. @example readOutcomeState(JSON.parse(text)) */
export function readOutcomeState(input: unknown): Outcome<OutcomeState> {
  return readAs(OUTCOMES, input);
}

function readAs<Value>(schema: z.ZodType<Value>, input: unknown): Outcome<Value> {
  const read = schema.safeParse(input);
  if (read.success) return accept(read.data);
  const [issue] = read.error.issues;
  return refuse('invalid_value', issue?.path.join('.') ?? '', issue?.message ?? 'give what was stored');
}
