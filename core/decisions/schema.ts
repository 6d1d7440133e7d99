/** Campaigns as zod schemas, and their JSON Schema. What is left out gets its default here. Errors are cures. */
import { z } from 'zod';
import type { JsonSchema } from '../segments/json-schema.ts';
import {
  anyDuration,
  closed,
  duration,
  eventNames,
  finite,
  path,
  share,
  shortText,
  source,
  where,
} from '../segments/schema-values.ts';
import { CHANNELS, GOAL_KINDS, STATES, WEEKDAYS } from './campaign.ts';
import { capsSchema } from './caps.ts';
import { instant, treatment } from './schema-treatment.ts';

const MOST_VARIANTS = 10;
const MOST_KEYS = 50;

const oneOf = <const Values extends readonly string[]>(values: Values) =>
  z.enum(values, { error: `write one of ${values.join(', ')}` });
const yesNo = z.boolean({ error: 'write true or false' });
const key = z
  .string({ error: 'write a key, like "cart-reminder"' })
  .regex(/^[a-z0-9-]{1,64}$/, 'write 1 to 64 of a-z, 0-9 and -');
const keys = z
  .array(key, { error: 'write a list of segment keys' })
  .min(1, 'name at least one segment')
  .max(MOST_KEYS, `name at most ${MOST_KEYS} segments`)
  .exactOptional();
const clock = z
  .string({ error: 'write a time of day, like "21:30"' })
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time of day, like "21:30"');
const count = (least: number) =>
  finite
    .int('write a whole number')
    .min(least, `write ${least} or more`)
    .max(1_000_000, 'write at most 1,000,000');

const EVENT = { event: eventNames, where: where.exactOptional(), source: source.exactOptional() };

const audience = closed({ any: keys, all: keys, none: keys }).meta({
  id: 'Audience',
  description: 'By segments: in any of, in all of, in none of them. All that is given must hold.',
});

const TRIGGERS = {
  entry: closed({ entry: key }),
  exit: closed({ exit: key }),
  event: closed(EVENT),
  exitIntent: closed({ exitIntent: z.literal(true, { error: 'write true' }) }),
  idle: closed({ idle: duration }),
  slot: closed({ slot: key }),
  schedule: closed({
    schedule: closed({
      at: clock,
      on: z.array(oneOf(WEEKDAYS)).min(1, 'name at least one day').exactOptional(),
    }),
  }),
};
const trigger = z
  .union(Object.values(TRIGGERS), {
    error: `say what sets it off by one of ${Object.keys(TRIGGERS).join(', ')}`,
  })
  .meta({ id: 'Trigger', description: 'What sets it off, by one key.' });

const variant = closed({
  key,
  weight: finite.min(0, 'write 0 or more').max(1_000_000, 'write at most 1,000,000').default(1),
  treatment: z.union([treatment, z.null()], { error: 'write a treatment, or null for the control arm' }),
});

const goal = closed({
  kind: oneOf(GOAL_KINDS).default('conversion'),
  ...EVENT,
  within: duration.exactOptional(),
  from: duration.exactOptional(),
  of: path.exactOptional(),
});

const limits = closed({
  caps: capsSchema.exactOptional(),
  cooldown: duration.exactOptional(),
  quietHours: closed({ from: clock, to: clock }).exactOptional(),
});

const step = closed({ wait: duration, when: audience.exactOptional(), treatment });

const offer = closed({
  perDay: count(0).exactOptional(),
  perMonth: count(0).exactOptional(),
  oncePer: duration.exactOptional(),
  leastMargin: share.exactOptional(),
  discount: share,
  excludesSaleItems: yesNo.exactOptional(),
  codesLast: duration.exactOptional(),
  mostLeftCarts: count(0).exactOptional(),
});

const uplift = closed({
  share: finite.min(0.01, 'write 0.01 or more').max(1, 'write at most 1').meta({
    description: 'Of whoever is not in the control arm: those whom it changes most, as far as that is known.',
  }),
});

/** As it is put; {@link Campaign} is what the parser makes of it. */
export const campaignSchema = closed({
  key: key.exactOptional(),
  name: shortText(100),
  state: oneOf(STATES).default('draft'),
  channel: oneOf(CHANNELS).default('onsite'),
  audience: audience.default({}),
  trigger,
  variants: z
    .array(variant, { error: 'write a list of variants' })
    .min(1, 'add at least one variant')
    .max(MOST_VARIANTS, `list at most ${MOST_VARIANTS} variants`),
  goal: goal.default({ kind: 'conversion', event: 'Order Completed' }),
  limits: limits.default({}),
  priority: finite.min(0, 'write 0 to 100').max(100, 'write 0 to 100').default(50),
  tags: z.array(shortText(60)).max(20, 'list at most 20 tags').default([]),
  traffic: share.default(1),
  starts: instant.exactOptional(),
  ends: instant.exactOptional(),
  obeys: yesNo.default(true),
  counts: yesNo.default(true),
  transactional: yesNo.default(false),
  cancel: closed({
    leaving: yesNo.exactOptional(),
    events: z.array(shortText(100)).max(20).exactOptional(),
  }).default({}),
  validFor: duration.exactOptional(),
  reentry: z.union([anyDuration, z.null()], { error: 'write a duration, or null for never' }).exactOptional(),
  steps: z.array(step, { error: 'write a list of steps' }).max(20, 'list at most 20 steps').default([]),
  saysWhy: yesNo.default(true),
  offer: offer.exactOptional(),
  uplift: uplift.exactOptional(),
  smallestLift: finite.gt(0, 'write more than 0, like 0.1').max(10, 'write at most 10').default(0.1),
});

export type PutCampaign = z.output<typeof campaignSchema>;

/**
 * JSON Schema (draft 2020-12) of a campaign. What it takes is well formed; whether the parts fit each other is said by
 * the parser alone.
 *
 * @example campaignJsonSchema().title // 'Campaign'
 */
export function campaignJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(campaignSchema, { target: 'draft-2020-12', io: 'input' });
  return { ...schema, title: 'Campaign' };
}
