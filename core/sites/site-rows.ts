/** Sites at rest: one record each; what opens doors of servers, and what ids are made with, is sealed. */
import type { Json, SiteId } from '../entry.ts';
import { blockedHashes } from '../identity/blocked.ts';
import { createHashKey } from '../identity/hash.ts';
import type { KeyRing } from '../identity/keys.ts';
import type { Keys, Store } from '../ports.ts';
import { changeRecord } from '../record-change.ts';
import { DEFAULT_SETTINGS, type Site, type SiteKey, type SiteSettings } from './site.ts';
import { newKey } from './site-keys.ts';

export const SITES = 'sites';
const MOST_SITES = 100_000;
const ID_KEY_BYTES = 32;

type StoredSite = {
  readonly siteId: SiteId;
  readonly platform: string | null;
  readonly createdAt: number;
  /** Left out of sites like any. */
  readonly sampleOf?: SiteId;
  readonly settings: SiteSettings;
  readonly writeKeys: readonly SiteKey[];
  readonly sealed: string;
};
type Secrets = { readonly idKey: string; readonly secretKeys: readonly SiteKey[] };
type Ring = Pick<KeyRing, 'ofSite'>;

export type SiteRow = { readonly site: string; readonly stored: StoredSite };

export async function listSiteRows(store: Pick<Store, 'listRecords'>): Promise<readonly SiteRow[]> {
  const rows = await store.listRecords(SITES, '', null, MOST_SITES);
  return rows.map(({ key, value }) => ({ site: key, stored: value as StoredSite }));
}

/** Null where there is none of this name. */
export async function readSiteRow(name: string, store: Pick<Store, 'getRecord'>): Promise<SiteRow | null> {
  return toRow(name, await store.getRecord(SITES, '', name));
}

/** @param make Of the site as it stands; null: it stays so. */
export async function changeSite(
  name: string,
  make: (row: SiteRow | null) => Promise<Site | null>,
  { store, ring }: { readonly store: Pick<Store, 'getRecord' | 'putRecord'>; readonly ring: Ring },
): Promise<Site | null> {
  return changeRecord(store, [SITES, '', name], async (stored) => {
    const answer = await make(toRow(name, stored));
    return answer === null ? { answer } : { next: await toStored(answer, ring), answer };
  });
}

function toRow(site: string, stored: Json | undefined): SiteRow | null {
  return stored === undefined ? null : { site, stored: stored as StoredSite };
}

/** False where its name is taken. */
export async function makeSite(site: Site, store: Pick<Store, 'putRecord'>, ring: Ring): Promise<boolean> {
  return store.putRecord(SITES, '', site.site, await toStored(site, ring), { was: undefined });
}

async function toStored(site: Site, ring: Ring): Promise<StoredSite> {
  const { siteId, platform, createdAt, sampleOf, settings, writeKeys, secretKeys } = site;
  const idKey = site.idKey.export().toString('base64');
  const sealed = await sealSecrets(siteId, { idKey, secretKeys }, ring);
  const sample = sampleOf === null ? {} : { sampleOf };
  return { siteId, platform, createdAt, ...sample, settings, writeKeys, sealed };
}

/** Unless another site has taken the name since. */
export async function removeSiteRow(
  name: string,
  siteId: SiteId,
  store: Pick<Store, 'getRecord' | 'deleteRecord'>,
): Promise<void> {
  const stored = (await store.getRecord(SITES, '', name)) as StoredSite | undefined;
  if (stored?.siteId === siteId) await store.deleteRecord(SITES, '', name);
}

/** @throws InklingError `sealed_elsewhere` when the ring is not the one it was sealed with. */
export async function openSite({ site, stored }: SiteRow, ring: Ring): Promise<Site> {
  const { sealed, settings, sampleOf = null, ...rest } = stored;
  const keys = await ring.ofSite(stored.siteId);
  const secrets: Secrets = JSON.parse(keys.open(sealed, purposeOf(stored.siteId)));
  return {
    ...rest,
    site,
    sampleOf,
    settings: {
      ...DEFAULT_SETTINGS,
      ...settings,
      scoring: { ...DEFAULT_SETTINGS.scoring, ...settings.scoring },
      retention: { ...DEFAULT_SETTINGS.retention, ...settings.retention },
      smallNumbers: { ...DEFAULT_SETTINGS.smallNumbers, ...settings.smallNumbers },
    },
    secretKeys: secrets.secretKeys,
    idKey: createHashKey(Buffer.from(secrets.idKey, 'base64')),
    blockedHashes: blockedHashes(stored.siteId),
  };
}

/**
 * Where what a site sealed is lost: a new secret key, and a new key for ids, under which nobody who was known is known
 * again. Its write keys stay, for they stand in pages.
 */
export async function renewSite(
  { site, stored }: SiteRow,
  store: Pick<Store, 'putRecord'>,
  ring: Ring,
  keys: Keys,
): Promise<void> {
  const idKey = Buffer.from(keys.random(ID_KEY_BYTES)).toString('base64');
  const secretKeys = [{ key: newKey(keys, 'sk'), until: null }];
  const sealed = await sealSecrets(stored.siteId, { idKey, secretKeys }, ring);
  await store.putRecord(SITES, '', site, { ...stored, sealed });
}

async function sealSecrets(site: SiteId, secrets: Secrets, ring: Ring): Promise<string> {
  return (await ring.ofSite(site)).seal(JSON.stringify(secrets), purposeOf(site));
}

function purposeOf(site: SiteId): string {
  return `site:${site}`;
}
