/** The ways in: each post is answered by what stands in memory, once what other servers have written is in it. */
import type { JsonObject } from './collect/json.ts';
import type { Stages } from './collect/stages.ts';
import { type IngestAnswer, takeBatch } from './collect/take-batch.ts';
import { type ItemsPost, type TakenItems, takeItems } from './collect/take-items.ts';
import { type CollectAnswer, takePage } from './collect/take-page.ts';
import type { Outcome } from './errors.ts';
import type { Circumstances } from './identity/circumstances.ts';
import { findPageVisitor } from './identity/identify-page.ts';
import type { ProfileBook } from './profiles/book.ts';
import type { Site } from './sites/site.ts';

export type Doors = {
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
  readonly now: () => number;
};

/** @example await createDoors(ports).ingest(site, { events }) */
export function createDoors(ports: DoorPorts): Doors {
  const { book, stages, now } = ports;
  return {
    follow: book.follow,
    collect: followFirst(book, (site, body, seen) => takePage(site, body, seen, stages)),
    ingest: followFirst(book, (site, body) => takeBatch(site, body, stages)),
    take: followFirst(book, (post) => takeItems(post, stages)),
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
