/** What a shop has: plain records, in the words of the fake; payloads.ts and the resolvers say them in Shopify's. */
import type { Clock } from '../../../core/ports.ts';

export type FakeCustomer = {
  readonly id: number;
  /** There so that tests see whether it leaks: an app without approval is sent null by Shopify itself. */
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly phone: string;
  readonly createdAtMs: number;
  updatedAtMs: number;
  tags: readonly string[];
  locale: string;
  dataSaleOptOut: boolean;
  marketing: Marketing;
  isRedacted: boolean;
};
export type Marketing = {
  readonly state: 'NOT_SUBSCRIBED' | 'PENDING' | 'SUBSCRIBED' | 'UNSUBSCRIBED';
  readonly level: 'SINGLE_OPT_IN' | 'CONFIRMED_OPT_IN' | null;
  readonly atMs: number | null;
};

export type FakeVariant = {
  readonly id: number;
  readonly title: string;
  readonly sku: string;
  priceMinor: number;
  compareAtMinor: number | null;
  stock: number;
};
export type FakeProduct = {
  readonly id: number;
  readonly handle: string;
  title: string;
  vendor: string;
  productType: string;
  status: 'ACTIVE' | 'DRAFT' | 'ARCHIVED';
  tags: readonly string[];
  readonly createdAtMs: number;
  updatedAtMs: number;
  readonly variants: readonly FakeVariant[];
  readonly collections: readonly { readonly id: number; readonly handle: string; readonly title: string }[];
};

export type FakeLine = {
  readonly id: number;
  readonly product: FakeProduct;
  readonly variant: FakeVariant;
  readonly title: string;
  readonly unitMinor: number;
  readonly discountMinor: number;
  readonly quantity: number;
  refunded: number;
};
export type FakeRefund = {
  readonly id: number;
  readonly createdAtMs: number;
  readonly amountMinor: number;
  readonly lines: readonly {
    readonly line: FakeLine;
    readonly quantity: number;
    readonly amountMinor: number;
  }[];
};
export type FakeOrder = {
  readonly id: number;
  readonly number: number;
  readonly createdAtMs: number;
  updatedAtMs: number;
  cancelledAtMs: number | null;
  readonly customer: FakeCustomer | null;
  readonly cartToken: string | null;
  readonly checkoutToken: string | null;
  readonly discountCodes: readonly string[];
  readonly lines: readonly FakeLine[];
  readonly shippingMinor: number;
  readonly isTest: boolean;
  readonly refunds: FakeRefund[];
};

export type FakeDiscount = {
  readonly id: number;
  readonly code: string;
  readonly title: string;
  readonly startsAtMs: number;
  endsAtMs: number | null;
  readonly usageLimit: number | null;
  readonly isOncePerCustomer: boolean;
  readonly percentage: number | null;
  readonly amountMinor: number | null;
  /** Null: for everything that is sold. */
  readonly productIds: readonly number[] | null;
  /** Null: for everybody. */
  readonly customerIds: readonly number[] | null;
  readonly tags: readonly string[];
  readonly createdAtMs: number;
  /** Who redeemed it: 0 is somebody without an account. */
  readonly uses: number[];
};

export type FakeMetafield = {
  readonly id: number;
  readonly ownerId: string;
  readonly namespace: string;
  readonly key: string;
  readonly type: string;
  readonly value: string;
  readonly updatedAtMs: number;
};
export type FakeSegment = { readonly id: number; name: string; query: string; editedAtMs: number };
export type FlowTrigger = { readonly handle: string; readonly payload: unknown };
export type FakeCart = {
  readonly token: string;
  readonly createdAtMs: number;
  updatedAtMs: number;
  readonly lines: { readonly product: FakeProduct; readonly variant: FakeVariant; quantity: number }[];
  codes: readonly string[];
};

export type ShopState = {
  readonly domain: string;
  readonly name: string;
  readonly currency: string;
  readonly timezone: string;
  readonly appId: number;
  readonly clock: Clock;
  /** Every record of the shop has an id of its own, as at Shopify. */
  nextId(): number;
  readonly customers: Map<number, FakeCustomer>;
  readonly products: Map<number, FakeProduct>;
  readonly orders: Map<number, FakeOrder>;
  readonly discounts: Map<number, FakeDiscount>;
  readonly segments: Map<number, FakeSegment>;
  readonly metafields: Map<string, FakeMetafield>;
  readonly carts: Map<string, FakeCart>;
  readonly flowTriggers: FlowTrigger[];
  pixel: { readonly id: number; readonly settings: unknown } | null;
};

export type ShopOptions = {
  readonly clock: Clock;
  readonly domain?: string;
  readonly currency?: string;
  readonly timezone?: string;
};

/** A shop with nothing in it. */
export function createShopState({ clock, domain, currency, timezone }: ShopOptions): ShopState {
  let lastId = 1_000_000;
  return {
    domain: domain ?? 'ink-and-quill.myshopify.com',
    name: 'Ink & Quill',
    currency: currency ?? 'EUR',
    timezone: timezone ?? 'Europe/Vienna',
    appId: 4711,
    clock,
    nextId: () => {
      lastId += 1;
      return lastId;
    },
    customers: new Map(),
    products: new Map(),
    orders: new Map(),
    discounts: new Map(),
    segments: new Map(),
    metafields: new Map(),
    carts: new Map(),
    flowTriggers: [],
    pixel: null,
  };
}

export const gid = (type: string, id: number | string): string => `gid://shopify/${type}/${id}`;
/** 0 for what is of another type, which is the id of nothing. */
export const idOf = (type: string, value: string): number =>
  value.startsWith(`gid://shopify/${type}/`) ? Number(value.split('/').pop()) : 0;
export const isoOf = (ms: number): string => new Date(ms).toISOString().replace('.000', '');
/** All currencies of the tests have hundredths. */
export const decimalOf = (minor: number): string => (minor / 100).toFixed(2);

export const orderTotals = ({ lines, shippingMinor, refunds }: FakeOrder) => {
  const grossMinor = lines.reduce((sum, { unitMinor, quantity }) => sum + unitMinor * quantity, 0);
  const discountMinor = lines.reduce((sum, line) => sum + line.discountMinor, 0);
  const subtotalMinor = grossMinor - discountMinor;
  const refundedMinor = refunds.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return {
    grossMinor,
    discountMinor,
    subtotalMinor,
    totalMinor: subtotalMinor + shippingMinor,
    refundedMinor,
  };
};

export function discountStatus({ startsAtMs, endsAtMs }: FakeDiscount, nowMs: number) {
  if (endsAtMs !== null && endsAtMs <= nowMs) return 'EXPIRED';
  return startsAtMs > nowMs ? 'SCHEDULED' : 'ACTIVE';
}
