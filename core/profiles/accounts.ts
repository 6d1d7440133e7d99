/**
 * Accounts in a visitor's profile: of each that the visitor ever acted for, what all its members did together, folded
 * as if the account had done it. An event is a deed of the account that it names, whoever it was recorded under.
 */
import { compareEntries, type Entry, type VisitorId } from '../entry.ts';
import type { Profile } from './profile.ts';
import type { FoldRules } from './rules.ts';

/** In the order in which they were first named; `visitor` of each is the account's hash. */
export type Accounts = readonly Profile[];

export const NO_ACCOUNTS: Accounts = [];

/** Whoever acts for more accounts than anybody is a member of, such as support staff, is looked at in the first of them. */
export const MOST_ACCOUNTS = 100;

/** The account that an entry is a deed of; null: of none. */
export function accountOf({ type, context }: Pick<Entry, 'type' | 'context'>): string | null {
  return type === 'event' ? (context?.account ?? null) : null;
}

export function findAccount(accounts: Accounts, account: string): Profile | undefined {
  for (const known of accounts) if (known.visitor === account) return known;
  return undefined;
}

/** Who acts where the account itself does: its hash in the place of a visitor's id. */
export function asActor(account: string): VisitorId {
  return account as VisitorId;
}

/**
 * The entry as a deed of its account, without who did it: all that a profile of another member may hold of it.
 *
 * @example asDeed(entry).visitor === entry.context?.account
 */
export function asDeed<T extends Entry>(entry: T): T {
  return { ...entry, visitor: asActor(entry.context?.account ?? '') };
}

/** Whether somebody else did it for an account of this visitor. */
export function isDeedOfOthers({ visitor }: Pick<Profile, 'visitor'>, entry: Entry): boolean {
  return entry.visitor !== null && entry.visitor === entry.context?.account && entry.visitor !== visitor;
}

/** Whether the log has to be read before it can be folded: what others did for an account that is new to the visitor. */
export function namesNewAccount({ accounts, head }: Profile, entry: Entry): boolean {
  const account = accountOf(entry);
  if (account === null || findAccount(accounts, account) !== undefined) return false;
  const isLast = head === null || compareEntries(entry, head) > 0;
  return accounts.length < MOST_ACCOUNTS || !isLast;
}

/** Whether profiles of the site hold accounts at all. */
export function foldsAccounts({ segments }: FoldRules): boolean {
  return segments !== undefined && segments.program.accounts !== null;
}

const made = new WeakMap<FoldRules, FoldRules>();

/** What accounts are folded under; null where no segment looks at them. */
export function accountRules(rules: FoldRules): FoldRules | null {
  const { segments } = rules;
  const program = segments?.program.accounts?.program;
  if (segments === undefined || program === undefined) return null;
  const known = made.get(rules);
  if (known !== undefined) return known;
  const own = { ...rules, keepsActivity: false, segments: { ...segments, program } };
  made.set(rules, own);
  return own;
}
