/** When a thing of the setup checklist works. The facts are looked up elsewhere; here is nothing but the rules. */
import type { SetupAction, SetupFacts, SetupKey, SetupRow, SetupState } from './contract.ts';
import { SETUP_KEYS } from './contract.ts';

const HOUR_MS = 3_600_000;
/** A shop without any visitor for so long is rarer than one whose embed was switched off. */
const QUIET_MS = 48 * HOUR_MS;
/** The pixel runs for nobody who refused analytics: a few orders without it say nothing. */
const SILENT_ORDERS = 20;
/** Of so many page loads somebody allows analytics, where a banner asks. */
const UNANSWERED_LOADS = 50;
/** Orders come as webhooks, and are looked up again where one was lost: fewer are a fault. */
const LEAST_COVERAGE = 0.95;

type Rules = { readonly [Key in SetupKey]: (facts: SetupFacts[Key], nowMs: number) => SetupState };

const RULES: Rules = {
  installation: ({ tokenExpiresAt, fault }, nowMs) =>
    fault === null && tokenExpiresAt !== null && Date.parse(tokenExpiresAt) > nowMs ? 'done' : 'broken',
  permissions: ({ missing }) => (missing.length === 0 ? 'done' : 'broken'),
  embed: ({ lastPageAt }, nowMs) => judgeFlow(lastPageAt, nowMs),
  pixel: ({ record, lastEventAt, silentOrders }) => {
    if (record === 'none') return 'open';
    if (record === 'other' || silentOrders >= SILENT_ORDERS) return 'broken';
    return lastEventAt === null ? 'open' : 'done';
  },
  webhooks: ({ lastAt, lastFailureAt }) => judgeLast(lastAt, lastFailureAt),
  events: ({ lastAt }, nowMs) => judgeFlow(lastAt, nowMs),
  consent: ({ allowed, counted }) => {
    if (allowed > 0) return 'done';
    return counted < UNANSWERED_LOADS ? 'open' : 'broken';
  },
  coverage: ({ real, tracked }) => {
    if (real === 0) return 'open';
    return tracked / real >= LEAST_COVERAGE ? 'done' : 'broken';
  },
  history: ({ phase }) =>
    (({ idle: 'open', running: 'open', done: 'done', failed: 'broken' }) as const)[phase],
  first_segment: ({ segments }) => (segments > 0 ? 'done' : 'open'),
  orders_basis: ({ isOn }) => (isOn ? 'done' : 'open'),
  scores: ({ isOn, ...facts }) => judgeWriting(isOn, facts),
  tags: ({ segments, ...facts }) => judgeWriting(segments.length > 0, facts),
};

function judgeFlow(lastAt: string | null, nowMs: number): SetupState {
  if (lastAt === null) return 'open';
  return nowMs - Date.parse(lastAt) <= QUIET_MS ? 'done' : 'broken';
}

/** What failed last has not worked since. */
function judgeLast(lastAt: string | null, lastFailureAt: string | null): SetupState {
  if (lastFailureAt !== null && (lastAt === null || Date.parse(lastFailureAt) >= Date.parse(lastAt))) {
    return 'broken';
  }
  return lastAt === null ? 'open' : 'done';
}

/** Switched on, with nothing to write yet, is as it should be. */
type Writing = Pick<SetupFacts['scores'], 'written' | 'lastAt' | 'lastFailureAt'>;

/** Switched off, what is there yet is to be taken back. */
function judgeWriting(isOn: boolean, { written, lastAt, lastFailureAt }: Writing): SetupState {
  if ((isOn || written > 0) && judgeLast(lastAt, lastFailureAt) === 'broken') return 'broken';
  return isOn ? 'done' : 'open';
}

/** Facts that could not be asked just now are null; of what this server does not do there are none. */
export type KnownFacts = { readonly [Key in SetupKey]?: SetupFacts[Key] | null };

export type RowExtras = {
  readonly [Key in SetupKey]?: { readonly since?: string | null; readonly action?: SetupAction | null };
};

/**
 * The rows of the checklist, in order, each with its state.
 *
 * @param extras Since when it is so, and what to do about it, by key.
 * @example judgeSetup(facts, { pixel: { action: { kind: 'call' } } }, clock.now())
 */
export function judgeSetup(facts: KnownFacts, extras: RowExtras, nowMs: number): readonly SetupRow[] {
  return SETUP_KEYS.flatMap((key) => {
    const known = facts[key];
    return known === undefined ? [] : [judgeRow(key, known, extras[key], nowMs)];
  });
}

function judgeRow<Key extends SetupKey>(
  key: Key,
  facts: SetupFacts[Key] | null,
  extra: RowExtras[Key],
  nowMs: number,
): SetupRow {
  const state = facts === null ? 'unknown' : RULES[key](facts, nowMs);
  return { key, state, since: extra?.since ?? null, facts, action: extra?.action ?? null } as SetupRow;
}
