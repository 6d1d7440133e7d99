/** A logistic model that comes from a file, a store or a post: read, or refused with the place that is wrong. */
import { z } from 'zod';
import { accept, type Outcome, refuse } from '../../errors.ts';
import { LOGISTIC_VERSION, type LogisticModel } from './model.ts';

const finite = z.number();
const NUMBER_TERM = z.strictObject({
  name: z.string(),
  kind: z.literal('number'),
  mean: finite,
  slope: finite,
  present: finite,
  missing: finite,
  low: finite.exactOptional(),
  high: finite.exactOptional(),
});
const CATEGORY_TERM = z
  .strictObject({
    name: z.string(),
    kind: z.literal('category'),
    levels: z.array(z.string()),
    effects: z.array(finite),
    other: finite,
  })
  .refine(({ levels, effects }) => levels.length === effects.length, {
    path: ['effects'],
    message: 'give one effect for each level',
  });
const MODEL = z.strictObject({
  kind: z.literal('logistic'),
  version: z.literal(LOGISTIC_VERSION),
  base: finite,
  terms: z.array(z.discriminatedUnion('kind', [NUMBER_TERM, CATEGORY_TERM])),
});
const VERSIONED = z.looseObject({ kind: z.literal('logistic'), version: z.int().min(1) });

/**
 * @param input What `JSON.parse` made of `JSON.stringify(model)`.
 * @returns Refused `invalid_value` where it is no such model, or one that a later program wrote.
 * @example readLogistic(JSON.parse(text)) // { ok: true, value: { kind: 'logistic', version: 1, base: -2.1, terms: [...] } }
 */
export function readLogistic(input: unknown): Outcome<LogisticModel> {
  const versioned = VERSIONED.safeParse(input);
  if (!versioned.success) return refuseFirst(versioned.error);
  const { version } = versioned.data;
  if (version !== LOGISTIC_VERSION)
    return refuse(
      'invalid_value',
      'version',
      `this program reads version ${LOGISTIC_VERSION} of logistic models, and this is ${version}: update it, or train anew`,
    );
  const model = MODEL.safeParse(input);
  return model.success ? accept(model.data) : refuseFirst(model.error);
}

function refuseFirst({ issues: [issue] }: z.ZodError): Outcome<never> {
  return refuse('invalid_value', issue?.path.join('.') ?? '', issue?.message ?? 'give a logistic model');
}
