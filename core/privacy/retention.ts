/**
 * What time takes away by itself: anonymous profiles go with their salt, everything else after the term of its class.
 * Counts and sums of what went stay in the profile.
 */
import type { EntryType, LoggedEntry, SiteId, VisitorId } from '../entry.ts';
import type { ArrivalPlace, ArrivalRange, Clock, Store } from '../ports.ts';
import type { ProfileBook } from '../profiles/book.ts';
import { readDueRows } from '../profiles/due-rows.ts';
import { endOfProfile, ownerOf } from '../profiles/kinship.ts';
import type { FoldRules } from '../profiles/rules.ts';
import { type Before, type Going, isNothing, readGoing } from './going.ts';
import { raiseHorizon } from './horizon.ts';
import { retireOwner } from './retire-owner.ts';

const DAY_MS = 86_400_000;
const SLICE = 1_000;

export type RetentionPorts = {
  readonly store: Store;
  readonly book: ProfileBook;
  readonly clock: Clock;
  readonly rulesOf: (site: SiteId) => FoldRules;
};

/** Entries by class. */
export type LogCounts = { readonly events: number; readonly scores: number; readonly results: number };

export type Retention = {
  /** Looks at every profile for which an instant has passed; answers how many anonymous ones have ended. */
  endAnonymous(): Promise<number>;
  /**
   * Removes events of a site received more than `days` ago, and scores that newer ones have replaced; answers how many.
   * Facts of the site stay: conditions may ask for what came before or after them. So do consent and links.
   */
  retireEvents(site: SiteId, days: number): Promise<number>;
  /**
   * Removes events, replaced scores, decisions and exposures that were received before their instants; answers how many.
   *
   * @param isDry Counts them, and changes nothing.
   */
  retireLog(site: SiteId, before: Before, isDry?: boolean): Promise<LogCounts>;
};

/** @example await createRetention(ports).retireEvents(siteId, 180) */
export function createRetention(ports: RetentionPorts): Retention {
  const { store, book, clock } = ports;

  async function isOver(site: SiteId, visitor: VisitorId, now: number): Promise<boolean> {
    const { kinship, slot } = await book.read(site, visitor, now);
    const end = endOfProfile(kinship, slot.timeline.profile);
    if (end !== null && now >= end) return true;
    // Its own, whoever answers for it now: what it did before may still be a profile.
    await book.touch(site, visitor);
    return false;
  }

  /** Together: other servers are told, and waited for, once. */
  async function end(site: SiteId, visitors: readonly VisitorId[]): Promise<number> {
    if (visitors.length === 0) return 0;
    return book.erase(site, visitors, async () => {
      const links = await store.readLinks(site, visitors);
      const linked = new Set<unknown>(links.flatMap(({ visitor, properties: { to } }) => [visitor, to]));
      const ended = visitors.filter((visitor) => !linked.has(visitor));
      for (const visitor of ended) await store.unname(site, visitor);
      return ended.length;
    });
  }

  async function endDue(site: SiteId, due: ReadonlySet<VisitorId>, now: number): Promise<number> {
    const over: VisitorId[] = [];
    for (const visitor of due) if (await isOver(site, visitor, now)) over.push(visitor);
    return end(site, over);
  }

  async function endAnonymous(): Promise<number> {
    const now = clock.now();
    let ended = 0;
    // What stays of the ended in totals is what their rows say.
    await book.flush();
    for await (const rows of readDueRows(store, now, SLICE)) {
      for (const [site, own] of Map.groupBy(rows, (row) => row.site)) {
        ended += await endDue(site, new Set(own.map(({ visitor }) => visitor)), now);
      }
      await book.flush();
    }
    return ended;
  }

  const retireLog: Retention['retireLog'] = (site, before, isDry = false) =>
    isDry ? countLog(ports, site, before) : retireOld(ports, site, before);
  return {
    endAnonymous,
    retireLog,
    retireEvents: async (site, days) => {
      const before = { events: clock.now() - days * DAY_MS, results: Number.NEGATIVE_INFINITY };
      const { events, scores } = await retireLog(site, before);
      return events + scores;
    },
  };
}

