/** Reading visitors: who an identifier stands for, what is held of them, and forgetting them. */
import type { LoggedEntry, SiteId, VisitorId } from '../entry.ts';
import { presentProperties } from '../events/money.ts';
import type { Clock, Position, RemovalCounts, Store } from '../ports.ts';
import type { SiteEdges } from '../segments/site-facts.ts';
import type { ProfileBook } from './book.ts';
import { foldPart } from './device-parts.ts';
import { forgetPerson, forgetRecorded } from './forget.ts';
import { owns, recordedIds } from './kinship.ts';
import { isEmptyProfile } from './profile.ts';
import type { FoldRules } from './rules.ts';
import { type ProfileView, type ViewRules, viewProfile } from './view.ts';

/** How many entries are read at once to fill a page: links may give some of them to somebody else. */
const READ_AHEAD = 200;

export type EntryView = {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  /** ISO 8601. */
  readonly time: string;
  readonly receivedAt: string;
  readonly source: string;
  readonly properties: LoggedEntry['properties'];
  readonly context?: LoggedEntry['context'];
  readonly currency?: string;
  readonly flags?: LoggedEntry['flags'];
};

export type Page<Item, Cursor> = { readonly items: readonly Item[]; readonly next: Cursor | null };

export type Visitors = {
  /** The canonical id and whether anything is held under it. */
  resolve(site: SiteId, visitor: VisitorId): Promise<{ visitor: VisitorId; exists: boolean }>;
  view(site: SiteId, visitor: VisitorId): Promise<ProfileView | null>;
  /** The visitor's entries in time order. */
  entries(
    site: SiteId,
    visitor: VisitorId,
    after: Position | null,
    limit: number,
  ): Promise<Page<EntryView, Position>>;
  /** The latest entries, in time order. */
  latest(site: SiteId, visitor: VisitorId, limit: number): Promise<readonly EntryView[]>;
  list(
    site: SiteId,
    after: VisitorId | null,
    limit: number,
  ): Promise<Page<{ visitor: VisitorId; lastSeen: string }, VisitorId>>;
  /** Whether who shows this id may see all of its profile: a log-in that is only claimed opens nobody's history. */
  answersFor(site: SiteId, visitor: VisitorId): Promise<boolean>;
  /** What was recorded under this very id, whoever it belongs to; null where that is nothing. */
  own(
    site: SiteId,
    visitor: VisitorId,
    limit: number,
  ): Promise<{ readonly profile: ProfileView; readonly events: readonly EntryView[] } | null>;
  /** Removes everything held under the visitor and the ids linked to it. */
  forget(site: SiteId, visitor: VisitorId): Promise<RemovalCounts>;
  /**
   * Removes what was recorded under this one id: for somebody who can show no more than the id itself. Who only claims
   * to be a person erases nothing of that person's other devices.
   */
  forgetOwn(site: SiteId, visitor: VisitorId): Promise<RemovalCounts>;
};

export type VisitorsPorts = {
  readonly store: Store;
  readonly book: ProfileBook;
  readonly clock: Clock;
  readonly rulesOf: (site: SiteId) => FoldRules;
  readonly edges: Pick<SiteEdges, 'at'>;
};

export function createVisitors({ store, book, clock, rulesOf, edges }: VisitorsPorts): Visitors {
  const viewRules = async (site: SiteId): Promise<ViewRules> => ({
    ...rulesOf(site),
    edges: await edges.at(site, clock.now()),
  });
  const read = (site: SiteId, visitor: VisitorId) => book.read(site, visitor, clock.now());

  async function entries(
    site: SiteId,
    visitor: VisitorId,
    after: Position | null,
    limit: number,
  ): Promise<Page<EntryView, Position>> {
    const { slot } = await read(site, visitor);
    const { kinship } = await read(site, slot.visitor);
    const items: LoggedEntry[] = [];
    let from = after;
    for (;;) {
      const range = { limit: READ_AHEAD, ...(from === null ? {} : { after: from }) };
      const slice = await store.readVisitor(site, recordedIds(kinship), range);
      for (const entry of slice) {
        if (!owns(kinship, entry)) continue;
        if (items.length === limit) return { items: items.map(viewEntry), next: placeOf(items.at(-1)) };
        items.push(entry);
      }
      if (slice.length < READ_AHEAD) return { items: items.map(viewEntry), next: null };
      from = placeOf(slice.at(-1));
    }
  }

  return {
    resolve: async (site, visitor) => {
      const { slot } = await read(site, visitor);
      return { visitor: slot.visitor, exists: !isEmptyProfile(slot.timeline.profile) };
    },
    view: async (site, visitor) => {
      const { slot } = await read(site, visitor);
      const { profile } = slot.timeline;
      return isEmptyProfile(profile) ? null : viewProfile(profile, clock.now(), await viewRules(site));
    },
    entries,
    latest: async (site, visitor, limit) => {
      const { slot } = await read(site, visitor);
      const { kinship } = await read(site, slot.visitor);
      const entries = await store.readVisitor(site, recordedIds(kinship), { limit, side: 'newest' });
      return entries.filter((entry) => owns(kinship, entry)).map(viewEntry);
    },
    list: async (site, after, limit) => {
      if (after === null) await book.flush();
      const rows = await store.listProfiles(site, after, limit + 1);
      const items = rows
        .slice(0, limit)
        .map(({ visitor, last }) => ({ visitor, lastSeen: new Date(last).toISOString() }));
      return { items, next: rows.length > limit ? (items.at(-1)?.visitor ?? null) : null };
    },
    answersFor: async (site, visitor) => {
      const { kinship, slot } = await read(site, visitor);
      if (slot.visitor === visitor) return true;
      return kinship.ownership?.loginAt(visitor, clock.now())?.proved === true;
    },
    own: async (site, visitor, limit) =>
      readOwn({ store, clock }, { site, visitor, limit, rules: await viewRules(site) }),
    forget: (site, visitor) => forgetPerson({ store, book, clock }, site, visitor),
    forgetOwn: (site, visitor) => forgetRecorded({ store, book, clock }, site, visitor),
  };
}

type OwnQuestion = {
  readonly site: SiteId;
  readonly visitor: VisitorId;
  readonly limit: number;
  readonly rules: ViewRules;
};

async function readOwn(
  { store, clock }: Pick<VisitorsPorts, 'store' | 'clock'>,
  { site, visitor, limit, rules }: OwnQuestion,
): ReturnType<Visitors['own']> {
  const whole = { visitor, canonical: visitor, ownership: null, rules };
  const { entries, timeline } = await foldPart(store, site, whole);
  const { profile } = timeline;
  if (isEmptyProfile(profile)) return null;
  return { profile: viewProfile(profile, clock.now(), rules), events: entries.slice(-limit).map(viewEntry) };
}

function placeOf(entry: LoggedEntry | undefined): Position | null {
  return entry === undefined ? null : { t: entry.t, id: entry.id };
}

/** An entry as the API answers it: ISO 8601 instants, money in major units. */
export function viewEntry(entry: LoggedEntry): EntryView {
  const { id, type, name, t, receivedAt, source, context, currency, flags } = entry;
  return {
    id,
    type,
    name,
    time: new Date(t).toISOString(),
    receivedAt: new Date(receivedAt).toISOString(),
    source,
    properties: presentProperties(entry),
    ...(context === undefined ? {} : { context }),
    ...(currency === undefined ? {} : { currency }),
    ...(flags === undefined ? {} : { flags }),
  };
}
