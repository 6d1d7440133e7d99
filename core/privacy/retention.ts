/**
 * What time takes away by itself: anonymous profiles go with their salt, raw events and scores after their term. Counts
 * and sums of what went stay in the profile.
 */
import type { SiteId, VisitorId } from '../entry.ts';
import type { ArrivalPlace, Clock, Store } from '../ports.ts';
import type { ProfileBook } from '../profiles/book.ts';
import { readDueRows } from '../profiles/due-rows.ts';
import { endOfProfile, ownerOf } from '../profiles/kinship.ts';
import type { FoldRules } from '../profiles/rules.ts';
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

export type Retention = {
  /** Looks at every profile for which an instant has passed; answers how many anonymous ones have ended. */
  endAnonymous(): Promise<number>;
  /**
   * Removes events of a site received more than `days` ago, and scores that newer ones have replaced; answers how many.
   * Facts of the site stay: conditions may ask for what came before or after them. So do consent, links and notices.
   */
  retireEvents(site: SiteId, days: number): Promise<number>;
};

/** @example await createRetention(ports).retireEvents(siteId, 180) */
export function createRetention(ports: RetentionPorts): Retention {
  const { store, book, clock } = ports;

  async function endOne(site: SiteId, visitor: VisitorId, now: number): Promise<boolean> {
    const { kinship, slot } = await book.read(site, visitor, now);
    const end = endOfProfile(kinship, slot.timeline.profile);
    if (end === null || now < end) {
      // Its own, whoever answers for it now: what it did before may still be a profile.
      await book.touch(site, visitor);
      return false;
    }
    await book.erase(site, [visitor], () => store.unname(site, visitor));
    return true;
  }

  async function endAnonymous(): Promise<number> {
    const now = clock.now();
    let ended = 0;
    // What stays of the ended in totals is what their rows say.
    await book.flush();
    for await (const rows of readDueRows(store, now, SLICE)) {
      for (const { site, visitor } of rows) if (await endOne(site, visitor, now)) ended += 1;
      await book.flush();
    }
    return ended;
  }

  return {
    endAnonymous,
    retireEvents: (site, days) => retireEvents(ports, site, clock.now() - days * DAY_MS),
  };
}

/** Looks at everything that is old enough, once: some of it stays, such as sessions that have younger events. */
async function retireEvents(ports: RetentionPorts, site: SiteId, before: number): Promise<number> {
  const { store, book, clock } = ports;
  const done = new Set<VisitorId>();
  const lessened = new Set<VisitorId>();
  let retired = 0;
  for (let after: ArrivalPlace | undefined; ; ) {
    const oldest = await store.readBefore(site, before, SLICE, after);
    // What may go is recorded first: a condition that is defined meanwhile says since when it counts.
    if (oldest.length > 0) await raiseHorizon(store, site, before);
    const unnamed = oldest.filter(({ visitor }) => visitor === null).map(({ id }) => id);
    if (unnamed.length > 0) retired += await store.retire(site, null, unnamed, null);
    for (const entry of oldest) {
      if (entry.visitor === null) continue;
      const { kinship } = await book.read(site, entry.visitor, clock.now());
      const owner = ownerOf(kinship, entry);
      if (done.has(owner)) continue;
      done.add(owner);
      const own = await retireOwner(ports, site, owner, before);
      if (own > 0) lessened.add(owner);
      retired += own;
    }
    const last = oldest.at(-1);
    if (last === undefined || oldest.length < SLICE) break;
    after = { receivedAt: last.receivedAt, seq: last.seq };
  }
  // A cart and the last visits were made of what is gone: from now on all is what anybody could make of what is left.
  for (const owner of lessened) await book.refold(site, owner, 'event');
  return retired;
}
