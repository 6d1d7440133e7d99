/**
 * The app goes from a shop: first it is uninstalled, and two days later nothing of the shop may be left. Until then it can come
 * back, and begins anew.
 */
import type { Engine } from '../../../core/engine.ts';
import { accept, REFUSALS } from '../../../core/errors.ts';
import { createNamedTurns } from '../../../core/turns.ts';
import type { Admin, Patience } from '../api/admin-client.ts';
import type { TopicHandler } from '../doors/webhooks.ts';
import { accessScopes } from '../operations/shop.ts';
import type { Part } from '../part.ts';
import { PLATFORM, type Shop, type Shops } from './shops.ts';
import type { Tokens } from './tokens.ts';

export type LeavingPorts = {
  readonly shops: Pick<Shops, 'find' | 'renew' | 'uninstall' | 'forget'>;
  readonly tokens: Pick<Tokens, 'forget'>;
  readonly engine: Pick<Engine, 'removal'>;
  readonly admin: Admin;
};

export type Leaving = {
  readonly part: Part;
  /**
   * Shopify has given a token, asked for by who knew the shop like this: the app is there, whatever was heard of it before.
   *
   * @param givenAt By Shopify's clock, UTC ms; null where it did not say.
   * @returns False where it was heard to go meanwhile: then the token may be from before that, and says nothing.
   */
  comeBack(shop: Shop, givenAt: number | null): Promise<boolean>;
};

/** Shopify waits five seconds, and tells of it again. */
const AT_ONCE: Patience = { tries: 1, timeoutMs: 3_000 };

/**
 * @param parts All of them, asked when a shop leaves.
 * @example const { part, comeBack } = createLeaving({ shops, tokens, engine, admin }, () => parts)
 */
export function createLeaving(
  { shops, tokens, engine, admin }: LeavingPorts,
  parts: () => readonly Part[],
): Leaving {
  /** What an installation had may take long to clear, and nothing of the next one may be among it. */
  const inTurn = createNamedTurns();

  async function clear(shop: Shop): Promise<void> {
    for (const part of parts()) await part.uninstalled?.(shop);
  }

  const comeBack: Leaving['comeBack'] = ({ domain, uninstalledAt }, givenAt) =>
    inTurn(domain, async () => {
      const known = await shops.find(domain);
      if (known === null) return false;
      if (known.uninstalledAt !== null) {
        if (known.uninstalledAt !== uninstalledAt) return false;
        // It may have broken off, and is not told of again in time.
        await clear(known);
      }
      await shops.renew(domain, givenAt);
      return true;
    });

  const uninstall: TopicHandler = ({ shop, triggeredAt }) =>
    inTurn(shop.domain, async () => {
      const isGone = await shops.uninstall(shop.domain, triggeredAt);
      if (!isGone) return accept({});
      // Before anything that takes long or may break off; and again where it was told before: what broke off then is finished.
      await tokens.forget(shop.site.siteId);
      await clear(shop);
      return accept({});
    });

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
  return { part: { always: { APP_UNINSTALLED: uninstall, SHOP_REDACT: forgetShop } }, comeBack };
}
