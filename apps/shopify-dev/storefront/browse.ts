/** Pages that visitors look at, what they choose there, and who they are. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { once } from '../../../core/once.ts';
import type { FakeShop } from '../fake/shop.ts';
import { type Answer, fieldsOf, type Routes, sendJson, sendMissing, sendText, sendTo } from './exchange.ts';
import { bundlePixel } from './pixel-bundle.ts';
import { COOKIES, chosenOf, lettersOf, setCookie } from './shopper.ts';
import { placeOf, type ShopWorld, showPage } from './shown.ts';
import { cartViewed, productAdded, productViewed } from './standard-events.ts';

const FILES: Readonly<Record<string, readonly [folder: string, type: string]>> = {
  'page.js': ['../browser', 'text/javascript'],
  'pixel-worker.js': ['../browser', 'text/javascript'],
  'theme.css': ['../theme', 'text/css'],
  'inkling.js': ['../../../extensions/inkling-embed/assets', 'text/javascript'],
  'inkling.css': ['../../../extensions/inkling-embed/assets', 'text/css'],
};

/** Files that pages name, from where Shopify has them on its own network. */
function createFiles(): Answer {
  const pixel = once(bundlePixel);
  return async ({ response, rest }) => {
    if (rest === 'pixel.js') return sendText(response, await pixel(), 'text/javascript');
    const [folder, type] = FILES[rest] ?? [];
    if (folder === undefined) return sendMissing(response);
    sendText(response, readFileSync(join(import.meta.dirname, folder, rest), 'utf8'), type);
  };
}

export function createBrowsing(world: ShopWorld, { acts, state }: Pick<FakeShop, 'acts' | 'state'>): Routes {
  const people = () =>
    [...state.customers.values()].map(({ id, firstName, lastName }) => ({
      ...{ id, name: `${firstName} ${lastName} (${id})` },
    }));
  return {
    'GET /_shopify/*': createFiles(),
    'GET /': (exchange) => showPage(world, exchange, { title: 'Welcome', kind: 'index' }),
    'GET /products/*': (exchange) => {
      const product = [...state.products.values()].find(({ handle }) => handle === exchange.rest);
      if (product === undefined) return sendMissing(exchange.response);
      const place = placeOf(exchange, world);
      const events = [productViewed(place, product)];
      const onAdd = productAdded(place, product);
      showPage(world, exchange, { title: product.title, kind: 'product', product, events, onAdd });
    },
    'GET /cart': (exchange) => {
      const { cart } = world.shopperOf(exchange);
      const events = [cartViewed(placeOf(exchange, world), cart)];
      showPage(world, exchange, { title: 'Cart', kind: 'cart', events });
    },
    'GET /policies/privacy-policy': (exchange) =>
      showPage(world, exchange, { title: 'Privacy policy', kind: 'policy' }),
    'GET /account': (exchange) =>
      showPage(world, exchange, { title: 'Account', kind: 'account', more: { people: people() } }),
    'POST /account/login': async ({ request, response }) => {
      const { id } = await fieldsOf(request);
      const known = state.customers.get(Number(id)) ?? (await acts.createCustomer());
      setCookie(response, COOKIES.customer, `${known.id}`);
      sendTo(response, '/account');
    },
    'POST /account/logout': ({ response }) => {
      setCookie(response, COOKIES.customer, '');
      sendTo(response, '/account');
    },
    'POST /_shopify/consent': async ({ request, response }) => {
      const chosen = chosenOf(await fieldsOf(request));
      setCookie(response, COOKIES.consent, lettersOf(chosen));
      sendJson(response, chosen);
    },
  };
}
