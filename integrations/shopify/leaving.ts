/** The app goes from a shop: first it is uninstalled, and two days later nothing of the shop may be left. */
import type { Engine } from '../../core/engine.ts';
import { accept } from '../../core/errors.ts';
import type { Part } from './part.ts';
import { PLATFORM, type Shops } from './shops.ts';
import type { Tokens } from './tokens.ts';
import type { TopicHandler } from './webhooks.ts';

export type LeavingPorts = {
  readonly shops: Pick<Shops, 'uninstall' | 'forget'>;
  readonly tokens: Pick<Tokens, 'forget'>;
  readonly engine: Pick<Engine, 'now' | 'removal'>;
};

/** @param parts All of them, asked when a shop leaves. */
export function createLeaving({ shops, tokens, engine }: LeavingPorts, parts: () => readonly Part[]): Part {
  const uninstall: TopicHandler = async ({ shop, triggeredAt }) => {
    const isGone = await shops.uninstall(shop.domain, triggeredAt ?? engine.now());
    if (!isGone) return accept({});
    for (const part of parts()) await part.uninstalled?.(shop);
    await tokens.forget(shop.site.siteId);
    return accept({});
  };
  const forgetShop: TopicHandler = async ({ shop }) => {
    // Installed again meanwhile, it is no shop that has left.
    if (shop.uninstalledAt === null) return accept({});
    // What is known of the shop goes last: broken off before that, Shopify tells of it again.
    const removed = await engine.removal.remove(shop.site.site, PLATFORM);
    if (!removed.ok) return removed;
    await shops.forget(shop.domain);
    return accept({});
  };
  return { always: { APP_UNINSTALLED: uninstall, SHOP_REDACT: forgetShop } };
}
