/** What a group call says of an account: its plan, its trial and its seats, and nothing else of it. */
import type * as z from 'zod';
import { type Accounts, accountsSchema } from '../../../core/catalogue/accounts.ts';
import { isObject, type JsonObject } from '../../../core/collect/json.ts';
import { toSnakeCase } from '../../../core/events/keys.ts';
import { looksPersonal } from '../../../core/identity/free-text.ts';

export type AccountFacts = Parameters<Accounts['upsert']>[1][number];

/** What each fact may be called. */
const FACTS: Readonly<Record<string, string>> = {
  plan: 'plan',
  plan_name: 'plan',
  seats: 'seats',
  trial_start_date: 'trial_start_date',
  trial_started_at: 'trial_start_date',
  trial_end_date: 'trial_end_date',
  trial_ends_at: 'trial_end_date',
};

/**
 * @param id As it was sent; empty: the call names no account.
 * @returns null where nothing is said that is kept.
 * @example accountIn('acme', { name: 'Acme', plan: 'pro', seats: 12 }) // { id: 'acme', plan: 'pro', seats: 12 }
 */
export function accountIn(id: string, traits: JsonObject): AccountFacts | null {
  if (id === '') return null;
  let known: z.infer<typeof accountsSchema>['accounts'][number] | null = null;
  const facts: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(traits)) {
    const fact = FACTS[toSnakeCase(name)];
    if (fact === undefined || isObject(value) || (fact === 'plan' && isPersonal(value))) continue;
    // Each by itself: a date that is none costs the account nothing but this date.
    const parsed = accountsSchema.safeParse({ accounts: [{ id, ...facts, [fact]: value }] });
    if (!parsed.success) continue;
    facts[fact] = value;
    known = parsed.data.accounts[0] ?? null;
  }
  return known;
}

function isPersonal(value: unknown): boolean {
  return typeof value === 'string' && looksPersonal(value) !== null;
}
