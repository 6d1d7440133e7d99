/**
 * What the tracker costs a page of a shop that declares a hundred products: its share of the page's main thread, in a
 * real browser, from the request to the last post.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { buildTracker, trackerFile } from '../core/tracker/build.ts';
import { launchBrowser } from '../test/support/chromium.ts';
import { LONG_TASK_MS, sum, tenths, traceTasks } from './load/page-tasks.ts';
import { type BenchRun, median, type Report } from './report.ts';

const PRODUCTS = 100;
const LOADS = 15;

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>
<script src="/t/tracker.js" defer></script></head><body><button>Buy</button><ul>${Array.from(
  { length: PRODUCTS },
  (_, i) => `<li data-inkling-event="Product Viewed" data-inkling-product_id="p${i}">Pen ${i}</li>`,
).join('')}</ul></body></html>`;

export default async function measureTracker({ isQuick, say }: BenchRun): Promise<Report> {
  const server = createShop();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const browser = await launchBrowser();
  const loads: (readonly number[])[] = [];
  try {
    for (let load = 0; load < (isQuick ? 2 : LOADS); load += 1) {
      const tasks = await measureLoad(browser, `http://127.0.0.1:${port}/`);
      loads.push(tasks);
      say(
        `load ${load + 1}: ${tasks.length} tasks, longest ${Math.max(...tasks).toFixed(1)} ms, all ${sum(tasks).toFixed(1)} ms`,
      );
    }
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
  return {
    name: 'tracker',
    figures: {
      longestTask: {
        value: tenths(median(loads.map((tasks) => Math.max(...tasks)))),
        unit: 'ms',
        atMost: LONG_TASK_MS,
      },
      allTasks: { value: tenths(median(loads.map(sum))), unit: 'ms' },
    },
    notes: [
      `a page with ${PRODUCTS} declared products, in ${LOADS} fresh contexts of a real browser; of each figure the median`,
    ],
  };
}

function createShop() {
  const built = buildTracker();
  const script = trackerFile(built, { k: 'wk_bench', s: 'st_bench', p: 'session' });
  return createServer((request, response) => {
    if (request.url === '/') response.setHeader('content-type', 'text/html').end(PAGE);
    else if (request.url === '/t/tracker.js')
      response.setHeader('content-type', 'text/javascript').end(script);
    else response.setHeader('content-type', 'application/json').end('{"accepted":0,"refused":[],"do":[]}');
  });
}

/** Every entry of the browser into the tracker's code, ms. */
async function measureLoad(browser: Browser, url: string): Promise<readonly number[]> {
  const context = await browser.newContext({ viewport: { width: 1000, height: 800 } });
  const page = await context.newPage();
  const posted = page.waitForRequest((request) => request.postData()?.includes(`p${PRODUCTS - 1}`) ?? false);
  const visit = async (): Promise<void> => {
    await page.goto(url);
    await page.click('button');
    await posted;
  };
  const tasks = await traceTasks(browser, page, { isOwn: (own) => own.includes('/t/'), visit });
  await context.close();
  return tasks;
}
