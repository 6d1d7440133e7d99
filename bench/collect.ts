/**
 * `POST /v1/collect`, whole path, acknowledged when durable, against a bare `node:http` handler that reads and parses
 * the same bodies, in alternating rounds: 256 connections, 20,000 visitors' addresses, one server process.
 */
import { startBareServer } from './bare-server.ts';
import { CONNECTIONS, createMeasure, round, type Side, startMeasuredApp } from './load/posts.ts';
import { startLoadClient } from './load-client.ts';
import { type BenchRun, compareInRounds, median, type Report } from './report.ts';

const ROUNDS = 5;

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
