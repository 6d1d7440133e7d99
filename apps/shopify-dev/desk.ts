/** The admin of the fake shop: our app in a frame, and buttons for what people and Shopify do. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ASKED_SCOPES, OPTIONAL_SCOPES } from '../../integrations/shopify/operations/scopes.ts';
import type { FakeCustomer, FakeOrder, FakeProduct } from './fake/state.ts';
import type { ServedFakeShop } from './serve.ts';
import { fieldsOf, type Routes, sendJson, sendMissing, sendText, sendTo } from './storefront/exchange.ts';

const PAGE = join(import.meta.dirname, 'theme/admin.html');
const SCRIPTS = join(import.meta.dirname, 'browser');
const LAST_WEBHOOKS = 12;

type Act = () => unknown;

/** The newest of something. */
const lastOf = <T>(records: ReadonlyMap<number, T>): T | undefined => [...records.values()].at(-1);

/** By the name on its button; what it says is shown. */
function createDeskActs({ shop, theme }: ServedFakeShop): Readonly<Record<string, Act>> {
  const { acts, state, webhooks, faults } = shop;
  const withLast =
    <T>(records: ReadonlyMap<number, T>, act: (record: T) => unknown): Act =>
    () => {
      const record = lastOf(records);
      return record === undefined ? 'there is none yet' : act(record);
    };
  const buy = async ({ id }: FakeCustomer) => {
    const product = lastOf(state.products);
    const customer = state.customers.get(id) ?? null;
    const [variant] = product?.variants ?? [];
    if (product === undefined || variant === undefined) return 'there is nothing to buy';
    const { order } = await acts.placeOrder({ customer, lines: [{ product, variant, quantity: 1 }] });
    return `order ${order.number}`;
  };
  return {
    install: () => shop.install(ASKED_SCOPES),
    uninstall: async () => {
      Object.assign(theme, { embed: false, slot: null, privacy: false });
      await shop.uninstall();
    },
    grant: () => shop.changeScopes([...ASKED_SCOPES, ...OPTIONAL_SCOPES]),
    embed: () => Object.assign(theme, { embed: !theme.embed }),
    privacy: () => Object.assign(theme, { privacy: !theme.privacy }),
    slot: () => Object.assign(theme, { slot: theme.slot === null ? 'product' : null }),
    order: withLast(state.customers, buy),
    refund: withLast(state.orders, (order: FakeOrder) => acts.refund(order)),
    cancel: withLast(state.orders, (order: FakeOrder) => acts.cancelOrder(order)),
    edit: withLast(state.products, (product: FakeProduct) =>
      acts.editProduct(product, { priceMinor: (product.variants[0]?.priceMinor ?? 0) + 100 }),
    ),
    customer: () => acts.createCustomer(),
    subscribe: withLast(state.customers, (one: FakeCustomer) => acts.chooseMarketing(one, 'SUBSCRIBED')),
    unsubscribe: withLast(state.customers, (one: FakeCustomer) => acts.chooseMarketing(one, 'UNSUBSCRIBED')),
    request: withLast(state.customers, (one: FakeCustomer) => acts.requestData(one)),
    redact: withLast(state.customers, (one: FakeCustomer) => acts.redactCustomer(one)),
    'redact-shop': () => acts.redactShop(),
    hold: () => webhooks.hold(),
    release: () => webhooks.release('reversed'),
    repeat: () => {
      const last = webhooks.sent.at(-1);
      return last === undefined ? 'nothing was sent yet' : webhooks.repeat(last.delivery);
    },
    retry: () => webhooks.retry(),
    outage: () => faults.next('unavailable', { times: 3 }),
  };
}

/** What the desk shows beside its buttons. */
function look({ shop, theme, url }: ServedFakeShop, app: string | null) {
  const { state, webhooks } = shop;
  return {
    ...{ shop: state.domain, storefront: url, app, theme, isInstalled: shop.isInstalled },
    counts: {
      ...{ customers: state.customers.size, products: state.products.size, orders: state.orders.size },
      ...{ discounts: state.discounts.size, metafields: state.metafields.size },
      ...{ flow: state.flowTriggers.length, waiting: webhooks.waiting.length, lost: webhooks.lost.length },
    },
    webhooks: webhooks.sent
      .slice(-LAST_WEBHOOKS)
      .reverse()
      .map(({ delivery, status }) => ({ topic: delivery.topic, status })),
  };
}

/** @param app Where our server is, once it is there. @example serveFakeShop({ …, routes: (served) => createDesk(served, () => app) }) */
export function createDesk(served: ServedFakeShop, app: () => string | null): Routes {
  const { shop } = served;
  const acts = createDeskActs(served);
  const script = (name: string) => readFileSync(join(SCRIPTS, name), 'utf8');
  return {
    'GET /admin': ({ response }) => sendText(response, readFileSync(PAGE, 'utf8')),
    'GET /_admin/desk.js': ({ response }) => sendText(response, script('desk.js'), 'text/javascript'),
    'GET /_admin/app-bridge.js': ({ response }) =>
      sendText(response, script('app-bridge.js'), 'text/javascript'),
    'GET /_admin/look': ({ response }) => sendJson(response, look(served, app())),
    // App Bridge asks it of the admin around it: here, of this address.
    'GET /_admin/session-token': ({ response }) => {
      response.setHeader('access-control-allow-origin', '*');
      sendJson(response, { token: shop.sessionToken() });
    },
    // Pages of Shopify's own admin, which this one has none of.
    'GET /store/*': ({ response }) => sendTo(response, '/admin'),
    'POST /_admin/scopes': async ({ request, response }) => {
      response.setHeader('access-control-allow-origin', '*');
      const { scopes } = await fieldsOf(request);
      const known = OPTIONAL_SCOPES.filter((scope) => Array.isArray(scopes) && scopes.includes(scope));
      await shop.changeScopes([...new Set([...shop.granted, ...known])]);
      sendJson(response, { result: 'granted-all' });
    },
    'POST /_admin/acts/*': async ({ response, rest }) => {
      const act = acts[rest];
      if (act === undefined) return sendMissing(response);
      const said = await act();
      sendJson(response, { said: typeof said === 'string' ? said : 'done' });
    },
  };
}
