/** An engine on a folder that a test kills and starts again. */
import { beforeEach, onTestFinished } from 'vitest';
import type { Entry, VisitorId } from '../../core/entry.ts';
import type { Clock, Store } from '../../core/ports.ts';
import { event, HOUR, START, visitorId } from '../core/profiles/world.ts';
import { makeDataFolder } from '../support/data-folder.ts';
import { createDrivenClock } from '../support/driven-clock.ts';
import { type OpenEngine, openEngine } from './open-engine.ts';

export const NOW = START + 24 * HOUR;
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
  /** Kills what runs, as SIGKILL does: rows that wait are not written. Then starts on the same folder. */
  killAndStart(options?: StartOptions): Promise<void>;
  append(...entries: readonly Entry[]): Promise<void>;
  countEvents(visitor: VisitorId): Promise<number>;
};

export const order = (parts: Partial<Entry>): Entry =>
  event('Order Completed', { t: START, id: 'order:1', ...parts });

/** Started before each test, on a clock that stands at {@link NOW}, and closed after it. */
export function startLives(): Life {
  let dataDir = '';
  let open: OpenEngine;

  async function start({ clock = createDrivenClock(NOW), wrap }: StartOptions = {}): Promise<void> {
    open = await openEngine(dataDir, clock, wrap);
  }

  beforeEach(async () => {
    dataDir = makeDataFolder();
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
