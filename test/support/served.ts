/** The real server inside the test's own process: free port, fresh folder, a clock that is moved by hand. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../../apps/server/log.ts';
import { type RunningServer, type ServerOptions, startServer } from '../../apps/server/server.ts';
import { readSettings } from '../../apps/server/settings.ts';
import { currentKeys, type SiteKeys } from '../../core/sites/registry.ts';
import { createDrivenClock, type DrivenClock } from './driven-clock.ts';
import { until } from './until.ts';

export type ServeOptions = Pick<ServerOptions, 'patience' | 'channels' | 'platforms' | 'openStore'> & {
  /** Used and left alone; without one, a fresh folder that `stop` removes. */
  readonly dataDir?: string;
  readonly clockAtMs?: number;
  readonly env?: Readonly<Record<string, string>>;
};

export type Served = RunningServer & {
  readonly port: number;
  readonly dataDir: string;
  readonly clock: DrivenClock;
  readonly demo: SiteKeys;
};

const SECOND_MS = 1_000;
const PATIENT_LOOKS = 1_000;

/** Where tests start when they do not care: a Monday noon, far from any midnight. */
export const NOON = Date.UTC(2026, 0, 5, 12);

/** @example const served = await serve(); … await served.stop(); */
export async function serve(options: ServeOptions = {}): Promise<Served> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'inkling-served-'));
  const clock = createDrivenClock(options.clockAtMs ?? NOON);
  const settings = readSettings({ PORT: '0', DATA_DIR: dataDir, ...options.env });
  const { patience, channels, platforms, openStore } = options;
  const given = {
    ...(patience && { patience }),
    ...(channels && { channels }),
    ...(platforms && { platforms }),
    ...(openStore && { openStore }),
  };
  const log = createLog('silent');
  const server = await startServer({ settings, clock, log, ...given });
  const demo = server.sites.get('demo');
  if (demo === undefined) throw new Error('the server made no site "demo"');
  return {
    ...server,
    port: Number(new URL(server.url).port),
    dataDir,
    clock,
    demo: currentKeys(demo, clock.now()),
    stop: async () => {
      await endInTime(server.stop(), clock);
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/**
 * A server ends at once, unless it waits for somebody who does not answer: then the clock has to bring the moment at which
 * it gives up.
 */
async function endInTime(stopping: Promise<void>, clock: DrivenClock): Promise<void> {
  let isOver = false;
  const end = () => {
    isOver = true;
  };
  stopping.then(end, end);
  let looks = 0;
  await until(async () => {
    looks += 1;
    if (!isOver && looks > PATIENT_LOOKS) await clock.moveTo(clock.now() + SECOND_MS);
    return isOver;
  });
  await stopping;
}
