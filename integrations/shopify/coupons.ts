/**
 * Codes of coupons, made in the shop for the one who gets them: they work once, Shopify itself ends them, nobody guesses them,
 * and what has ended is cleaned up. https://shopify.dev/docs/api/admin-graphql/latest/mutations/discountCodeBasicCreate
 */

import { keyedReference } from '../../core/identity/hash.ts';
import type { CouponOrder, PlatformWork } from '../../core/ports.ts';
import type { Site } from '../../core/sites/site.ts';
import type { Admin, Patience } from './api/admin-client.ts';
import { eachShop } from './installation/each-shop.ts';
import type { Shop, Shops } from './installation/shops.ts';
import {
  discountByCode,
  discountCodeBasicCreate,
  discountCodeDelete,
  ownDiscounts,
} from './operations/discounts.ts';
import type { Part } from './part.ts';

/** On every discount that we make, so that cleaning up finds those and no other. */
const TAG = 'inkling';
/** Without those that are taken for one another. */
const LETTERS = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
const CODE_LETTERS = 10;
/** A page waits for it: what takes longer is no offer. */
const AT_ONCE: Patience = { tries: 1, timeoutMs: 3_000 };
const CLEAN_MS = 6 * 3_600_000;
const A_PAGE = 50;
const MOST_A_RUN = 500;

export type CouponPorts = {
  readonly admin: Admin;
  readonly shops: Pick<Shops, 'list' | 'ofSite'>;
  readonly now: () => number;
};

/** @example const { desk } = createCoupons(ports); await desk.make(order) // 'INK-7QK2M-9TZ4B' */
export function createCoupons({ admin, shops, now }: CouponPorts): Part {
  async function make(order: CouponOrder): Promise<string | null> {
    const shop = await shops.ofSite(order.site);
    if (shop === null || shop.uninstalledAt !== null) return null;
    const code = codeOf(shop.site, order.id);
    const discount = writeDiscount(order, code, now());
    const made = await admin.run(shop, discountCodeBasicCreate, { discount }, AT_ONCE);
    if (made.ok) return code;
    return made.code === 'conflict' && (await isOurs(shop, code)) ? code : null;
  }

  /** Asked again for the same decision, the code is there already. */
  async function isOurs(shop: Shop, code: string): Promise<boolean> {
    const held = await admin.run(shop, discountByCode, { code }, AT_ONCE);
    const discount = held.ok ? held.value.codeDiscountNodeByCode?.codeDiscount : undefined;
    return discount?.tags?.includes(TAG) === true && discount.status === 'ACTIVE';
  }

  const works: readonly PlatformWork[] = [
    {
      name: 'coupons',
      everyMs: CLEAN_MS,
      run: () => eachShop(shops, (shop) => cleanUp(shop, admin)),
    },
  ];
  return { desk: { make }, works };
}

/**
 * The same for the same decision, and for nobody without the site's key: 49 bits of it.
 *
 * @example codeOf(site, 'd_1') // 'INK-7QK2M-9TZ4B'
 */
function codeOf({ idKey }: Site, decision: string): string {
  let number = BigInt(`0x${keyedReference(idKey, 'coupon', decision)}`);
  let letters = '';
  while (letters.length < CODE_LETTERS) {
    letters += LETTERS[Number(number % BigInt(LETTERS.length))];
    number /= BigInt(LETTERS.length);
  }
  return `INK-${letters.slice(0, CODE_LETTERS / 2)}-${letters.slice(CODE_LETTERS / 2)}`;
}

/** On the whole cart: Shopify knows no code that leaves reduced products out. */
function writeDiscount({ campaign, discount, endsAt }: CouponOrder, code: string, now: number) {
  return {
    title: `Inkling: ${campaign}`,
    code,
    startsAt: new Date(now).toISOString(),
    endsAt: new Date(endsAt).toISOString(),
    usageLimit: 1,
    appliesOncePerCustomer: true,
    context: { all: 'ALL' as const },
    customerGets: { value: { percentage: discount }, items: { all: true } },
    combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: true },
    tags: [TAG],
  };
}

async function cleanUp(shop: Shop, admin: Admin): Promise<void> {
  for (let removed = 0; removed < MOST_A_RUN; ) {
    const query = `tag:${TAG} status:expired`;
    const ended = await admin.run(shop, ownDiscounts, { first: A_PAGE, after: null, query });
    if (!ended.ok) return;
    const { nodes } = ended.value.discountNodes;
    // What Shopify's search says may be a little old: each is looked at before it goes.
    const own = nodes.filter(
      ({ discount }) => discount.tags?.includes(TAG) === true && discount.status === 'EXPIRED',
    );
    for (const { id } of own) {
      const gone = await admin.run(shop, discountCodeDelete, { id });
      if (!gone.ok && gone.code !== 'not_found') return;
    }
    removed += own.length;
    if (own.length === 0) return;
  }
}
