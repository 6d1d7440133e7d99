/**
 * Offline tokens of shops, sealed at rest. They end within the hour, and each refresh token works once: so that one is used
 * by one process only, whoever wants a new token waits for the one who is at it.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { SiteId } from '../../../core/entry.ts';
import type { ShopifyApi, Token } from '../api/api.ts';
import { within } from '../api/deadline.ts';
import { createLease } from './lease.ts';
import type { Shop } from './shops.ts';
import { createTokenBook, dropTokens, isFresh, type TokenBookPorts } from './token-book.ts';

const TIMEOUT_MS = 10_000;
/** Whoever is at it for longer has died of it. */
const LEASE_MS = 3 * TIMEOUT_MS;

export type Tokens = {
  /** One that lasts; null where the merchant has to open the app first. */
  read(shop: Shop): Promise<Token | null>;
  /** Trades a session token for one, unless a good one is there. Null: Shopify does not take it. */
  take(shop: Shop, sessionToken: string): Promise<Token | null>;
  /** Shopify said that this one is over: it is not handed out again. */
  discard(shop: Shop, accessToken: string): Promise<void>;
  /** As it lies there, fresh or not. */
  peek(site: SiteId): Promise<Token | null>;
  forget(site: SiteId): Promise<void>;
};

export type TokensPorts = TokenBookPorts & {
  readonly api: () => Promise<Pick<ShopifyApi, 'exchange' | 'refresh'>>;
  /**
   * Shopify gave a token for a session: the app is in the shop now.
   *
   * @param givenAt By Shopify's clock, UTC ms; null where it did not say.
   * @returns Whether the token is from now.
   */
  readonly onExchange?: (shop: Shop, givenAt: number | null) => Promise<boolean>;
};

/** @example const token = await createTokens(ports).read(shop) */
export function createTokens(ports: TokensPorts): Tokens {
  const { store, clock, api, onExchange } = ports;
  const { peek, peekFresh, keep, spoil } = createTokenBook(ports);
  const lease = createLease(store, clock, LEASE_MS);
  const running = new Map<SiteId, Promise<Token | null>>();

  async function refresh(shop: Shop, refreshToken: string): Promise<Token | null> {
    const { siteId } = shop.site;
    const others = await lease.take(siteId, () => peekFresh(siteId));
    if (others !== null) return others;
    try {
      // Another may have been done with it before the lease was ours.
      const current = await peek(siteId);
      if (current !== null && isFresh(current, clock.now())) return current;
      const { refresh: ask } = await api();
      const own = current?.refreshToken ?? refreshToken;
      const next = await within(clock, TIMEOUT_MS, (signal) => ask(shop.domain, own, signal));
      // Refused, it may have been used up by one who was taken for dead and was merely slow.
      return next === null ? await peekFresh(siteId) : await keep(shop, next);
    } finally {
      await lease.release(siteId);
    }
  }

  async function find(shop: Shop, sessionToken: string | null): Promise<Token | null> {
    // One from before the app went opens nothing, also where it is not forgotten yet.
    const known = shop.uninstalledAt === null ? await peek(shop.site.siteId) : null;
    if (known !== null && isFresh(known, clock.now())) return known;
    const refreshed =
      known?.refreshToken != null && canRefresh(known, clock.now())
        ? await refresh(shop, known.refreshToken)
        : null;
    if (refreshed !== null || sessionToken === null) return refreshed;
    const { exchange } = await api();
    const taken = await within(clock, TIMEOUT_MS, (signal) => exchange(shop.domain, sessionToken, signal));
    if (taken === null || (await onExchange?.(shop, taken.givenAt)) === false) return null;
    return keep(shop, taken);
  }

  /** Whoever asks meanwhile gets the same one. */
  function once(shop: Shop, sessionToken: string | null): Promise<Token | null> {
    const { siteId } = shop.site;
    const under = running.get(siteId);
    if (under !== undefined)
      return sessionToken === null ? under : under.then((token) => token ?? once(shop, sessionToken));
    const own = find(shop, sessionToken).finally(() => running.delete(siteId));
    running.set(siteId, own);
    return own;
  }

  return {
    read: (shop) => once(shop, null),
    take: (shop, sessionToken) => once(shop, sessionToken),
    discard: async (shop, accessToken) => {
      const known = await peek(shop.site.siteId);
      if (known !== null && isSame(known.accessToken, accessToken)) await spoil(shop, known);
    },
    peek,
    forget: (site) => dropTokens(store, site),
  };
}

function canRefresh({ refreshExpiresAt }: Token, now: number): boolean {
  return refreshExpiresAt === null || refreshExpiresAt > now;
}

function isSame(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(fingerprint(one)), Buffer.from(fingerprint(other)));
}

/** Opens nothing. */
function fingerprint(token: string): string {
  return createHash('sha256').update(token).digest('hex').slice(0, 16);
}
