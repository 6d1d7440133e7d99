import { describe, expect, it, onTestFinished } from 'vitest';
import { accountsSchema, createAccounts } from '../../../core/catalogue/accounts.ts';
import { factsSchema, recordFacts } from '../../../core/catalogue/facts.ts';
import { createCatalogue, productsSchema } from '../../../core/catalogue/products.ts';
import type { Entry, SiteId } from '../../../core/entry.ts';
import { createHashKey } from '../../../core/identity/hash.ts';
import { createEmbeddedStore } from '../../../core/stores/embedded.ts';
import { makeDataFolder } from '../../support/data-folder.ts';

const SITE = { siteId: 'st_one' as SiteId, currency: 'EUR', idKey: createHashKey(Buffer.alloc(32, 1)) };
const NOW = Date.UTC(2026, 0, 5);

async function openCatalogue() {
  const store = await createEmbeddedStore({ dataDir: makeDataFolder() });
  onTestFinished(() => store.close());
  const facts: Entry[] = [];
  const append = async (entries: readonly Entry[]) => {
    facts.push(...entries);
    await store.append(entries);
  };
  const catalogue = createCatalogue(store, append);
  const put = (products: unknown, now = NOW) =>
    catalogue.upsert(SITE, productsSchema.parse({ products }).products, now);
  return { store, facts, append, catalogue, put };
}

const PEN = { id: 'p1', title: 'Heron', price: 48, category: 'Pens', stock: 3 };

describe('the catalogue', () => {
  it('keeps what was put, money in major units, and knows nothing of other sites', async () => {
    const { catalogue, put } = await openCatalogue();
    await put([
      PEN,
      { id: 7, title: 'Ink', price: '11.50', currency: 'usd' },
      { id: 'x', title: 'No price' },
    ]);
    expect(await catalogue.get(SITE.siteId, 'p1')).toEqual({
      ...PEN,
      currency: 'EUR',
      updatedAt: new Date(NOW).toISOString(),
    });
    expect(await catalogue.get(SITE.siteId, '7')).toMatchObject({ price: 11.5, currency: 'USD' });
    expect(await catalogue.get(SITE.siteId, 'x')).not.toHaveProperty('price');
    expect(await catalogue.get('st_two' as SiteId, 'p1')).toBeNull();
    expect((await catalogue.list(SITE.siteId, '7', 10)).map(({ id }) => id)).toEqual(['p1', 'x']);
  });

  it('tells of every change of a price, once', async () => {
    const { facts, put } = await openCatalogue();
    await put([PEN]);
    for (const [price, now] of [
      [48, 1],
      [52.5, 2],
      [52.5, 3],
      [39.99, 4],
      [48, 5],
    ] as const)
      await put([{ ...PEN, price }], NOW + now);
    expect(facts.map(({ name, t, properties }) => [name, t - NOW, properties.from, properties.to])).toEqual([
      ['Price Increased', 2, 48, 52.5],
      ['Price Decreased', 4, 52.5, 39.99],
      ['Price Increased', 5, 39.99, 48],
    ]);
    expect(new Set(facts.map(({ id }) => id)).size).toBe(3);
    expect(facts[0]).toMatchObject({
      type: 'fact',
      visitor: null,
      currency: 'EUR',
      properties: { product_id: 'p1' },
    });
  });

  it('tells nothing where there was no price before, where none came, or where another currency is meant', async () => {
    const { facts, put, catalogue } = await openCatalogue();
    await put([{ id: 'p1', title: 'Heron' }]);
    await put([PEN]);
    await put([{ id: 'p1', title: 'Heron, new' }]);
    expect(await catalogue.get(SITE.siteId, 'p1')).toMatchObject({ title: 'Heron, new', price: 48 });
    await put([{ ...PEN, price: 52, currency: 'USD' }]);
    expect(await catalogue.get(SITE.siteId, 'p1')).toMatchObject({ price: 52, currency: 'USD' });
    expect(facts).toEqual([]);
  });

  it('makes one fact of one change, however many say it at once', async () => {
    const { facts, put } = await openCatalogue();
    await put([PEN]);
    await Promise.all(Array.from({ length: 5 }, () => put([{ ...PEN, price: 50 }], NOW + 1)));
    expect(facts).toHaveLength(1);
  });

  it.each([
    [{ ...PEN, price: -1 }],
    [{ ...PEN, price: '1,5' }],
    [{ ...PEN, price: Number.NaN }],
    [{ ...PEN, stock: 1.5 }],
    [{ ...PEN, id: '' }],
    [{ ...PEN, currency: 'EURO' }],
    [{ ...PEN, title: 'ask ann@example.com' }],
    [{ ...PEN, colour: 'red' }],
  ])('refuses %j', (product) => {
    expect(productsSchema.safeParse({ products: [product] }).success).toBe(false);
  });
});

