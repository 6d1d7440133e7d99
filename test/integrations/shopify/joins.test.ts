import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SiteId, VisitorId } from '../../../core/entry.ts';
import { createHashKey } from '../../../core/identity/hash.ts';
import type { Store } from '../../../core/ports.ts';
import type { Site } from '../../../core/sites/site.ts';
import { createEmbeddedStore } from '../../../core/stores/embedded.ts';
import { createJoins, type Joins, tokensOfPage } from '../../../integrations/shopify/intake/joins.ts';
import { makeDataFolder } from '../../support/data-folder.ts';

const siteOf = (siteId: string, byte: number) =>
  ({ siteId: siteId as SiteId, idKey: createHashKey(new Uint8Array(32).fill(byte)) }) as Site;
const [INK, WOOL] = [siteOf('st_ink', 1), siteOf('st_wool', 2)];
const [ANNA, BEN] = ['a', 'b'].map((digit) => digit.repeat(32)) as [VisitorId, VisitorId];
const CART = 'c1c4ffee00112233445566778899aabb';
const CHECKOUT = 'c0c4ffee00112233445566778899aabb';
const ORDER = '4242424242';

describe('a cart, its checkout and its order', () => {
  let dataDir: string;
  let store: Store;
  let joins: Joins;
  /** The names under which holders were put down. */
  let names: string[];
  beforeEach(async () => {
    dataDir = makeDataFolder();
    store = await createEmbeddedStore({ dataDir });
    names = [];
    joins = createJoins({
      readClaim: store.readClaim,
      claim: (site, key, owner) => {
        names.push(key);
        return store.claim(site, key, owner);
      },
    });
  });
  afterEach(() => store.close());

  it('belong to whoever’s page said so first', async () => {
    expect(await joins.find(INK, { cart: CART })).toBeNull();
    await joins.note(INK, { cart: CART }, ANNA);
    await joins.note(INK, { cart: CART }, BEN);
    expect(await joins.find(INK, { cart: CART })).toBe(ANNA);
  });

  it('are known by each other from the moment on which somebody says what became of what', async () => {
    await joins.note(INK, { cart: CART }, ANNA);
    expect(await joins.find(INK, { order: ORDER })).toBeNull();
    expect(await joins.find(INK, { cart: CART, checkout: CHECKOUT })).toBe(ANNA);
    expect(await joins.find(INK, { checkout: CHECKOUT, order: ORDER })).toBe(ANNA);
    expect(await joins.find(INK, { order: ORDER })).toBe(ANNA);
  });

  it('are the same whether the secret part of the cart’s token stands behind it or not', async () => {
    await joins.note(INK, { cart: `${CART}?key=5ec4e7` }, ANNA);
    expect(await joins.find(INK, { cart: CART })).toBe(ANNA);
    expect(new Set(names).size).toBe(1);
  });

  it('are nobody’s at another site, which has another key, and has another name for the same token', async () => {
    await joins.note(INK, { cart: CART }, ANNA);
    expect(await joins.find(WOOL, { cart: CART })).toBeNull();
    await joins.note(WOOL, { cart: CART }, BEN);
    expect(await joins.find(INK, { cart: CART })).toBe(ANNA);
    expect(new Set(names).size).toBe(2);
  });

  it('are told apart, though the text of their tokens is one', async () => {
    await joins.note(INK, { cart: ORDER }, ANNA);
    expect(await joins.find(INK, { checkout: ORDER })).toBeNull();
    expect(await joins.find(INK, { order: ORDER })).toBeNull();
    await joins.note(INK, { checkout: ORDER, order: ORDER }, BEN);
    const [cart, ...others] = names.map((name) => name.slice(name.indexOf(':')));
    expect(others).not.toContain(cart);
  });

  it('are nothing where their token is empty, so that nobody gets everybody’s', async () => {
    for (const nothing of [{}, { cart: '' }, { cart: '?key=5ec4e7' }]) {
      await joins.note(INK, nothing, ANNA);
      expect(await joins.find(INK, nothing)).toBeNull();
    }
    expect(names).toEqual([]);
  });

  it('leave nothing of their tokens, neither in the names that are kept nor on the disk', async () => {
    await joins.note(INK, { cart: `${CART}?key=5ec4e7`, checkout: CHECKOUT }, ANNA);
    await joins.find(INK, { cart: CART, order: ORDER });
    await store.close();
    const files = readdirSync(dataDir).map((name) => readFileSync(join(dataDir, name)));
    expect(files.some((file) => file.includes(ANNA))).toBe(true);
    for (const text of [CART, CHECKOUT, ORDER, '5ec4e7']) {
      expect(names.join(' ')).not.toContain(text);
      expect(files.some((file) => file.includes(text))).toBe(false);
    }
  });
});

describe('what a page says of its cart', () => {
  const tokensOf = (...events: readonly object[]) =>
    tokensOfPage({ e: events.map((p) => ({ n: 'x', p })) } as never);

  it('is the first cart and the first checkout that are a text, and never an order', () => {
    const events = [
      { cart_id: 7 },
      { cart_id: CART, order_id: ORDER },
      { cart_id: 'b', checkout_id: CHECKOUT },
    ];
    expect(tokensOf(...events)).toEqual({ cart: CART, checkout: CHECKOUT });
  });

  it('is nothing where a page says nothing, or nothing that can be read', () => {
    expect([
      tokensOf(),
      tokensOf({ cart_id: '' }),
      tokensOfPage({}),
      tokensOfPage({ e: ['x', { p: 1 }] }),
    ]).toEqual([{}, {}, {}, {}]);
  });
});
