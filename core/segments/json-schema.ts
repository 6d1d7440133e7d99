/** The language for editors: a JSON Schema made of the very schemas that the parser reads by. */
import { z } from 'zod';
import type { Condition } from './condition.ts';
import { absentStep, definitionOf, eventStep, makeForms, stagesOf } from './schema.ts';

type Forms = ReturnType<typeof makeForms>;

const DESCRIPTIONS: Readonly<Record<keyof Forms, string>> = {
  all: 'Every one of the conditions holds.',
  any: 'At least one of the conditions holds.',
  not: 'The condition does not hold.',
  segment: 'The visitor is in that segment.',
  event: 'So many such events in a window; or a sum, average, least, most or number of values of a property.',
  sequence: 'Events one after the other; {"absent", "for"} stands for none of them for so long.',
  idle: 'No event at all for so long.',
  since: 'So long since the last such event.',
  trait: 'What is known of the visitor compares so.',
  anniversary: 'The day of the year of a trait that is a date is today.',
  account: "What is known of the visitor's account compares so.",
  fold: "The condition holds for everything that the account's members did together.",
  context: 'Circumstances of the latest event: device, path, referrer, country, zone, campaign.utm_source.',
  stage: 'The visitor is at that stage.',
  rfm: 'Recency, frequency and monetary value of orders, as they are or by quintile from 1 to 5.',
  score: 'In from the first score at or above gte; out below leave, but not before dwell has passed.',
  random: 'A stable share of all visitors, from 0 to 1; another seed makes another choice.',
};

const condition: z.ZodType<Condition> = z
  .lazy(() => CONDITIONS)
  .meta({ id: 'Condition', description: 'What is asked of a visitor, by its leading key.' });
const step = z.union([eventStep, absentStep]).meta({ id: 'Step' });
const CONDITIONS: z.ZodType<Condition> = unite(makeForms({ condition, step, count: 'bounds or property' }));

function unite(forms: Forms): z.ZodType<Condition> {
  const described = Object.entries(forms).map(([name, form]) =>
    (form as z.ZodType<Condition>).meta({ title: name, description: DESCRIPTIONS[name as keyof Forms] }),
  );
  return z.union(described);
}

/** A JSON Schema document, ready to be served. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const write = (schema: z.ZodType, title: string): JsonSchema => ({
  ...z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io: 'input',
    override: ({ jsonSchema }) => void (jsonSchema.properties?.when !== undefined && takeWords(jsonSchema)),
  }),
  title,
});

/** Whatever has a condition may say it in words instead. */
function takeWords(object: z.core.JSONSchema.BaseSchema): void {
  const description = 'The condition as a line of English, in place of `when`.';
  object.properties = { ...object.properties, words: { type: 'string', minLength: 1, description } };
  object.required = object.required?.filter((key) => key !== 'when') ?? [];
  object.oneOf = [{ required: ['when'] }, { required: ['words'] }];
}

/**
 * JSON Schema (draft 2020-12) of a segment definition. What it takes is well formed; that names are past tense, that
 * thresholds are in order and paths go into one list is said by the parser alone.
 * @example segmentJsonSchema().$defs // { Condition: { anyOf: [ … ] }, Window: …, … }
 */
export function segmentJsonSchema(): JsonSchema {
  return write(definitionOf(condition), 'Segment definition');
}

/** JSON Schema (draft 2020-12) of a site's list of stages. */
export function stagesJsonSchema(): JsonSchema {
  return write(stagesOf(condition), 'Stages of a site');
}
