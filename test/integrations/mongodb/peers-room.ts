/** Servers that share one database, on a clock that is moved. */
import type { Db } from 'mongodb';
import { onTestFinished } from 'vitest';
import { connect } from '../../../integrations/mongodb/connection.ts';
import { createPeers, type MongoPeers } from '../../../integrations/mongodb/peers.ts';
import { createDrivenClock, type DrivenClock } from '../../support/driven-clock.ts';
import { until } from '../../support/until.ts';

export const START = Date.UTC(2026, 9, 1);
export const SECOND = 1_000;

/** Time in which nothing happens on a server that is paused, or was killed. */
function createMortalClock(clock: DrivenClock) {
  const life = { isPaused: false };
  const missed: (() => void)[] = [];
  return {
    now: clock.now,
    after: (ms: number, callback: () => void) =>
      clock.after(ms, () => (life.isPaused ? void missed.push(callback) : callback())),
    isPaused: () => life.isPaused,
    pause: () => {
      life.isPaused = true;
    },
    wake: () => {
      life.isPaused = false;
      for (const callback of missed.splice(0)) callback();
    },
  };
}

type Own = Pick<DrivenClock, 'now'> & {
  readonly assertClock: () => Promise<void>;
  /** By a connection of its own. */
  readonly through: Db;
};

/** @example const room = await openRoom(nextUrl()); const one = await room.join('one') */
export async function openRoom(url: string) {
  const { client, db } = await connect(url);
  onTestFinished(() => client.close());
  const clock = createDrivenClock(START);
  const faults: unknown[] = [];
  return {
    clock,
    db,
    faults,
    countChanges: () => db.collection('peer_changes').countDocuments(),
    async join(node: string, { now = clock.now, assertClock, through = db }: Partial<Own> = {}) {
      const time = createMortalClock(clock);
      const onFault = (error: unknown): void => void faults.push(error);
      const own = assertClock === undefined ? {} : { assertClock };
      const peers = await createPeers({ db: through, node, clock: { ...time, now }, ...own, onFault });
      onTestFinished(() => peers.close());
      // What wakes it up from outside finds it dead.
      peers.on('news', async () => {
        if (time.isPaused()) throw new Error('it was killed');
      });
      return Object.assign(peers, { kill: time.pause, wake: time.wake });
    },
    /** Moves time on in small steps until something is so, as it goes by itself where a server runs. */
    async passUntil(isSo: () => boolean): Promise<void> {
      await until(async () => {
        await clock.moveTo(clock.now() + 100);
        return isSo();
      });
    },
  };
}

export function listen(peers: MongoPeers, topic = 'news'): string[] {
  const heard: string[] = [];
  peers.on(topic, async ({ site, body }) => {
    heard.push(`${site} ${JSON.stringify(body)}`);
  });
  return heard;
}

/** Work that says when it starts and stops, and where. */
export function createWork() {
  const said: string[] = [];
  const by = (name: string) => ({
    start: () => void said.push(`${name} starts`),
    stop: async () => void said.push(`${name} stops`),
  });
  return { said, by };
}
