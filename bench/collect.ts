/**
 * `POST /v1/collect`, whole path, acknowledged when durable, against a bare `node:http` handler that reads and parses
 * the same bodies, in alternating rounds: 256 connections, 20,000 visitors' addresses, one server process.
 */
import { type App, startApp } from '../test/support/app-process.ts';
import { startBareServer } from './bare-server.ts';
import { type LoadClient, type LoadResult, startLoadClient } from './load-client.ts';
import { type BenchRun, compareInRounds, median, processCpuMicros, type Report } from './report.ts';

const CONNECTIONS = 256;
const ROUNDS = 5;
const USER_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36';
const HEADERS = {
  'user-agent': USER_AGENT,
  'content-type': 'text/plain',
  'accept-language': 'en-GB,en;q=0.9',
};

type Side = { readonly port: number; readonly pid: number; readonly path: string };

export default async function measureCollect(run: BenchRun): Promise<Report> {
  const app = await startMeasuredApp();
  const bare = await startBareServer();
  const load = startLoadClient();
  try {
    const path = `/v1/collect?k=${app.demo.writeKey}`;
    const ours: Side = { port: app.port, pid: app.pid, path };
    const base: Side = { port: bare.port, pid: bare.pid, path: '/' };
    const requests = run.isQuick ? 2_000 : 60_000;
    const single = createMeasure({ load, run, requests, bodies: 'collect-body.ts' });
    const posts = await compareInRounds({
      rounds: run.isQuick ? 1 : ROUNDS,
      ours: () => single.measure(ours),
      base: () => single.measure(base),
    });
    const tens = createMeasure({ load, run, requests: requests / 5, bodies: 'collect-batch-body.ts' });
    const batches: number[] = [];
    for (let round = 0; round < (run.isQuick ? 1 : 3); round += 1) batches.push(await tens.measure(ours));
    const cpuPerEvent = median(tens.cpuMicros(ours)) / 10;
    return {
      name: 'collect',
      figures: {
        ratioToBareHttp: { value: round(posts.ratio, 3), unit: 'ratio', atLeast: 0.25 },
        postsPerSecond: { value: Math.round(posts.ours), unit: 'posts/s' },
        bareHttpPostsPerSecond: { value: Math.round(posts.base), unit: 'posts/s' },
        cpuPerPost: { value: round(median(single.cpuMicros(ours)), 1), unit: 'us/post' },
        bareHttpCpuPerPost: { value: round(median(single.cpuMicros(base)), 1), unit: 'us/post' },
        p99: { value: round(single.p99Ms(), 1), unit: 'ms' },
        eventsPerSecondInTens: { value: Math.round(median(batches) * 10), unit: 'events/s' },
        cpuPerEventInTens: { value: round(cpuPerEvent, 1), unit: 'us/event' },
        eventsPerSecondPerCoreInTens: {
          value: Math.floor(1e6 / cpuPerEvent),
          unit: 'events/s/core',
          atLeast: 10_000,
        },
      },
      notes: [
        `${CONNECTIONS} connections, 20,000 addresses by X-Forwarded-For, ${requests} posts a round, ${ROUNDS} rounds`,
        'the load runs on the same cores; per core means 1 s of processor time of the whole process, writer included',
      ],
    };
  } finally {
    await load.stop();
    await bare.stop();
    await app.stop();
  }
}

/** The app behind a trusted proxy on this machine, with its rate limits out of the way. */
async function startMeasuredApp(): Promise<App> {
  const app = await startApp({ env: { TRUSTED_PROXIES: 'loopback', LOG_LEVEL: 'warn' } });
  const answer = await fetch(`${app.url}/v1/sites/demo`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${app.operatorKey}` },
    body: JSON.stringify({
      postsPerSecondPerAddress: 1_000_000,
      postsPerSecondPerKey: 1_000_000,
    }),
  });
  if (!answer.ok) throw new Error(`the limits of the demo site could not be raised: ${answer.status}`);
  return app;
}

type MeasureOptions = {
  readonly load: LoadClient;
  readonly run: BenchRun;
  readonly requests: number;
  readonly bodies: string;
};

function createMeasure({ load, run, requests, bodies }: MeasureOptions) {
  const cpu = new Map<Side, number[]>();
  const p99s: number[] = [];
  // Ids are unique over all rounds: a repeated one would be a duplicate, which costs less.
  let startedAt = Date.now() - 3_600_000;
  return {
    measure: async (side: Side): Promise<number> => {
      startedAt += 60_000;
      const warmUp = requests / 10;
      const before = processCpuMicros(side.pid) ?? 0;
      const result = await load.run({
        port: side.port,
        path: side.path,
        connections: CONNECTIONS,
        requests,
        warmUp,
        bodies: new URL(`load/${bodies}`, import.meta.url).href,
        seed: startedAt,
        headers: HEADERS,
      });
      checkAnswers(result);
      const used = ((processCpuMicros(side.pid) ?? 0) - before) / (requests + warmUp);
      cpu.set(side, [...(cpu.get(side) ?? []), used]);
      if (side.path !== '/') p99s.push(result.latencyMs.p99);
      run.say(
        `${side.path === '/' ? 'bare' : 'collect'} ${Math.round(result.perSecond)}/s, ${used.toFixed(1)} us CPU, p99 ${result.latencyMs.p99.toFixed(1)} ms, load ${result.clientCpuMicros.toFixed(1)} us`,
      );
      return result.perSecond;
    },
    cpuMicros: (side: Side): readonly number[] => cpu.get(side) ?? [],
    p99Ms: () => median(p99s),
  };
}

function checkAnswers({ failed, statuses }: LoadResult): void {
  const others = Object.keys(statuses).filter((status) => !['200', '204'].includes(status));
  if (failed > 0 || others.length > 0)
    throw new Error(`posts were not taken: ${failed} failed, ${JSON.stringify(statuses)}`);
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
