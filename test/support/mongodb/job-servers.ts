/** Servers that share a database, as far as their jobs go: each with a connection and a clock of its own, that a test moves. */
import { onTestFinished } from 'vitest';
import { type Connection, connect } from '../../../integrations/mongodb/connection.ts';
import {
  type AgendaJobs,
  type AgendaJobsOptions,
  createAgendaJobs,
} from '../../../integrations/mongodb/jobs.ts';
import { createFakeClock, type FakeClock } from '../fake-clock.ts';
import { createQuiet } from './quiet.ts';

export type JobServer = Pick<Connection, 'client' | 'db'> & {
  readonly clock: FakeClock;
  readonly jobs: AgendaJobs;
};

export type JobServersOptions = Pick<AgendaJobsOptions, 'lockMs' | 'refreshMs' | 'random'> & {
  /** One clock moves all of them. */
  readonly isSharingClock?: boolean;
};

export const START = Date.UTC(2026, 0, 5);

/**
 * @param urls Of one database: the address by which each server comes to it.
 * @example const [one, two] = await openJobServers([url, url]);
 */
export async function openJobServers<Urls extends readonly string[]>(
  urls: Urls,
  { isSharingClock = false, ...options }: JobServersOptions = {},
): Promise<{ readonly [At in keyof Urls]: JobServer }> {
  const connections: Connection[] = [];
  for (const url of urls) connections.push(await connect(url, { primaryMs: 1_500 }));
  const { watch, settle } = createQuiet();
  const shared = createFakeClock(START, settle);
  const servers: JobServer[] = [];
  // One after the other: FerretDB stumbles where two make the indexes of a new database at once.
  for (const [at, { client, db }] of connections.entries()) {
    const clock = isSharingClock ? shared : createFakeClock(START, settle);
    const jobs = await createAgendaJobs({ db: watch(db), clock, node: `server-${at}`, ...options });
    servers.push({ client, db: watch(db), clock, jobs });
  }
  onTestFinished(async () => {
    for (const { jobs } of servers) await jobs.close();
    for (const { client } of connections) await client.close();
  });
  return servers as { readonly [At in keyof Urls]: JobServer };
}
