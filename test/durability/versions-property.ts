/** That a segment's new version is built behind the old one, across a kill, and then stands for everybody. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { createDrivenClock } from '../support/driven-clock.ts';
import { inspectNotices } from './inspect-notices.ts';
import { type OpenEngine, openEngine } from './open-engine.ts';
import { outlast, type Place } from './places.ts';
import { readLog, rulesOf } from './reference.ts';
import {
  countViews,
  createTraffic,
  FEWEST_AFTER,
  FEWEST_BEFORE,
  fillSite,
  interruptPages,
  KEY,
  listAllMembers,
  type Observation,
  observe,
  type VersionsPlan,
  viewedOften,
  withAtLeast,
} from './versions.ts';

const HOUR_MS = 3_600_000;
const START = Date.UTC(2026, 3, 15, 12);

/** @example await expectVersionsBuilt(durable.makePlace(), 2_000); */
export async function expectVersionsBuilt(place: Place, visitors: number): Promise<void> {
  const plan: VersionsPlan = { place, visitors, editedAt: START + HOUR_MS, interruptions: 10 };
  await putInForce(plan);
  const before = await buildUntilKilled(plan);
  await outlast(place);
  expectHonest(before);
  const restartedAt = plan.editedAt + HOUR_MS;
  const after = await goOn(plan, restartedAt);
  expectHonest(after);
}

async function putInForce({ place, visitors }: VersionsPlan): Promise<void> {
  const open = await openEngine(place, createDrivenClock(START));
  await open.startSegments();
  const put = await open.engine.segments.put(open.site.siteId, viewedOften(FEWEST_BEFORE));
  expect(put.ok).toBe(true);
  await open.engine.segments.idle();
  await fillSite(open, visitors, START);
  await open.engine.segments.idle();
  expect(await listAllMembers(open)).toEqual(withAtLeast(await countViews(open.store), FEWEST_BEFORE));
  await open.close();
}

async function buildUntilKilled(plan: VersionsPlan): Promise<readonly Observation[]> {
  const path = fileURLToPath(new URL('./versions-child.ts', import.meta.url));
  const child: ChildProcess = fork(path, [JSON.stringify(plan)], { execArgv: [] });
  const seen: Observation[] = [];
  child.on('message', (observation) => void seen.push(observation as Observation));
  const [, signal] = await once(child, 'close');
  expect(signal).toBe('SIGKILL');
  return seen;
}

async function goOn(plan: VersionsPlan, now: number): Promise<readonly Observation[]> {
  const clock = createDrivenClock(now);
  const traffic = createTraffic('later', plan.visitors);
  const seen: Observation[] = [];
  let open: OpenEngine | null = null;
  const interrupt = async (): Promise<void> => {
    if (open !== null) seen.push(await observe(open, clock, { views, traffic }));
  };
  const opened = await openEngine(plan.place, clock, (store) => interruptPages(store, plan, interrupt));
  const views = await countViews(opened.store);
  open = opened;
  await opened.startSegments();
  await opened.engine.segments.idle();
  await expectInForce(opened, clock.now());
  await opened.close();
  return seen;
}

async function expectInForce(open: OpenEngine, now: number): Promise<void> {
  const { engine, site, store } = open;
  const [status] = await engine.segments.list(site.siteId);
  const expected = withAtLeast(await countViews(store), FEWEST_AFTER);
  expect(status).toMatchObject({ key: KEY, version: 2, state: 'ready', progress: 1, size: expected.length });
  expect(await listAllMembers(open)).toEqual(expected);
  const found = inspectNotices(engine, site, { log: await readLog(store), rules: rulesOf(site), now });
  expect(found.off.slice(0, 3)).toEqual([]);
  expect(found.told).toEqual([]);
  expect(found.notices).toBeGreaterThan(expected.length);
}

function expectHonest(seen: readonly Observation[]): void {
  expect(seen.length).toBeGreaterThan(3);
  expect(seen.filter(({ fault }) => fault !== null)).toEqual([]);
  const progress = seen.map((one) => one.progress);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  expect(progress.every((share) => share >= 0 && share < 1)).toBe(true);
  expect(progress.at(-1)).toBeGreaterThan(0.3);
}
