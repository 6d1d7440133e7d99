import { expect, it } from 'vitest';
import type { PostResult } from '../../../core/deliveries/answered.ts';
import type { Json } from '../../../core/entry.ts';
import { createClient } from '../../../integrations/segment/write-back/client.ts';
import type { Message } from '../../../integrations/segment/write-back/messages.ts';
import { NOON } from '../../core/deliveries/world.ts';

const TARGET = { host: 'https://events.eu1.segmentapis.com/v1', writeKey: 'source-key-4711' };
const identify = (traits: Readonly<Record<string, Json>>): Message => ({
  type: 'identify',
  messageId: 'm1',
  at: NOON,
  traits,
});
const entered: Message = {
  type: 'track',
  messageId: 'm2',
  at: NOON,
  event: 'Segment Entered',
  properties: {},
};

function open(result: PostResult) {
  const posts: { url: URL; headers: Readonly<Record<string, string>>; body: string; signal: AbortSignal }[] =
    [];
  const deliver = createClient(TARGET, {
    clock: { now: () => NOON },
    version: '1.2.3',
    post: async (request) => {
      posts.push(request);
      return result;
    },
  });
  return {
    posts,
    deliver: (messages: readonly Message[]) => deliver('Customer-7', messages, new AbortController().signal),
  };
}
const answered = (status: number, retryAfter?: string): PostResult => ({
  kind: 'answered',
  status,
  retryAfter,
});

it('sends all of a delivery in one request, as Segment’s library writes it', async () => {
  const { posts, deliver } = open(answered(200));
  expect(await deliver([identify({ inkling_segments: [] }), entered])).toEqual({ kind: 'sent' });
  const [post, ...others] = posts;
  expect([post?.url.href, others]).toEqual(['https://events.eu1.segmentapis.com/v1/batch', []]);
  expect(post?.headers.Authorization).toBe(`Basic ${Buffer.from('source-key-4711:').toString('base64')}`);
  const { batch } = JSON.parse(post?.body ?? '') as { batch: Record<string, unknown>[] };
  expect(batch.map(({ type, messageId, userId }) => [type, messageId, userId])).toEqual([
    ['identify', 'm1', 'Customer-7'],
    ['track', 'm2', 'Customer-7'],
  ]);
});

it.each<[what: string, result: PostResult, outcome: object]>([
  ['a 500', answered(500), { kind: 'failed', reason: 'answered 500', isSlow: false, retryAfterMs: null }],
  ['a 429 with a wait', answered(429, '30'), { kind: 'failed', isSlow: false, retryAfterMs: 30_000 }],
  ['a 401', answered(401), { kind: 'failed', isSlow: true }],
  [
    'a silence',
    { kind: 'unanswered', reason: 'no answer in 10 s', isForbidden: false },
    { kind: 'failed', reason: 'no answer in 10 s', isSlow: false },
  ],
  [
    'an address that is not allowed',
    { kind: 'unanswered', reason: 'private', isForbidden: true },
    { kind: 'failed', isSlow: true },
  ],
])('tries once, and leaves it to the outbox, after %s', async (_, result, outcome) => {
  const { posts, deliver } = open(result);
  expect(await deliver([entered])).toMatchObject(outcome);
  expect(posts).toHaveLength(1);
});

it('says of what the library finds too large that it is, and sends nothing', async () => {
  const { posts, deliver } = open(answered(200));
  // It takes letters for bytes, and of those only this one.
  const large = { inkling_segments: Array.from({ length: 1_000 }, () => 'i'.repeat(64)) };
  expect(await deliver([identify(large)])).toMatchObject({ kind: 'failed', reason: 'too large for Segment' });
  expect(posts).toEqual([]);
});
