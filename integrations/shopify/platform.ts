/** Inkling as an app of Shopify's: what its shops, their pages and Shopify itself ask of this server. */
import { accept, refuse } from '../../core/errors.ts';
import { once } from '../../core/once.ts';
import type { ConnectedPlatform, Platform, PlatformPorts } from '../../core/ports.ts';
import { createAdmin } from './admin-client.ts';
import { createCompliance } from './compliance.ts';
import { createHandle } from './doors.ts';
import { createJoins } from './joins.ts';
import { createPixelDoor } from './pixel-door.ts';
import { createProxyDoor, PROXY } from './proxy.ts';
import { createPulse } from './pulse.ts';
import type { ShopifySettings } from './settings.ts';
import { createShops, PLATFORM } from './shops.ts';
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
  const joins = createJoins(store);
  const pulse = createPulse(ports);

  const uninstall: TopicHandler = async ({ shop, triggeredAt }) => {
    const isGone = await shops.uninstall(shop.domain, triggeredAt ?? engine.now());
    if (isGone) await tokens.forget(shop.site.siteId);
    return accept({});
  };
  const whileInstalled: TopicHandler = async () => accept({});
  const forgetShop: TopicHandler = async () => accept({});
  const compliance = createCompliance({ engine, store, forgetShop });
  const webhooks = createWebhookDoor({
    ...{ api, shops, web },
    always: { ...compliance.topics, APP_UNINSTALLED: uninstall },
    whileInstalled,
    onTold: ({ shop, topic }, outcome) => {
      const at = engine.now();
      pulse.beat(shop.site.siteId, 'webhook', { at });
      if (!outcome.ok) pulse.beat(shop.site.siteId, 'webhook-refused', { at, topic, code: outcome.code });
    },
  });
  return {
    handle: createHandle({
      'POST /webhooks': webhooks,
      'POST /webhooks/compliance': webhooks,
      'POST /pixel': createPixelDoor({
        ...{ engine, web, joins },
        onPixel: ({ siteId }) => pulse.beat(siteId, 'pixel', { at: engine.now() }),
      }),
      [`* ${PROXY}/`]: createProxyDoor({
        ...{ engine, web, api, shops, joins },
        onPage: ({ siteId }) => pulse.beat(siteId, 'page', { at: engine.now() }),
      }),
    }),
    forget: async () => ({ kind: 'done' }),
  };
}
