/** Posts of pages to a server process, for whoever measures what they take. */
import { type App, startApp } from '../../test/support/app-process.ts';
import type { LoadClient, LoadResult } from '../load-client.ts';
import { type BenchRun, median, processCpuMicros } from '../report.ts';

export const CONNECTIONS = 256;
const USER_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36';
const HEADERS = {
  'user-agent': USER_AGENT,
  'content-type': 'text/plain',
  'accept-language': 'en-GB,en;q=0.9',
};

export type Side = { readonly port: number; readonly pid: number; readonly path: string };

/** The app behind a trusted proxy on this machine, with its rate limits out of the way. */
export async function startMeasuredApp(env: Readonly<Record<string, string>> = {}): Promise<App> {
  const app = await startApp({ env: { TRUSTED_PROXIES: 'loopback', LOG_LEVEL: 'warn', ...env } });
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

/** Posts as pages send them: how many a second, and how much of a processor each takes. */
export function createMeasure({ load, run, requests, bodies }: MeasureOptions) {
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
        bodies: new URL(bodies, import.meta.url).href,
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

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
