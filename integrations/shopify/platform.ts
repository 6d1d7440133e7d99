/** Inkling as an app of Shopify's: what its shops, their pages and Shopify itself ask of this server. */
import { accept } from '../../core/errors.ts';
import { once } from '../../core/once.ts';
import type {
  ConnectedPlatform,
  ForgetOutcome,
  ForgetRequest,
  Platform,
  PlatformPorts,
} from '../../core/ports.ts';
import { createAdmin } from './admin-client.ts';
import { createCompliance } from './compliance.ts';
import { createHandle } from './doors.ts';
import { createIntake } from './intake.ts';
import { createJoins } from './joins.ts';
import type { Part } from './part.ts';
import { createPixelDoor } from './pixel-door.ts';
import { createProxyDoor, PROXY } from './proxy.ts';
import { createPulse } from './pulse.ts';
import type { ShopifySettings } from './settings.ts';
import { createShopFacts } from './shop-facts.ts';
import { createShops, PLATFORM, type Shops } from './shops.ts';
import { createTokens } from './tokens.ts';
import { createWebhookDoor, type TopicHandler } from './webhooks.ts';

/** @example const platforms = [createShopify({ apiKey, apiSecret, appUrl: 'https://inkling.example.com/platforms/shopify' })] */
export function createShopify(settings: ShopifySettings): Platform {
  return { name: PLATFORM, connect: (ports) => connectShopify(settings, ports) };
}

function connectShopify(settings: ShopifySettings, ports: PlatformPorts): ConnectedPlatform {
  const { engine, web, store, clock } = ports;
  const api = once(async () => (await import('./api.ts')).createShopifyApi(settings));
  const shops = createShops({ store, engine });
  const tokens = createTokens({ store, ring: engine.ring, clock, api });
  const admin = createAdmin({ clock, tokens, api });
  const facts = createShopFacts({ admin, store, engine });
  const joins = createJoins(store);
  const pulse = createPulse(ports);

  const uninstall: TopicHandler = async ({ shop, triggeredAt }) => {
    const isGone = await shops.uninstall(shop.domain, triggeredAt ?? engine.now());
    if (!isGone) return accept({});
    for (const part of parts) await part.uninstalled?.(shop);
    await tokens.forget(shop.site.siteId);
    return accept({});
  };
  const forgetShop: TopicHandler = async ({ shop }) => {
    for (const part of parts) await part.forgetShop?.(shop);
    await tokens.forget(shop.site.siteId);
    await shops.forget(shop.domain);
    return accept({});
  };
  const compliance = createCompliance({ engine, store });
  const pixel = createPixelDoor({
    ...{ engine, web, joins },
    onPixel: ({ siteId }) => pulse.beat(siteId, 'pixel', { at: engine.now() }),
  });
  const proxy = createProxyDoor({
    ...{ engine, web, api, shops, joins },
    onPage: ({ siteId }) => pulse.beat(siteId, 'page', { at: engine.now() }),
  });
  const parts: readonly Part[] = [
    { doors: { 'POST /pixel': pixel, [`* ${PROXY}/`]: proxy } },
    facts.part,
    createIntake({ engine, joins, facts }).part,
    { always: compliance.topics },
    { always: { APP_UNINSTALLED: uninstall, SHOP_REDACT: forgetShop } },
  ];
  const topics = (of: 'always' | 'topics'): Readonly<Record<string, TopicHandler>> =>
    Object.assign({}, ...parts.map((part) => part[of] ?? {}));
  const webhooks = createWebhookDoor({
    ...{ api, shops, web },
    always: topics('always'),
    topics: topics('topics'),
    onTold: ({ shop, topic }, outcome) => {
      const at = engine.now();
      pulse.beat(shop.site.siteId, 'webhook', { at });
      if (!outcome.ok) pulse.beat(shop.site.siteId, 'webhook-refused', { at, topic, code: outcome.code });
    },
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
    works: parts.flatMap(({ works }) => works ?? []),
  };
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
