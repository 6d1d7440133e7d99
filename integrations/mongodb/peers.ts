/** Servers that share the database tell each other what to forget, and agree on who does what one of them is to do. */
import type { Db } from 'mongodb';
import { createCatchingUp } from '../../core/catching-up.ts';
import { createLoop, pass } from '../../core/loop.ts';
import type { Clock, LedWork, PeerNotice, Peers } from '../../core/ports.ts';
import { isUnreadableNotice, unreadableNotice } from '../../core/unreadable-notice.ts';
import { toFault, WRITE_MS } from './faults.ts';
import { createLeases, type Leases } from './leases.ts';
import { createPeerChanges, type PeerChanges } from './peer-changes.ts';
import { createPeerNotices, noticesIn, type PeerNotices } from './peer-notices.ts';
import { createServers } from './servers.ts';
import { createWakeUps } from './wake-ups.ts';

export type PeersOptions = {
  readonly db: Db;
  /** Name of this process among those that share the database. */
  readonly node: string;
  readonly clock: Clock;
  /** Faults of what goes on by itself: a handler that failed is called again. */
  readonly onFault: (error: unknown) => void;
};

export type MongoPeers = Peers & {
  /** Begins to hear: whoever wants to has said so. */
  start(): void;
  /** Names of the servers that are alive. */
  listAlive(): Promise<readonly string[]>;
};

/** A server that has said nothing for so long is waited for no longer. */
export const LEASE_MS = 30_000;
/** By then a server takes itself for lost: what it is writing has ended before others stop waiting for it. */
const CURRENT_MS = LEASE_MS - WRITE_MS - 2_000;
const BEAT_MS = 3_000;
const HEAR_MS = 500;
const WAIT_MS = 50;
/** Whatever a server was writing when it began a change has ended by then. */
const CHANGE_MS = 120_000;
/** Read by nobody any more, but for whoever looks into what went on. */
const KEPT_MS = 600_000;

type Hear = (notice: PeerNotice) => Promise<void>;

/** @example const peers = await createPeers({ db, node, clock, onFault }); peers.on('rows', flush); peers.start() */
export async function createPeers({ db, node, clock, onFault }: PeersOptions): Promise<MongoPeers> {
  const notices = createPeerNotices(db, node);
  const servers = createServers(db, node);
  const handlers = new Map<string, Hear[]>();
  const changes = createChanges({ changes: createPeerChanges(db, node), notices, clock, onFault });
  const leads = createLeads(createLeases(db, node), clock, onFault);
  // What was told before is in what this server reads when it starts.
  let heard = await notices.last();
  /** When this server last said that it lives, and when it last did so having heard all that was told till then. */
  let saidAt = clock.now();
  let currentAt = saidAt;
  await servers.join(saidAt + LEASE_MS, heard);

  // A clock that was put back says nothing of how long it has been.
  const isCurrent = (): boolean => Math.abs(clock.now() - currentAt) < CURRENT_MS;

  /** Who was out of touch is current only once it has heard what others did not wait for it with: see `hearAll`. */
  async function renew(): Promise<void> {
    const at = clock.now();
    await servers.renew(at + LEASE_MS, heard);
    saidAt = at;
    if (isCurrent()) currentAt = at;
  }

  async function beat(): Promise<void> {
    await renew();
    await leads.renew();
  }

  /** One that nobody can read is passed over: whoever told it waits until it is heard, and so does what was told later. */
  async function hearOne(name: string, notice: PeerNotice | null): Promise<void> {
    try {
      if (notice === null) throw unreadableNotice(name);
      for (const hear of handlers.get(notice.topic) ?? []) await hear(notice);
    } catch (error) {
      if (!isUnreadableNotice(error)) throw error;
      onFault(error);
    }
  }

  /** In order: a notice whose handler fails is heard again, and those behind it after it. */
  async function hearAll(): Promise<void> {
    for (;;) {
      const waitedForSince = saidAt;
      const page = await notices.readAfter(heard);
      for (const { number, from, notice } of page) {
        if (from !== node) await hearOne(`notice ${number}`, notice);
        heard = number;
      }
      if (page.length === 0) {
        currentAt = waitedForSince;
        break;
      }
      await renew();
    }
    await changes.look(async (id, { from, ...change }) => {
      if (from !== node) await hearOne(`change ${id}`, change);
    });
  }

  /** Names of those that have yet to hear it. */
  async function listDeaf(number: number): Promise<readonly string[]> {
    const alive = await servers.list(clock.now());
    return alive.flatMap(({ name, heard: upTo }) => (name === node || upTo >= number ? [] : name));
  }

  async function tellUntil(notice: PeerNotice, end: number): Promise<readonly string[]> {
    const number = await notices.add(notice, clock.now());
    for (;;) {
      const deaf = await listDeaf(number);
      if (deaf.length === 0 || clock.now() >= end) return deaf;
      await pass(clock, WAIT_MS);
    }
  }

  async function sweep(): Promise<void> {
    const alive = await servers.list(clock.now());
    await changes.sweep();
    await notices.sweep(Math.min(...alive.map((server) => server.heard)), clock.now() - KEPT_MS);
  }

  const hear = createCatchingUp(hearAll);
  const loops = [
    createLoop(clock, BEAT_MS, beat, onFault),
    createLoop(clock, HEAR_MS, hear, onFault),
    createLoop(clock, KEPT_MS, sweep, onFault),
  ] as const;
  const wakeUps = createWakeUps({
    ...{ collection: noticesIn(db), node, clock, onFault },
    wake: loops[1].hurry,
  });
  loops[0].start();
  return {
    on: (topic, handler) => {
      handlers.set(topic, [...(handlers.get(topic) ?? []), handler]);
    },
    start: () => {
      for (const loop of loops.slice(1)) loop.start();
      wakeUps.start();
    },
    tell: guard(async (notice) => {
      await notices.add(notice, clock.now());
    }),
    tellOf: changes.tellOf,
    tellAndWait: guard(async (notice) => {
      await tellUntil(notice, Number.POSITIVE_INFINITY);
    }),
    tellWithin: guard((notice, ms) => tellUntil(notice, clock.now() + ms)),
    hear: guard(hear),
    isCurrent,
    lead: leads.add,
    listAlive: guard(async () => (await servers.list(clock.now())).map(({ name }) => name)),
    close: async () => {
      await Promise.all([wakeUps.close(), ...loops.map((loop) => loop.stop())]);
      await leads.close();
      await servers.leave().catch(onFault);
    },
  };
}

