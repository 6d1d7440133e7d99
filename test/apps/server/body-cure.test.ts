import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { cureIssue } from '../../../apps/server/body-cure.ts';

const SCHEMA = z.strictObject({
  url: z.string().min(2).max(4).exactOptional(),
  types: z
    .array(z.enum(['notice', 'decision']))
    .min(1)
    .exactOptional(),
  version: z.literal(1).exactOptional(),
  limit: z.number().max(9).exactOptional(),
  key: z.string().refine((text) => text !== 'x', 'take another key'),
});

describe('what to write instead', () => {
  it.each<[given: object, cure: string]>([
    [{}, 'add it: a text'],
    [{ key: 'k', types: 'notice' }, 'write a list'],
    [{ key: 'k', types: ['notices'] }, 'write one of "notice", "decision"'],
    [{ key: 'k', types: [] }, 'write at least 1 items'],
    [{ key: 'k', version: 2 }, 'write 1'],
    [{ key: 'k', limit: 10 }, 'write at most 9'],
    [{ key: 'k', url: 'long one' }, 'write at most 4 characters'],
    [{ key: 'k', urll: 'a' }, 'remove urll: it is not known here'],
    [{ key: 'x' }, 'take another key'],
  ])('of %j', (given, cure) => {
    expect(SCHEMA.safeParse(given, { error: cureIssue }).error?.issues[0]?.message).toBe(cure);
  });
});
