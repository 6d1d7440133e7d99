/** Entries that go into one profile together, and from there to everybody who acts for the same accounts. */
import type { LoggedEntry, SiteId, VisitorId } from '../entry.ts';
import type { AccountMembers } from './account-members.ts';
import { accountOf, asDeed, findAccount, foldsAccounts, namesNewAccount } from './accounts.ts';
import type { FoldRules } from './rules.ts';
import type { Slot } from './slot-cache.ts';
import type { Slots } from './slots.ts';
import { place } from './timeline.ts';

export type Run = {
  readonly site: SiteId;
  readonly owner: VisitorId | null;
  readonly entries: readonly LoggedEntry[];
};

/** The place of its last entry in the log. */
export function seqOf({ entries }: Pick<Run, 'entries'>): number {
  return entries.at(-1)?.seq ?? 0;
}

/**
 * False where the log has to be read: an entry is older than the timeline can insert, consent of a linked id, or names
 * an account that is new to the profile.
 */
export function foldRun(
  slot: Slot,
  entries: readonly LoggedEntry[],
  slots: Pick<Slots, 'update'>,
  rules: FoldRules,
): boolean {
  const news = entries.filter((entry) => isNew(slot, entry) && !isNotice(entry));
  const [first] = news;
  if (first === undefined) return true;
  const changedFrom = news.reduce((earliest, { t }) => Math.min(earliest, t), first.t);
  if (changedFrom <= slot.settled) return false;
  const { profile } = slot.timeline;
  if (foldsAccounts(rules) && news.some((entry) => namesNewAccount(profile, entry))) return false;
  const placed = place(slot.timeline, news, rules);
  if (!placed.ok) return false;
  const { timeline } = placed;
  const seq = Math.max(slot.seq, news.at(-1)?.seq ?? 0);
  slots.update(slot, { timeline, seq, firstNewSeq: first.seq, changedFrom });
  return true;
}

function isNew({ seq, holds }: Slot, entry: LoggedEntry): boolean {
  return holds === null ? entry.seq > seq : !holds.has(entry.seq);
}

export function isNotice({ type }: LoggedEntry): boolean {
  return type === 'notice';
}

export type HandingOn = {
  readonly members: AccountMembers;
  readonly slots: Slots;
  readonly rulesOf: (site: SiteId) => FoldRules;
};

/**
 * For the runs of one commit, in their order: folds into the profiles of all other members what a run did for accounts,
 * and answers whom it reached.
 *
 * @example for (const slot of await handOn(run)) touched.add(slot)
 */
export function createHandingOn({
  members,
  slots,
  rulesOf,
}: HandingOn): (run: Run) => Promise<readonly Slot[]> {
  const known = new Map<string, ReadonlySet<VisitorId>>();
  async function membersOf(site: SiteId, account: string): Promise<ReadonlySet<VisitorId>> {
    const key = `${site} ${account}`;
    const read = known.get(key) ?? (await members.read(site, [account]));
    known.set(key, read);
    return read;
  }
  /** All at once, so that what comes later in the log never goes before. */
  async function handTo(visitor: VisitorId, { site, entries }: Run): Promise<Slot | null> {
    const slot = slots.peek(site, visitor) ?? (await slots.read(site, visitor));
    const { accounts } = slot.timeline.profile;
    const own = entries.filter((entry) => findAccount(accounts, accountOf(entry) ?? '') !== undefined);
    const last = own.at(-1);
    if (last === undefined) return null;
    if (!foldRun(slot, own.map(asDeed), slots, rulesOf(site))) await slots.refold(slot, last.seq);
    return slot;
  }
  return async (run) => {
    const { site, owner, entries } = run;
    const others = new Set<VisitorId>();
    for (const account of new Set(entries.flatMap((entry) => accountOf(entry) ?? []))) {
      for (const member of await membersOf(site, account)) if (member !== owner) others.add(member);
    }
    await slots.readAll(site, [...others]);
    const reached: Slot[] = [];
    for (const visitor of others) {
      const slot = await handTo(visitor, run);
      if (slot !== null) reached.push(slot);
    }
    return reached;
  };
}