type ChangesPorts = {
  readonly changes: PeerChanges;
  readonly notices: Pick<PeerNotices, 'add'>;
  readonly clock: Clock;
  readonly onFault: (error: unknown) => void;
};

/**
 * A change that was begun is read again by everybody at each look, until it is told of: by whoever made it, or, once no
 * write of it can be under way any more, by whoever finds it.
 */
function createChanges({ changes, notices, clock, onFault }: ChangesPorts) {
  async function finish(id: string, notice: PeerNotice): Promise<void> {
    await notices.add(notice, clock.now());
    await changes.end(id);
  }

  return {
    async tellOf<T>(notice: PeerNotice, work: () => Promise<T>): Promise<T> {
      const id = await guard(changes.begin)(notice, clock.now());
      const done = await work();
      // It is done, and others see it by what is left: nobody is told that it failed.
      await finish(id, notice).catch(onFault);
      return done;
    },
    async look(
      take: (id: string, change: PeerNotice & { readonly from: string }) => Promise<void>,
    ): Promise<void> {
      for (const { id, at: _then, ...change } of await changes.list()) await take(id, change);
    },
    async sweep(): Promise<void> {
      const before = clock.now() - CHANGE_MS;
      for (const { id, at, from: _other, ...notice } of await changes.list())
        if (at < before) await finish(id, notice);
    },
  };
}

function guard<Given extends readonly unknown[], Answer>(
  ask: (...given: Given) => Promise<Answer>,
): (...given: Given) => Promise<Answer> {
  return async (...given) => {
    try {
      return await ask(...given);
    } catch (error) {
      throw toFault(error);
    }
  };
}

type Led = { readonly name: string; readonly work: LedWork; heldAt: number | null };

/** Work is ended here before another server may begin it: by what this one's own clock says of its lease. */
function createLeads(leases: Leases, clock: Clock, onFault: (error: unknown) => void) {
  const all: Led[] = [];

  async function end(led: Led): Promise<void> {
    if (led.heldAt === null) return;
    led.heldAt = null;
    await led.work.stop();
  }

  async function tryOne(led: Led): Promise<void> {
    const now = clock.now();
    try {
      if (!(await leases.hold(led.name, now, now + LEASE_MS))) return await end(led);
      const isNew = led.heldAt === null;
      led.heldAt = now;
      if (isNew) led.work.start();
    } catch (error) {
      onFault(error);
      if (led.heldAt !== null && clock.now() > led.heldAt + CURRENT_MS) await end(led);
    }
  }

  return {
    add: (name: string, work: LedWork): void => {
      const led: Led = { name, work, heldAt: null };
      all.push(led);
      void tryOne(led);
    },
    renew: async (): Promise<void> => {
      for (const led of all) await tryOne(led);
    },
    close: async (): Promise<void> => {
      for (const led of all.splice(0)) {
        const isHeld = led.heldAt !== null;
        await end(led);
        if (isHeld) await leases.release(led.name).catch(onFault);
      }
    },
  };
}
