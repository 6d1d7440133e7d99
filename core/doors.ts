/** The ways in: each post is answered by what stands in memory, once what other servers have written is in it. */
import { type Arrivals, createArrivals } from './collect/arrivals.ts';
import type { JsonObject } from './collect/json.ts';
import type { Stages } from './collect/stages.ts';
import { type IngestAnswer, takeBatch } from './collect/take-batch.ts';
import { type ItemsPost, type TakenItems, takeItems } from './collect/take-items.ts';
import { type CollectAnswer, takePage } from './collect/take-page.ts';
import type { Outcome } from './errors.ts';
import type { Circumstances } from './identity/circumstances.ts';
import { findPageVisitor } from './identity/identify-page.ts';
import type { ProfileBook } from './profiles/book.ts';
import type { SiteRegistry } from './sites/registry.ts';
import type { Site } from './sites/site.ts';

export type Doors = {
  /** What has come in since the start, of which site. */
  readonly arrivals: Pick<Arrivals, 'since' | 'of' | 'noteTracker'>;
  /** Resolves when whatever other servers had written before the call is in memory: asked before anybody is answered. */
  follow(): Promise<void>;
  collect(site: Site, body: JsonObject, seen: Circumstances): Promise<Outcome<CollectAnswer>>;
  ingest(site: Site, body: JsonObject): Promise<Outcome<IngestAnswer>>;
  /** The same of items that another door has read. */
  take(post: ItemsPost): Promise<Outcome<TakenItems>>;
  /** Under which id a page's sender is recorded now; null where entries carry no visitor. */
  findPageVisitor(site: Site, seen: Circumstances, device: string | null): ReturnType<typeof findPageVisitor>;
};

export type DoorPorts = Parameters<typeof findPageVisitor>[1] & {
  readonly book: Pick<ProfileBook, 'follow'>;
  readonly stages: Stages;
  readonly sites: Pick<SiteRegistry, 'onRemove'>;
  readonly now: () => number;
};

/** @example await createDoors(ports).ingest(site, { events }) */
export function createDoors(ports: DoorPorts): Doors {
  const { book, stages, now, sites } = ports;
  const arrivals = createArrivals(now);
  sites.onRemove(({ siteId }) => arrivals.forget(siteId));
  return {
    arrivals,
    follow: book.follow,
    collect: followFirst(book, async (site, body, seen) => {
      const outcome = await takePage(site, body, seen, stages);
      arrivals.notePage(site.siteId, body, outcome);
      return outcome;
    }),
    ingest: followFirst(book, async (site, body) => {
      const outcome = await takeBatch(site, body, stages);
      arrivals.note(site.siteId, 'servers', outcome);
      return outcome;
    }),
    take: followFirst(book, async (post) => {
      const outcome = await takeItems(post, stages);
      arrivals.note(post.site.siteId, 'messages', outcome);
      return outcome;
    }),
    findPageVisitor: followFirst(book, (site, seen, device) =>
      findPageVisitor({ site, seen, device, receivedAt: now() }, ports),
    ),
  };
}

function followFirst<Given extends readonly unknown[], Answer>(
  book: Pick<ProfileBook, 'follow'>,
  ask: (...given: Given) => Promise<Answer>,
): (...given: Given) => Promise<Answer> {
  return async (...given) => {
    await book.follow();
    return ask(...given);
  };
}
