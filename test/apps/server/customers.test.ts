import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, serve } from '../../support/served.ts';
import { createSite, type TestSite } from '../../support/sites.ts';

const DAY = 86_400_000;
const CONSENT = { analytics: true, personalization: true };

let served: Served;
let site: TestSite;
beforeAll(async () => {
  served = await serve();
  site = await createSite(served, { currency: 'EUR' });
  await site.ask('PATCH', `/v1/sites/${site.site}`, { smallNumbers: { k: 3 } });
});
afterAll(() => served.stop());

async function sell(buyer: string, days: readonly number[], consent: object = CONSENT): Promise<void> {
  const events = days.map((day) => ({
    id: `order:${buyer}-${day}`,
    name: 'Order Completed',
    time: served.clock.now() - day * DAY,
    userId: buyer,
    consent,
    properties: { order_id: `${buyer}-${day}`, revenue: 40 },
  }));
  expect((await site.ingest(events)).body).toMatchObject({ accepted: events.length });
}

type Cell = { readonly buyers: number; readonly meanSpent: number | null; readonly words: string };
const filled = (body: unknown) =>
  (body as { readonly cells: readonly Cell[] }).cells.filter(({ buyers }) => buyers > 0);

describe('GET /v1/customers/rfm', () => {
  it('tells buyers by how lately and how often they ordered, each with the condition of just these', async () => {
    for (let n = 0; n < 4; n += 1) await sell(`once-${n}`, [10]);
    for (let n = 0; n < 3; n += 1) await sell(`often-${n}`, [200, 70, 40, 35]);
    await sell('alone', [100]);
    const { body } = await site.ask('GET', '/v1/customers/rfm');
    expect(body).toMatchObject({
      hasBuyers: true,
      buyers: 7,
      repeatBuyers: 4,
      currency: 'EUR',
      lifetimes: null,
      missing: 'too_few_repeat_buyers',
      leastRepeatBuyers: 100,
    });
    expect(filled(body).map(({ words, meanSpent }) => [words, meanSpent])).toEqual([
      ['rfm (recency under 30 days, frequency exactly 1)', 40],
      ['rfm (recency at least 30 days and under 60 days, frequency at least 4 and under 6)', 160],
    ]);
  });

  it('writes conditions that a segment takes, and that the buyers of the field are in', async () => {
    const { body } = await site.ask('GET', '/v1/customers/rfm');
    for (const [at, { words }] of filled(body).entries()) {
      const key = `field-${at}`;
      expect((await site.ask('PUT', `/v1/segments/${key}`, { name: key, words })).status).toBeLessThan(300);
    }
    const { cells } = body as { readonly cells: readonly Cell[] };
    for (const { words } of cells)
      expect((await site.ask('POST', '/v1/segments/check', { words })).body).toMatchObject({ words });
  });

  it('leaves out who declines analytics', async () => {
    for (let n = 0; n < 4; n += 1) await sell(`gone-${n}`, [150]);
    const before = filled((await site.ask('GET', '/v1/customers/rfm')).body).length;
    for (let n = 0; n < 4; n += 1)
      await site.ask('POST', '/v1/consent', {
        userId: `gone-${n}`,
        purposes: { analytics: false },
        source: 'banner',
      });
    expect(before).toBe(3);
    expect(filled((await site.ask('GET', '/v1/customers/rfm')).body)).toHaveLength(2);
  });
});

describe('GET /v1/models/{label}/scores', () => {
  it('tells how likely the visitors of late are, with the condition of a segment of the likely ones', async () => {
    const { body } = await site.ask('GET', '/v1/models/purchase_7d/scores');
    expect(body).toMatchObject({
      seenWithinDays: 30,
      heuristic: true,
      words: 'score "purchase_7d" at least 0.3',
      likely: { from: 0.3, visitors: 0 },
    });
    expect(body.visitors).toBe(4);
  });

  it('is refused of what is no yes or no, of what nothing scores, and of what nobody knows', async () => {
    await site.ask('PUT', '/v1/models/signs_up', { event: 'Signed Up', within: '1d' });
    const refusals = await Promise.all(
      ['order_value', 'signs_up', 'nothing'].map(async (label) => {
        const { body } = await site.ask('GET', `/v1/models/${label}/scores`);
        const { code, hint } = body.error as { readonly code: string; readonly hint: string };
        return [code, hint.slice(0, 22)];
      }),
    );
    expect(refusals).toEqual([
      ['not_available', 'it is no yes or no: as'],
      ['not_available', 'nothing scores it yet:'],
      ['not_found', 'see GET /v1/models for'],
    ]);
  });
});
