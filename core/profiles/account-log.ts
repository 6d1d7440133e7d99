/** What a visitor's accounts did: which accounts those are, and what is kept of them. */
import { isDeepStrictEqual } from 'node:util';
import { compareEntries, type Entry, type LoggedEntry, type SiteId } from '../entry.ts';
import type { AccountBase, Base, Store } from '../ports.ts';
import { accountOf, accountRules, asDeed, foldsAccounts, MOST_ACCOUNTS } from './accounts.ts';
import { settledAt } from './base.ts';
import { decodeBase } from './base-codec.ts';
import { type Kinship, owns } from './kinship.ts';
import type { FoldRules } from './rules.ts';

export type AccountLog = {
  /** What others did for the accounts, without who it was. */
  readonly deeds: readonly LoggedEntry[];
  /** Of everybody's deeds that retention took. */
  readonly accountBases: readonly AccountBase[];
};

export const NO_ACCOUNT_LOG: AccountLog = { deeds: [], accountBases: [] };

export type AccountStore = Pick<Store, 'readAccount' | 'readAccountBases'>;

/**
 * Of all accounts that the visitor ever acted for; nothing where the site has no segment that looks at accounts.
 *
 * @param log Under all recorded ids of the visitor.
 */
export async function readAccountLog(
  store: AccountStore,
  site: SiteId,
  kinship: Kinship,
  log: { readonly entries: readonly LoggedEntry[]; readonly bases: readonly Base[] },
  rules: FoldRules,
): Promise<AccountLog> {
  if (!foldsAccounts(rules)) return NO_ACCOUNT_LOG;
  const own = log.entries.filter((entry) => accountOf(entry) !== null && owns(kinship, entry));
  const deeds: LoggedEntry[] = [];
  const accountBases: AccountBase[] = [];
  for (const account of listAccounts(own, log.bases, kinship)) {
    const kept = await readKeptOf(store, site, account);
    deeds.push(...kept.entries.filter((entry) => !owns(kinship, entry)).map(asDeed));
    accountBases.push(...kept.bases);
  }
  return { deeds, accountBases };
}

/** Each deed counts once: what goes while they are read moves from the entries to the bases. */
async function readKeptOf(store: AccountStore, site: SiteId, account: string) {
  let bases = await store.readAccountBases(site, account);
  for (;;) {
    const entries = await store.readAccount(site, account);
    const after = await store.readAccountBases(site, account);
    if (isDeepStrictEqual(after, bases)) return { entries, bases };
    bases = after;
  }
}

/** The first so many that were named, as the fold itself keeps them. */
function listAccounts(own: readonly Entry[], bases: readonly Base[], kinship: Kinship): readonly string[] {
  const gone = bases
    .filter(({ visitor, since }) => owns(kinship, { visitor, t: since }))
    .flatMap((base) => decodeBase(base).latest.account ?? [])
    .toSorted(compareEntries)
    .map(({ value }) => value);
  const kept = own.toSorted(compareEntries).flatMap((entry) => accountOf(entry) ?? []);
  return [...new Set([...gone, ...kept])].slice(0, MOST_ACCOUNTS);
}

/**
 * Up to when what accounts did is not kept whole, UTC ms: minus infinity where all of it is.
 *
 * @example endOfAccountBases(await store.readAccountBases(site, account), rules)
 */
export function endOfAccountBases(bases: readonly AccountBase[], rules: FoldRules): number {
  const own = accountRules(rules);
  const ends = own === null ? [] : bases.map((base) => settledAt(decodeBase(base), own));
  return Math.max(Number.NEGATIVE_INFINITY, ...ends);
}
