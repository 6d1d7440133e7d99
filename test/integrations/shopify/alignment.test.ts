import { beforeEach, describe, expect, it } from 'vitest';
import type { SiteId, VisitorId } from '../../../core/entry.ts';
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import type { Shop } from '../../../integrations/shopify/installation/shops.ts';
import { createAlignment } from '../../../integrations/shopify/write-out/alignment.ts';
import { type ChoiceBook, createChoiceBook } from '../../../integrations/shopify/write-out/choices.ts';
import type { How } from '../../../integrations/shopify/write-out/writer.ts';
import { createWrittenBook, UNSURE } from '../../../integrations/shopify/write-out/written.ts';
import { createRecordShelf } from '../../support/record-shelf.ts';

const SITE = 'st_1' as SiteId;
const SHOP = { domain: 'ink.myshopify.com', uninstalledAt: null, site: { siteId: SITE } } as Shop;
const nameOf = (at: number) => `v${String(at).padStart(6, '0')}` as VisitorId;

/** A shop with many customers, of whom the given have something of ours already. */
async function openShop(count: number, rows: readonly VisitorId[] = []) {
  const choices = createChoiceBook(createRecordShelf());
  const written = createWrittenBook(createRecordShelf(), () => 0);
  for (const visitor of rows) await written.keep(SITE, visitor, UNSURE);
  const asked: [VisitorId, How['isThorough']][] = [];
  const faults: unknown[] = [];
  const noted: Outcome<unknown>[] = [];
  const has = new Set<VisitorId>();
  const state = {
    beforeBring: async (_visitor: VisitorId): Promise<void> => undefined,
    answer: (_visitor: VisitorId): Outcome<boolean> => accept(true),
    shop: SHOP as Shop | null,
    erased: null as VisitorId | null,
  };
  const vault = Array.from({ length: count }, (_, at) => ({
    key: nameOf(at),
    kind: 'shopify',
    visitor: nameOf(at),
  }));
  const align = createAlignment({
    engine: {
      now: () => 0,
      segments: { of: () => undefined },
      vault: {
        list: async (_site: SiteId, after: string | null, limit: number) =>
          vault.filter(({ key }) => after === null || key > after).slice(0, limit),
        has: async (_site: SiteId, visitor: VisitorId) => visitor !== state.erased,
      },
    } as never,
    shops: { find: async () => state.shop },
    ...{ choices, written },
    writer: {
      bring: async (_shop: Shop, visitor: VisitorId, { isThorough }: How) => {
        asked.push([visitor, isThorough]);
        await state.beforeBring(visitor);
        if (choices.peek(SITE).scores) has.add(visitor);
        else has.delete(visitor);
        return state.answer(visitor);
      },
    } as never,
    // Shopify has no segments.
    admin: {
      run: async () => accept({ segments: { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } } }),
    } as never,
    note: (_site, outcome) => void noted.push(outcome),
    onFault: (cause) => void faults.push(cause),
  });
  const isDone = async () => (await choices.read(SITE))?.isDone === true;
  const visitors = () => asked.splice(0).map(([visitor]) => visitor);
  return { align, choices, has, written, asked, visitors, faults, noted, state, isDone };
}

describe('a choice of what is written, in a large shop', () => {
  let shop: Awaited<ReturnType<typeof openShop>>;
  beforeEach(async () => {
    shop = await openShop(1_200);
    await shop.choices.change(SITE, () => ({ scores: true }));
  });

  it('reaches everybody once, page by page, in the background', async () => {
    await shop.align(SHOP);
    expect(shop.asked).toHaveLength(500);
    await expect.poll(shop.isDone).toBe(true);
    expect(shop.asked).toEqual(Array.from({ length: 1_200 }, (_, at) => [nameOf(at), true]));
    expect(shop.faults).toEqual([]);
  });

  it('goes on where Shopify went away, and not from the beginning', async () => {
    shop.state.answer = (visitor) =>
      visitor === nameOf(700) ? refuse('not_available', 'shopify', 'wait') : accept(true);
    await shop.align(SHOP);
    await expect.poll(() => shop.asked.at(-1)?.[0]).toBe(nameOf(700));
    shop.asked.length = 0;
    shop.state.answer = () => accept(true);
    await shop.align(SHOP);
    expect(shop.asked[0]?.[0]).toBe(nameOf(500));
    await expect.poll(shop.isDone).toBe(true);
    expect(shop.asked).toHaveLength(700);
  });

  it('begins anew where something else is chosen meanwhile, and asks Shopify of everybody again', async () => {
    await shop.align(SHOP);
    await shop.choices.change(SITE, () => ({ scores: false }));
    shop.asked.length = 0;
    await shop.align(SHOP);
    await expect.poll(shop.isDone).toBe(true);
    expect(shop.asked).toContainEqual([nameOf(0), true]);
    await shop.choices.change(SITE, () => ({ segments: [] }));
    shop.asked.length = 0;
    await shop.align(SHOP);
    await expect.poll(shop.isDone).toBe(true);
    expect(shop.asked).toEqual(Array.from({ length: 1_200 }, (_, at) => [nameOf(at), true]));
  });

  it('ends with the app', async () => {
    await shop.align(SHOP);
    shop.state.shop = { ...SHOP, uninstalledAt: 1 };
    await shop.align(SHOP);
    const reached = shop.asked.length;
    await new Promise((resolve) => setImmediate(resolve));
    expect(shop.asked).toHaveLength(reached);
    expect(await shop.isDone()).toBe(false);
  });
});

