/** Servers that share the database tell each other what to forget, and agree on who does what one of them is to do. */
import type { Db } from 'mongodb';
import { createCatchingUp } from '../../core/catching-up.ts';
import { createLoop, pass, sayingOnce } from '../../core/loop.ts';
import type { Clock, PeerNotice, Peers } from '../../core/ports.ts';
import { inOurWords } from './faults.ts';
import { createLeads } from './leads.ts';
import { createLeases } from './leases.ts';
import { createPeerChanges, type PeerChanges } from './peer-changes.ts';
import { createPeerHearing } from './peer-hearing.ts';
import { createPeerNotices, noticesIn, type PeerNotices } from './peer-notices.ts';
import { createServers, type Servers } from './servers.ts';
import { createTouch, LEASE_MS } from './touch.ts';
import { createWakeUps } from './wake-ups.ts';

export type PeersOptions = {
  readonly db: Db;
  /** Name of this process among those that share the database. */
  readonly node: string;
  readonly clock: Clock;
  /** Throws where the clock is wrong: then this server does not say that it lives, and is soon not current. */
  readonly assertClock?: () => Promise<void>;
  /** Faults of what goes on by itself: a handler that failed is called again. */
  readonly onFault: (error: unknown) => void;
};

export type MongoPeers = Peers & {
  /** Begins to hear: whoever wants to has said so. */
  start(): void;
  /** Names of the servers that are alive. */
  listAlive(): Promise<readonly string[]>;
};

const BEAT_MS = 3_000;
const HEAR_MS = 500;
const WAIT_MS = 50;
/** What was told is kept for so long, for whoever is out of touch. */
export const KEPT_MS = 600_000;

/** @example const peers = await createPeers({ db, node, clock, onFault }); peers.on('rows', flush); peers.start() */
export async function createPeers(options: PeersOptions): Promise<MongoPeers> {
  const { db, node, clock, assertClock = async () => undefined, onFault } = options;
  await assertClock();
  const notices = createPeerNotices(db, node);
  const servers = createServers(db, node);
  const changes = createPeerChanges({ db, node, notices, clock, onFault });
  const leads = createLeads(createLeases(db, node), clock, onFault);
  const touch = createTouch(clock);
  // What was told before is in what this server reads when it starts.
  const hearing = createPeerHearing({ notices, changes, touch, clock, node, onFault }, await notices.last());
  await servers.join(touch.saidAt() + LEASE_MS, hearing.heardTo());

  async function renew(): Promise<void> {
    const at = clock.now();
    await servers.renew(at + LEASE_MS, hearing.heardTo());
    touch.say(at);
  }

  async function beat(): Promise<void> {
    try {
      await assertClock();
      await renew();
    } catch (error) {
      await leads.endLost();
      throw error;
    }
    await leads.renew();
  }

  const hear = createCatchingUp(() => hearing.hearAll(renew));
  const every = (ms: number, work: () => Promise<void>) =>
    createLoop(clock, ms, sayingOnce(work, onFault), onFault);
  const loops = [
    every(BEAT_MS, beat),
    every(HEAR_MS, hear),
    every(KEPT_MS, () => sweep({ notices, servers, changes }, clock.now())),
  ] as const;
  const wake = loops[1].hurry;
  const wakeUps = createWakeUps({ collection: noticesIn(db), node, clock, onFault, wake });
  loops[0].start();
  return {
    on: hearing.on,
    start: () => {
      for (const loop of loops.slice(1)) loop.start();
      wakeUps.start();
    },
    ...createTelling({ notices, servers, clock, node }),
    tellOf: changes.tellOf,
    forgetSite: inOurWords(notices.blankSite),
    hear: inOurWords(hear),
    isCurrent: touch.isCurrent,
    lead: leads.add,
    listAlive: inOurWords(async () => (await servers.list(clock.now())).map(({ name }) => name)),
    close: async () => {
      await Promise.all([wakeUps.close(), ...loops.map((loop) => loop.stop())]);
      await leads.close();
      await servers.leave().catch(onFault);
    },
  };
}

type TellingPorts = Pick<PeersOptions, 'clock' | 'node'> & {
  readonly notices: PeerNotices;
  readonly servers: Servers;
};

function createTelling(ports: TellingPorts): Pick<Peers, 'tell' | 'tellAndWait' | 'tellWithin'> {
  const { notices, servers, clock, node } = ports;
  const add = (notice: PeerNotice): Promise<number> => notices.add(notice, clock.now());

  /** Names of those that have yet to hear it, of those that were alive at an instant or later. */
  async function listDeaf(number: number, since: number): Promise<readonly string[]> {
    const all = await servers.list(since);
    return all.flatMap(({ name, heard }) => (name === node || heard >= number ? [] : name));
  }

  async function waitUntil(number: number, end: number): Promise<readonly string[]> {
    for (;;) {
      const deaf = await listDeaf(number, clock.now());
      if (deaf.length === 0 || clock.now() >= end) return deaf;
      await pass(clock, WAIT_MS);
    }
  }

  return {
    tell: inOurWords(async (notice) => void (await add(notice))),
    tellAndWait: inOurWords(async (notice) => {
      const number = await add(notice);
      await waitUntil(number, Number.POSITIVE_INFINITY);
      // Whoever was lost a while ago may come back, and hears it then.
      if ((await listDeaf(number, clock.now() - KEPT_MS)).length === 0) await notices.blank(number);
    }),
    tellWithin: inOurWords(async (notice, ms) => waitUntil(await add(notice), clock.now() + ms)),
  };
}

type Swept = { readonly notices: PeerNotices; readonly servers: Servers; readonly changes: PeerChanges };

async function sweep({ notices, servers, changes }: Swept, now: number): Promise<void> {
  await changes.sweep();
  const alive = await servers.list(now);
  await notices.sweep(Math.min(...alive.map(({ heard }) => heard)), now - KEPT_MS);
  await servers.sweep(now - KEPT_MS);
}
