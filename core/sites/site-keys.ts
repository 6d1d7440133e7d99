/**
 * How a site's keys are replaced: the new one opens the doors at once, the old one until an end that never comes later
 * than it was said. The key that ids are made with is none of them: with another one nobody would be known again.
 */
import type { Keys } from '../ports.ts';
import type { Site, SiteKey } from './site.ts';

export const KEY_KINDS = ['write', 'secret'] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

const HOUR_MS = 3_600_000;
/** Write keys stand in pages, which caches keep for days; secret keys on servers, where somebody changes them. */
export const OVERLAP_MS: Readonly<Record<KeyKind, number>> = {
  write: 7 * 24 * HOUR_MS,
  secret: 24 * HOUR_MS,
};
export const LONGEST_OVERLAP_MS = 90 * 24 * HOUR_MS;
/** Old keys of one kind that open doors at a time. */
export const MOST_OPEN = 20;
/** Ended ones that are still told apart from unknown ones. */
const MOST_OVER = 20;

export type KeyRotation = {
  /** Which one; both where it is left out. */
  readonly only?: KeyKind | undefined;
  /** How long old ones go on, ms; 0 ends them at once. {@link OVERLAP_MS} where it is left out. */
  readonly overlapMs?: number | undefined;
};

/** A key that was replaced and opens doors until its end (UTC ms). */
export type OldKey = { readonly kind: KeyKind; readonly key: string; readonly until: number };

/** The kinds that a rotation replaces. */
export function kindsOf({ only }: KeyRotation): readonly KeyKind[] {
  return only === undefined ? KEY_KINDS : [only];
}

export function keysOf(site: Site, kind: KeyKind): readonly SiteKey[] {
  return kind === 'write' ? site.writeKeys : site.secretKeys;
}

/** Replaced, and not over yet. Soonest end first. */
export function listOldKeys(site: Site, now: number): readonly OldKey[] {
  return KEY_KINDS.flatMap((kind) =>
    keysOf(site, kind).flatMap(({ key, until, isOver }) =>
      until === null || isOver === true || until <= now ? [] : [{ kind, key, until }],
    ),
  ).toSorted((a, b) => a.until - b.until);
}

/** Puts a new key in front. @param until When the others end, where none of them ends sooner. */
export function replaceKey(keys: readonly SiteKey[], fresh: string, until: number): readonly SiteKey[] {
  const before = keys.map((key) => ({ ...key, until: Math.min(key.until ?? until, until) }));
  return [{ key: fresh, until: null }, ...before];
}

/**
 * Ends for good what has come to its end: a clock that is set back later revives no key.
 *
 * @returns The same site where nothing has.
 */
export function endKeys(site: Site, now: number): Site {
  const isDue = ({ until, isOver }: SiteKey): boolean => isOver !== true && until !== null && until <= now;
  if (!site.writeKeys.some(isDue) && !site.secretKeys.some(isDue)) return site;
  const end = (keys: readonly SiteKey[]): readonly SiteKey[] =>
    keepLatest(keys.map((key) => (isDue(key) ? { ...key, isOver: true } : key)));
  return { ...site, writeKeys: end(site.writeKeys), secretKeys: end(site.secretKeys) };
}

/** The newest stand first. */
function keepLatest(keys: readonly SiteKey[]): readonly SiteKey[] {
  const over = keys.filter(({ isOver }) => isOver === true).slice(0, MOST_OVER);
  return keys.filter((key) => key.isOver !== true || over.includes(key));
}

/** Unguessable key with its kind in front, for example `wk_…`. */
export function newKey(keys: Pick<Keys, 'random'>, kind: 'wk' | 'sk' | 'op'): string {
  return `${kind}_${Buffer.from(keys.random(24)).toString('base64url')}`;
}
