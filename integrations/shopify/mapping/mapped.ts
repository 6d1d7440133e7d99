/** What comes out of anything that Shopify sends: what our own doors take, and whom and what it is about. */
import type * as z from 'zod';
import type { productsSchema } from '../../../core/catalogue/products.ts';
import type { Json } from '../../../core/entry.ts';

/**
 * An item of `POST /v1/events`. It says nothing of consent: Shopify's server does not know what the storefront's visitor
 * allowed, so that what is on record, or what the site's owner set, holds.
 */
export type ServerEvent = {
  readonly id: string;
  readonly name: string;
  /** UTC ms. */
  readonly time: number;
  /** The customer's number, as everywhere. */
  readonly userId?: string;
  readonly properties: { readonly [key: string]: Json };
};

/** A row of `PUT /v1/products`. */
export type ProductRow = z.infer<typeof productsSchema>['products'][number];

/** Whether mails may be written, said when. */
export type Marketing = { readonly contact: boolean; readonly at: number; readonly source: 'shopify' };

export type MappedCustomer = {
  readonly userId: string;
  /** Shopify's own id, for the vault. */
  readonly reference: string;
  readonly marketing: Marketing | null;
  /** They opted out of having anything of them sold, which is passing on: known since then, UTC ms. Null: not said. */
  readonly optedOutAt: number | null;
  readonly traits: { readonly [key: string]: Json };
  /** When the traits were so, UTC ms; null where nothing is said of them. */
  readonly at: number | null;
};

/** Raw tokens and the number of an order that belong together: to be hashed at once. */
export type Join = { readonly cart?: string; readonly checkout?: string; readonly order?: string };

/** What a cart held, for the next word on it. By variant. */
export type KnownCart = {
  /** UTC ms. */
  readonly at: number;
  readonly lines: { readonly [variant: string]: CartLine };
};
export type CartLine = { readonly product: string; readonly quantity: number };

export type Mapped = {
  readonly events: readonly ServerEvent[];
  readonly products: readonly ProductRow[];
  /** When they were so, UTC ms; null: nobody says. */
  readonly productsAt: number | null;
  /** Numbers of products that are no more. */
  readonly gone: readonly string[];
  readonly customers: readonly MappedCustomer[];
  readonly joins: readonly Join[];
  /** Customers who became another. */
  readonly merges: readonly { readonly from: string; readonly into: string }[];
  /** What to know of a cart from now on. */
  readonly cart: { readonly token: string; readonly known: KnownCart } | null;
};

/** What the payloads do not say themselves. */
export type ShopFacts = {
  /** The shop's own currency, ISO 4217: that of its catalogue. */
  readonly currency: string;
  /** `https://…` of the storefront; without it the addresses of products are paths. */
  readonly origin?: string;
  /** The only tags of customers that are taken: those that the merchant chose. */
  readonly tags?: readonly string[];
  /** What was known of the cart; absent: nothing. */
  readonly cart?: KnownCart | null;
};

const NOTHING: Mapped = {
  events: [],
  products: [],
  productsAt: null,
  gone: [],
  customers: [],
  joins: [],
  merges: [],
  cart: null,
};

/** @example mapped({ gone: ['7'] }).events // [] */
export function mapped(parts: Partial<Mapped>): Mapped {
  return { ...NOTHING, ...parts };
}

type Gapped = { readonly [key: string]: Json | undefined };

/** Without what is not known. */
export function known(properties: Gapped): { readonly [key: string]: Json } {
  const entries = Object.entries(properties).filter(
    (entry): entry is [string, Json] => entry[1] !== undefined && entry[1] !== null,
  );
  return Object.fromEntries(entries);
}
