/**
 * Everything in MongoDB. The data folder holds nothing then but what belongs to this server alone: the socket of the command
 * line, and a new master key until it was shown.
 */
import { randomBytes } from 'node:crypto';
import { createSweepJobs } from '../../core/jobs.ts';
import { takeFolder } from '../../core/stores/folder.ts';
import { openBeside } from '../../integrations/mongodb/beside.ts';
import { assertSameTime } from '../../integrations/mongodb/clocks.ts';
import { type AgendaJobs, createAgendaJobs } from '../../integrations/mongodb/jobs.ts';
import { createPeers } from '../../integrations/mongodb/peers.ts';
import { createMongoStore } from '../../integrations/mongodb/store.ts';
import { systemClock } from './clock.ts';
import { ofMany } from './job-groups.ts';
import type { Storage, StoragePorts } from './storage.ts';

export type SharedSettings = { readonly dataDir: string; readonly mongodbUrl: string };

const NODE_BYTES = 8;

type Close = () => unknown;

/**
 * @throws InklingError `store_unavailable` where no database answers, `store_locked` when another server has the folder.
 * @example const { store } = await openShared({ dataDir: 'data', mongodbUrl: 'mongodb://localhost/inkling' }, ports);
 */
export async function openShared(
  { dataDir, mongodbUrl: url }: SharedSettings,
  { clock, onFault }: StoragePorts,
): Promise<Storage> {
  /** What is open, the latest first. */
  const closes: Close[] = [takeFolder(dataDir)];
  const node = randomBytes(NODE_BYTES).toString('hex');
  try {
    const { db, salts, erasureLog, close } = await openBeside(url);
    closes.unshift(close);
    const store = await createMongoStore({ url, node });
    closes.unshift(store.close);
    // Who is alive is a question of the machine's time, whatever this server takes the time to be.
    const assertClock = () => assertSameTime(db, systemClock.now);
    const peers = await createPeers({ db, node, clock: systemClock, assertClock, onFault });
    closes.unshift(peers.close);
    return {
      store,
      salts,
      erasureLog,
      fellows: { news: store.follow(peers.listAlive, peers.isCurrent), peers, clock: systemClock },
      openJobs: async () => {
        const jobs: AgendaJobs = await createAgendaJobs({ db, clock, node, random: Math.random });
        closes.unshift(jobs.close);
        return ofMany(createSweepJobs({ clock }), jobs);
      },
      start: peers.start,
      close: () => closeAll(closes),
    };
  } catch (error) {
    await closeAll(closes).catch(onFault);
    throw error;
  }
}

/** One after the other, however each of them ends; the first fault is told. */
async function closeAll(closes: readonly Close[]): Promise<void> {
  const faults: unknown[] = [];
  for (const close of closes) {
    try {
      await close();
    } catch (error) {
      faults.push(error);
    }
  }
  if (faults.length > 0) throw faults[0];
}