it('whoever has something of ours comes before the rest of a large shop', async () => {
  const holder = 'held' as VisitorId;
  const shop = await openShop(1_200, [holder]);
  await shop.choices.change(SITE, () => ({ scores: true }));
  const first = shop.align(SHOP);
  const second = shop.align(SHOP);
  await Promise.all([first, second]);
  const order = shop.asked.map(([visitor]) => visitor);
  expect([order[0], order[501], order.length]).toEqual([holder, holder, 1_002]);
  await expect.poll(shop.isDone).toBe(true);
  expect(shop.asked).toHaveLength(1_202);
});

it.each([
  ['and back', async () => undefined],
  ['and back, after the app had gone', async (choices: ChoiceBook) => choices.forget(SITE)],
])('what is switched off while a page is brought, %s, reaches everybody in the end', async (_, between) => {
  const shop = await openShop(30);
  await shop.choices.change(SITE, () => ({ scores: true }));
  const next: Promise<void>[] = [];
  shop.state.beforeBring = async (visitor) => {
    if (shop.asked.length > 30) return;
    if (visitor === nameOf(10)) await shop.choices.change(SITE, () => ({ scores: false }));
    if (visitor === nameOf(20)) {
      await between(shop.choices);
      await shop.choices.change(SITE, () => ({ scores: true }));
      next.push(shop.align(SHOP));
    }
  };
  await shop.align(SHOP);
  await Promise.all(next);
  expect([await shop.isDone(), shop.has.size]).toEqual([true, 30]);
});

it('everybody is looked at again with each run, without asking Shopify of whoever has nothing, until it is switched off', async () => {
  const shop = await openShop(600);
  await shop.choices.change(SITE, () => ({ scores: true }));
  const isNextDone = () =>
    expect.poll(async () => [shop.asked.length, (await shop.choices.read(SITE))?.reached]);
  await shop.align(SHOP);
  await isNextDone().toEqual([600, null]);
  shop.asked.length = 0;
  await shop.align(SHOP);
  await isNextDone().toEqual([600, null]);
  expect(shop.asked).toEqual(Array.from({ length: 600 }, (_, at) => [nameOf(at), false]));
  await shop.choices.change(SITE, () => ({ scores: false }));
  await shop.align(SHOP);
  await isNextDone().toEqual([1_200, null]);
  expect(await shop.isDone()).toBe(true);
  await shop.align(SHOP);
  expect(shop.asked).toHaveLength(1_200);
});

describe('a customer of whom Shopify answers oddly', () => {
  const odd = refuse('internal', 'Customer', 'Shopify does not take the request');
  const fault = new Error('sealed elsewhere');
  const throwFault = () => {
    throw fault;
  };

  it.each([
    ['is refused', () => odd, []],
    ['cannot be read', throwFault, [fault, fault]],
  ] as const)(
    '%s: all others are brought, and they are tried again with the next run',
    async (_, fail, faults) => {
      const shop = await openShop(4, [nameOf(0), nameOf(1), nameOf(2)]);
      shop.state.answer = (visitor) => (visitor === nameOf(0) ? fail() : accept(true));
      for (let run = 0; run < 2; run += 1) {
        // Everybody has what was chosen: who has a row is brought, and nobody else.
        await shop.choices.change(SITE, () => ({}));
        await shop.choices.settle(SITE, (await shop.choices.read(SITE)) as never);
        await shop.align(SHOP);
        expect(shop.visitors()).toEqual([nameOf(0), nameOf(1), nameOf(2)]);
      }
      expect(shop.faults).toEqual(faults);
      expect(shop.noted.filter(({ ok }) => !ok)).toHaveLength(2);
    },
  );

  it.each([
    ['is refused', () => odd],
    ['cannot be read', throwFault],
  ] as const)(
    '%s while everybody is reached: the rest is, and a row has them tried again',
    async (_, fail) => {
      const shop = await openShop(3);
      await shop.choices.change(SITE, () => ({ scores: true }));
      shop.state.answer = (visitor) => (visitor === nameOf(1) ? fail() : accept(true));
      await shop.align(SHOP);
      expect([await shop.isDone(), shop.visitors()]).toEqual([true, [nameOf(0), nameOf(1), nameOf(2)]]);
      await shop.align(SHOP);
      expect(shop.visitors()[0]).toBe(nameOf(1));
    },
  );

  it('is one of five in a row: then the run ends, and the next begins with them', async () => {
    const shop = await openShop(12);
    await shop.choices.change(SITE, () => ({ scores: true }));
    shop.state.answer = (visitor) => (visitor === nameOf(4) || visitor > nameOf(5) ? odd : accept(true));
    await shop.align(SHOP);
    expect([await shop.isDone(), shop.visitors().length]).toEqual([false, 11]);
    shop.state.answer = () => accept(true);
    await shop.align(SHOP);
    expect(shop.visitors().slice(0, 3)).toEqual([nameOf(4), nameOf(6), nameOf(7)]);
  });
});

it('customers whom Shopify refuses with a reason end no run, however many', async () => {
  const shop = await openShop(8);
  await shop.choices.change(SITE, () => ({ scores: true }));
  shop.state.answer = () => refuse('invalid_value', 'TagsAdd', 'too many tags');
  await shop.align(SHOP);
  expect([await shop.isDone(), shop.visitors().length]).toEqual([true, 8]);
});

it('whoever is erased while Shopify refuses them leaves no row', async () => {
  const shop = await openShop(2);
  await shop.choices.change(SITE, () => ({ scores: true }));
  shop.state.answer = () => refuse('invalid_value', 'customer', 'name one that is there');
  shop.state.erased = nameOf(0);
  await shop.align(SHOP);
  const rows = await Promise.all([nameOf(0), nameOf(1)].map((visitor) => shop.written.read(SITE, visitor)));
  expect(rows).toEqual([null, UNSURE]);
});
