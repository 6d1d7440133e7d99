/**
 * Offline tokens of shops, sealed at rest. They end within the hour, and each refresh token works once: so that one is used
 * by one process only, whoever wants a new token waits for the one who is at it.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { SiteId } from '../../../core/entry.ts';
import type { KeyRing } from '../../../core/identity/keys.ts';
import type { Clock, Store } from '../../../core/ports.ts';
import type { GivenToken, ShopifyApi, Token } from '../api/api.ts';
import { within } from '../api/deadline.ts';
import { createLease } from './lease.ts';
import { PLATFORM, type Shop } from './shops.ts';

const COLLECTION = 'platform-tokens';
/** What is left of a token at least: longer than the longest request takes. */
const LEAST_LEFT_MS = 5 * 60_000;
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

export type TokensPorts = {
  readonly store: Pick<Store, 'getRecord' | 'putRecord' | 'deleteRecord'>;
  readonly ring: Pick<KeyRing, 'ofSite'>;
  readonly clock: Clock;
  readonly api: () => Promise<Pick<ShopifyApi, 'exchange' | 'refresh'>>;
  /** Shopify gave a token for a session: the app is in the shop now. */
  readonly onExchange?: (shop: Shop) => Promise<void>;
};

/** @example const token = await createTokens(ports).read(shop) */
export function createTokens(ports: TokensPorts): Tokens {
  const { store, ring, clock, api, onExchange } = ports;
  const lease = createLease(store, clock, LEASE_MS);
  const running = new Map<SiteId, Promise<Token | null>>();

  async function peek(site: SiteId): Promise<Token | null> {
    const sealed = await store.getRecord(COLLECTION, site, PLATFORM);
    if (typeof sealed !== 'string') return null;
    return JSON.parse((await ring.ofSite(site)).open(sealed, purposeOf(site)));
  }

  const keep = (site: SiteId, { lastsMs, refreshLastsMs, ...token }: GivenToken): Promise<Token> =>
    save(site, { ...token, expiresAt: after(lastsMs), refreshExpiresAt: after(refreshLastsMs) });

  const after = (ms: number | null): number | null => (ms === null ? null : clock.now() + ms);

  async function save(site: SiteId, token: Token): Promise<Token> {
    const sealed = (await ring.ofSite(site)).seal(JSON.stringify(token), purposeOf(site));
    await store.putRecord(COLLECTION, site, PLATFORM, sealed);
    return token;
  }

  async function peekFresh(site: SiteId): Promise<Token | null> {
    const known = await peek(site);
    return known !== null && isFresh(known, clock.now()) ? known : null;
  }

  async function refresh({ domain, site: { siteId } }: Shop, refreshToken: string): Promise<Token | null> {
    const others = await lease.take(siteId, () => peekFresh(siteId));
    if (others !== null) return others;
    try {
      // Another may have been done with it before the lease was ours.
      const current = await peek(siteId);
      if (current !== null && isFresh(current, clock.now())) return current;
      const { refresh: ask } = await api();
      const own = current?.refreshToken ?? refreshToken;
      const next = await within(clock, TIMEOUT_MS, (signal) => ask(domain, own, signal));
      // Refused, it may have been used up by one who was taken for dead and was merely slow.
      return next === null ? await peekFresh(siteId) : await keep(siteId, next);
    } finally {
      await lease.release(siteId);
    }
  }

  async function find(shop: Shop, sessionToken: string | null): Promise<Token | null> {
    const known = await peek(shop.site.siteId);
    if (known !== null && isFresh(known, clock.now())) return known;
    const refreshed =
      known?.refreshToken != null && canRefresh(known, clock.now())
        ? await refresh(shop, known.refreshToken)
        : null;
    if (refreshed !== null || sessionToken === null) return refreshed;
    const { exchange } = await api();
    const taken = await within(clock, TIMEOUT_MS, (signal) => exchange(shop.domain, sessionToken, signal));
    if (taken === null) return null;
    const kept = await keep(shop.site.siteId, taken);
    await onExchange?.(shop);
    return kept;
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
    discard: async ({ site }, accessToken) => {
      const known = await peek(site.siteId);
      if (known !== null && isSame(known.accessToken, accessToken))
        await save(site.siteId, { ...known, accessToken: '', expiresAt: null });
    },
    peek,
    forget: (site) => dropTokens(store, site),
  };
}

function isFresh({ accessToken, expiresAt }: Token, now: number): boolean {
  return accessToken !== '' && expiresAt !== null && expiresAt - now > LEAST_LEFT_MS;
}

function canRefresh({ refreshExpiresAt }: Token, now: number): boolean {
  return refreshExpiresAt === null || refreshExpiresAt > now;
}

/** What only a lost key opens is of no use: the merchant opens the app, and there is a new one. */
export async function dropTokens(store: Pick<Store, 'deleteRecord'>, site: SiteId): Promise<void> {
  await store.deleteRecord(COLLECTION, site, PLATFORM);
}

function purposeOf(site: SiteId): string {
  return `${COLLECTION}:${site}:${PLATFORM}`;
}

function isSame(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(fingerprint(one)), Buffer.from(fingerprint(other)));
}

/** Opens nothing. */
function fingerprint(token: string): string {
  return createHash('sha256').update(token).digest('hex').slice(0, 16);
}
