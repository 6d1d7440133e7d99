/** Inkling as an app of Shopify's: what its shops, their pages and Shopify itself ask of this server. */
import { once } from '../../core/once.ts';
import type {
  ConnectedPlatform,
  ForgetOutcome,
  ForgetRequest,
  Platform,
  PlatformPorts,
} from '../../core/ports.ts';
import { createAdminApi } from './admin-api/admin-api.ts';
import type { AdminBundle } from './admin-page/bundle.ts';
import { createAdmin } from './api/admin-client.ts';
import { createCounting } from './counting/counting.ts';
import { createPulse } from './counting/pulse.ts';
import { createTally } from './counting/tally.ts';
import { createCoupons } from './coupons.ts';
import { createHandle } from './doors/doors.ts';
import { createPixelDoor } from './doors/pixel-door.ts';
import { createProxyDoor, PROXY } from './doors/proxy.ts';
import { createWebhookDoor, type TopicHandler } from './doors/webhooks.ts';
import { createFlow } from './flow/flow.ts';
import { createCompliance } from './installation/compliance.ts';
import { createConnecting } from './installation/connecting.ts';
import { createInstalling } from './installation/installing.ts';
import { createLeaving, type Leaving } from './installation/leaving.ts';
import { createShopFacts } from './installation/shop-facts.ts';
import { createShops, PLATFORM, type Shop, type Shops } from './installation/shops.ts';
import { createTokens } from './installation/tokens.ts';
import { createCustomers } from './intake/customers.ts';
import { createHistory } from './intake/history.ts';
import { createIntake } from './intake/intake.ts';
import { createJoins } from './intake/joins.ts';
import { createPastCustomers } from './intake/past-customers.ts';
import { createPastProducts } from './intake/past-products.ts';
import { createProductTimes } from './intake/product-times.ts';
import type { Part } from './part.ts';
import { APP_PATH, type ShopifySettings } from './settings.ts';
import { createWriteOut } from './write-out/write-out.ts';

export type ShopifyOptions = ShopifySettings & {
  /** Files of the embedded admin. */
  readonly bundle: () => AdminBundle;
};

/** @example const platforms = [createShopify({ ...settings, bundle: () => buildConsole('polaris') })] */
export function createShopify(options: ShopifyOptions): Platform {
  return { name: PLATFORM, connect: (ports) => connectShopify(options, ports) };
}

function connectShopify(options: ShopifyOptions, ports: PlatformPorts): ConnectedPlatform {
  const works = createWorks(options, ports, () => parts);
  const parts = createParts(options, ports, works, () => parts);
  const { shops, api, counting } = works;
  const topics = (of: 'always' | 'topics'): Readonly<Record<string, TopicHandler>> =>
    Object.assign({}, ...parts.map((part) => part[of] ?? {}));
  const webhooks = createWebhookDoor({
    ...{ api, shops, web: ports.web, onTold: counting.webhook },
    ...{ always: topics('always'), topics: topics('topics') },
  });
  const desk = parts.find((part) => part.desk !== undefined)?.desk;
  return {
    handle: createHandle(
      Object.assign(
        { 'POST /webhooks': webhooks, 'POST /webhooks/compliance': webhooks },
        ...parts.map(({ doors }) => doors ?? {}),
      ),
    ),
    forget: (request, signal) => forgetEverywhere(parts, shops, request, signal),
    ...(desk !== undefined && { desk }),
    channels: parts.flatMap(({ channel }) => channel ?? []),
    labelsOf: (site) => parts.flatMap((part) => part.labelsOf?.(site) ?? []),
    receiversOf: (site) => parts.flatMap((part) => part.receiversOf?.(site) ?? []),
    works: parts.flatMap((part) => part.works ?? []),
  };
}

/** What parts have in common. */
function createWorks(
  { fetch: send, ...settings }: ShopifyOptions,
  ports: PlatformPorts,
  parts: () => readonly Part[],
) {
  const { engine, store, clock, onFault } = ports;
  const { now } = engine;
  const api = once(async () =>
    (await import('./api/api.ts')).createShopifyApi({ ...settings, ...(send && { fetch: send }) }),
  );
  const shops = createShops({ store, engine });
  const onExchange: Leaving['comeBack'] = (...given) => leaving.comeBack(...given);
  const isThere = async ({ domain }: Shop) => (await shops.find(domain))?.uninstalledAt === null;
  const tokens = createTokens({ store, ring: engine.ring, clock, api, onExchange, isThere });
  const admin = createAdmin({ clock, tokens, api });
  const leaving = createLeaving({ shops, tokens, engine, admin }, parts);
  const pulse = createPulse({ store, onFault });
  const sites = async () => (await shops.list()).map(({ site }) => site.siteId);
  const tally = createTally({ store, clock, sites, onFault });
  const counting = createCounting({ pulse, tally, now });
  const joins = createJoins(store);
  const customers = createCustomers(engine, clock);
  return { api, shops, tokens, admin, leaving, pulse, tally, counting, joins, customers };
}

type Works = ReturnType<typeof createWorks>;

/** What the platform does, a part each. */
function createParts(
  { apiKey, appUrl, bundle, surroundings }: ShopifyOptions,
  ports: PlatformPorts,
  works: Works,
  parts: () => readonly Part[],
): readonly Part[] {
  const { engine, store, onFault } = ports;
  const { now } = engine;
  const { admin, counting, tally } = works;
  const shared = { ...ports, ...works };
  const facts = createShopFacts(shared);
  const connecting = createConnecting({ admin, appUrl, now, shops: works.shops });
  const compliance = createCompliance(shared);
  const intake = createIntake({ ...shared, facts, productTimes: createProductTimes(store) });
  const history = createHistory({ ...shared, intake, now });
  const writeOut = createWriteOut({ ...shared, now });
  return [
    {
      doors: {
        'POST /pixel': createPixelDoor({
          ...shared,
          onPixel: ({ siteId }, post) => counting.post(siteId, 'pixel', post),
        }),
        [`* ${PROXY}/`]: createProxyDoor({
          ...shared,
          onPage: ({ siteId }, post) => counting.post(siteId, 'page', post),
        }),
      },
    },
    facts.part,
    connecting.part,
    intake.part,
    history.part,
    createPastProducts({ ...shared, facts, intake, now }),
    createPastCustomers({ ...shared, intake, now }),
    compliance.part,
    createCoupons({ ...shared, now }),
    createFlow({ ...shared, now }),
    writeOut.part,
    works.leaving.part,
    { works: tally.works },
    createAdminApi({
      ...{ ...shared, apiKey, bundle, base: APP_PATH, compliance, connecting, history, writeOut, now },
      installing: createInstalling({ store, parts, onFault }),
      ...(surroundings && { surroundings }),
    }),
  ];
}

/** Done where every part is done; the first that is not says what to wait for. */
async function forgetEverywhere(
  parts: readonly Part[],
  shops: Pick<Shops, 'ofSite'>,
  request: ForgetRequest,
  signal: AbortSignal,
): Promise<ForgetOutcome> {
  const shop = await shops.ofSite(request.site);
  if (shop === null) return { kind: 'done' };
  for (const part of parts) {
    const outcome = await part.forget?.(shop, request, signal);
    if (outcome?.kind === 'failed') return outcome;
  }
  return { kind: 'done' };
}
