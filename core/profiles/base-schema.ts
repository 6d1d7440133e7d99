/** What a stored base may look like, by version: there is no log to make it from again, so that nothing is guessed. */
import { z } from 'zod';
import { isObject } from '../collect/json.ts';
import type { Context, Flag, VisitorId } from '../entry.ts';

const number = z.number();
const text = z.string();
const scalar = z.union([number, text, z.boolean()]);
/** Where a number is not exact. */
const integer = z.union([z.int(), text.regex(/^-?\d+$/)]);
const flagBit = z.union([z.literal(0), z.literal(1)]);
const texts = z.record(text, text);

const tally = z.tuple([number, number, number]).nullable();
const name = z.tuple([text, number, number, number, z.array(z.tuple([text, integer]))]);
const totals = z.tuple([tally, integer]);
const order = z.tuple([text, number, number.nullable(), number, flagBit, flagBit]);
const trait = z.tuple([text, z.union([scalar, z.null(), z.array(scalar)]), number]);
// Names of flags and of what is known of circumstances may become more in later programs of the same version.
const flag = z.custom<Flag>((value) => typeof value === 'string');
const context = z.custom<Context>(isObject);
const visitor = z.custom<VisitorId>((value) => typeof value === 'string');

const countsWith = <Orders extends z.ZodType>(orders: Orders) =>
  z.tuple([
    tally,
    z.tuple([z.array(name), tally]),
    z.tuple([number, number, z.array(number)]),
    orders,
    z.array(trait),
    z.tuple([number, texts]).nullable(),
    z.array(z.tuple([flag, number])),
  ]);

const group = scalar.nullable();
const hit = z.union([
  z.tuple([number, number]),
  z.tuple([number, number, group]),
  z.tuple([number, number, group, scalar]),
]);
const sum = z.tuple([
  group,
  number,
  number,
  number.nullable(),
  number.nullable(),
  z.array(scalar).nullable(),
  number,
]);
const lifetime = z.tuple([text, number, z.array(hit), z.array(sum), flagBit]);

const dated = <Value extends z.ZodType>(value: Value) => z.object({ t: number, id: text, value }).nullable();
const latest = z.tuple([dated(context), dated(texts), dated(text), dated(text), dated(visitor)]);
const removal = z.tuple([number, number.nullable()]).nullable();

const lastRemoval = z.tuple([number, number.nullable(), number.nullable()]).nullable();
const left = z.tuple([
  text,
  z.tuple([number, flagBit]).nullable(),
  z.tuple([number, text]).nullable(),
  z.tuple([flagBit, number]).nullable(),
  number.nullable(),
  z.array(z.tuple([number, text, number, number, number, number])),
]);
const gained = z.tuple([text, number, number, number, number]);

const countsOfTotals = countsWith(totals);
const countsOfOrders = countsWith(z.tuple([z.array(order), totals]));

export const BASE_SCHEMAS = {
  1: countsOfTotals,
  2: z.tuple([countsOfTotals, z.array(lifetime), latest, removal]),
  3: z.tuple([countsOfOrders, z.array(lifetime), latest, removal]),
  4: z.tuple([countsOfOrders, z.array(lifetime), latest, removal, z.array(gained)]),
  5: z.tuple([countsOfOrders, z.array(lifetime), latest, lastRemoval, z.array(gained), z.array(left)]),
} as const;
