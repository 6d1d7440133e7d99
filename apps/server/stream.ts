/**
 * Server-sent events: what the log says of a site, as it says it. Nothing is kept for a reader but its place in the
 * log, so a slow one is cut off and goes on later from where it was.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
import type { ServerResponse } from 'node:http';
import type { Feed } from '../../core/deliveries/feed.ts';
import { outgoingType, viewOutgoing } from '../../core/deliveries/outgoing-view.ts';
import type { LoggedEntry, SiteId } from '../../core/entry.ts';
import type { Tail } from '../../core/live/tail.ts';
import type { Clock } from '../../core/ports.ts';
import { drain, isOpen } from './drain.ts';
import { writeCursor } from './paging.ts';
import { createTailWriter } from './tail-writer.ts';

export type StreamRequest = {
  readonly site: SiteId;
  /** What lies after this place comes first. */
  readonly after: number;
  /** Whether to go on with what comes later. */
  readonly follows: boolean;
  /** Whether what opened it would open it still: asked with each heartbeat, and when somebody says so. */
  readonly mayGoOn: () => Promise<boolean>;
};

export type Streams = {
  /** False when the site has as many readers as it may have. */
  hasRoom(site: SiteId): boolean;
  open(request: StreamRequest, response: ServerResponse): void;
  /** Events of a site as they come in, from now on; without `follows` it ends at once. */
  openTail(request: Omit<StreamRequest, 'after'>, response: ServerResponse): void;
  /** Ends those of a site that would not be opened any more. */
  review(site: SiteId): void;
  /** How many readers there are, over all sites. */
  count(): number;
  /** Ends all of them. */
  stop(): void;
};

export type StreamPorts = {
  readonly feed: Feed;
  readonly tail: Pick<Tail, 'watch'>;
  readonly clock: Clock;
  readonly onFault: (error: unknown) => void;
};

export const HEARTBEAT_MS = 15_000;
const MOST_READERS = 100;
const SLICE = 100;
const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  /** Proxies that gather answers would hold events back. */
  'x-accel-buffering': 'no',
};

type Reader = Pick<StreamRequest, 'site' | 'mayGoOn'> & { readonly response: ServerResponse };

/** @example streams.open({ site, after: await feed.head(), follows: true }, response) */
export function createStreams(ports: StreamPorts): Streams {
  const readers = new Set<Reader>();

  function begin(reader: Reader, onEnd: () => void): void {
    const { response } = reader;
    readers.add(reader);
    const cancelBeat = beat(response, ports.clock, () => review(reader));
    response.once('close', () => {
      readers.delete(reader);
      cancelBeat();
      onEnd();
    });
    response.writeHead(200, HEADERS);
  }

  function review({ response, mayGoOn }: Reader): void {
    mayGoOn().then(
      (may) => void (may || response.end()),
      (error: unknown) => {
        ports.onFault(error);
        response.destroy();
      },
    );
  }

  return {
    hasRoom: (site) => [...readers].filter((reader) => reader.site === site).length < MOST_READERS,
    open: (request, response) => {
      // Whoever went while the place was looked up closes no second time.
      if (response.destroyed) return;
      const bell = createBell();
      const unsubscribe = ports.feed.subscribe(request.site, bell.ring);
      begin({ ...request, response }, () => {
        unsubscribe();
        bell.ring();
      });
      run(request, response, bell, ports).catch((error: unknown) => {
        ports.onFault(error);
        response.destroy();
      });
    },
    openTail: ({ site, follows, mayGoOn }, response) => {
      if (response.destroyed) return;
      const end = ports.tail.watch(site, createTailWriter(response, ports.clock));
      begin({ site, mayGoOn, response }, end);
      // Whoever reads knows from then on that nothing is missed.
      response.write(': watching\n\n');
      if (!follows) response.end();
    },
    review: (site) => {
      for (const reader of readers) if (reader.site === site) review(reader);
    },
    count: () => readers.size,
    stop: () => {
      for (const { response } of readers) response.end();
    },
  };
}

type Bell = { ring(): void; wait(): Promise<void> };

/** A ring is heard by whoever waits, or else by the next to wait. */
function createBell(): Bell {
  let rung = Promise.withResolvers<void>();
  return {
    ring: () => rung.resolve(),
    wait: async () => {
      await rung.promise;
      rung = Promise.withResolvers();
    },
  };
}

async function run(
  { site, after, follows }: StreamRequest,
  response: ServerResponse,
  bell: Bell,
  { feed, clock }: StreamPorts,
): Promise<void> {
  let place = after;
  // An id without data is no event, yet a reader that is cut off before the first one knows its place.
  response.write(`id: ${writeCursor(place)}\n\n`);
  while (isOpen(response)) {
    const slice = await feed.read(site, place, SLICE);
    place = slice.at(-1)?.seq ?? place;
    const text = slice.map(writeEvent).join('');
    if (text !== '' && isOpen(response) && !response.write(text)) await drain(response, clock);
    if (slice.length === SLICE) continue;
    if (!follows) response.end();
    else await bell.wait();
  }
}

function writeEvent(entry: LoggedEntry): string {
  const type = outgoingType(entry);
  if (type === null || entry.visitor === null) return '';
  return `id: ${writeCursor(entry.seq)}\nevent: ${type}\ndata: ${JSON.stringify(viewOutgoing(entry))}\n\n`;
}

/** Keeps proxies from taking a quiet stream for a dead one. */
function beat(response: ServerResponse, clock: Clock, review: () => void): () => void {
  let cancel = (): void => undefined;
  const next = (): void => {
    cancel = clock.after(HEARTBEAT_MS, () => {
      if (isOpen(response) && !response.writableNeedDrain) response.write(': still here\n\n');
      review();
      next();
    });
  };
  next();
  return () => cancel();
}
