/** All sites of this installation, in memory and in the store; secrets are sealed at rest. */
import { createHash } from 'node:crypto';
import type { SiteId } from '../entry.ts';
import { accept, type Outcome, refuse } from '../errors.ts';
import { blockedHashes } from '../identity/blocked.ts';
import { createHashKey } from '../identity/hash.ts';
import type { KeyRing } from '../identity/keys.ts';
import type { Clock, Keys, Store } from '../ports.ts';
import {
  DEFAULT_SETTINGS,
  keysInForce,
  type NewSite,
  type Site,
  type SiteKey,
  type SiteSettings,
} from './site.ts';

const COLLECTION = 'sites';
const MOST_SITES = 100_000;
/** A rotated key opens its doors this long, so that pages and servers can be moved without a gap. */
export const KEY_OVERLAP_MS = 24 * 3_600_000;

type StoredSite = {
  readonly siteId: SiteId;
  readonly platform: string | null;
  readonly createdAt: number;
  readonly settings: SiteSettings;
  readonly writeKeys: readonly SiteKey[];
  readonly sealed: string;
};
type Secrets = { readonly idKey: string; readonly secretKeys: readonly SiteKey[] };

export type SiteKeys = { readonly writeKey: string; readonly secretKey: string };

export type SiteRegistry = {
  list(): readonly Site[];
  get(site: string): Site | undefined;
  byId(siteId: SiteId): Site | undefined;
  byWriteKey(key: string): Outcome<Site>;
  bySecretKey(key: string): Outcome<Site>;
  create(request: NewSite): Promise<Outcome<Site>>;
  /** Calls back with every site that is made from now on. */
  onCreate(listener: (site: Site) => void): void;
  change(site: string, settings: Partial<SiteSettings>): Promise<Outcome<Site>>;
  /** Makes new write and secret keys; the old ones go on for `overlapMs`. */
  rotateKeys(site: string, overlapMs?: number): Promise<Outcome<Site>>;
};

export type SiteRegistryPorts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly ring: KeyRing;
  readonly keys: Keys;
};

