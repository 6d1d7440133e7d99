/** The app goes from a shop: first it is uninstalled, and two days later nothing of the shop may be left. */
import type { Engine } from '../../../core/engine.ts';
import { accept, REFUSALS } from '../../../core/errors.ts';
import type { Admin, Patience } from '../api/admin-client.ts';
import type { TopicHandler } from '../doors/webhooks.ts';
import { accessScopes } from '../operations/shop.ts';
import type { Part } from '../part.ts';
import { PLATFORM, type Shops } from './shops.ts';
import type { Tokens } from './tokens.ts';

export type LeavingPorts = {
  readonly shops: Pick<Shops, 'uninstall' | 'forget'>;
  readonly tokens: Pick<Tokens, 'forget'>;
  readonly engine: Pick<Engine, 'now' | 'removal'>;
  readonly admin: Admin;
};

/** Shopify waits five seconds, and tells of it again. */
const AT_ONCE: Patience = { tries: 1, timeoutMs: 3_000 };

/** @param parts All of them, asked when a shop leaves. */
export function createLeaving(
  { shops, tokens, engine, admin }: LeavingPorts,
  parts: () => readonly Part[],
): Part {
  const uninstall: TopicHandler = async ({ shop, triggeredAt }) => {
    const isGone = await shops.uninstall(shop.domain, triggeredAt ?? engine.now());
    if (!isGone) return accept({});
    // Again where it was told before: what broke off then is finished.
    for (const part of parts()) await part.uninstalled?.(shop);
    await tokens.forget(shop.site.siteId);
    return accept({});
  };
  const forgetShop: TopicHandler = async ({ shop }) => {
    if (shop.uninstalledAt === null) {
      // Installed again meanwhile, or nobody heard that it went: Shopify knows, and takes our token or does not.
      const asked = await admin.run(shop, accessScopes, {}, AT_ONCE);
      if (asked.ok) return accept({});
      if (REFUSALS[asked.code].retryable) return asked;
    }
    // What is known of the shop goes last: broken off before that, Shopify tells of it again.
    const removed = await engine.removal.remove(shop.site.site, PLATFORM);
    if (!removed.ok) return removed;
    await shops.forget(shop.domain);
    return accept({});
  };
  return { always: { APP_UNINSTALLED: uninstall, SHOP_REDACT: forgetShop } };
}
