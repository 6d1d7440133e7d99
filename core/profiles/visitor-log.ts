/** All that is kept of one visitor: what a profile is folded from. */
import { isDeepStrictEqual } from 'node:util';
import type { LoggedEntry, SiteId, VisitorId } from '../entry.ts';
import type { Base, Store, VisitorRange } from '../ports.ts';
import { readNotice, type Told } from '../segments/notices.ts';
import {
  type AccountLog,
  type AccountStore,
  endOfAccountBases,
  NO_ACCOUNT_LOG,
  readAccountLog,
} from './account-log.ts';
import type { Accounts } from './accounts.ts';
import { settledAt } from './base.ts';
import { decodeBase } from './base-codec.ts';
import { type Kinship, owns, recordedIds } from './kinship.ts';
import type { FoldRules } from './rules.ts';

export type VisitorLog = AccountLog & {
  /** Under all recorded ids of the visitor: links may give some of them to somebody else. */
  readonly entries: readonly LoggedEntry[];
  readonly bases: readonly Base[];
  readonly ownership: Kinship['ownership'];
  /** Notices about the visitor. */
  readonly told: readonly Told[];
  /** Up to this instant, UTC ms, `told` alone says what happened to memberships: retention took what else would. */
  readonly settled: number;
};

/** What reading it asks of a store. */
export type LogStore = AccountStore & Pick<Store, 'readVisitor' | 'readBases'>;

/** @example refold({ canonical, rules, ...(await readVisitorLog(store, site, kinship, rules)) }).profile */
export async function readVisitorLog(
  store: LogStore,
  site: SiteId,
  kinship: Kinship,
  rules: FoldRules,
): Promise<VisitorLog> {
  const { entries, bases, ...ofAccounts } = await readWhole(store, site, kinship, rules);
  const told = entries
    .filter((entry) => entry.type === 'notice' && entry.visitor === kinship.visitor)
    .map(readNotice);
  const settled = Math.max(
    endOfBases(bases, kinship, rules),
    endOfAccountBases(ofAccounts.accountBases, rules),
  );
  return { entries, bases, ...ofAccounts, ownership: kinship.ownership, told, settled };
}

/** What goes of the visitor's own while accounts are read would be in the bases of those too. */
async function readWhole(
  store: LogStore,
  site: SiteId,
  kinship: Kinship,
  rules: FoldRules,
): Promise<Pick<VisitorLog, 'entries' | 'bases' | 'deeds' | 'accountBases'>> {
  const ids = recordedIds(kinship);
  for (;;) {
    const kept = await readKept(store, site, ids);
    const ofAccounts = await readAccountLog(store, site, kinship, kept, rules);
    const isWhole = ofAccounts === NO_ACCOUNT_LOG;
    if (isWhole || isDeepStrictEqual(await store.readBases(site, ids), kept.bases)) {
      return { ...kept, ...ofAccounts };
    }
  }
}

/**
 * Entries, and what retention left of others, so that each counts once: what goes while they are read moves from the
 * ones to the others.
 */
export async function readKept(
  store: Pick<Store, 'readVisitor' | 'readBases'>,
  site: SiteId,
  ids: readonly VisitorId[],
  range?: VisitorRange,
): Promise<Pick<VisitorLog, 'entries' | 'bases'>> {
  let bases = await store.readBases(site, ids);
  for (;;) {
    const entries = await store.readVisitor(site, ids, range);
    const after = await store.readBases(site, ids);
    if (isDeepStrictEqual(after, bases)) return { entries, bases };
    bases = after;
  }
}

/**
 * `settled` of {@link VisitorLog} alone; minus infinity where retention took nothing.
 *
 * @param accounts Those of the visitor's profile.
 */
export async function readSettled(
  store: Pick<Store, 'readBases' | 'readAccountBases'>,
  site: SiteId,
  kinship: Kinship,
  rules: FoldRules,
  accounts: Accounts,
): Promise<number> {
  let settled = endOfBases(await store.readBases(site, recordedIds(kinship)), kinship, rules);
  for (const { visitor } of accounts) {
    settled = Math.max(settled, endOfAccountBases(await store.readAccountBases(site, visitor), rules));
  }
  return settled;
}

function endOfBases(bases: readonly Base[], kinship: Kinship, rules: FoldRules): number {
  return bases
    .filter(({ visitor, since }) => owns(kinship, { visitor, t: since }))
    .reduce((end, base) => Math.max(end, settledAt(decodeBase(base), rules)), Number.NEGATIVE_INFINITY);
}
