/**
 * A second reading of the condition language, written apart from the engine so that the two can be compared. Only
 * types come from core. Every question reads the log from its start; nothing is kept between two of them.
 */
import type { Entry, Json } from '../../../../core/entry.ts';
import type { Condition, SegmentDefinition, StageDefinition } from '../../../../core/segments/condition.ts';

export type Question = {
  readonly condition: Condition;
  /** By key: what `{segment}` names. */
  readonly definitions: ReadonlyMap<string, SegmentDefinition>;
  /** In the site's order. */
  readonly stages: readonly StageDefinition[];
  /** All of one visitor, in any order, also those after `t`. */
  readonly entries: readonly Entry[];
  /** Of the site, in any order. */
  readonly facts: readonly Entry[];
  readonly site: { readonly currency: string; readonly zone: string; readonly sessionGapMs: number };
  /** Consent counts where it was recorded under this id. */
  readonly visitorId: string;
  readonly earliestId: string;
  /** What is known of the visitor's account; null for somebody without one. */
  readonly accountFacts: Readonly<Record<string, Json>> | null;
  /** Events of all members of the account, the visitor included; null for somebody without one. */
  readonly accountEntries: readonly Entry[] | null;
  /** UTC ms. */
  readonly t: number;
};

/** An event of the visitor, or one derived from their sessions, in entry order. */
export type Happening = Pick<Entry, 'id' | 't' | 'name' | 'source' | 'properties' | 'currency' | 'flags'> & {
  /** Id of the first event of the session it belongs to; null for `Session Ended`, which lies outside. */
  readonly session: string | null;
};

/** The account's id. */
export const ACCOUNT = 'acme';

/** What can be known at the question's instant. `question.entries` may be those of the account. */
export type Scene = {
  readonly question: Question;
  /** Visible and in order. */
  readonly entries: readonly Entry[];
  readonly facts: readonly Entry[];
  readonly happenings: readonly Happening[];
  /** Id of the first event of the session that holds the instant; null outside of sessions. */
  readonly openSession: string | null;
};

/** Order of everything: time, then id by code units. */
export function inOrder<T extends { readonly t: number; readonly id: string }>(all: readonly T[]): T[] {
  return [...all].sort((a, b) => a.t - b.t || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}
