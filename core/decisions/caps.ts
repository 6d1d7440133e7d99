/** Caps as they are put: `perDay: 2` says the same as `max: 2, per: "day"`. */
import { z } from 'zod';
import { closed, duration, finite, shortText } from '../segments/schema-values.ts';
import type { Cap } from './campaign.ts';

const count = finite
  .int('write a whole number')
  .min(0, 'write 0 or more')
  .max(1_000_000, 'write at most 1,000,000');
const per = z.union([duration, z.enum(['day', 'week', 'lifetime'])], {
  error: 'write "7d" for a rolling window, or day, week, lifetime',
});
const calendar = (unit: 'day' | 'week') =>
  z.union([count, z.literal(true)], { error: `write how many a ${unit}` }).exactOptional();

const cap = closed({
  scope: z.enum(['campaign', 'channel', 'tag', 'all'], { error: 'write campaign, channel, tag or all' }),
  tag: shortText(60).exactOptional(),
  max: count.exactOptional(),
  per: per.exactOptional(),
  perDay: calendar('day'),
  perWeek: calendar('week'),
}).meta({ id: 'Cap', description: 'At most so many in a window. 0: never. All caps must pass.' });

type PutCap = z.output<typeof cap>;

/** @example capsSchema.parse([{ scope: 'all', perDay: 2 }]) // [{ scope: 'all', max: 2, per: 'day' }] */
export const capsSchema = z
  .array(cap, { error: 'write a list of caps' })
  .max(20, 'list at most 20 caps')
  .transform((caps, context) =>
    caps.map((put, i): Cap => {
      const read = readCap(put);
      if ('scope' in read) return read;
      context.addIssue({ code: 'custom', message: read.cure, path: [i, ...read.at] });
      return z.NEVER;
    }),
  );

type Fault = { readonly at: readonly string[]; readonly cure: string };

function readCap({ scope, tag, max, per: window, perDay, perWeek }: PutCap): Cap | Fault {
  const given = [
    ...(window === undefined ? [] : [{ per: window, most: max }]),
    ...(perDay === undefined ? [] : [{ per: 'day' as const, most: perDay === true ? max : perDay }]),
    ...(perWeek === undefined ? [] : [{ per: 'week' as const, most: perWeek === true ? max : perWeek }]),
  ];
  const [one, another] = given;
  if (another !== undefined) return { at: [], cure: 'one window a cap: write two caps' };
  if (one === undefined && max !== 0) return { at: ['per'], cure: 'add it: "7d", day, week or lifetime' };
  const most = one === undefined ? max : one.most;
  if (most === undefined) return { at: ['max'], cure: 'add it: at most how many' };
  if (scope === 'tag' && tag === undefined) return { at: ['tag'], cure: 'add it: which tag' };
  if (scope !== 'tag' && tag !== undefined) return { at: ['tag'], cure: 'write "scope": "tag" with it' };
  return { scope, ...(tag === undefined ? {} : { tag }), max: most, per: one?.per ?? 'lifetime' };
}
