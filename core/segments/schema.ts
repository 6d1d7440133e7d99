/** The condition language as zod schemas, a form at a time, and what is built of conditions. */
import { z } from 'zod';
import { AGGREGATES, type Condition, KPIS } from './condition.ts';
import { nearest } from './cures.ts';
import {
  aggregate,
  closed,
  compared,
  countBounds,
  duration,
  durationBounds,
  durationOrLifetime,
  eventName,
  eventNames,
  lasting,
  numberBounds,
  path,
  plainText,
  quintileBounds,
  share,
  shortText,
  source,
  where,
  window,
} from './schema-values.ts';

const MOST_CHILDREN = 100;
const MOST_STEPS = 20;
const MOST_STAGES = 50;
const KEY_SHAPE = /^[a-z0-9-]{1,64}$/;
const LABEL_SHAPE = /^[a-z0-9_-]{1,64}$/;

type Input = { readonly input?: unknown };

/** @example slug('Cart abandoned!') // 'cart-abandoned' */
const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 64)
    .replace(/^-+|-+$/g, '') || 'loyal-at-risk';

const cureSlug = ({ input }: Input): string =>
  `write 1 to 64 of a-z, 0-9 and -, like ${JSON.stringify(slug(typeof input === 'string' ? input : ''))}`;

const key = z
  .string({ error: cureSlug })
  .regex(KEY_SHAPE, { error: cureSlug })
  .meta({ id: 'Key', description: '1 to 64 of a-z, 0-9 and -.', examples: ['cart-abandoned'] });
const label = z
  .string({ error: 'name a score, like "purchase_7d"' })
  .regex(LABEL_SHAPE, 'write 1 to 64 of a-z, 0-9, _ and -, like "purchase_7d"');

const EVENT_MATCH = { event: eventNames, where: where.exactOptional(), source: source.exactOptional() };
const factTime = closed({ site: eventName, age: durationBounds.exactOptional() });
const FACT_TIMES = {
  before: factTime
    .exactOptional()
    .describe('Only events up to the latest such fact of the site, with the same per.'),
  after: factTime
    .exactOptional()
    .describe('Only events after the latest such fact of the site, with the same per.'),
};
const unless = closed({ ...EVENT_MATCH, within: window.exactOptional(), ...FACT_TIMES });

const EVENT = {
  ...EVENT_MATCH,
  within: window.exactOptional(),
  count: countBounds.exactOptional().describe('How many of them; at least one where nothing is said.'),
  sum: aggregate.exactOptional(),
  avg: aggregate.exactOptional(),
  min: aggregate.exactOptional(),
  max: aggregate.exactOptional(),
  distinct: aggregate.exactOptional(),
  per: path
    .exactOptional()
    .describe('Holds if any single value of this property satisfies it; each item of a list is one match.'),
  unless: unless
    .exactOptional()
    .describe(
      'No such event, with the same value of per where there is one. In all of time, or its own window.',
    ),
  ...FACT_TIMES,
};

/** `{ "count": { "sum": … } }`, which the parser takes for `{ "sum": … }`. */
const countOfProperty = z.union(AGGREGATES.map((name) => closed({ [name]: aggregate })));

export const eventStep = closed({ ...EVENT_MATCH, within: duration.exactOptional() });
export const absentStep = closed({
  absent: eventNames,
  where: where.exactOptional(),
  source: source.exactOptional(),
  for: duration,
});

const rfm = closed(
  {
    recency: durationBounds.exactOptional(),
    frequency: countBounds.exactOptional(),
    monetary: numberBounds.exactOptional(),
    r: quintileBounds.exactOptional(),
    f: quintileBounds.exactOptional(),
    m: quintileBounds.exactOptional(),
  },
  ['recency', 'frequency', 'monetary', 'r', 'f', 'm'],
);

type Children = {
  /** What a condition within a condition is. */
  readonly condition: z.ZodType<Condition>;
  readonly step: z.ZodType;
  readonly count: 'bounds' | 'bounds or property';
};

/** Every form of a condition by its leading key. The parser puts anything in place of children and reads them itself. */
export function makeForms({ condition, step, count }: Children) {
  const list = z
    .array(condition, { error: 'write a list of conditions: [ … ]' })
    .min(1, 'add at least one condition')
    .max(MOST_CHILDREN, `list at most ${MOST_CHILDREN} conditions`);
  const counted = count === 'bounds' ? EVENT.count : z.union([countBounds, countOfProperty]).exactOptional();
  return {
    all: closed({ all: list }),
    any: closed({ any: list }),
    not: closed({ not: condition }),
    segment: closed({ segment: key }),
    event: closed({ ...EVENT, count: counted }),
    sequence: closed({
      sequence: z
        .array(step, { error: 'write a list of steps: [ … ]' })
        .min(2, 'add a second step; one step alone is an event condition')
        .max(MOST_STEPS, `list at most ${MOST_STEPS} steps`),
      per: path.exactOptional(),
      within: durationOrLifetime.exactOptional(),
    }),
    idle: closed({ idle: duration, source: source.exactOptional() }),
    since: lasting({ since: eventNames, source: source.exactOptional() }),
    trait: compared({ trait: path }),
    anniversary: closed({
      trait: path,
      anniversary: z.literal('today', { error: 'write "today": an anniversary asks for nothing else' }),
    }),
    account: compared({ account: path }),
    fold: closed({ account: condition }),
    context: compared({ context: path }),
    stage: closed({ stage: key }),
    rfm: closed({ rfm }),
    score: closed({
      score: label,
      gte: share,
      leave: share.exactOptional(),
      dwell: duration.exactOptional(),
    }),
    random: closed({ random: share, seed: shortText(100) }),
  };
}

/** What stands around a condition. */
export const definitionOf = (condition: z.ZodType<Condition>) =>
  closed({
    key,
    name: shortText(100),
    when: condition,
    kpi: z
      .enum(KPIS, {
        error: ({ input }: Input) => {
          const meant = typeof input === 'string' ? nearest(input, KPIS) : null;
          return meant === null ? `write one of ${KPIS.join(', ')}` : `write ${JSON.stringify(meant)}`;
        },
      })
      .exactOptional(),
    action: plainText.exactOptional(),
    want: plainText.exactOptional(),
    urgencyHours: z
      .number({ error: 'write a number of hours' })
      .positive('write more than 0 hours')
      .max(8_784, 'write at most a year, 8784 hours')
      .exactOptional(),
    campaigns: z.array(label, { error: 'write a list of keys' }).max(100, 'name at most 100').exactOptional(),
  });

export const stagesOf = (condition: z.ZodType<Condition>) =>
  z
    .array(closed({ key, when: condition }), { error: 'write a list: [{"key": …, "when": …}]' })
    .min(1, 'add at least one stage')
    .max(MOST_STAGES, `list at most ${MOST_STAGES} stages`);
