/**
 * What really arrives: the attributes of the demo shop's own pages, read as the tracker reads them; what the tracker
 * reports by itself; rows of a file under the map of the docs; what a platform's server posts. All of it goes through
 * the validate stage with the default plan.
 */
import { readFileSync } from 'node:fs';
import { parseMap } from '../../../../apps/server/cli/replay/map.ts';
import { createMapRow } from '../../../../apps/server/cli/replay/map-row.ts';
import type { CartLine } from '../../../../apps/shop/cart.ts';
import { findProduct } from '../../../../apps/shop/catalogue.ts';
import { STEPS } from '../../../../apps/shop/checkout.ts';
import { cartPage } from '../../../../apps/shop/pages/cart.ts';
import { checkoutPage } from '../../../../apps/shop/pages/checkout.ts';
import { confirmationPage } from '../../../../apps/shop/pages/confirmation.ts';
import type { Content } from '../../../../apps/shop/pages/layout.ts';
import { listPage } from '../../../../apps/shop/pages/list.ts';
import type { Page } from '../../../../apps/shop/pages/page.ts';
import { productPage } from '../../../../apps/shop/pages/product.ts';
import { wishlistPage } from '../../../../apps/shop/pages/wishlist.ts';
import { defaultChoices, type Product } from '../../../../apps/shop/product.ts';
import { findCategory, readShelf } from '../../../../apps/shop/shelf.ts';
import type { Visit } from '../../../../apps/shop/visit.ts';
import { createCatalogue } from '../../../../core/catalogue/products.ts';
import type { Entry, Json, Properties, SiteId, Source } from '../../../../core/entry.ts';
import { compilePlan, DEFAULT_PLAN } from '../../../../core/events/plan.ts';
import { validate } from '../../../../core/events/validate.ts';
import type { Store } from '../../../../core/ports.ts';
import { event, SITE } from '../brute/world.ts';

/** An event on its way to the collector. */
export type Sent = { readonly name: string; readonly properties: Properties; readonly source: Source };

const PLAN = compilePlan(DEFAULT_PLAN);

/** The entry that is stored of it. What the default plan finds fault with is no event that a sender of ours sends. */
export function stored(sent: Sent, t: number, currency = 'EUR'): Entry {
  const { name, properties, source } = sent;
  const valid = validate(PLAN, { name, properties, currency, at: 'events[0]' });
  if (!valid.ok) throw new Error(`${name} is refused: ${valid.hint}`);
  const { violations, flags, ...own } = valid.value;
  if (violations.length > 0) throw new Error(`${name} breaks the plan: ${JSON.stringify(violations)}`);
  const { currency: _, ...entry } = event(own.name, own.properties, { t, source });
  return {
    ...entry,
    ...(own.currency !== undefined && { currency: own.currency }),
    ...(flags.length > 0 && { flags }),
  };
}

const web = (name: string, properties: Properties): Sent => ({ name, properties, source: 'web' });
const server = (name: string, properties: Properties): Sent => ({ name, properties, source: 'server' });

// The shop's pages

const VISIT: Visit = { cart: [], wishlist: [], answered: true, drawer: false };
const pageOf = (visit: Partial<Visit> = {}): Page => ({
  base: '/shop',
  visit: { ...VISIT, ...visit },
  writeKey: 'wk_test',
  siteName: 'demo',
});

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

