import { beforeEach, describe, expect, it } from 'vitest';
import type { SiteId, VisitorId } from '../../../core/entry.ts';
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import type { Shop } from '../../../integrations/shopify/installation/shops.ts';
import { createAlignment } from '../../../integrations/shopify/write-out/alignment.ts';
import { createChoiceBook } from '../../../integrations/shopify/write-out/choices.ts';
import type { How } from '../../../integrations/shopify/write-out/writer.ts';
import { createRecordShelf } from '../../support/record-shelf.ts';

const SITE = 'st_1' as SiteId;
const SHOP = { domain: 'ink.myshopify.com', uninstalledAt: null, site: { siteId: SITE } } as Shop;
const nameOf = (at: number) => `v${String(at).padStart(6, '0')}` as VisitorId;

/** A shop with many customers, of whom the given have something of ours already. */
function openShop(count: number, rows: readonly VisitorId[] = []) {
  const choices = createChoiceBook(createRecordShelf());
  const asked: [VisitorId, How['isThorough']][] = [];
  const faults: unknown[] = [];
  const state = {
    answer: (_visitor: VisitorId): Outcome<boolean> => accept(true),
    shop: SHOP as Shop | null,
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
      },
    } as never,
    shops: { find: async () => state.shop },
    choices,
    written: {
      visitors: async function* () {
        yield* rows;
      },
    } as never,
    writer: {
      bring: async (_shop: Shop, visitor: VisitorId, { isThorough }: How) => {
        asked.push([visitor, isThorough]);
        return state.answer(visitor);
      },
    } as never,
    admin: null as never,
    note: () => undefined,
    onFault: (cause) => void faults.push(cause),
  });
  const isDone = async () => (await choices.read(SITE))?.isDone === true;
  return { align, choices, asked, faults, state, isDone };
}

describe('a choice of what is written, in a large shop', () => {
  let shop: ReturnType<typeof openShop>;
  beforeEach(async () => {
    shop = openShop(1_200);
    await shop.choices.change(SITE, { scores: true });
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

  it('begins anew where something else is chosen meanwhile, and need not ask Shopify of everybody twice', async () => {
    await shop.align(SHOP);
    await shop.choices.change(SITE, { scores: false });
    shop.asked.length = 0;
    await shop.align(SHOP);
    await expect.poll(shop.isDone).toBe(true);
    expect(shop.asked).toContainEqual([nameOf(0), true]);
    await shop.choices.change(SITE, { segments: [] });
    shop.asked.length = 0;
    await shop.align(SHOP);
    await expect.poll(shop.isDone).toBe(true);
    expect(shop.asked.filter(([, isThorough]) => isThorough)).toEqual([]);
    expect(shop.asked).toHaveLength(1_200);
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
  const shop = openShop(1_200, [holder]);
  await shop.choices.change(SITE, { scores: true });
  const first = shop.align(SHOP);
  const second = shop.align(SHOP);
  await Promise.all([first, second]);
  const order = shop.asked.map(([visitor]) => visitor);
  expect([order[0], order[501], order.length]).toEqual([holder, holder, 1_002]);
  await expect.poll(shop.isDone).toBe(true);
  expect(shop.asked).toHaveLength(1_202);
});
