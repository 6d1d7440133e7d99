/** The sites in memory, found by name, by id and by each of their keys. */
import { createHash } from 'node:crypto';
import type { SiteId } from '../entry.ts';
import { accept, type Outcome, refuse } from '../errors.ts';
import { isInForce, type Site, type SiteKey } from './site.ts';
import type { KeyKind } from './site-keys.ts';

/** A key of a site, found by what was sent. */
export type Held = { readonly site: Site; readonly key: SiteKey };

export type SiteIndex = {
  readonly byName: ReadonlyMap<string, Site>;
  readonly byId: ReadonlyMap<SiteId, Site>;
  find(kind: KeyKind, key: string): Held | undefined;
  /** In place of what was known of this site. */
  remember(site: Site): Site;
  /** No door knows it any more. */
  forget(site: Site): void;
};

export function createSiteIndex(): SiteIndex {
  const byName = new Map<string, Site>();
  const byId = new Map<SiteId, Site>();
  const byWrite = new Map<string, Held>();
  const bySecret = new Map<string, Held>();
  function forgetKeys(site: Site | undefined): void {
    for (const { key } of site?.writeKeys ?? []) byWrite.delete(key);
    for (const { key } of site?.secretKeys ?? []) bySecret.delete(digest(key));
  }

  return {
    byName,
    byId,
    forget: (site) => {
      forgetKeys(site);
      byName.delete(site.site);
      byId.delete(site.siteId);
    },
    find: (kind, key) => (kind === 'write' ? byWrite.get(key) : bySecret.get(digest(key))),
    remember: (site) => {
      forgetKeys(byName.get(site.site));
      byName.set(site.site, site);
      byId.set(site.siteId, site);
      for (const key of site.writeKeys) byWrite.set(key.key, { site, key });
      for (const key of site.secretKeys) bySecret.set(digest(key.key), { site, key });
      return site;
    },
  };
}

/** Whether what was sent opens the doors of a site at `now`. */
export function judgeKey(given: string, held: Held | undefined, now: number): Outcome<Site> {
  if (given === '') return refuse('missing_key', 'key', 'send the site key; `inkling site list` shows it');
  if (held === undefined) return refuse('unknown_key', 'key', 'check the key with `inkling site list`');
  return isInForce(held.key, now)
    ? accept(held.site)
    : refuse('rotated_key', 'key', 'use the new key of this site: `inkling site list`');
}

/** Secret keys are looked up by digest: how long that takes says nothing of how much of a guess is right. */
function digest(key: string): string {
  return createHash('sha256').update(key, 'utf8').digest('base64');
}
