/**
 * Hostile traffic beside good traffic, for half an hour: does the good notice, does memory end somewhere, and is all that
 * was acknowledged there after the server is killed in the middle of it? Calm and hostile are measured in one run.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { type App, startApp } from '../test/support/app-process.ts';
import { createSite } from '../test/support/sites.ts';
import { type BenchRun, percentile, processCpuMicros, type Report } from './report.ts';
import { type MemorySample, residentMegabytes, slopeAMinute } from './soak/memory.ts';
import type {
  GoodOrder,
  GoodReport,
  HostileOrder,
  HostileReport,
  Phase,
  PhaseFigures,
} from './soak/messages.ts';

const MINUTES = 30;
const CALM_SHARE = 1 / 6;
const QUICK_SECONDS = 12;
const WARM_SECONDS = 10;
const ENDING_SECONDS = 3;
const GOOD_PER_SECOND = 10;
const HOSTILE_PER_SECOND = 125;
const ENV = {
  TRUSTED_PROXIES: 'loopback',
  LOG_LEVEL: 'error',
  PROFILE_CACHE_MB: '64',
  // As the image and the unit of docs/install.md start it.
  NODE_OPTIONS: '--max-semi-space-size=16 --v8-pool-size=0 --max-old-space-size=2040',
};

type Stage = { readonly run: BenchRun; readonly app: App; readonly dataDir: string; readonly id: string };

export default async function measureSoak(run: BenchRun): Promise<Report> {
  const dataDir = mkdtempSync(join(tmpdir(), 'inkling-soak-'));
  try {
    const app = await startApp({ dataDir, env: ENV });
    return await soak({ run, app, dataDir, id: Date.now().toString(36) }).finally(() => app.stop());
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function soak(stage: Stage): Promise<Report> {
  const { run, app, dataDir } = stage;
  const seconds = run.isQuick ? QUICK_SECONDS : (run.minutes ?? MINUTES) * 60;
  const calmSeconds = seconds * CALM_SHARE;
  await prepareSite(app);
  const memory: MemorySample[] = [];
  const sampler = startSampling(app.pid, memory, run);
  const good = startGood(stage);
  const hostile = fork(join(import.meta.dirname, 'soak', 'hostile-child.ts'), { execArgv: [] });
  try {
    await pause((run.isQuick ? 2 : WARM_SECONDS) * 1_000);
    order(good, { verb: 'phase', phase: 'calm' });
    await pause(calmSeconds * 1_000);
    run.say(`calm is over; hostile for ${Math.round(seconds - calmSeconds)} s`);
    order(good, { verb: 'phase', phase: 'hostile' });
    await startHostile(stage, hostile);
    const cpu = processCpuMicros(app.pid) ?? 0;
    const hostileAt = memory.length;
    await pause((seconds - calmSeconds) * 1_000);
    const cpuShare = ((processCpuMicros(app.pid) ?? 0) - cpu) / ((seconds - calmSeconds) * 1e6);
    // What was sent until now is answered; what the kill cuts off belongs to nobody's figures.
    order(good, { verb: 'phase', phase: 'ending' });
    await pause(ENDING_SECONDS * 1_000);
    await app.kill();
    clearInterval(sampler);
    const [goodReport, hostileReport] = await Promise.all([
      ask<GoodReport>(good),
      ask<HostileReport>(hostile),
    ]);
    const lost = await findLost(dataDir, goodReport.acknowledged, run);
    tellMore(goodReport, hostileReport, run);
    return report({ good: goodReport, hostile: hostileReport, memory, hostileAt, lost, cpuShare });
  } finally {
    clearInterval(sampler);
    for (const child of [good, hostile]) if (child.connected) child.disconnect();
  }
}

/** A segment to be in, and a campaign to decide on. */
async function prepareSite(app: App): Promise<void> {
  const put = async (path: string, body: unknown): Promise<void> => {
    const headers = { authorization: `Bearer ${app.demo.secretKey}` };
    const answer = await fetch(`${app.url}${path}`, { method: 'PUT', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path} was refused: ${await answer.text()}`);
  };
  const when = { event: 'Product Viewed', within: '7d', count: { gte: 3 } };
  await put('/v1/segments/keen', { name: 'Keen', when });
  await put('/v1/campaigns/hello', {
    name: 'Hello',
    state: 'live',
    trigger: { slot: 'hero' },
    variants: [{ key: 'a', treatment: { kind: 'content', text: 'Hello' } }],
  });
}

function startGood({ app, id }: Stage): ChildProcess {
  const child = fork(join(import.meta.dirname, 'soak', 'good-child.ts'), { execArgv: [] });
  const { writeKey, secretKey } = app.demo;
  order(child, {
    verb: 'start',
    plan: { port: app.port, writeKey, secretKey, perSecond: GOOD_PER_SECOND, run: id },
  });
  return child;
}

async function startHostile({ app }: Stage, child: ChildProcess): Promise<void> {
  const { writeKey: ownKey } = await createSite(app, { name: 'Hostile', site: 'hostile' });
  const { writeKey, secretKey } = app.demo;
  order(child, {
    verb: 'start',
    plan: { port: app.port, writeKey, secretKey, ownKey, perSecond: HOSTILE_PER_SECOND },
  });
}

function order(child: ChildProcess, message: GoodOrder | HostileOrder): void {
  child.send(message);
}

async function ask<Told>(child: ChildProcess): Promise<Told> {
  order(child, { verb: 'stop' });
  const [told] = (await once(child, 'message')) as [Told];
  return told;
}

function startSampling(pid: number, samples: MemorySample[], run: BenchRun): NodeJS.Timeout {
  const startedAt = performance.now();
  return setInterval(() => {
    const megabytes = residentMegabytes(pid);
    if (megabytes === null) return;
    const seconds = (performance.now() - startedAt) / 1_000;
    samples.push({ seconds, megabytes });
    if (samples.length % 30 === 0) run.say(`${Math.round(seconds)} s: ${Math.round(megabytes)} MB resident`);
  }, 1_000);
}

/** The server comes back on the folder as the kill left it; then the log is read as it lies on the disk. */
async function findLost(
  dataDir: string,
  acknowledged: readonly string[],
  run: BenchRun,
): Promise<readonly string[]> {
  const again = await startApp({ dataDir, env: ENV });
  const { status } = await fetch(`${again.url}/readyz`);
  await again.stop();
  if (status !== 200) throw new Error(`the server is not ready after the kill: ${status}`);
  const db = new DatabaseSync(join(dataDir, 'inkling.db'), { readOnly: true });
  try {
    const rows = db.prepare(`SELECT id_text AS id FROM entries WHERE id_text LIKE 'good-%'`).all();
    const there = new Set(rows.map(({ id }) => String(id)));
    run.say(`${acknowledged.length} events were acknowledged, ${there.size} are in the log`);
    return acknowledged.filter((id) => !there.has(id));
  } finally {
    db.close();
  }
}

function tellMore(good: GoodReport, hostile: HostileReport, run: BenchRun): void {
  for (const phase of ['calm', 'hostile'] as const)
    run.say(
      `good, ${phase}: ${JSON.stringify(good.phases[phase].answers)}, p99 in ms ${JSON.stringify(good.phases[phase].p99OfKinds)}, by minute ${JSON.stringify(good.phases[phase].p99OfMinutes)}`,
    );
  for (const [kind, answers] of Object.entries(hostile.answers))
    run.say(`hostile, ${kind}: ${JSON.stringify(answers)}`);
  run.say(`processor: good ${good.cpuSeconds.toFixed(1)} s, hostile ${hostile.cpuSeconds.toFixed(1)} s`);
}

type Measured = {
  readonly good: GoodReport;
  readonly hostile: HostileReport;
  readonly memory: readonly MemorySample[];
  /** Index of the first sample of the hostile phase. */
  readonly hostileAt: number;
  readonly lost: readonly string[];
  readonly cpuShare: number;
};

function report({ good, hostile, memory, hostileAt, lost, cpuShare }: Measured): Report {
  const { calm, hostile: beside } = good.phases;
  const [calmP99, hostileP99] = [calm, beside].map(({ latenciesMs }) => percentile(latenciesMs, 0.99)) as [
    number,
    number,
  ];
  const perSecond = ({ sent, seconds }: Pick<PhaseFigures, 'sent' | 'seconds'>): number => sent / seconds;
  const lastHalf = memory.slice(hostileAt + Math.floor((memory.length - hostileAt) / 2));
  const countOf = (matches: (answer: string) => boolean): number =>
    (['calm', 'hostile'] as const satisfies readonly Phase[])
      .flatMap((phase) => Object.entries(good.phases[phase].answers))
      .reduce((sum, [answer, times]) => sum + (matches(answer) ? times : 0), 0);
  return {
    name: 'soak',
    figures: {
      minutes: { value: round((calm.seconds + beside.seconds) / 60, 1), unit: 'min' },
      goodPerSecond: { value: round(perSecond(beside), 1), unit: 'requests/s' },
      hostilePerSecond: { value: round(perSecond(hostile), 1), unit: 'requests/s' },
      hostileToGood: { value: round(perSecond(hostile) / perSecond(beside), 1), unit: 'ratio', atLeast: 10 },
      slowConnections: { value: hostile.slowConnections, unit: 'connections', atLeast: 300 },
      calmP99: { value: round(calmP99, 1), unit: 'ms' },
      hostileP99: { value: round(hostileP99, 1), unit: 'ms' },
      hostileP50: { value: round(percentile(beside.latenciesMs, 0.5), 1), unit: 'ms' },
      p99Ratio: { value: round(hostileP99 / calmP99, 2), unit: 'ratio', atMost: 3 },
      goodServerErrors: { value: countOf((answer) => answer.startsWith('5')), unit: 'answers', atMost: 0 },
      goodRefused: { value: countOf((answer) => answer.startsWith('4')), unit: 'answers', atMost: 0 },
      goodUnanswered: { value: countOf((answer) => answer === 'none'), unit: 'requests', atMost: 0 },
      acknowledged: { value: good.acknowledged.length, unit: 'events', atLeast: 1 },
      lost: { value: lost.length, unit: 'events', atMost: 0 },
      mostMemory: {
        value: Math.round(Math.max(...memory.map(({ megabytes }) => megabytes))),
        unit: 'MB',
        atMost: 768,
      },
      memorySlope: { value: round(slopeAMinute(lastHalf), 2), unit: 'MB/min', atMost: 4 },
      serverCpu: { value: round(cpuShare, 2), unit: 'cores' },
    },
    notes: [
      `good traffic at ${GOOD_PER_SECOND}/s: collect, decisions, exposures, reads; its time counts from when it was due`,
      'hostile: floods of keys and from one address, new names, properties, products and visitors, forged orders, bombs, deep JSON, endless headers, garbage, guesses, pipelines; slow loris, slow bodies, silence, unread streams',
      'killed with SIGKILL at the end, amid both kinds of traffic; the profile cache is 64 MB, the heap and its collectors as docs/install.md sets them; memory over the last half of the hostile phase',
    ],
  };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