const TYPES: Readonly<Record<keyof Before, readonly EntryType[]>> = {
  events: ['event', 'score'],
  results: ['decision', 'exposure'],
};

const KINDS = ['events', 'results'] as const;

async function countLog(ports: RetentionPorts, site: SiteId, before: Before): Promise<LogCounts> {
  const counts = createCounts();
  for await (const { unnamed, owners } of walkOld(ports, site, before)) {
    for (const entry of unnamed) counts.add(entry);
    for (const owner of owners) counts.addAll(await readGoing(ports, site, owner, before));
  }
  return counts.read();
}

async function retireOld(ports: RetentionPorts, site: SiteId, before: Before): Promise<LogCounts> {
  const { store, book } = ports;
  const counts = createCounts();
  const lessened = new Set<VisitorId>();
  for await (const { unnamed, owners, instant } of walkOld(ports, site, before)) {
    // What may go is recorded first: a condition that is defined meanwhile says since when it counts.
    await raiseHorizon(store, site, instant);
    const ids = unnamed.map(({ id }) => id);
    if (ids.length > 0) await store.retire(site, null, ids, null);
    for (const entry of unnamed) counts.add(entry);
    for (const owner of owners) {
      const went = await retireOwner(ports, site, owner, before);
      if (isNothing(went)) continue;
      counts.addAll(went);
      lessened.add(owner);
    }
  }
  for (const kind of KINDS)
    await store.removeUnreadable?.(site, { types: TYPES[kind], before: before[kind] });
  // A cart and the last visits were made of what is gone: from now on all is what anybody could make of what is left.
  for (const owner of lessened) await book.refold(site, owner, 'event');
  return counts.read();
}

type Old = {
  /** Of nobody. */
  readonly unnamed: readonly LoggedEntry[];
  /** Of whom something is old enough; some of it may stay, such as sessions that have younger events. */
  readonly owners: readonly VisitorId[];
  /** What was received before it is looked at. */
  readonly instant: number;
};

/** Everything that is old enough, and every owner of it once. */
async function* walkOld(ports: RetentionPorts, site: SiteId, before: Before): AsyncGenerator<Old> {
  const done = new Set<VisitorId>();
  for (const kind of KINDS) {
    const range = { types: TYPES[kind], before: before[kind], limit: SLICE };
    for await (const oldest of readOld(ports.store, site, range)) {
      const owners = new Set<VisitorId>();
      for (const entry of oldest) {
        const owner = await readOwner(ports, site, entry);
        if (owner !== null && !done.has(owner)) owners.add(owner);
        if (owner !== null) done.add(owner);
      }
      const unnamed = oldest.filter(({ visitor }) => visitor === null);
      yield { unnamed, owners: [...owners], instant: range.before };
    }
  }
}

/** Page by page; what goes meanwhile is passed over. */
export async function* readOld(
  store: Pick<Store, 'readBefore'>,
  site: SiteId,
  range: Omit<ArrivalRange, 'after'>,
): AsyncGenerator<readonly LoggedEntry[]> {
  for (let after: ArrivalPlace | undefined; ; ) {
    const page = await store.readBefore(site, after === undefined ? range : { ...range, after });
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    if (page.length < range.limit) return;
    after = { receivedAt: last.receivedAt, seq: last.seq };
  }
}

async function readOwner(
  { book, clock }: RetentionPorts,
  site: SiteId,
  entry: LoggedEntry,
): Promise<VisitorId | null> {
  if (entry.visitor === null) return null;
  return ownerOf((await book.read(site, entry.visitor, clock.now())).kinship, entry);
}

function createCounts() {
  const counts = { events: 0, scores: 0, results: 0 };
  return {
    add: ({ type }: LoggedEntry): void => {
      if (type === 'event') counts.events += 1;
      else if (type === 'score') counts.scores += 1;
      else counts.results += 1;
    },
    addAll: ({ events, scores, results }: Going): void => {
      counts.events += events.length;
      counts.scores += scores.length;
      counts.results += results.length;
    },
    read: (): LogCounts => ({ ...counts }),
  };
}
