/** Alive, ready, and the numbers behind it. */
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Engine } from '../../../core/engine.ts';
import type { Store } from '../../../core/ports.ts';
import { ok } from '../answer.ts';
import type { Deliveries } from '../deliveries.ts';
import type { Route } from '../route.ts';
import type { Streams } from '../stream.ts';
import type { Tally } from '../tally.ts';

/** Longer than this without a written row means that the disk does not keep up. */
const STALE_MS = 60_000;

export type HealthPorts = {
  readonly engine: Engine;
  readonly store: Store;
  readonly tally: Tally;
  readonly deliveries: Pick<Deliveries, 'stats'>;
  readonly streams: Pick<Streams, 'count'>;
  readonly isOpen: () => boolean;
};

export function healthRoutes({ engine, store, isOpen }: HealthPorts): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/healthz',
      key: 'none',
      summary: 'The process answers',
      handle: async () => ok({ status: 'alive' }),
    },
    {
      method: 'GET',
      path: '/readyz',
      key: 'none',
      summary: 'It can take events: the store is writable and keeps up',
      handle: async () => {
        const { writable, reason, queuedEntries, queuedBytes } = await store.health();
        const { oldestUnwrittenMs, dirty, isInTouch } = engine.book.stats();
        const obstacle = findObstacle({ writable, reason, isInTouch, isOpen: isOpen(), oldestUnwrittenMs });
        const isReady = obstacle === null;
        const state = {
          ready: isReady,
          writable,
          queuedEntries,
          queuedBytes,
          oldestUnwrittenMs,
          unwrittenProfiles: dirty,
        };
        return ok(isReady ? state : { ...state, reason: obstacle }, isReady ? 200 : 503);
      },
    },
  ];
}

export type Condition = {
  readonly writable: boolean;
  /** The store's own words. */
  readonly reason: string | undefined;
  readonly isInTouch: boolean;
  readonly isOpen: boolean;
  readonly oldestUnwrittenMs: number;
};

/**
 * What keeps a server from taking events, in words for whoever runs it; null where nothing does.
 *
 * @example findObstacle({ writable: true, reason: undefined, isInTouch: true, isOpen: true, oldestUnwrittenMs: 0 }) // null
 */
export function findObstacle({
  writable,
  reason,
  isInTouch,
  isOpen,
  oldestUnwrittenMs,
}: Condition): string | null {
  if (!isOpen) return 'it is stopping';
  if (!writable) return reason ?? 'the store cannot be written';
  if (!isInTouch)
    return 'out of touch with the other servers: it goes on once it has heard them; if its log says so, start it again';
  if (oldestUnwrittenMs >= STALE_MS)
    return 'profiles have waited to be written for a minute: look at how long the store takes to write';
  return null;
}

export type Metrics = { text(): Promise<{ contentType: string; body: string }> };

/** Prometheus text, filled at the time it is asked for. */
export function createMetrics({ engine, store, tally, deliveries, streams }: HealthPorts): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'inkling_' });
  const registers = [registry];
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers });
  const posts = gauge('inkling_posts_total', 'Requests to the doors, by answer', ['door', 'status']);
  const accepted = gauge('inkling_events_accepted_total', 'Durable events', ['door']);
  const refused = gauge('inkling_events_refused_total', 'Refused items, by reason', ['door', 'code']);
  const oldKeys = gauge(
    'inkling_old_key_requests_total',
    'Requests with a key that was rotated and ends soon',
    ['site', 'kind', 'door'],
  );
  const writable = gauge('inkling_store_writable', '1 when the store takes entries');
  const queued = gauge('inkling_store_queued_entries', 'Entries waiting for the next commit');
  const seq = gauge('inkling_log_place', 'Place of the latest entry in the log');
  const profiles = gauge('inkling_profiles_in_memory', 'Profiles in memory');
  const unwritten = gauge('inkling_profiles_unwritten', 'Profiles whose row is behind');
  const oldest = gauge('inkling_oldest_unwritten_seconds', 'Age of the oldest entry that is in no row');
  const building = gauge('inkling_segments_building', 'Segments whose new version is being built');
  const told = gauge('inkling_notices_told_total', 'Notices written since the start');
  const waiting = gauge('inkling_timers_waiting', 'Visitors that time will move within two hours');
  const failed = gauge(
    'inkling_segment_work_failed_total',
    'Tellings and builds that failed and are tried again',
  );
  const deliveryEnds = gauge('inkling_deliveries_total', 'Deliveries to webhooks, by how they ended', [
    'outcome',
  ]);
  const retrying = gauge('inkling_deliveries_waiting', 'Deliveries that wait for another attempt');
  const streamReaders = gauge('inkling_stream_readers', 'Open streams');
  return {
    text: async () => {
      const state = tally.read();
      fill(posts, ['door', 'status'], state.posts);
      fill(accepted, ['door'], state.accepted);
      fill(refused, ['door', 'code'], state.refused);
      fill(oldKeys, ['site', 'kind', 'door'], state.oldKeys);
      const { waiting: count, ...ends } = deliveries.stats();
      fill(deliveryEnds, ['outcome'], new Map(Object.entries(ends)));
      retrying.set(count);
      streamReaders.set(streams.count());
      const health = await store.health();
      const book = engine.book.stats();
      writable.set(health.writable ? 1 : 0);
      queued.set(health.queuedEntries);
      seq.set(health.seq);
      profiles.set(book.profiles);
      unwritten.set(book.dirty);
      oldest.set(book.oldestUnwrittenMs / 1000);
      const segments = engine.segments.stats();
      building.set(segments.building);
      told.set(segments.noticesTold);
      waiting.set(segments.timersWaiting);
      failed.set(segments.workFailed);
      return { contentType: registry.contentType, body: await registry.metrics() };
    },
  };
}

/** Tally keys are label values with a space between. */
function fill(gauge: Gauge, labels: readonly string[], counts: ReadonlyMap<string, number>): void {
  for (const [key, count] of counts) {
    const values = key.split(' ');
    gauge.set(Object.fromEntries(labels.map((label, i) => [label, values[i] ?? ''])), count);
  }
}
