/**
 * `POST /v1/collect` in tens on a shared database, by one server process and by two, against the embedded store: processor
 * time of the servers, which is the driver's and ours. The database is one in memory that speaks the protocol
 * (test/support/mongodb/memory): of what MongoDB itself takes this says nothing.
 */
import type { App } from '../test/support/app-process.ts';
import { SHARED_KEY } from '../test/support/mongodb/doored.ts';
import { openMemoryMongo } from '../test/support/mongodb/memory/wire.ts';
import { CONNECTIONS, createMeasure, round, type Side, startMeasuredApp } from './load/posts.ts';
import { startLoadClient } from './load-client.ts';
import { type BenchRun, median, processCpuMicros, type Report } from './report.ts';

const [ROUNDS, POST_EVENTS] = [3, 10];
const BODIES = 'collect-batch-body.ts';

export default async function measureMongodb(run: BenchRun): Promise<Report> {
  const database = await openMemoryMongo();
  const load = startLoadClient();
  const requests = run.isQuick ? 500 : 6_000;
  const rounds = run.isQuick ? 1 : ROUNDS;
  const env = (name: string) => ({
    MONGODB_URL: `mongodb://127.0.0.1:${database.port}/${name}`,
    MASTER_KEY: SHARED_KEY,
  });
  const apps: App[] = [];
  const start = async (more?: Readonly<Record<string, string>>): Promise<App> => {
    const app = await startMeasuredApp(more);
    apps.push(app);
    return app;
  };
  const sideOf = (app: App, key = app.demo.writeKey): Side => ({
    ...{ port: app.port, pid: app.pid },
    path: `/v1/collect?k=${key}`,
  });
  try {
    const embedded = sideOf(await start());
    const alone = sideOf(await start(env('alone')));
    const first = await start(env('pair'));
    const pair = [sideOf(first), sideOf(await start(env('pair')), first.demo.writeKey)];
    const measure = createMeasure({ load, run, requests, bodies: BODIES });
    const events = requests * 1.1 * POST_EVENTS;
    const commands: number[] = [];
    const two: number[] = [];
    for (let at = 0; at < rounds; at += 1) {
      await measure.measure(embedded);
      const before = database.commands();
      await measure.measure(alone);
      commands.push(((database.commands() - before) / events) * 1_000);
      two.push(await measurePair(pair, measure.measure, events));
    }
    const cpuOf = (side: Side): number => median(measure.cpuMicros(side)) / POST_EVENTS;
    const [own, one] = [cpuOf(embedded), cpuOf(alone)];
    return {
      name: 'mongodb',
      figures: {
        cpuPerEventEmbedded: { value: round(own, 1), unit: 'us/event' },
        cpuPerEventOneServer: { value: round(one, 1), unit: 'us/event' },
        cpuPerEventTwoServers: { value: round(median(two), 1), unit: 'us/event' },
        oneServerOfEmbedded: { value: round(one / own, 2), unit: 'ratio', atMost: 3 },
        twoServersOfOne: { value: round(median(two) / one, 2), unit: 'ratio', atMost: 2 },
        commandsPerThousandEvents: { value: round(median(commands), 1), unit: 'commands', atMost: 200 },
      },
      notes: [
        `${CONNECTIONS} connections, ${requests} posts of ${POST_EVENTS} events a round, ${rounds} rounds, 20,000 addresses by X-Forwarded-For`,
        'the database is one in memory that speaks the protocol, in the process of the benchmark: its own time is not counted',
        'of two servers both meet all visitors, one after the other: a balancer by address sends each visitor to one',
      ],
    };
  } finally {
    await load.stop();
    for (const app of apps) await app.stop();
    await database.close();
  }
}

/** Half of the posts to each, one after the other; what both of them took for an event. */
async function measurePair(
  pair: readonly Side[],
  measure: (side: Side) => Promise<number>,
  events: number,
): Promise<number> {
  const cpu = (): number => pair.reduce((sum, { pid }) => sum + (processCpuMicros(pid) ?? 0), 0);
  const before = cpu();
  for (const side of pair) await measure(side);
  return (cpu() - before) / (pair.length * events);
}
