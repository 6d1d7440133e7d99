/** All sites of this installation, in memory and in the store; secrets are sealed at rest. */
import type { SiteId } from '../entry.ts';
import { accept, type Outcome, type Refusal, refuse } from '../errors.ts';
import { blockedHashes } from '../identity/blocked.ts';
import { createHashKey } from '../identity/hash.ts';
import type { KeyRing } from '../identity/keys.ts';
import type { Clock, Keys, Store } from '../ports.ts';
import { OWN_RECORDS, type Records } from '../records.ts';
import { createTurns } from '../turns.ts';
import {
  DEFAULT_SETTINGS,
  keysInForce,
  type NewSite,
  type Site,
  type SiteKey,
  type SiteSettings,
} from './site.ts';
import { judgeKey } from './site-index.ts';
import {
  endKeys,
  type KeyKind,
  type KeyRotation,
  keysOf,
  kindsOf,
  listOldKeys,
  MOST_OPEN,
  newKey,
  OVERLAP_MS,
  replaceKey,
} from './site-keys.ts';
import { removeSiteRow, SITES } from './site-rows.ts';
import { openSiteShelf } from './site-shelf.ts';

export type SiteKeys = { readonly writeKey: string; readonly secretKey: string };

export type SiteRegistry = {
  list(): readonly Site[];
  get(site: string): Site | undefined;
  byId(siteId: SiteId): Site | undefined;
  byWriteKey(key: string): Outcome<Site>;
  bySecretKey(key: string): Outcome<Site>;
  /** @param sampleOf Whose sample data it is for: no key opens it, then. */
  create(request: NewSite, sampleOf?: SiteId): Promise<Outcome<Site>>;
  /** Calls back with every site that is made from now on, on whichever server. */
  onCreate(listener: (site: Site) => void): void;
  /** Calls back with every site that is removed from now on, on whichever server. */
  onRemove(listener: (site: Site) => void): void;
  change(site: string, settings: Partial<SiteSettings>): Promise<Outcome<Site>>;
  /** Notes which platform a site is on, where nobody has said so yet; that stays. */
  adopt(site: string, platform: string): Promise<Outcome<Site>>;
  /** Makes new write and secret keys, or one of them; the old ones go on for an overlap. Refused at too many of those. */
  rotateKeys(site: string, rotation?: KeyRotation): Promise<Outcome<Site>>;
  /** Whether this key was replaced by a newer one; it may open doors yet. */
  isOld(kind: KeyKind, key: string): boolean;
  /** Takes the row and every key of a site; what it has stands elsewhere: core/privacy/site-removal.ts. */
  remove(site: string, siteId: SiteId): Promise<void>;
  /** Ends for good, on disk as well, what has come to its end. */
  endKeys(): Promise<void>;
};

export type SiteRegistryPorts = {
  readonly store: Store;
  readonly clock: Pick<Clock, 'now'>;
  readonly ring: KeyRing;
  readonly keys: Keys;
  /** Left out where no other server changes sites. */
  readonly records?: Records;
};