export async function createSiteRegistry(ports: SiteRegistryPorts): Promise<SiteRegistry> {
  const { store, clock, ring } = ports;
  const sites = new Map<string, Site>();
  const byId = new Map<SiteId, Site>();
  const byWrite = new Map<string, Site>();
  const bySecret = new Map<string, Site>();
  const listeners = new Set<(site: Site) => void>();

  function remember(site: Site): Site {
    sites.set(site.site, site);
    byId.set(site.siteId, site);
    for (const { key } of site.writeKeys) byWrite.set(key, site);
    for (const { key } of site.secretKeys) bySecret.set(digest(key), site);
    return site;
  }

  async function save(site: Site): Promise<Site> {
    const sealing = await ring.ofSite(site.siteId);
    const idKey = site.idKey.export().toString('base64');
    const secrets: Secrets = { idKey, secretKeys: site.secretKeys };
    const stored: StoredSite = {
      siteId: site.siteId,
      platform: site.platform,
      createdAt: site.createdAt,
      settings: site.settings,
      writeKeys: site.writeKeys,
      sealed: sealing.seal(JSON.stringify(secrets), `site:${site.siteId}`),
    };
    await store.putRecord(COLLECTION, '', site.site, stored);
    return remember(site);
  }

  let turn: Promise<unknown> = Promise.resolve();
  /** One change at a time: each starts from what the one before has left. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work, work);
    turn = mine;
    return mine;
  };

  const absent = (site: string) => refuse('unknown_site', 'site', `no site "${site}": inkling site list`);

  for (const { key, value } of await store.listRecords(COLLECTION, '', null, MOST_SITES)) {
    remember(await openSite(key, value as StoredSite, ring));
  }

  return {
    list: () => [...sites.values()],
    get: (site) => sites.get(site),
    byId: (siteId) => byId.get(siteId),
    byWriteKey: (key) => inForce(key, byWrite.get(key), (site) => site.writeKeys, clock.now()),
    bySecretKey: (key) => inForce(key, bySecret.get(digest(key)), (site) => site.secretKeys, clock.now()),
    create: (request) =>
      inTurn(async () => {
        const name = freeName(request, sites);
        if (name === null) return refuse('conflict', 'site', 'choose another short name, this one is taken');
        const site = await save(newSite(name, request, ports));
        for (const listener of listeners) listener(site);
        return accept(site);
      }),
    onCreate: (listener) => void listeners.add(listener),
    change: (name, settings) =>
      inTurn(async () => {
        const site = sites.get(name);
        if (site === undefined) return absent(name);
        return accept(await save({ ...site, settings: { ...site.settings, ...settings } }));
      }),
    rotateKeys: (name, overlapMs = KEY_OVERLAP_MS) =>
      inTurn(async () => {
        const site = sites.get(name);
        if (site === undefined) return absent(name);
        return accept(await save(withNewKeys(site, ports.keys, clock.now() + overlapMs)));
      }),
  };
}

/** The keys that `site list` shows: the newest of each kind. */
export function currentKeys(site: Site, now: number): SiteKeys {
  return {
    writeKey: keysInForce(site.writeKeys, now)[0] ?? '',
    secretKey: keysInForce(site.secretKeys, now)[0] ?? '',
  };
}

/** Unguessable key with its kind in front, for example `wk_…`. */
export function newKey(keys: Keys, kind: 'wk' | 'sk' | 'op'): string {
  return `${kind}_${Buffer.from(keys.random(24)).toString('base64url')}`;
}

/** Keys are looked up by digest, so no comparison of secrets depends on where they differ. */
function digest(key: string): string {
  return createHash('sha256').update(key, 'utf8').digest('base64');
}

function inForce(
  key: string,
  site: Site | undefined,
  keysOf: (site: Site) => readonly SiteKey[],
  now: number,
): Outcome<Site> {
  if (key === '') return refuse('missing_key', 'key', 'send the site key; `inkling site list` shows it');
  if (site === undefined) return refuse('unknown_key', 'key', 'check the key with `inkling site list`');
  const until = keysOf(site).find((candidate) => candidate.key === key)?.until;
  if (until === undefined) return refuse('unknown_key', 'key', 'check the key with `inkling site list`');
  return until === null || now < until
    ? accept(site)
    : refuse('rotated_key', 'key', 'use the new key of this site: `inkling site list`');
}

function withNewKeys(site: Site, keys: Keys, until: number): Site {
  return {
    ...site,
    writeKeys: rotate(site.writeKeys, newKey(keys, 'wk'), until),
    secretKeys: rotate(site.secretKeys, newKey(keys, 'sk'), until),
  };
}

function rotate(keys: readonly SiteKey[], fresh: string, until: number): readonly SiteKey[] {
  const before = keys.map((key) => ({ key: key.key, until: Math.min(key.until ?? until, until) }));
  return [{ key: fresh, until: null }, ...before];
}

function newSite(site: string, request: NewSite, ports: SiteRegistryPorts): Site {
  const { platform, site: _asked, ...asked } = request;
  const siteId = `st_${Buffer.from(ports.keys.random(8)).toString('hex')}` as SiteId;
  return {
    site,
    siteId,
    platform: platform ?? null,
    createdAt: ports.clock.now(),
    settings: withDefaults(asked),
    writeKeys: [{ key: newKey(ports.keys, 'wk'), until: null }],
    secretKeys: [{ key: newKey(ports.keys, 'sk'), until: null }],
    idKey: createHashKey(ports.keys.random(32)),
    blockedHashes: blockedHashes(siteId),
  };
}

function withDefaults(asked: Omit<NewSite, 'platform' | 'site'>): SiteSettings {
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  return { ...DEFAULT_SETTINGS, ...given, name: asked.name };
}

async function openSite(site: string, stored: StoredSite, ring: KeyRing): Promise<Site> {
  const { sealed, settings, ...rest } = stored;
  const secrets: Secrets = JSON.parse(
    (await ring.ofSite(stored.siteId)).open(sealed, `site:${stored.siteId}`),
  );
  return {
    ...rest,
    site,
    settings: {
      ...DEFAULT_SETTINGS,
      ...settings,
      scoring: { ...DEFAULT_SETTINGS.scoring, ...settings.scoring },
    },
    secretKeys: secrets.secretKeys,
    idKey: createHashKey(Buffer.from(secrets.idKey, 'base64')),
    blockedHashes: blockedHashes(stored.siteId),
  };
}

/** The asked short name if it is free, else one made from the site's name; null when the asked one is taken. */
function freeName(request: NewSite, taken: ReadonlyMap<string, Site>): string | null {
  if (request.site !== undefined) return taken.has(request.site) ? null : request.site;
  const base =
    request.name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 36) || 'site';
  let name = base;
  for (let n = 2; taken.has(name); n += 1) name = `${base}-${n}`;
  return name;
}
