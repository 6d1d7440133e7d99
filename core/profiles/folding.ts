/** Folds what a commit brought, run by run, in the order of the log. */
import type { LoggedEntry, SiteId, VisitorId } from '../entry.ts';
import type { Teller } from '../segments/teller.ts';
import type { AccountMembers } from './account-members.ts';
import { foldsAccounts } from './accounts.ts';
import { type Kinships, ownerOf } from './kinship.ts';
import type { FoldRules } from './rules.ts';
import { createHandingOn, foldRun, isNotice, type Run, seqOf } from './run.ts';
import type { Slot } from './slot-cache.ts';
import type { Slots } from './slots.ts';

/** Places in the log, as far as folding has come. */
export type Reached = {
  /** Up to here whole commits are folded. */
  folded: number;
  /** Up to here everything was handed to everybody whom it concerns. */
  handed: number;
};

export type FoldingPorts = {
  readonly kinships: Kinships;
  readonly slots: Slots;
  readonly members: AccountMembers;
  readonly teller: Teller | undefined;
  readonly rulesOf: (site: SiteId) => FoldRules;
  readonly reached: Reached;
};

export function createFolding({
  kinships,
  slots,
  members,
  teller,
  rulesOf,
  reached,
}: FoldingPorts): (entries: readonly LoggedEntry[]) => Promise<void> {
  return async (entries: readonly LoggedEntry[]): Promise<void> => {
    const moved = await prepare(entries, kinships, slots);
    const touched = new Set<Slot>();
    const handOn = createHandingOn({ members, slots, rulesOf });
    for (let i = 0; i < entries.length; ) {
      const run = readRun(entries, i, kinships);
      i += run.entries.length;
      if (run.owner !== null) {
        const slot = slots.peek(run.site, run.owner) ?? (await slots.read(run.site, run.owner));
        teller?.hear(slot, run.entries.filter(isNotice));
        const rules = rulesOf(run.site);
        if (!foldRun(slot, run.entries, slots, rules)) await slots.refold(slot, seqOf(run));
        touched.add(slot);
        if (foldsAccounts(rules)) for (const other of await handOn(run)) touched.add(other);
      }
      reached.handed = Math.max(reached.handed, seqOf(run));
    }
    teller?.tellSoon(moved, 'merge');
    teller?.tellSoon(touched, 'event');
    reached.folded = Math.max(reached.folded, entries.at(-1)?.seq ?? 0);
  };
}

/** Reads everything that folding these entries asks for, so that folding itself does not wait. */
async function prepare(
  entries: readonly LoggedEntry[],
  kinships: Kinships,
  slots: Slots,
): Promise<readonly Slot[]> {
  const moving = entries.filter(({ type, supersedes }) => type === 'link' || supersedes !== undefined);
  const moved = moving.length === 0 ? [] : await slots.rebuild(moving);
  await readMissing(entries, ({ visitor }) => visitor, kinships);
  await readMissing(entries, (entry) => findOwner(entry, kinships), slots);
  return moved;
}

/** Again, if need be: what was read while a link came in is not kept. */
async function readMissing(
  entries: readonly LoggedEntry[],
  idOf: (entry: LoggedEntry) => VisitorId | null,
  shelf: Pick<Kinships | Slots, 'peek' | 'readAll'>,
): Promise<void> {
  for (;;) {
    const missing = new Map<SiteId, Set<VisitorId>>();
    for (const entry of entries) {
      const [site, id] = [entry.site, idOf(entry)];
      if (id === null || shelf.peek(site, id) !== undefined) continue;
      missing.set(site, (missing.get(site) ?? new Set()).add(id));
    }
    if (missing.size === 0) return;
    for (const [site, ids] of missing) await shelf.readAll(site, [...ids]);
  }
}

/** Null where the entry is nobody's. */
function findOwner(entry: LoggedEntry, kinships: Kinships): VisitorId | null {
  if (entry.visitor === null) return null;
  const kinship = kinships.peek(entry.site, entry.visitor);
  return kinship === undefined ? entry.visitor : ownerOf(kinship, entry);
}

/** The entries from `start` on that go into one profile: one request's, mostly. */
function readRun(entries: readonly LoggedEntry[], start: number, kinships: Kinships): Run {
  const first = entries[start] as LoggedEntry;
  const owner = findOwner(first, kinships);
  let end = start + 1;
  while (end < entries.length) {
    const next = entries[end] as LoggedEntry;
    if (next.site !== first.site || findOwner(next, kinships) !== owner) break;
    end += 1;
  }
  return { site: first.site, owner, entries: entries.slice(start, end) };
}
