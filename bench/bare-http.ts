import { startBareServer } from './bare-server.ts';
import { startLoadClient } from './load-client.ts';
import { type BenchRun, type Figure, processCpuMicros, type Report } from './report.ts';

/**
 * What the machine can do at all: posts a second of a bare `node:http` handler, what one costs there, and
 * what it costs to send one. The load has to be cheaper than the least of servers, or it would be measured.
 */
export default async function measureBareHttp(run: BenchRun): Promise<Report> {
  const requests = run.isQuick ? 2_000 : 200_000;
  const warmUp = requests / 10;
  const bare = await startBareServer();
  const load = startLoadClient();
  try {
    const bodies = new URL('load/plain-body.ts', import.meta.url).href;
    const before = processCpuMicros(bare.pid);
    const result = await load.run({ port: bare.port, path: '/', connections: 256, requests, warmUp, bodies });
    const after = processCpuMicros(bare.pid);
    const serverCpu = before === null || after === null ? null : (after - before) / (requests + warmUp);
    run.say(`${Math.round(result.perSecond)} posts/s, load ${result.clientCpuMicros.toFixed(1)} us a post`);
    return {
      name: 'bare-http',
      figures: {
        perSecond: { value: Math.round(result.perSecond), unit: 'posts/s' },
        loadCpu: { value: round(result.clientCpuMicros), unit: 'us/post' },
        failed: { value: result.failed, unit: 'posts', atMost: 0 },
        ...(serverCpu === null ? {} : compareCpu(serverCpu, result.clientCpuMicros)),
      },
    };
  } finally {
    await load.stop();
    await bare.stop();
  }
}

function compareCpu(server: number, load: number): Record<string, Figure> {
  return {
    serverCpu: { value: round(server), unit: 'us/post' },
    loadShare: { value: round(load / server), unit: 'ratio', atMost: 0.7 },
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
