import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOON, type Served, serve } from '../../support/served.ts';
import { createSite, type TestSite } from '../../support/sites.ts';

let served: Served;
let site: TestSite;
let bare: TestSite;

/** Ten visitors view both, and three of them buy both; others look at something else. */
function makeVisits(product: string, count: number) {
  const name = encodeURIComponent(product);
  return Array.from({ length: count }, (_, n) => [
    ...['pen', product].map((viewed, place) => ({
      id: `${name}-${n}-${place}`,
      name: 'Product Viewed',
      userId: `${product}-${n}`,
      time: NOON - 60_000 + place,
      properties: { product_id: viewed },
    })),
    {
      id: `${name}-${n}-other`,
      name: 'Product Viewed',
      userId: `other-${product}-${n}`,
      time: NOON - 60_000,
      properties: { product_id: 'chair' },
    },
  ]).flat();
}

function makeOrders(products: readonly string[], count: number) {
  return Array.from({ length: count }, (_, n) => ({
    id: `order:${products.join('-')}-${n}`,
    name: 'Order Completed',
    userId: `buyer-${n}`,
    time: NOON - 30_000,
    properties: {
      order_id: `${products.join('-')}-${n}`,
      total: 5,
      products: products.map((product_id) => ({ product_id })),
    },
  }));
}

async function makeShop(name: string): Promise<TestSite> {
  const shop = await createSite(served, { name, site: name, serverConsent: { analytics: true } });
  await shop.ingest([
    ...makeVisits('ink', 10),
    ...makeVisits('paper', 5),
    ...makeVisits('a/b ü', 4),
    ...makeVisits('seldom', 2),
    ...makeOrders(['pen', 'ink'], 3),
    ...makeOrders(['chair'], 9),
  ]);
  return shop;
}

beforeAll(async () => {
  served = await serve();
  site = await makeShop('paper-goods');
  bare = await makeShop('bare');
  const ink = { title: 'Ink', url: 'https://shop.example/ink', price: '11.50', currency: 'EUR' };
  await site.ask('PUT', '/v1/products', {
    products: [
      { id: 'ink', ...ink, image: 'https://shop.example/ink.png', stock: 3 },
      { id: 'paper', title: 'Paper', stock: 0 },
      { id: 'pen', title: 'Pen' },
      { id: 'a/b ü', title: 'Set' },
    ],
  });
  await served.engine.relations.catchUp();
});
afterAll(() => served.stop());

const related = (of: TestSite, path: string) => of.ask('GET', `/v1/products/${path}`);

async function list(of: TestSite, path: string): Promise<readonly { readonly product: string }[]> {
  return (await related(of, path)).body.related as readonly { readonly product: string }[];
}

describe('related products over HTTP', () => {
  it('are what is viewed together, with what the catalogue says of it', async () => {
    const { status, body } = await related(site, 'pen/related');
    expect(status).toBe(200);
    expect(body).toEqual({
      product: 'pen',
      kind: 'viewed',
      related: [
        {
          product: 'ink',
          support: 10,
          lift: expect.closeTo((10 * 42) / (21 * 10), 5),
          score: expect.any(Number),
          title: 'Ink',
          url: 'https://shop.example/ink',
          image: 'https://shop.example/ink.png',
          price: 11.5,
          currency: 'EUR',
        },
        { product: 'a/b ü', support: null, lift: 2, score: expect.any(Number), title: 'Set' },
      ],
    });
  });

  it('are all there are where the site has no catalogue', async () => {
    const all = await list(bare, 'pen/related');
    expect(all.map(({ product }) => product)).toEqual(['ink', 'paper', 'a/b ü']);
    expect(Object.keys(all[0] ?? {})).toEqual(['product', 'support', 'lift', 'score']);
  });

  it('are as many of those on offer as are asked for', async () => {
    expect(await list(site, 'pen/related?limit=1')).toMatchObject([{ product: 'ink' }]);
  });

  it('are what is bought together', async () => {
    const { body } = await related(site, 'ink/related?kind=bought&limit=1');
    expect(body).toMatchObject({
      kind: 'bought',
      related: [{ product: 'pen', support: null, title: 'Pen' }],
    });
  });

  it('are as many as are asked for, of any id', async () => {
    expect(await list(bare, 'pen/related?limit=2')).toHaveLength(2);
    const { body } = await related(bare, `${encodeURIComponent('a/b ü')}/related`);
    expect(body).toMatchObject({ product: 'a/b ü', related: [{ product: 'pen' }] });
    expect(await list(bare, 'unknown/related')).toEqual([]);
  });

  it.each([
    ['kind=liked', 'kind'],
    ['limit=0', 'limit'],
    ['limit=51', 'limit'],
    ['limit=many', 'limit'],
  ])('refuses %s', async (query, at) => {
    const { status, body } = await related(site, `pen/related?${query}`);
    expect([status, body.error]).toMatchObject([400, { code: 'invalid_value', at }]);
  });

  it('follow what comes in, within a second', async () => {
    await bare.ingest(makeVisits('lamp', 6));
    await served.clock.moveTo(NOON + 1_000);
    const { body } = await related(bare, 'lamp/related');
    expect(body.related).toMatchObject([{ product: 'pen', support: null }]);
  });
});
