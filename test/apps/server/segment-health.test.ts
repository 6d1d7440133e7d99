import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { NOON, type Served, serve } from '../../support/served.ts';
import { createSite, type TestSite } from '../../support/sites.ts';
import { makeTerminal, stoppedClock, type } from './cli/support.ts';

const DAY = 86_400_000;

let served: Served;
let site: TestSite;
beforeAll(async () => {
  served = await serve();
  site = await createSite(served, { name: 'Healthy', site: 'healthy', serverConsent: { analytics: true } });
  const { siteId } = served.sites.get('healthy') ?? {};
  if (siteId === undefined) throw new Error('no site');
  const { segments } = served.engine;
  const best = {
    key: 'best',
    name: 'Best',
    when: { rfm: { m: { gte: 5 } } },
    kpi: 'lifetime value',
  } as const;
  await segments.put(siteId, best);
  await segments.put(siteId, { key: 'seen', name: 'Seen', when: { event: 'Order Completed' } });
  await site.ingest(
    [10, 20, 30, 40, 50].map((total, n) => ({
      id: `o${n}`,
      name: 'Order Completed',
      userId: `u${n}`,
      time: NOON - DAY,
      properties: { order_id: `o${n}`, total, products: [] },
    })),
  );
  await served.jobs.run('rfm');
  await served.jobs.run('segment-sizes');
  await segments.idle();
});
afterAll(() => served.stop());

const ask = (path: string) => site.ask('GET', path);

describe('the health of segments over HTTP', () => {
  it('tells sizes, overlaps, merges and outcomes', async () => {
    const { status, body } = await ask('/v1/segments/health');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      at: new Date(NOON).toISOString(),
      visitors: 5,
      segments: [
        { key: 'best', size: 1, share: 0.2, sizes: [{ date: '2026-01-05' }] },
        { key: 'seen', size: 5, share: 1, outcomes: null },
      ],
      overlaps: [{ a: 'best', b: 'seen', jaccard: 0.2 }],
      merges: [{ merge: 'best', into: 'seen' }],
      basis: { sampledVisitors: 1, isCut: false },
    });
  });

  it('reads one report of a site at a time, however many spans of days are asked for', async () => {
    const { countProfiles } = served.store;
    let reading = 0;
    const atOnce: number[] = [];
    vi.spyOn(served.store, 'countProfiles').mockImplementation(async (of) => {
      reading += 1;
      const count = await countProfiles(of);
      // Whoever may begin meanwhile has the time to.
      for (let turn = 0; turn < 100; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      atOnce.push(reading);
      reading -= 1;
      return count;
    });
    const asked = Array.from({ length: 20 }, (_, n) => ask(`/v1/segments/health?days=${n + 1}`));
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual(Array(20).fill(200));
    vi.restoreAllMocks();
    expect(Math.max(...atOnce)).toBe(1);
  });

  it.each(['0', '401', '1.5', 'all'])('refuses %s days', async (days) => {
    const { status, body } = await ask(`/v1/segments/health?days=${days}`);
    expect([status, body.error]).toMatchObject([400, { code: 'invalid_value', at: 'days' }]);
  });

  it('shows a visitor as a fifth of the buyers', async () => {
    const { visitor } = (await site.ask('POST', '/v1/visitors/lookup', { userId: 'u4' })).body;
    const { body } = await ask(`/v1/visitors/${visitor}`);
    expect(body.orders).toMatchObject({ quintiles: { r: 5, f: 1, m: 5 } });
  });

  it('stands on the command line as a table', async () => {
    const terminal = makeTerminal({ DATA_DIR: served.dataDir }, stoppedClock(NOON));
    const { exit, text } = await type('segments health --site healthy', terminal);
    expect(exit).toBe(0);
    expect(text.split('\n').slice(0, 4)).toEqual([
      '5 visitors',
      expect.stringMatching(/^segment +size +share +to mend$/),
      expect.stringMatching(/^best +1 +20\.0 % +no campaign, too small$/),
      expect.stringMatching(/^seen +5 +100\.0 % +no campaign, no KPI, too small$/),
    ]);
    expect(text).toContain('merge best into seen: Everybody in “Best” (1) is in “Seen” as well.\n');
    expect(text.split('If a segment lacks a tailored treatment, merge it.')).toHaveLength(2);
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });
});
