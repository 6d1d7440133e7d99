import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, serve } from '../support/served.ts';
import { type AnswerBody, createSite, type TestSite } from '../support/sites.ts';
import { openAsking, putCampaign } from './campaigns.ts';
import { DAY, device, GRANTED, item } from './world.ts';

let served: Served;
let site: TestSite;

beforeAll(async () => {
  served = await serve();
  site = await createSite(served, { serverConsent: { analytics: true } });
  const products = [
    { id: 'p1', title: 'Heron', price: 48, currency: 'EUR' },
    { id: 'p2', title: 'Lichen', price: 14, currency: 'EUR', variant: '21' },
    { id: 'p3', title: 'Grid pad', price: 9, currency: 'EUR', stock: 0 },
    { id: 'p4', title: 'Blotter', price: 4, currency: 'EUR' },
    { id: 'p5', title: 'Shirt', price: 30, currency: 'EUR', variant: null },
  ];
  await site.ask('PUT', '/v1/products', { products });
  const order = (n: number, ids: readonly string[]): AnswerBody => ({
    id: `order:${n}`,
    name: 'Order Completed',
    userId: `buyer-${n}`,
    time: served.clock.now(),
    properties: {
      order_id: `${n}`,
      total: 60,
      currency: 'EUR',
      products: ids.map((id) => ({ product_id: id })),
    },
  });
  const pens = Array.from({ length: 12 }, (_, n) => order(n, ['p1', 'p2', 'p3', 'p5']));
  const paper = Array.from({ length: 30 }, (_, n) => order(100 + n, ['p4']));
  await site.ingest([...pens, ...paper]);
  await served.engine.relations.catchUp();
  const bundle = { kind: 'bundle', title: 'Goes with it', addAll: 'Add all' };
  await putCampaign(site, 'bundle', { variants: [{ key: 'a', treatment: bundle }] });
});
afterAll(() => served.stop());

async function added(dev: string, product: string): Promise<AnswerBody | null> {
  const now = served.clock.now();
  const e = [item('Product Added', now, { p: { product_id: product } })];
  const { ask } = openAsking({ now: () => now }, site);
  const [decision] = await ask(dev, [], { e });
  return decision?.treatment ?? null;
}

describe('a bundle', () => {
  it('is what was bought together with what was put into the cart, without what is sold out or takes a choice', async () => {
    expect(await added(device(1), 'p1')).toMatchObject({
      kind: 'bundle',
      products: [
        { product: 'p1', title: 'Heron', price: 48, isInCart: true },
        { product: 'p2', variant: '21', title: 'Lichen', price: 14 },
      ],
    });
  });

  it('is none where nothing goes with it', async () => {
    expect(await added(device(2), 'p4')).toBeNull();
  });

  it('is made of this page alone for whoever may be several people', async () => {
    const now = served.clock.now();
    const view = (id: string, event: string) => ({
      s: now,
      d: 1,
      e: [item(event, now, { p: { product_id: id } })],
    });
    await site.collect(view('p1', 'Product Added'));
    const asked = { s: now, d: 1, e: [item('Product Added', now, { p: { product_id: 'p4' } })] };
    expect((await site.collect(asked)).body.do).toEqual([]);
    const own = await site.collect(view('p1', 'Product Added'));
    const [decision] = own.body.do as readonly AnswerBody[];
    expect(decision).toMatchObject({ treatment: { products: [{ product: 'p1' }, { product: 'p2' }] } });
  });

  it('is none for somebody who did not allow to be advised', async () => {
    const c = { ...GRANTED, personalization: false, at: served.clock.now() - DAY };
    const e = [item('Product Added', served.clock.now(), { p: { product_id: 'p1' } })];
    const { ask } = openAsking({ now: () => served.clock.now() }, site);
    expect(await ask(device(3), [], { c, e })).toEqual([]);
  });
});
