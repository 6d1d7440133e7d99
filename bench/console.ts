/**
 * The console in a real browser over a store of 100,000 visitors: when the largest part of each page is there, what moves, how
 * many bytes come first, and who is asked. Then lists of a million visitors: what their last page costs beside their first.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { buildConsole } from '../apps/console/build.ts';
import { PAGES } from '../apps/console/pages/places.ts';
import { type App, startApp } from '../test/support/app-process.ts';
import { launchBrowser } from '../test/support/chromium.ts';
import { bearer, call } from '../test/support/sites.ts';
import { until } from '../test/support/until.ts';
import { ingestRange, openEngine } from './fill/engine.ts';
import type { StreamShape } from './fill/stream.ts';
import { type BenchRun, median, type Report } from './report.ts';

/** Primes, so that the stream meets all of them. */
const SOME = 100_003;
const MANY = 1_000_003;
const QUICK = 211;
const QUICK_MANY = 431;
/** Half of the events are of a twentieth of the visitors: with so many each visitor has come once. */
const EVENTS_A_VISITOR = 2;
const LOADS = 5;
const PAGE_ROWS = 100;
const READS = 30;
const DAY_MS = 86_400_000;

/** https://web.dev/articles/lcp and https://web.dev/articles/cls, as the browser itself reports them. */
const WATCH = `
  window.vitals = { largestMs: 0, shifted: 0 };
  new PerformanceObserver((list) => {
    for (const paint of list.getEntries()) window.vitals.largestMs = paint.startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.vitals.shifted += shift.value;
  }).observe({ type: 'layout-shift', buffered: true });
`;

type Vitals = { readonly largestMs: number; readonly shifted: number };

