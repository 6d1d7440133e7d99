/** All that is kept of one visitor: what a profile is folded from. */
import { isDeepStrictEqual } from 'node:util';
import type { LoggedEntry, SiteId, VisitorId } from '../entry.ts';
import type { Base, Store } from '../ports.ts';
import { readNotice, type Told } from '../segments/notices.ts';
import { settledAt } from './base.ts';
import { decodeBase } from './base-codec.ts';
import { type Kinship, owns, recordedIds } from './kinship.ts';
import type { FoldRules } from './rules.ts';

export type VisitorLog = {
  /** Under all recorded ids of the visitor: links may give some of them to somebody else. */
  readonly entries: readonly LoggedEntry[];
  readonly bases: readonly Base[];
  readonly ownership: Kinship['ownership'];
  /** Notices about the visitor. */
  readonly told: readonly Told[];
  /** Up to this instant, UTC ms, `told` alone says what happened to memberships: retention took what else would. */
  readonly settled: number;
};

/** @example refold({ canonical, rules, ...(await readVisitorLog(store, site, kinship, rules)) }).profile */
export async function readVisitorLog(
  store: Pick<Store, 'readVisitor' | 'readBases'>,
  site: SiteId,
  kinship: Kinship,
  rules: FoldRules,
): Promise<VisitorLog> {
  const ids = recordedIds(kinship);
  const { entries, bases } = await readKept(store, site, ids);
  const told = entries
    .filter((entry) => entry.type === 'notice' && entry.visitor === kinship.visitor)
    .map(readNotice);
  return { entries, bases, ownership: kinship.ownership, told, settled: endOfBases(bases, kinship, rules) };
}

/**
 * Entries, and what retention left of others, so that each counts once: what goes while they are read moves from the
 * ones to the others.
 */
export async function readKept(
  store: Pick<Store, 'readVisitor' | 'readBases'>,
  site: SiteId,
  ids: readonly VisitorId[],
): Promise<Pick<VisitorLog, 'entries' | 'bases'>> {
  let bases = await store.readBases(site, ids);
  for (;;) {
    const entries = await store.readVisitor(site, ids);
    const after = await store.readBases(site, ids);
    if (isDeepStrictEqual(after, bases)) return { entries, bases };
    bases = after;
  }
}

/** `settled` of {@link VisitorLog} alone; minus infinity where retention took nothing. */
export async function readSettled(
  store: Pick<Store, 'readBases'>,
  site: SiteId,
  kinship: Kinship,
  rules: FoldRules,
): Promise<number> {
  return endOfBases(await store.readBases(site, recordedIds(kinship)), kinship, rules);
}

function endOfBases(bases: readonly Base[], kinship: Kinship, rules: FoldRules): number {
  return bases
    .filter(({ visitor, since }) => owns(kinship, { visitor, t: since }))
    .reduce((end, base) => Math.max(end, settledAt(decodeBase(base), rules)), Number.NEGATIVE_INFINITY);
}
