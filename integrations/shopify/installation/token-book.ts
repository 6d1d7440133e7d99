/** Where the token of a shop lies, sealed. */
import type { SiteId } from '../../../core/entry.ts';
import type { KeyRing } from '../../../core/identity/keys.ts';
import type { Clock, Store } from '../../../core/ports.ts';
import type { GivenToken, Token } from '../api/api.ts';
import { PLATFORM, type Shop } from './shops.ts';

const COLLECTION = 'platform-tokens';
/** What is left of a token at least: longer than the longest request takes. */
const LEAST_LEFT_MS = 5 * 60_000;

export type TokenBookPorts = {
  readonly store: Pick<Store, 'getRecord' | 'putRecord' | 'deleteRecord'>;
  readonly ring: Pick<KeyRing, 'ofSite'>;
  readonly clock: Clock;
  /** Whether the app is in the shop, as far as it was heard. */
  readonly isThere?: (shop: Shop) => Promise<boolean>;
};

export type TokenBook = {
  /** As it lies there, fresh or not. */
  peek(site: SiteId): Promise<Token | null>;
  /** Null where none is there that lasts. */
  peekFresh(site: SiteId): Promise<Token | null>;
  /** Null where the app has gone. */
  keep(shop: Shop, given: GivenToken): Promise<Token | null>;
  /** It opens nothing more; what renews it stays. */
  spoil(shop: Shop, token: Token): Promise<void>;
};

/** @example await createTokenBook({ store, ring, clock }).peek(siteId) */
export function createTokenBook({ store, ring, clock, isThere }: TokenBookPorts): TokenBook {
  async function peek(site: SiteId): Promise<Token | null> {
    const sealed = await store.getRecord(COLLECTION, site, PLATFORM);
    if (typeof sealed !== 'string') return null;
    return JSON.parse((await ring.ofSite(site)).open(sealed, purposeOf(site)));
  }

  /** Whoever notes that the app has gone drops its token afterwards: one that is kept just then is dropped there, or here. */
  async function save(shop: Shop, token: Token): Promise<Token | null> {
    const { siteId } = shop.site;
    const sealed = (await ring.ofSite(siteId)).seal(JSON.stringify(token), purposeOf(siteId));
    await store.putRecord(COLLECTION, siteId, PLATFORM, sealed);
    if ((await isThere?.(shop)) !== false) return token;
    await dropTokens(store, siteId);
    return null;
  }

  const after = (ms: number | null): number | null => (ms === null ? null : clock.now() + ms);

  return {
    peek,
    peekFresh: async (site) => {
      const known = await peek(site);
      return known !== null && isFresh(known, clock.now()) ? known : null;
    },
    keep: (shop, { lastsMs, refreshLastsMs, givenAt: _, ...token }) =>
      save(shop, { ...token, expiresAt: after(lastsMs), refreshExpiresAt: after(refreshLastsMs) }),
    spoil: async (shop, token) => void (await save(shop, { ...token, accessToken: '', expiresAt: null })),
  };
}

/** Whether it lasts for whatever it is asked with. @example isFresh(token, clock.now()) */
export function isFresh({ accessToken, expiresAt }: Token, now: number): boolean {
  return accessToken !== '' && expiresAt !== null && expiresAt - now > LEAST_LEFT_MS;
}

/** What only a lost key opens is of no use: the merchant opens the app, and there is a new one. */
export async function dropTokens(store: Pick<Store, 'deleteRecord'>, site: SiteId): Promise<void> {
  await store.deleteRecord(COLLECTION, site, PLATFORM);
}

function purposeOf(site: SiteId): string {
  return `${COLLECTION}:${site}:${PLATFORM}`;
}
