/** The catalogue: what a site sells, and the price changes that follow from it as facts of the site. */
import * as z from 'zod';
import type { Entry, Json, SiteId } from '../entry.ts';
import { toMajor, toMinor } from '../events/money.ts';
import { derivedId } from '../identity/hash.ts';
import { impersonalText } from '../identity/impersonal.ts';
import type { Store } from '../ports.ts';
import { changeRecord } from '../record-change.ts';

const COLLECTION = 'products';
const MOST_PRODUCTS = 1_000;

export const productsSchema = z.strictObject({
  products: z
    .array(
      z.strictObject({
        id: z.union([impersonalText(200), z.number().transform(String)]),
        title: impersonalText(500),
        url: impersonalText(2_000).optional(),
        /**
         * What the platform's cart calls it, where that is not its own id; null: only a choice (of a size) makes something of it
         * that a cart takes.
         */
        variant: impersonalText(200).nullable().optional(),
        image: impersonalText(2_000).optional(),
        category: impersonalText(500).optional(),
        /** Major units. */
        price: z.union([z.number().nonnegative(), z.string().regex(/^\d+(\.\d+)?$/)]).optional(),
        currency: z
          .string()
          .regex(/^[A-Za-z]{3}$/)
          .transform((code) => code.toUpperCase())
          .optional(),
        stock: z.number().int().nonnegative().optional(),
        /** What it costs the merchant, and what it cost before a sale: major units. */
        cost: z.number().nonnegative().optional(),
        priceBefore: z.number().nonnegative().optional(),
        /** What sets it apart, by the name that stands in a comparison. */
        facts: z
          .record(impersonalText(60), z.union([impersonalText(200), z.number(), z.boolean()]))
          .optional(),
      }),
    )
    .max(MOST_PRODUCTS),
});

type ProductInput = z.infer<typeof productsSchema>['products'][number];
type StoredProduct = Omit<ProductInput, 'price'> & {
  readonly priceMinor: number | null;
  /** How many prices it has had: part of the fact's id, so that a repeated upsert writes no second fact. */
  readonly prices: number;
  readonly updatedAt: number;
};

/** A product as the API answers it: price in major units. */
export type Product = Omit<ProductInput, 'price'> & { readonly price?: number; readonly updatedAt: string };

export type Catalogue = {
  /** Writes products; answers the facts that follow, appended through `append` before the products change. */
  upsert(site: CatalogueSite, products: readonly ProductInput[], now: number): Promise<readonly Entry[]>;
  /** It is sold no more. Answers whether it was there; what it cost stays among the facts of the site. */
  remove(site: SiteId, id: string): Promise<boolean>;
  get(site: SiteId, id: string): Promise<Product | null>;
  list(site: SiteId, after: string | null, limit: number): Promise<readonly Product[]>;
};

export type CatalogueSite = { readonly siteId: SiteId; readonly currency: string };

/** @param append Stores facts durably. */
export function createCatalogue(
  store: Store,
  append: (entries: readonly Entry[]) => Promise<unknown>,
): Catalogue {
  const busy = new Map<SiteId, Promise<unknown>>();

  async function write(
    site: CatalogueSite,
    products: readonly ProductInput[],
    now: number,
  ): Promise<readonly Entry[]> {
    const facts: Entry[] = [];
    const change = (product: ProductInput) => async (standing: Json | undefined) => {
      const before = standing as StoredProduct | undefined;
      const currency = product.currency ?? before?.currency ?? site.currency;
      const priceMinor =
        product.price === undefined ? (before?.priceMinor ?? null) : toMinor(product.price, currency);
      const prices = (before?.prices ?? 0) + (priceMinor === before?.priceMinor ? 0 : 1);
      // Amounts in two currencies are neither more nor less.
      const isComparable = before?.currency === currency;
      const fact = isComparable
        ? priceFact(site.siteId, { ...before, currency }, priceMinor, prices, now)
        : undefined;
      if (fact !== undefined) {
        await append([fact]);
        facts.push(fact);
      }
      const { price: _price, ...rest } = product;
      const next: StoredProduct = { ...rest, currency, priceMinor, prices, updatedAt: now };
      return { next: withoutGaps(next), answer: null };
    };
    for (const product of products)
      await changeRecord(store, [COLLECTION, site.siteId, product.id], change(product));
    return facts;
  }

  // One change at a time a site: the fact needs the price before.
  function inTurn<T>(site: SiteId, change: () => Promise<T>): Promise<T> {
    const turn = (busy.get(site) ?? Promise.resolve()).then(change, change);
    busy.set(site, turn);
    return turn;
  }

  return {
    upsert: (site, products, now) => inTurn(site.siteId, () => write(site, products, now)),
    remove: (site, id) => inTurn(site, () => store.deleteRecord(COLLECTION, site, id)),
    get: async (site, id) => {
      const stored = (await store.getRecord(COLLECTION, site, id)) as StoredProduct | undefined;
      return stored === undefined ? null : present(stored);
    },
    list: async (site, after, limit) =>
      (await store.listRecords(COLLECTION, site, after, limit)).map(({ value }) =>
        present(value as StoredProduct),
      ),
  };
}

type Priced = Pick<StoredProduct, 'id' | 'priceMinor'> & { readonly currency: string };

function priceFact(
  site: SiteId,
  before: Priced,
  priceMinor: number | null,
  prices: number,
  now: number,
): Entry | undefined {
  if (before.priceMinor === null || priceMinor === null || priceMinor === before.priceMinor) return undefined;
  const { currency, id } = before;
  return {
    site,
    id: derivedId('price', site, id, prices),
    type: 'fact',
    name: priceMinor > before.priceMinor ? 'Price Increased' : 'Price Decreased',
    t: now,
    receivedAt: now,
    visitor: null,
    source: 'server',
    properties: {
      product_id: id,
      from: toMajor(before.priceMinor, currency),
      to: toMajor(priceMinor, currency),
    },
    currency,
  };
}

function present(stored: StoredProduct): Product {
  const { priceMinor, prices: _prices, updatedAt, ...rest } = stored;
  const price = priceMinor === null ? {} : { price: toMajor(priceMinor, rest.currency ?? 'EUR') };
  return { ...rest, ...price, updatedAt: new Date(updatedAt).toISOString() };
}

function withoutGaps(product: StoredProduct): Json {
  const entries = Object.entries(product).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  return Object.fromEntries(entries);
}