export async function createSiteRegistry(ports: SiteRegistryPorts): Promise<SiteRegistry> {
  const { store, clock, records = OWN_RECORDS } = ports;
  const shelf = await openSiteShelf(ports);
  const { index, readAgain, welcome } = shelf;
  const sites = index.byName;
  /** Each change starts from what the one before has left. */
  const inTurn = createTurns();

  function change(name: string, make: (site: Site) => Site | Refusal): Promise<Outcome<Site>> {
    return inTurn(async () => {
      let outcome: Outcome<Site> = absent(name);
      await shelf.change(name, (site) => {
        const made = site === undefined ? absent(name) : make(site);
        outcome = 'ok' in made ? made : accept(made);
        return 'ok' in made || made === site ? null : made;
      });
      return outcome;
    });
  }

  async function endAll(): Promise<void> {
    for (const site of sites.values()) {
      if (endKeys(site, clock.now()) !== site) await change(site.site, (now) => endKeys(now, clock.now()));
    }
  }

  /** Whoever knocks with a key that is over ends it on disk, too; where that fails, the sweep tries again and says so. */
  function judge(kind: KeyKind, given: string): Outcome<Site> {
    const held = index.find(kind, given);
    const outcome = judgeKey(given, held, clock.now());
    if (!outcome.ok && outcome.code === 'rotated_key' && held?.key.isOver !== true) endAll().catch(nothing);
    return outcome;
  }

  await endAll();
  records.on(SITES, (_, name) => inTurn(async () => void (await readAgain(name))));

  return {
    list: () => [...sites.values()],
    get: (site) => sites.get(site),
    byId: (siteId) => index.byId.get(siteId),
    byWriteKey: (key) => judge('write', key),
    bySecretKey: (key) => judge('secret', key),
    create: (request, sampleOf) =>
      inTurn(async () => {
        for (;;) {
          const name = freeName(request, sites);
          if (name === null)
            return refuse('conflict', 'site', 'choose another short name, this one is taken');
          const site = newSite(name, request, ports, sampleOf);
          if (await shelf.make(site)) return accept(site);
          // Another server has just made one of this name.
          await readAgain(name);
        }
      }),
    onCreate: welcome,
    onRemove: shelf.onForget,
    change: (name, settings) =>
      change(name, (site) => ({ ...site, settings: { ...site.settings, ...settings } })),
    adopt: (name, platform) =>
      change(name, (site) => (site.platform === null ? { ...site, platform } : site)),
    rotateKeys: (name, rotation = {}) =>
      change(name, (site) => {
        const now = clock.now();
        if (site.sampleOf !== null) return KEYLESS;
        return findFull(site, rotation, now) ?? endKeys(withNewKeys(site, ports.keys, rotation, now), now);
      }),
    remove: (name, siteId) =>
      inTurn(async () => {
        const site = index.byId.get(siteId);
        if (site !== undefined) shelf.forget(site);
        await removeSiteRow(name, siteId, store);
      }),
    isOld: (kind, key) => typeof index.find(kind, key)?.key.until === 'number',
    endKeys: endAll,
  };
}

const nothing = (): void => undefined;

const absent = (site: string): Refusal =>
  refuse('unknown_site', 'site', `no site "${site}": inkling site list`);

const KEYLESS = refuse('not_available', 'site', 'sample data has no keys: look at it in the console');

/** The keys that `site list` shows: the newest of each kind. */
export function currentKeys(site: Site, now: number): SiteKeys {
  return {
    writeKey: keysInForce(site.writeKeys, now)[0] ?? '',
    secretKey: keysInForce(site.secretKeys, now)[0] ?? '',
  };
}

/** Nobody looks after so many old keys; ending them at once always goes. */
function findFull(site: Site, rotation: KeyRotation, now: number): Refusal | null {
  const open = listOldKeys(site, now);
  const full = kindsOf(rotation).find((kind) => open.filter((old) => old.kind === kind).length >= MOST_OPEN);
  if (full === undefined || rotation.overlapMs === 0) return null;
  const cure = 'end them at once: `inkling site rotate-keys SITE --now`, or wait for an end';
  return refuse('in_use', 'only', `${MOST_OPEN} old ${full} keys still open doors: ${cure}`);
}

function withNewKeys(site: Site, keys: Keys, rotation: KeyRotation, now: number): Site {
  const next = (kind: KeyKind, prefix: 'wk' | 'sk'): readonly SiteKey[] =>
    kindsOf(rotation).includes(kind)
      ? replaceKey(keysOf(site, kind), newKey(keys, prefix), now + (rotation.overlapMs ?? OVERLAP_MS[kind]))
      : keysOf(site, kind);
  return { ...site, writeKeys: next('write', 'wk'), secretKeys: next('secret', 'sk') };
}

function newSite(
  site: string,
  request: NewSite,
  ports: SiteRegistryPorts,
  sampleOf: SiteId | null = null,
): Site {
  const { platform, site: _asked, ...asked } = request;
  const siteId = `st_${Buffer.from(ports.keys.random(8)).toString('hex')}` as SiteId;
  return {
    site,
    siteId,
    platform: platform ?? null,
    createdAt: ports.clock.now(),
    sampleOf,
    settings: withDefaults(asked),
    writeKeys: sampleOf === null ? [{ key: newKey(ports.keys, 'wk'), until: null }] : [],
    secretKeys: sampleOf === null ? [{ key: newKey(ports.keys, 'sk'), until: null }] : [],
    idKey: createHashKey(ports.keys.random(32)),
    blockedHashes: blockedHashes(siteId),
  };
}

function withDefaults(asked: Omit<NewSite, 'platform' | 'site'>): SiteSettings {
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  return { ...DEFAULT_SETTINGS, ...given, name: asked.name };
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
