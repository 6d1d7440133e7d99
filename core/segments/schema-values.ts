/** Values of the condition language as zod schemas: texts, durations, windows, comparisons. Errors are cures. */
import { z } from 'zod';
import type { RefusalCode } from '../errors.ts';
import { isForbiddenKey } from '../events/keys.ts';
import { looksPersonal } from '../identity/free-text.ts';
import {
  cureAge,
  cureDuration,
  cureKey,
  cureLifetime,
  cureName,
  cureNumber,
  curePath,
  cureWindow,
  PATH_SHAPE,
} from './cures.ts';
import { durationMs } from './duration.ts';

const LONGEST_TEXT = 500;
const MOST_VALUES = 100;
const MOST_NAMES = 50;

type Input = { readonly input?: unknown; readonly code?: string; readonly keys?: unknown };

/**
 * An object that takes no other keys and says which was probably meant.
 * @param some Keys of which at least one must be there.
 */
export function closed<Shape extends z.core.$ZodLooseShape>(shape: Shape, some: readonly string[] = []) {
  const known = Object.keys(shape);
  // Words are read into a condition before anything looks at the shape.
  const writable = known.flatMap((key) => (key === 'when' ? [key, 'words'] : [key]));
  const object = z.strictObject(shape, {
    error: ({ code, keys }: Input) =>
      code === 'unrecognized_keys' && Array.isArray(keys)
        ? cureKey(String(keys[0]), writable)
        : `write an object with ${known.join(', ')}`,
  });
  return some.length === 0 ? object : withSome(object, some);
}

function withSome<T extends z.ZodType<object>>(schema: T, some: readonly string[]): T {
  return schema
    .refine((value) => some.some((key) => Object.hasOwn(value, key)), {
      error: `it asks nothing: add ${some.length === 1 ? '' : 'one of '}${some.join(', ')}`,
    })
    .meta({ anyOf: some.map((key) => ({ required: [key] })) });
}

/** A rule that JSON Schema cannot say; the cure is null where it is kept. */
function ruled(cure: (text: string) => string | null, refusal: RefusalCode = 'invalid_value') {
  return (text: string, context: z.core.$RefinementCtx): void => {
    const message = cure(text);
    if (message !== null) context.addIssue({ code: 'custom', message, params: { refusal } });
  };
}

export const impersonal = ruled(
  (text) => (looksPersonal(text) === 'email' ? 'write no e-mail address here' : null),
  'personal_data',
);

/** Text of the merchant's, as given: no e-mail address, no more than 500 characters. */
export const plainText = z
  .string({ error: 'write a text' })
  .max(LONGEST_TEXT, `write at most ${LONGEST_TEXT} characters`)
  .superRefine(impersonal);

/** As {@link plainText}, for names and keys: neither empty nor padded. */
export const shortText = (most: number) =>
  z
    .string({ error: 'write a text' })
    .min(1, 'write at least one character')
    .max(most, `write at most ${most} characters`)
    .refine((text) => text.trim() === text && text !== '', 'write it without spaces around it')
    .superRefine(impersonal);

export const finite = z.number({ error: ({ input }: Input) => cureNumber(input) });
const wholeNumber = finite.int('write a whole number').min(0, 'write 0 or more');

/** From 0 to 1. */
export const share = finite.min(0, 'write a share from 0 to 1').max(1, 'write a share from 0 to 1');

export const eventName = z
  .string({ error: 'write the name of an event, like "Product Viewed"' })
  .min(1, 'write the name of an event, like "Product Viewed"')
  .superRefine(ruled(cureName, 'invalid_name'))
  .meta({
    id: 'EventName',
    description: 'Object + past-tense verb in Title Case.',
    examples: ['Product Viewed', 'Order Completed'],
  });
export const eventNames = z.union(
  [
    eventName,
    z.array(eventName).min(1, 'name at least one event').max(MOST_NAMES, `name at most ${MOST_NAMES} events`),
  ],
  { error: 'write the name of an event, like "Product Viewed", or a list of names' },
);

export const path = z
  .string({ error: ({ input }: Input) => curePath(input) })
  .max(200, 'write at most 200 characters')
  .regex(PATH_SHAPE, { error: ({ input }: Input) => curePath(input) })
  .superRefine(
    ruled(
      (text) => (text.split('.').some(isForbiddenKey) ? 'this name is not allowed' : null),
      'forbidden_key',
    ),
  )
  .meta({
    id: 'Path',
    description: 'A property in snake_case, or a path into a list of items.',
    examples: ['product_id', 'products.brand'],
  });

const lengthOf = (least: 0 | 1, cure: (input: unknown) => string) =>
  z
    .string({ error: ({ input }: Input) => cure(input) })
    .regex(least === 0 ? /^(0|[1-9]\d{0,14})(ms|s|m|h|d|w)$/ : /^[1-9]\d{0,14}(ms|s|m|h|d|w)$/, {
      error: ({ input }: Input) => cure(input),
    })
    .superRefine(ruled((text) => (Number.isNaN(durationMs(text)) ? cure(text) : null)));

