/**
 * The contact vault: the only place where an address or a platform's customer reference lies, encrypted, and only
 * with the consent that allows it. Read by deliveries alone.
 */
import type { Json, SiteId, VisitorId } from '../entry.ts';
import type { Store } from '../ports.ts';
import { normalizeIdentifier } from './hash.ts';
import type { KeyRing } from './keys.ts';
import { asRawId, type RawId } from './raw.ts';

/** `email` is an address; `shopify`, `woocommerce`, `segment` … are a platform's own references. */
export const CONTACT_KINDS = ['email', 'shopify', 'woocommerce', 'segment'] as const;
export type ContactKind = (typeof CONTACT_KINDS)[number];

const COLLECTION = 'vault';
const PAGE = 1_000;
/** Said by the site's own server, which knows whose it is: no instant stands against it. */
export const VOUCHED = 0;
const AFTER_ALL = Number.MAX_SAFE_INTEGER;

/** A contact, and when a page gave it (UTC ms); 0 where the site's own server did. */
export type Kept = { readonly contact: RawId; readonly givenAt: number };

/** What lies there, unopened. */
export type VaultLine = {
  readonly key: string;
  readonly visitor: VisitorId;
  readonly kind: ContactKind;
  /** UTC ms; null where the site's own server gave it, or nobody knows. */
  readonly givenAt: number | null;
};

export type Vault = {
  /**
   * Keeps one contact of a visitor; a newer one of the same kind takes its place, the same one keeps its instant.
   *
   * @param givenAt When a page gave it, UTC ms; left out where the site's own server did.
   */
  keep(site: SiteId, visitor: VisitorId, kind: ContactKind, contact: RawId, givenAt?: number): Promise<void>;
  /** @throws InklingError `sealed_elsewhere` when the key does not fit. */
  open(site: SiteId, visitor: VisitorId, kind: ContactKind): Promise<RawId | null>;
  /** With the instant. @throws InklingError `sealed_elsewhere` when the key does not fit. */
  read(site: SiteId, visitor: VisitorId, kind: ContactKind): Promise<Kept | null>;
  /** Whether one lies there, without opening it. */
  has(site: SiteId, visitor: VisitorId, kind: ContactKind): Promise<boolean>;
  forget(site: SiteId, visitor: VisitorId, kind: ContactKind): Promise<boolean>;
  /** By key, after `after`. */
  list(site: SiteId, after: string | null, limit: number): Promise<readonly VaultLine[]>;
};

/** @example await createVault(store, ring).keep(site, visitor, 'email', asRawId('ann@example.com')) */
export function createVault(store: Store, ring: KeyRing): Vault {
  const keyOf = (visitor: VisitorId, kind: ContactKind): string => `${visitor}:${kind}`;
  const purposeOf = (site: SiteId, key: string): string => `${COLLECTION}:${site}:${key}`;

  async function read(site: SiteId, visitor: VisitorId, kind: ContactKind): Promise<Kept | null> {
    const key = keyOf(visitor, kind);
    const row = readRow(await store.getRecord(COLLECTION, site, key));
    if (row === null) return null;
    const keys = await ring.ofSite(site);
    return { contact: asRawId(keys.open(row.sealed, purposeOf(site, key))), givenAt: row.at };
  }

  return {
    keep: async (site, visitor, kind, contact, givenAt = VOUCHED) => {
      const key = keyOf(visitor, kind);
      const before = await read(site, visitor, kind);
      const isKnown = before !== null && normalizeIdentifier(before.contact) === normalizeIdentifier(contact);
      const at = isKnown ? Math.min(before.givenAt, givenAt) : givenAt;
      const sealed = (await ring.ofSite(site)).seal(contact, purposeOf(site, key));
      await store.putRecord(COLLECTION, site, key, { sealed, at });
    },
    open: async (site, visitor, kind) => (await read(site, visitor, kind))?.contact ?? null,
    read,
    has: async (site, visitor, kind) =>
      (await store.getRecord(COLLECTION, site, keyOf(visitor, kind))) !== undefined,
    forget: (site, visitor, kind) => store.deleteRecord(COLLECTION, site, keyOf(visitor, kind)),
    list: async (site, after, limit) =>
      (await store.listRecords(COLLECTION, site, after, limit)).map(({ key, value }) => readLine(key, value)),
  };
}

/**
 * Removes every contact of a site, opened or not: where the key that sealed them is lost, they are of no use to anybody.
 *
 * @returns How many.
 */
export async function emptyVault(
  store: Pick<Store, 'listRecords' | 'deleteRecord'>,
  site: SiteId,
): Promise<number> {
  let removed = 0;
  for (let rows = await page(); rows.length > 0; rows = await page()) {
    for (const { key } of rows) await store.deleteRecord(COLLECTION, site, key);
    removed += rows.length;
  }
  return removed;

  function page() {
    return store.listRecords(COLLECTION, site, null, PAGE);
  }
}

/** Rows of before the instant was kept say nothing of it: as if it were given after everything. */
function readRow(value: Json | undefined): { readonly sealed: string; readonly at: number } | null {
  if (typeof value === 'string') return { sealed: value, at: AFTER_ALL };
  return value === undefined ? null : { at: AFTER_ALL, ...(value as { sealed: string }) };
}

function readLine(key: string, value: Json): VaultLine {
  const [visitor, kind] = key.split(':') as [VisitorId, ContactKind];
  const at = readRow(value)?.at ?? AFTER_ALL;
  return { key, visitor, kind, givenAt: at === VOUCHED || at === AFTER_ALL ? null : at };
}
