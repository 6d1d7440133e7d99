import { afterAll, beforeAll, expect, it } from 'vitest';
import { NOON, type Served, serve } from '../../support/served.ts';
import { createSite, type TestSite } from '../../support/sites.ts';

let served: Served;
let site: TestSite;

beforeAll(async () => {
  served = await serve();
  site = await createSite(served);
});
afterAll(() => served.stop());

async function whyOf(userId: string): Promise<unknown> {
  const { visitor } = (await site.ask('POST', '/v1/visitors/lookup', { userId })).body;
  const { body } = await site.ask('GET', `/v1/visitors/${visitor}/scores`);
  const { items, why } = body as { items: unknown[]; why?: { code: string; hint: string } };
  expect(why === undefined || why.hint.length > 20).toBe(true);
  return [items.length > 0, why?.code];
}

it.each([
  ['allowed only to be counted', { analytics: true }, true, [false, 'not_allowed']],
  ['refused to be profiled', { analytics: true, personalization: false }, true, [false, 'declined']],
  [
    'allowed it, and did nothing yet',
    { analytics: true, personalization: true },
    false,
    [false, 'no_events'],
  ],
  ['allowed it', { analytics: true, personalization: true }, true, [true, undefined]],
] as const)('the scores of whoever %s say why there are none', async (name, purposes, hasActed, expected) => {
  const userId = name.replaceAll(' ', '-');
  await site.ask('POST', '/v1/consent', { userId, purposes, source: 'form' });
  if (hasActed) await site.ingest([{ id: userId, name: 'Product Viewed', userId, time: NOON }]);
  expect(await whyOf(userId)).toEqual(expected);
});