export const duration = lengthOf(1, (input) => cureDuration(input)).meta({
  id: 'Duration',
  description: 'A whole number and a unit: ms s m h d w. At most 10 years.',
  examples: ['30m', '7d'],
});
/** As {@link duration}, and `0s` for none. */
export const anyDuration = lengthOf(0, (input) => cureDuration(input, 0));

/** How old the first step of a sequence may be. */
export const durationOrLifetime = z.union([lengthOf(1, cureLifetime), z.literal('lifetime')], {
  error: ({ input }: Input) => cureLifetime(input),
});

const age = z
  .string({ error: ({ input }: Input) => cureAge(input) })
  .regex(/^-(0|[1-9]\d{0,14})(ms|s|m|h|d|w)$/, { error: ({ input }: Input) => cureAge(input) })
  .superRefine(ruled((text) => (Number.isNaN(durationMs(text.slice(1))) ? cureAge(text) : null)));

const between = closed({ from: age, to: age }).refine(
  ({ from, to }) => durationMs(from.slice(1)) > durationMs(to.slice(1)),
  { error: '"from" must lie before "to": exchange them', path: ['from'] },
);

export const window = z
  .union(
    [
      lengthOf(1, cureWindow),
      z.enum(['session', 'lifetime', 'today', 'yesterday', 'thisWeek', 'thisMonth']),
      between,
    ],
    { error: ({ input }: Input) => cureWindow(input) },
  )
  .meta({
    id: 'Window',
    description: 'A duration back from the instant asked, a calendar word, or two ages with a minus.',
    examples: ['7d', 'session', 'today', { from: '-90d', to: '-30d' }],
  });

const scalar = z.union([plainText, finite, z.boolean()], { error: 'write a text, a number, true or false' });

const bound = (value: typeof finite) => value.exactOptional();
const ordered = z
  .number({
    error: ({ input }: Input) =>
      typeof input === 'string' && !/^write \S+ without/.test(cureNumber(input))
        ? 'only numbers are more or less: compare texts by eq, in, contains or startsWith'
        : cureNumber(input),
  })
  .exactOptional();
const values = z
  .array(scalar, { error: 'write a list: [ … ]' })
  .min(1, 'list at least one value')
  .max(MOST_VALUES, `list at most ${MOST_VALUES} values`);

const COMPARISON = {
  eq: scalar.exactOptional(),
  ne: scalar.exactOptional(),
  gt: ordered,
  gte: ordered,
  lt: ordered,
  lte: ordered,
  in: values.exactOptional(),
  nin: values.exactOptional(),
  contains: scalar.exactOptional(),
  startsWith: plainText.exactOptional(),
  exists: z.boolean({ error: 'write true or false' }).exactOptional(),
};
const comparison = closed(COMPARISON, Object.keys(COMPARISON)).meta({ id: 'Comparison' });

/** A leading key with the operators beside it: `{ "trait": "plan", "eq": "pro" }`. */
export const compared = <Shape extends z.core.$ZodLooseShape>(leading: Shape) =>
  closed({ ...leading, ...COMPARISON }, Object.keys(COMPARISON));

export const where = z
  .record(path, z.union([scalar, comparison], { error: 'write a value, or {"gte": 50}' }), {
    error: 'write an object: {"category": "Shoes"}',
  })
  .refine((value) => Object.keys(value).length > 0, 'it asks nothing: name a property, or leave it out')
  .refine((value) => Object.keys(value).length <= 50, 'name at most 50 properties')
  .meta({ id: 'Where', minProperties: 1, examples: [{ category: 'Shoes', price: { gte: 50 } }] });

const numbers = (value: typeof finite) => ({
  eq: bound(value),
  ne: bound(value),
  gt: bound(value),
  gte: bound(value),
  lt: bound(value),
  lte: bound(value),
});
const NUMBER_BOUNDS = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte'];
export const numberBounds = closed(numbers(finite), NUMBER_BOUNDS);
export const countBounds = closed(numbers(wholeNumber), NUMBER_BOUNDS);
export const quintileBounds = closed(
  numbers(
    finite
      .int('write a quintile, a whole number from 1 to 5')
      .min(1, 'write a quintile from 1 to 5')
      .max(5, 'write a quintile from 1 to 5'),
  ),
  NUMBER_BOUNDS,
);
export const aggregate = closed({ of: path, ...numbers(finite) }, NUMBER_BOUNDS);

const DURATIONS = {
  gt: anyDuration.exactOptional(),
  gte: anyDuration.exactOptional(),
  lt: anyDuration.exactOptional(),
  lte: anyDuration.exactOptional(),
};
export const durationBounds = closed(DURATIONS, Object.keys(DURATIONS));
export const lasting = <Shape extends z.core.$ZodLooseShape>(leading: Shape) =>
  closed({ ...leading, ...DURATIONS }, Object.keys(DURATIONS));

export const source = z.enum(['web', 'server', 'email'], { error: 'write web, server or email' });
