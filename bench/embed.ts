/**
 * What the app embed costs a product page of a Shopify storefront, in a real browser, once the visitor allows everything and a campaign
 * has something for the page's slot: its share of the main thread, how far the page moves, and what is loaded.
 */
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { campaign } from '../test/acceptance/campaigns.ts';
import { launchBrowser } from '../test/support/chromium.ts';
import { type OpenedStorefront, openStorefront } from '../test/support/shopify/opened-storefront.ts';
import { LONG_TASK_MS, sum, tenths, traceTasks, watchShifts } from './load/page-tasks.ts';
import { type BenchRun, median, type Report } from './report.ts';

const LOADS = 15;
const PRODUCT = '/products/harbour-blue';
/** Of the embed itself: the rest is loaded where a page has something to show. */
const MOST_BYTES = 9_200;
const OWN = /\/_shopify\/inkling\.js|\/apps\/inkling\/t\//;

type Load = { readonly tasks: readonly number[]; readonly shift: number; readonly bytes: Loaded };
type Loaded = { readonly embed: number; readonly all: number; readonly gzip: number };

export default async function measureEmbed({ isQuick, say }: BenchRun): Promise<Report> {
  const front = await openStorefront();
  const browser = await launchBrowser();
  const loads: Load[] = [];
  try {
    await prepare(front);
    for (let load = 0; load < (isQuick ? 2 : LOADS); load += 1) {
      const own = await measureLoad(browser, front.url);
      // All of them come from one address, whose posts a second are limited.
      await front.served.clock.moveTo(front.served.clock.now() + 60_000);
      loads.push(own);
      say(
        `load ${load + 1}: longest ${Math.max(...own.tasks).toFixed(1)} ms, all ${sum(own.tasks).toFixed(1)} ms, shift ${own.shift}`,
      );
    }
  } finally {
    await browser.close();
    await front.stop();
  }
  const ms = (value: number) => ({ value: tenths(value), unit: 'ms' });
  const bytes = (of: keyof Loaded) => Math.max(...loads.map(({ bytes: own }) => own[of]));
  return {
    name: 'embed',
    figures: {
      longestTask: { ...ms(median(loads.map(({ tasks }) => Math.max(...tasks)))), atMost: LONG_TASK_MS },
      allTasks: ms(median(loads.map(({ tasks }) => sum(tasks)))),
      cumulativeLayoutShift: { value: Math.max(...loads.map(({ shift }) => shift)), unit: '', atMost: 0 },
      embedBytes: { value: bytes('embed'), unit: 'bytes', atMost: MOST_BYTES },
      allBytes: { value: bytes('all'), unit: 'bytes' },
      allBytesGzipped: { value: bytes('gzip'), unit: 'bytes' },
    },
    notes: [
      `a product page with a slot that a campaign fills, in ${LOADS} fresh contexts of a real browser; of times the median, of the rest the most`,
    ],
  };
}

async function prepare({ shop, site }: OpenedStorefront): Promise<void> {
  await shop.acts.createProduct({ handle: 'harbour-blue', title: 'Harbour Blue' });
  const variants = [{ key: 'a', treatment: { kind: 'content', text: 'Bottled this morning' } }];
  const put = await site.ask(
    'PUT',
    '/v1/campaigns/fresh',
    campaign({ trigger: { slot: 'product' }, variants }),
  );
  if (put.status !== 200) throw new Error(`no campaign was made: ${JSON.stringify(put.body)}`);
}

async function measureLoad(browser: Browser, url: string): Promise<Load> {
  const context = await browser.newContext({ viewport: { width: 1000, height: 800 } });
  const page = await context.newPage();
  await watchShifts(page);
  await page.goto(url + PRODUCT);
  await page.click('#shopify-pc__banner [value="accept"]');
  await page.waitForSelector('#shopify-pc__banner', { state: 'hidden' });
  const loaded = countBytes(page);
  const tasks = await traceTasks(browser, page, {
    isOwn: (own) => OWN.test(own),
    visit: async () => {
      await page.goto(url + PRODUCT, { waitUntil: 'load' });
      await page.getByText('Bottled this morning').waitFor();
    },
  });
  const shift = Number(await page.evaluate('self.shifts'));
  const bytes = await loaded();
  await context.close();
  return { tasks, shift, bytes };
}

/** Of our scripts, as they come. */
function countBytes(page: Page): () => Promise<Loaded> {
  const files = new Map<string, Promise<Buffer>>();
  page.on('response', (response) => {
    if (OWN.test(response.url())) files.set(response.url(), response.body());
  });
  return async () => {
    const bodies = await Promise.all(
      [...files].map(async ([address, body]) => [address, await body] as const),
    );
    return {
      embed: bodies.find(([address]) => address.includes('/_shopify/'))?.[1].length ?? 0,
      all: sum(bodies.map(([, body]) => body.length)),
      gzip: sum(bodies.map(([, body]) => gzipSync(body).length)),
    };
  };
}
