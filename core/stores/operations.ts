/** What the reading thread asks of the writing thread: messages of plain data, answered one by one. */
import type { SiteId, VisitorId } from '../entry.ts';
import type {
  AccountBase,
  AppendOutcome,
  Base,
  OwnedPart,
  ProfileRow,
  RemovalCounts,
  Reservation,
  ReserveOutcome,
} from '../ports.ts';
import type { EntryColumns } from './codec.ts';

/** Every writing operation: what it takes and what it answers. */
type Operations = {
  /** Takes the group's next so many entries. One number: all were stored, at this place and those right after it. */
  append: { input: number; answer: number | readonly AppendOutcome[] };
  saveProfiles: { input: { rows: readonly ProfileRow[]; checkpoint: number | null }; answer: null };
  resumContributions: { input: { site: SiteId }; answer: null };
  dropProfiles: { input: { site: SiteId; visitors: readonly VisitorId[] }; answer: null };
  retire: {
    input: {
      site: SiteId;
      visitor: VisitorId | null;
      entryIds: readonly string[];
      base: Base | null;
      accountBases: readonly AccountBase[];
    };
    answer: number;
  };
  reserve: { input: Reservation; answer: ReserveOutcome };
  confirm: { input: { site: SiteId; unit: string; id: string }; answer: boolean };
  release: { input: { site: SiteId; unit: string; id: string }; answer: boolean };
  sweepReservations: { input: { now: number; confirmedBefore: number }; answer: number };
  claim: { input: { site: SiteId; key: string; owner: string }; answer: string };
  unname: { input: { site: SiteId; visitor: VisitorId }; answer: number };
  removePart: { input: { site: SiteId; visitor: VisitorId; part: OwnedPart }; answer: RemovalCounts };
  removeVisitor: {
    input: { site: SiteId; visitors: readonly VisitorId[]; keepsTotals: boolean };
    answer: RemovalCounts;
  };
  removeSite: { input: { site: SiteId; limit: number }; answer: number };
  putRecord: {
    input: {
      collection: string;
      site: string;
      key: string;
      value: string;
      standing: { readonly was: string | null } | null;
    };
    answer: boolean;
  };
  deleteRecord: {
    /** As text; null: whatever stands. */
    input: { collection: string; site: string; key: string; was: string | null };
    answer: boolean;
  };
  /** Writes and removes a little, to see whether writing works. */
  probe: { input: null; answer: null };
};

export type Kind = keyof Operations;
export type Input<K extends Kind> = Operations[K]['input'];
export type Answer<K extends Kind> = Operations[K]['answer'];

export type Operation<K extends Kind = Kind> = {
  readonly [P in K]: { readonly kind: P; readonly input: Input<P> };
}[K];

/** One function an operation, run inside the group's transaction. */
export type Handlers = { readonly [K in Kind]: (input: Input<K>) => Answer<K> };

/** Everything that one transaction writes: operations in order, and the entries their appends speak of. */
export type Group = { readonly operations: readonly Operation[]; readonly entries: EntryColumns };

export type OperationResult =
  | { readonly ok: true; readonly answer: Answer<Kind> }
  | { readonly ok: false; readonly fault: string };

/** A group is durable and answered one by one, or the file could not be written and nothing of it is there. */
export type GroupResult =
  | { readonly ok: true; readonly results: readonly OperationResult[] }
  | { readonly ok: false; readonly fault: string; readonly cure: string };