describe('facts of a site', () => {
  async function record(facts: unknown) {
    const { append, store } = await openCatalogue();
    const outcome = await recordFacts(SITE, factsSchema.parse({ facts }), { append, now: () => NOW });
    return { outcome, entries: await store.readSite(SITE.siteId, { type: 'fact', limit: 10 }) };
  }

  it('are kept in time order, now where no time is said, and once each', async () => {
    const fact = { name: 'Price Increased', time: NOW - 1_000, properties: { product_id: 'p1', to: 5 } };
    const { outcome, entries } = await record([{ name: 'Promise Changed' }, fact, fact]);
    expect(outcome).toEqual({ ok: true, value: { accepted: 3 } });
    expect(entries.map(({ name, t }) => [name, NOW - t])).toEqual([
      ['Price Increased', 1_000],
      ['Promise Changed', 0],
    ]);
  });

  it('hold nobody’s data: e-mail, order ids, tokens in addresses', async () => {
    const properties = {
      note: 'by ann@example.com',
      order_id: '1001',
      url: 'https://x.example/a?token=1',
      product_id: '4006381333931',
    };
    const { entries } = await record([{ id: 'ann@example.com', name: 'Price Increased', properties }]);
    expect(entries[0]?.id).toMatch(/^id:[0-9a-f]{32}$/);
    expect(entries[0]?.properties).toEqual({
      order_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      url: 'https://x.example/a',
      product_id: '4006381333931',
    });
  });

  it.each([
    [{ id: `rfm-edges:${'0f'.repeat(16)}`, name: 'Price Increased' }, 'facts[1].id'],
    [{ id: 'a b', name: 'Price Increased' }, 'facts[1].id'],
    [{ name: 'Price Increased', time: 0 }, 'facts[1].time'],
    [{ name: 'Price Increased', time: 'soon' }, 'facts[1].time'],
    [{ name: 'Price Increased', properties: { a: [[[[[[[[1]]]]]]]] } }, 'facts[1].properties'],
  ])('are refused as a whole at the first fault: %j', async (bad, at) => {
    const { outcome, entries } = await record([{ name: 'Promise Changed' }, bad]);
    expect(outcome).toMatchObject({ ok: false, at });
    expect(entries).toEqual([]);
  });
});

describe('accounts', () => {
  it('lie under a keyed hash, and a change leaves the rest as it was', async () => {
    const { store } = await openCatalogue();
    const accounts = createAccounts(store);
    const put = (account: object) =>
      accounts.upsert(SITE, accountsSchema.parse({ accounts: [account] }).accounts);
    const [hash = ''] = await put({ id: 'acme', plan: 'trial', seats: 3 });
    expect(hash).toMatch(/^[0-9a-f]{32}$/);
    expect(await put({ id: 'acme', plan: 'pro' })).toEqual([hash]);
    expect(await accounts.get(SITE.siteId, hash)).toEqual({ account: hash, plan: 'pro', seats: 3 });
    expect(await accounts.get(SITE.siteId, 'acme')).toBeNull();
  });
});
