/** An engine that a test kills and starts again where it lay. */
import { beforeEach, onTestFinished } from 'vitest';
import type { Entry, VisitorId } from '../../core/entry.ts';
import type { Clock, Store } from '../../core/ports.ts';
import { event, HOUR, START, visitorId } from '../core/profiles/world.ts';
import { createDrivenClock, type DrivenClock } from '../support/driven-clock.ts';
import type { Durable } from './durable.ts';
import { type OpenEngine, openEngine } from './open-engine.ts';
import type { Place } from './places.ts';

export const NOW = START + 24 * HOUR;
/** By then what waits is written. */
const ROW_MS = 5_000;
export const DEVICE = visitorId('device');
export const OTHER_DEVICE = visitorId('other device');
export const PERSON = visitorId('person');

type StartOptions = {
  readonly clock?: Clock;
  /** Puts something between the engine and its store. */
  readonly wrap?: (store: Store) => Store;
};

export type Life = {
  /** Of now: a start makes another one. */
  readonly open: OpenEngine;
  /** Kills what runs, as SIGKILL does: rows that wait are not written. Then starts at the same place. */
  killAndStart(options?: StartOptions): Promise<void>;
  /**
   * Lets so much time pass that what waits is written, if it may be: a flush beside other servers waits for what is being folded,
   * and while that goes on they let nothing of it be written.
   */
  writeBehind(clock: DrivenClock): Promise<void>;
  append(...entries: readonly Entry[]): Promise<void>;
  countEvents(visitor: VisitorId): Promise<number>;
};

export const order = (parts: Partial<Entry>): Entry =>
  event('Order Completed', { t: START, id: 'order:1', ...parts });

const same = (store: Store): Store => store;

/** Started before each test, on a clock that stands at {@link NOW}, and closed after it. */
export function startLives(durable: Durable): Life {
  let place: Place;
  let open: OpenEngine;

  const saving = new Set<Promise<void>>();

  function noteSaving(store: Store): Store {
    return {
      ...store,
      saveProfiles: (...rows) => {
        const saved = store.saveProfiles(...rows).finally(() => saving.delete(saved));
        saving.add(saved);
        return saved;
      },
    };
  }

  async function start({ clock = createDrivenClock(NOW), wrap }: StartOptions = {}): Promise<void> {
    open = await openEngine(place, clock, (store) => (wrap ?? same)(noteSaving(store)));
  }

  beforeEach(async () => {
    place = durable.makePlace();
    await start();
    onTestFinished(() => open.close());
  });

  return {
    get open() {
      return open;
    },
    killAndStart: async (options) => {
      await open.abandon();
      await start(options);
    },
    writeBehind: async (clock) => {
      await clock.moveTo(clock.now() + ROW_MS);
      await Promise.all(saving);
    },
    append: async (...entries) => {
      const { siteId: site } = open.site;
      await open.engine.append(entries.map((entry) => ({ ...entry, site })));
    },
    countEvents: async (visitor) => {
      const view = await open.engine.visitors.view(open.site.siteId, visitor);
      return view?.events?.count ?? 0;
    },
  };
}