export default async function measureConsole(run: BenchRun): Promise<Report> {
  const dataDir = mkdtempSync(join(tmpdir(), 'inkling-console-'));
  try {
    const some = run.isQuick ? QUICK : SOME;
    await fill(dataDir, some, run);
    const pages = await withApp(dataDir, (app) => measurePages(app, run));
    const many = run.isQuick ? QUICK_MANY : MANY;
    await fill(dataDir, many, run);
    const lists = await withApp(dataDir, measureLists);
    return report({ pages, lists, some, many });
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function withApp<T>(dataDir: string, measure: (app: App) => Promise<T>): Promise<T> {
  const app = await startApp({ dataDir, env: { LOG_LEVEL: 'error' } });
  return measure(app).finally(() => app.stop());
}

async function fill(dataDir: string, visitors: number, { say }: BenchRun): Promise<void> {
  const open = await openEngine(dataDir);
  const shape: StreamShape = { visitors, startedAt: Date.now() - DAY_MS };
  await ingestRange(open, shape, 0, visitors * EVENTS_A_VISITOR);
  await open.close();
  say(`${visitors} visitors`);
}

type PageFigures = { readonly page: string; readonly largestMs: number; readonly shifted: number };
type Pages = { readonly each: readonly PageFigures[]; readonly foreign: number };

async function measurePages(app: App, { say }: BenchRun): Promise<Pages> {
  const browser = await launchBrowser();
  try {
    const page = await signIn(browser, app);
    let foreign = 0;
    page.on('request', (request) => {
      const isOurs = request.url().startsWith(app.url) || request.url().startsWith('data:');
      foreign += isOurs ? 0 : 1;
    });
    const each: PageFigures[] = [];
    for (const name of PAGES) {
      const loads: Vitals[] = [];
      for (let load = 0; load < LOADS; load += 1)
        loads.push(await loadPage(page, `${app.url}/console/${name}`));
      const largestMs = median(loads.map((vitals) => vitals.largestMs));
      each.push({ page: name, largestMs, shifted: Math.max(...loads.map(({ shifted }) => shifted)) });
      say(`${name}: ${Math.round(largestMs)} ms`);
    }
    return { each, foreign };
  } finally {
    await browser.close();
  }
}

async function signIn(browser: Browser, app: App): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.addInitScript(WATCH);
  await page.goto(`${app.url}/console`);
  await page.getByLabel('Secret key of the site').fill(app.demo.secretKey);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation').waitFor();
  return page;
}

/** Until nothing is being waited for; what is painted last counts. */
async function loadPage(page: Page, address: string): Promise<Vitals> {
  await page.goto(address);
  await page.getByRole('heading', { level: 1 }).waitFor();
  // Parts of a page may wait beside each other.
  await until(async () => (await page.locator('[role=status][aria-label]').count()) === 0);
  return (await page.evaluate('window.vitals')) as Vitals;
}

type Lists = {
  readonly rows: number;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly mostRows: number;
};

/** The first page and the last: a list that read what lies before would be slower by all of it. */
async function measureLists(app: App): Promise<Lists> {
  const ask = async (cursor: string | null) => {
    const query = `limit=${PAGE_ROWS}${cursor === null ? '' : `&cursor=${cursor}`}`;
    const startedAt = performance.now();
    const { body } = await call(`${app.url}/v1/visitors?${query}`, { headers: bearer(app.demo.secretKey) });
    return {
      ms: performance.now() - startedAt,
      body: body as { items: readonly unknown[]; next: string | null },
    };
  };
  let rows = 0;
  let last: string | null = null;
  for (let cursor: string | null = null; ; ) {
    const query = `limit=1000${cursor === null ? '' : `&cursor=${cursor}`}`;
    const { body } = await call(`${app.url}/v1/visitors?${query}`, { headers: bearer(app.demo.secretKey) });
    rows += (body.items as readonly unknown[]).length;
    last = cursor ?? last;
    cursor = body.next as string | null;
    if (cursor === null) break;
  }
  const firsts = [];
  const lasts = [];
  for (let read = 0; read < READS; read += 1) {
    firsts.push(await ask(null));
    lasts.push(await ask(last));
  }
  return {
    rows,
    firstMs: median(firsts.map(({ ms }) => ms)),
    lastMs: median(lasts.map(({ ms }) => ms)),
    mostRows: Math.max(...[...firsts, ...lasts].map(({ body }) => body.items.length)),
  };
}

type Measured = {
  readonly pages: Pages;
  readonly lists: Lists;
  readonly some: number;
  readonly many: number;
};

function report({ pages, lists, some, many }: Measured): Report {
  const slowest = pages.each.reduce((most, each) => (each.largestMs > most.largestMs ? each : most));
  return {
    name: 'console',
    figures: {
      visitors: { value: some, unit: 'visitors' },
      slowestPage: { value: Math.round(slowest.largestMs), unit: 'ms', atMost: 1_500 },
      mostShifted: { value: Math.max(...pages.each.map(({ shifted }) => shifted)), unit: 'CLS', atMost: 0 },
      foreignRequests: { value: pages.foreign, unit: 'requests', atMost: 0 },
      firstLoad: { value: firstLoadBytes(), unit: 'bytes gzip', atMost: 150_000 },
      listed: { value: lists.rows, unit: 'visitors', atLeast: many },
      rowsOfAPage: { value: lists.mostRows, unit: 'rows', atMost: PAGE_ROWS },
      lastPageToFirst: {
        value: Math.round((lists.lastMs / lists.firstMs) * 100) / 100,
        unit: 'ratio',
        atMost: 2,
      },
    },
    notes: [
      `slowest page: ${slowest.page}; median of ${LOADS} loads of each page, signed in, at 1280 by 800`,
      'the largest contentful paint and the layout shifts of each page, as the browser reports them',
    ],
  };
}

/** Of the page that has most: its script, what that loads at once, and the styles. */
function firstLoadBytes(): number {
  const { files, script, styles, preloads } = buildConsole('plain');
  const sizes = PAGES.map((page) => {
    const names = new Set([script, styles, ...preloads[page]]);
    return [...names].reduce((sum, name) => sum + gzipSync(files[name]?.body ?? '', { level: 9 }).length, 0);
  });
  return Math.max(...sizes);
}