/** The attributes of the first element of the page that declares the event, as `core/tracker/browser/elements.ts` reads them. */
function declaredOn({ main }: Content, name: string): Record<string, Json> {
  const tag = [...main.markup.matchAll(/<\w+ [^>]*>/g)]
    .map(([text]) => text)
    .find((text) => text.includes(`data-inkling-event="${name}"`));
  if (tag === undefined) throw new Error(`no element of the page reports ${name}`);
  const attributes = [...tag.matchAll(/ data-inkling-([\w-]+)="([^"]*)"/g)].map(([, key = '', text = '']) => {
    const value = text.replace(/&(amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity);
    return [key, /^[[{]/.test(value) ? (JSON.parse(value) as Json) : value] as const;
  });
  return Object.fromEntries(attributes.filter(([key]) => key !== 'event' && key !== 'label'));
}

const declared = (content: Content, name: string): Sent => web(name, declaredOn(content, name));

export function product(id: string): Product {
  const found = findProduct(id);
  if (found === undefined) throw new Error(`the shop has no ${id}`);
  return found;
}
const line = (id: string): CartLine => ({
  product: product(id),
  choices: defaultChoices(product(id)),
  quantity: 1,
});

export const viewed = (id: string): Sent => declared(productPage(pageOf(), product(id)), 'Product Viewed');
export const added = (id: string): Sent => declared(productPage(pageOf(), product(id)), 'Product Added');
export const wished = (id: string): Sent =>
  declared(productPage(pageOf(), product(id)), 'Product Added to Wishlist');
export const unwished = (id: string): Sent =>
  declared(wishlistPage(pageOf({ wishlist: [product(id)] })), 'Product Removed from Wishlist');
export const movedFromWishlist = (id: string): Sent =>
  declared(wishlistPage(pageOf({ wishlist: [product(id)] })), 'Wishlist Product Added to Cart');
export const removed = (id: string): Sent =>
  declared(cartPage(pageOf({ cart: [line(id)] })), 'Product Removed');
export const cartViewed = (...ids: readonly string[]): Sent =>
  declared(cartPage(pageOf({ cart: ids.map(line) })), 'Cart Viewed');

/** @param key A category's; null for everything. */
export function listViewed(key: string | null): Sent {
  const category = key === null ? null : (findCategory(key) ?? null);
  return declared(listPage(pageOf(), readShelf(category, {})), 'Product List Viewed');
}

/** The same list with a filter on. */
export const listFiltered = (): Sent =>
  declared(listPage(pageOf(), readShelf(null, { stock: '1' })), 'Product List Filtered');

/** A choice in the form of the product: the form's attributes and the field's. */
export function optionSelected(id: string, option: string, value: string): Sent {
  const form = declaredOn(productPage(pageOf(), product(id)), 'Product Added');
  return web('Product Option Selected', { ...form, option, value, checked: true });
}

/** The first page of the checkout, or the second, which says that the first was completed. */
function checkout(ids: readonly string[], completed: (typeof STEPS)[number] | null): Content {
  const step = completed === null ? STEPS[0] : STEPS[1];
  const progress = { at: step, completed, answers: {}, problems: [] };
  const state = { checkoutId: 'c0'.repeat(16), step, progress, isNew: completed === null };
  return checkoutPage(pageOf({ cart: ids.map(line) }), state);
}
export const checkoutStarted = (...ids: readonly string[]): Sent =>
  declared(checkout(ids, null), 'Checkout Started');
export const stepViewed = (id: string): Sent => declared(checkout([id], null), 'Checkout Step Viewed');
export const stepCompleted = (id: string): Sent =>
  declared(checkout([id], STEPS[0]), 'Checkout Step Completed');

/** As the shop's confirmation page reports it. Its lines are products; it has no cart. */
export function ordered(orderId: string, ...ids: readonly string[]): Sent {
  const order = { id: orderId, checkoutId: 'c0'.repeat(16), cart: ids.map(line) };
  return declared(confirmationPage(pageOf(), order, true), 'Order Completed');
}

// The tracker by itself

export const pageViewed = (path: string): Sent => web('Page Viewed', { path, title: 'A page' });
export const pageEngaged = (seconds: number, depth: number, reason = 'left'): Sent =>
  web('Page Engaged', { seconds_active: seconds, scroll_depth: depth, reason });
export const searched = (query: string): Sent => web('Products Searched', { query });
/** What `core/tracker/browser/json-ld.ts` makes of a page's markup; many themes state no category. */
export const viewedInMarkup = (sku: string, name: string): Sent =>
  web('Product Viewed', { product_id: sku, name, price: '12.00', currency: 'EUR' });
/** A theme that fills the attribute for every product, also where there is no category. */
export const viewedWithoutCategory = (id: string): Sent =>
  web('Product Viewed', { product_id: id, category: '', price: '12.00', currency: 'EUR' });

/** The event of Shopify's web pixel, under its own name. */
export const paymentEntered = (): Sent => web('payment_info_submitted', { checkout_id: 'c0'.repeat(16) });

// Servers of platforms

/** A shop's order webhook: server side, ids as numbers, no cart. */
export function orderPaid(orderId: number, total: string, ...productIds: readonly number[]): Sent {
  return server('Order Completed', {
    order_id: orderId,
    total,
    currency: 'EUR',
    products: productIds.map((product_id) => ({ product_id, quantity: 1, price: total })),
  });
}
export const orderCancelled = (orderId: number): Sent => server('Order Cancelled', { order_id: orderId });
/** WooCommerce's hook on the server, which knows no cart. */
export const addedOnServer = (productId: number): Sent =>
  server('Product Added', { product_id: productId, quantity: 1 });

export const signedUp = (): Sent => server('Signed Up', { type: 'organic' });
export const accountCreated = (): Sent => server('Account Created', { plan: 'team' });
export const signedIn = (): Sent => server('Signed In', {});
export function trial(step: 'Started' | 'Ended', startedAt: number): Sent {
  return server(`Trial ${step}`, {
    trial_start_date: new Date(startedAt).toISOString(),
    trial_end_date: new Date(startedAt + 14 * 86_400_000).toISOString(),
    trial_plan_name: 'Team',
  });
}
export const trialConverted = (): Sent => server('Trial Converted', { plan: 'team' });
export const subscription = (step: 'Started' | 'Renewed' | 'Cancelled'): Sent =>
  server(`Subscription ${step}`, { subscription_id: 'sub_1', plan: 'team', value: '49.00', currency: 'EUR' });
export const featureUsed = (id: string): Sent => web('Feature Used', { feature_id: id });
export const featureNamed = (name: string): Sent => web('Feature Used', { feature_name: name });
export const limitReached = (): Sent => server('Limit Reached', { limit: 'projects', used: 5, allowed: 5 });
export const userAdded = (): Sent => server('Account Added User', { role: 'member' });
export const inviteSent = (): Sent => server('Invite Sent', { invitee_role: 'member' });
export const screenViewed = (): Sent => web('Screen Viewed', { name: 'Projects' });
export const emailOpened = (): Sent => ({
  name: 'Email Opened',
  properties: { email_id: 'em_1', campaign_id: 'ca_1', campaign_name: 'November' },
  source: 'email',
});

// A file of a real shop

const REES46 = parseMap(
  readFileSync(new URL('../../../../docs/rees46.map.json', import.meta.url), 'utf8'),
  'docs/rees46.map.json',
);

/** A row as `inkling replay` reads it. @example rees46('view', 44600062, '') // a view without a category */
export function rees46(type: 'view' | 'cart' | 'purchase', productId: number, category: string): Sent {
  if (!REES46.ok) throw new Error(REES46.hint);
  const record = {
    event_time: '2019-10-01 00:00:00 UTC',
    event_type: type,
    product_id: String(productId),
    category_id: '2053013558920217191',
    category_code: category,
    brand: 'lenovo',
    price: '251.74',
    user_id: '550050854',
    user_session: '7c90fc70-0e80-4590-96f3-13c02c18c713',
  };
  const mapped = createMapRow(REES46.value)({ line: 2, raw: '', record });
  if (mapped === 'skip' || 'fault' in mapped) throw new Error('the map reads no event');
  return web(mapped.event.name, mapped.event.properties);
}

/** The fact that the catalogue writes when a product's price goes from one to the other. */
export async function priceChanged(
  id: string,
  [from, to]: readonly [number, number],
  t: number,
): Promise<Entry> {
  const records = new Map<string, Json>();
  const store = {
    getRecord: async (_: string, __: SiteId, key: string) => records.get(key),
    putRecord: async (_: string, __: SiteId, key: string, value: Json) => void records.set(key, value),
  };
  const catalogue = createCatalogue(store as unknown as Store, async () => undefined);
  const site = { siteId: SITE, currency: 'EUR' };
  await catalogue.upsert(site, [{ id, title: 'A product', price: from }], t - 1);
  const [fact] = await catalogue.upsert(site, [{ id, title: 'A product', price: to }], t);
  if (fact === undefined) throw new Error('no fact was written');
  return fact;
}
