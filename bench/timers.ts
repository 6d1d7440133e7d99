/**
 * Notices that time alone makes, through the store and on the machine's own clock: how late they are durable when a
 * thousand visitors leave a segment every second, and how many a second are told when a crowd leaves at one instant.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { systemClock } from '../apps/server/clock.ts';
import { DEMO } from '../apps/server/demo.ts';
import { type OpenEngine, openEngine } from '../apps/server/open-engine.ts';
import { readSettings } from '../apps/server/settings.ts';
import type { Store } from '../core/ports.ts';
import type { Site } from '../core/sites/site.ts';
import { createEmbeddedStore } from '../core/stores/embedded.ts';
import { type BenchRun, percentile, type Report } from './report.ts';

const WINDOW_MS = 3_600_000;
const A_SECOND = 1_000;
const BATCH = 1_000;
/** From the first post to the first instant that is waited for. */
const LEAD_MS = { stream: 15_000, crowd: 45_000 };
const LONGEST_WAIT_MS = 60_000;

/** When a notice was due, and when it was durable, UTC ms. */
type Told = { readonly due: number; readonly at: number };

export default async function measureTimers(run: BenchRun): Promise<Report> {
  const dataDir = mkdtempSync(join(tmpdir(), 'inkling-timers-'));
  const told: Told[] = [];
  const settings = readSettings({ DATA_DIR: dataDir, PROFILE_CACHE_MB: '2048' });
  const openStore = async (dir: string): Promise<Store> =>
    watch(await createEmbeddedStore({ dataDir: dir }), told);
  const open = await openEngine({ settings, clock: systemClock, openStore });
  try {
    await open.engine.segments.start();
    const stream = await measureStream(open, told, run);
    const crowd = await measureCrowd(open, told, run);
    return report(stream, crowd, run);
  } finally {
    await open.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function report(stream: readonly number[], crowd: Crowd, { isQuick }: BenchRun): Report {
  const sorted = stream.toSorted((a, b) => a - b);
  return {
    name: 'timers',
    figures: {
      p50Late: { value: percentile(sorted, 0.5), unit: 'ms' },
      p99Late: { value: percentile(sorted, 0.99), unit: 'ms' },
      mostLate: { value: percentile(sorted, 1), unit: 'ms', atMost: 1_000 },
      crowd: { value: crowd.visitors, unit: 'visitors' },
      toldPerSecond: { value: Math.floor(crowd.perSecond), unit: 'notices/s', atLeast: isQuick ? 1 : 5_000 },
      outOfOrder: { value: crowd.outOfOrder, unit: 'notices', atMost: 0 },
    },
    notes: [
      'late: from the instant a window has slid out to the notice being durable, 1,000 visitors a second for ten seconds',
      'crowd: visitors who leave within one second, told after it; the wall clock counts, writer thread and all',
    ],
  };
}

/** The store, with an eye on notices of leaving that became durable. */
function watch(store: Store, told: Told[]): Store {
  return {
    ...store,
    append: async (entries) => {
      const outcomes = await store.append(entries);
      const at = Date.now();
      for (const { type, name, t } of entries)
        if (type === 'notice' && name === 'left') told.push({ due: t, at });
      return outcomes;
    },
  };
}

async function measureStream(open: OpenEngine, told: Told[], run: BenchRun): Promise<readonly number[]> {
  const visitors = run.isQuick ? 500 : 10_000;
  const from = Date.now() + (run.isQuick ? 2_000 : LEAD_MS.stream);
  await letLeave(
    open,
    'stream',
    Array.from({ length: visitors }, (_, n) => from + (n * A_SECOND) / 1_000),
  );
  await waitFor(told, visitors, from);
  const late = told.splice(0).map(({ due, at }) => at - due);
  run.say(`${visitors} visitors left at 1,000 a second, the last to be told ${Math.max(...late)} ms late`);
  return late;
}

type Crowd = { readonly visitors: number; readonly perSecond: number; readonly outOfOrder: number };

async function measureCrowd(open: OpenEngine, told: Told[], run: BenchRun): Promise<Crowd> {
  const visitors = run.isQuick ? 500 : 50_000;
  const from = Date.now() + (run.isQuick ? 2_000 : LEAD_MS.crowd);
  await letLeave(
    open,
    'crowd',
    Array.from({ length: visitors }, (_, n) => from + ((n * 7_919) % A_SECOND)),
  );
  await waitFor(told, visitors, from);
  const crowd = told.splice(0);
  const seconds = (Math.max(...lasts(crowd)) - from) / 1_000;
  const outOfOrder = crowd.filter(({ due }, n) => due < (crowd[n - 1]?.due ?? due)).length;
  run.say(`${visitors} visitors left within a second and were told in ${seconds.toFixed(2)} s`);
  return { visitors, perSecond: visitors / seconds, outOfOrder };
}

/** The latest of each thousand: a spread of all of them is too long for one call. */
function lasts(told: readonly Told[]): readonly number[] {
  return told.filter((_, n) => n % 1_000 === 0 || n === told.length - 1).map(({ at }) => at);
}

/** One view each, so long ago that a segment of the last hour is left at the instant given. */
async function letLeave({ engine }: OpenEngine, key: string, instants: readonly number[]): Promise<void> {
  const site = engine.sites.get(DEMO) as Site;
  const event = `${key} Viewed`;
  const put = await engine.segments.put(site.siteId, { key, name: key, when: { event, within: '1h' } });
  if (!put.ok) throw new Error(put.hint);
  await engine.segments.idle();
  for (let from = 0; from < instants.length; from += BATCH) {
    const events = instants.slice(from, from + BATCH).map((instant, n) => ({
      id: `${key}-${from + n}`,
      name: event,
      time: instant - WINDOW_MS,
      device: createHash('md5')
        .update(`${key} ${from + n}`)
        .digest('hex'),
      consent: { analytics: true, personalization: true },
      source: 'web',
    }));
    const answer = await engine.ingest(site, { events });
    if (!answer.ok || answer.value.accepted !== events.length) throw new Error(JSON.stringify(answer));
  }
  await engine.segments.idle();
  const early = instants.find((instant) => instant < Date.now());
  if (early !== undefined) throw new Error('the machine is too slow: some had left before all were there');
}

async function waitFor(told: readonly Told[], count: number, from: number): Promise<void> {
  while (told.length < count) {
    if (Date.now() > from + LONGEST_WAIT_MS) throw new Error(`${told.length} of ${count} were told`);
    await wait(50);
  }
}
