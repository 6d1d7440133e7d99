import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOON } from '../../support/served.ts';
import { createSite } from '../../support/sites.ts';
import { prepareWalk, type Walk } from './walk.ts';

let walk: Walk;
beforeAll(async () => {
  walk = await prepareWalk();
});
afterAll(() => walk.served.stop());

describe('a list', () => {
  it.each([
    ['/v1/visitors', (item: Record<string, unknown>) => item.visitor],
    ['/v1/audit', (item: Record<string, unknown>) => JSON.stringify(item)],
    ['EVENTS', (item: Record<string, unknown>) => item.id],
  ] as const)('%s gives every item once, page by page, in the same order as at once', async (name, idOf) => {
    const shop = await createSite(walk.served, { name: `Paged ${name}`, serverConsent: { analytics: true } });
    await shop.ingest(
      Array.from({ length: 23 }, (_, n) => ({
        id: `v${n}`,
        name: 'Product Viewed',
        userId: `u${n}`,
        time: NOON - 5,
      })),
    );
    await shop.ingest(
      Array.from({ length: 23 }, (_, n) => ({
        id: `e${n}`,
        name: 'Page Viewed',
        userId: 'u1',
        time: NOON - (n % 3),
      })),
    );
    for (let n = 0; n < 23; n += 1) {
      await walk.served.clock.moveTo(walk.served.clock.now() + 1);
      await shop.ask('PATCH', `/v1/sites/${shop.site}`, { sessionGapMinutes: 5 + n });
    }
    const { visitor } = (await shop.ask('POST', '/v1/visitors/lookup', { userId: 'u1' })).body;
    const path = name === 'EVENTS' ? `/v1/visitors/${visitor}/events` : name;
    const whole = (await shop.ask('GET', `${path}?limit=1000`)).body;
    const all = (whole.items as Record<string, unknown>[]).map(idOf);
    expect(all.length).toBeGreaterThan(22);
    expect(new Set(all).size).toBe(all.length);
    expect(whole.next).toBeNull();
    for (const limit of [1, 7, all.length]) {
      const paged: unknown[] = [];
      let cursor: unknown = null;
      do {
        const query = cursor === null ? '' : `&cursor=${cursor}`;
        const { body } = await shop.ask('GET', `${path}?limit=${limit}${query}`);
        const items = body.items as Record<string, unknown>[];
        expect(items.length).toBeLessThanOrEqual(limit);
        paged.push(...items.map(idOf));
        cursor = body.next;
      } while (cursor !== null);
      expect(paged).toEqual(all);
    }
    const exact = (await shop.ask('GET', `${path}?limit=${all.length}`)).body;
    expect(exact.next).toBeNull();
  });

  it.each(['0', '-1', '1001', '1.5', 'many', ''])('refuses a limit of "%s"', async (limit) => {
    const { status, body } = await walk.site.ask('GET', `/v1/visitors?limit=${limit}`);
    expect([status, body.error]).toEqual([
      400,
      expect.objectContaining({ code: 'invalid_value', at: 'limit' }),
    ]);
  });

  it.each(['zzz', 'e30', 'W10', 'bnVsbA', '%00', Buffer.from('{"t":"x","id":1}').toString('base64url')])(
    'refuses the cursor "%s", which it never gave',
    async (cursor) => {
      const visitor = walk.samples['GET /v1/visitors/{visitor}']?.params?.visitor;
      const { status, body } = await walk.site.ask('GET', `/v1/visitors/${visitor}/events?cursor=${cursor}`);
      expect([status, body.error]).toEqual([
        400,
        expect.objectContaining({ code: 'invalid_value', at: 'cursor' }),
      ]);
    },
  );
});
