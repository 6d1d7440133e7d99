/** The shop's pages: a small theme around the Liquid of our own extension. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Liquid, type TagToken, type TopLevelToken } from 'liquidjs';
import { fullNamespace } from '../fake/resolve-records.ts';
import { decimalOf, type FakeCart, type FakeProduct, gid, type ShopState } from '../fake/state.ts';

const EXTENSION = join(import.meta.dirname, '../../../extensions/inkling-embed');
const THEME = join(import.meta.dirname, '../theme');

/** What the merchant switched on in the theme editor. */
export type ThemeChoice = { embed: boolean; slot: string | null; privacy: boolean };

export type PageFacts = {
  readonly title: string;
  /** As Shopify names kinds of pages: `product`, `cart`, `index`. */
  readonly kind: string;
  readonly visit: unknown;
  readonly showsBanner: boolean;
  readonly product?: FakeProduct;
  readonly cart?: FakeCart | null;
  readonly [name: string]: unknown;
};

const engine = new Liquid({ root: [THEME, join(EXTENSION, 'snippets')], extname: '.liquid', cache: true });
engine.registerFilter('handleize', (value: string) => value.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'));
engine.registerFilter('money', (cents: number) => `€ ${decimalOf(cents)}`);
/** Settings of a block: the theme editor reads them, a page shows nothing of them. */
engine.registerTag('schema', {
  parse(_tag: TagToken, rest: TopLevelToken[]) {
    while (rest.length > 0 && (rest.shift() as { readonly name?: string }).name !== 'endschema');
  },
  render: () => '',
});

/** A block of our extension. */
const block = (name: string, scope: object): string =>
  engine.parseAndRenderSync(readFileSync(join(EXTENSION, `blocks/${name}.liquid`), 'utf8'), scope);

/** @example renderPage(state, { embed: true, slot: 'product' }, { title: 'Ink', kind: 'product', … }) */
export function renderPage(state: ShopState, choice: ThemeChoice, facts: PageFacts): string {
  const { product, cart, visit, kind } = facts;
  const drops = {
    product: product && productDrop(product),
    cart: cartDrop(state, cart ?? null),
    products: [...state.products.values()].filter(({ status }) => status === 'ACTIVE').map(productDrop),
  };
  const app = { metafields: metafieldsOf(state) };
  const embed = choice.embed
    ? block('inkling', { ...drops, app, routes: { cart_url: '/cart' }, request: { page_type: kind } })
    : '';
  const privacy = choice.privacy ? block('privacy', { app, block: {} }) : '';
  const settings = { slot: choice.slot, height: 160, fallback: '<p>Bottled in Vienna.</p>' };
  const slot = choice.slot === null ? '' : block('slot', { block: { settings } });
  const scope = {
    ...facts,
    ...drops,
    shop: { name: state.name },
    embed,
    slot,
    privacy,
    visit: scriptJson(visit),
  };
  const content = engine.renderFileSync(kind, scope);
  return engine.renderFileSync(kind === 'checkout' ? 'bare' : 'layout', { ...scope, content });
}

/** Our own of the installation, by their namespace without the app's number. */
function metafieldsOf(state: ShopState): object {
  const own = [...state.metafields.values()].filter(
    ({ ownerId }) => ownerId === gid('AppInstallation', state.appId),
  );
  return Object.fromEntries(
    own.map(({ namespace, key, type, value }) => [
      namespace.replace(`${fullNamespace(state, '$app')}--`, ''),
      { [key]: { value: type === 'json' ? JSON.parse(value) : value } },
    ]),
  );
}

function productDrop({ id, handle, title, vendor, productType, variants }: FakeProduct) {
  const shown = variants.map((one) => ({
    ...{ id: one.id, sku: one.sku, title: one.title, price: one.priceMinor, available: one.stock > 0 },
  }));
  return {
    ...{ id, handle, title, vendor, type: productType, url: `/products/${handle}` },
    ...{ price: shown[0]?.price, variants: shown, selected_or_first_available_variant: shown[0] },
  };
}

function cartDrop({ currency }: ShopState, cart: FakeCart | null) {
  const items = (cart?.lines ?? []).map(({ product, variant, quantity }) => ({
    ...{ title: product.title, quantity, variant_id: variant.id },
    line_price: variant.priceMinor * quantity,
  }));
  return {
    ...{ items, currency: { iso_code: currency }, codes: cart?.codes ?? [] },
    item_count: items.reduce((sum, { quantity }) => sum + quantity, 0),
    total_price: items.reduce((sum, { line_price }) => sum + line_price, 0),
  };
}

/** Nothing in it ends the script that it stands in. */
const scriptJson = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');
