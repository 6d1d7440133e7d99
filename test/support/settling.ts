import type { Page, Request } from 'playwright-core';

/** Layout shifts of a frame are told after it. */
const SOME_FRAMES = `new Promise((done) => {
  const next = (left) => (left === 0 ? done() : requestAnimationFrame(() => next(left - 1)));
  next(4);
})`;

/**
 * Watches a page from here on; what it returns resolves when everything that the page has asked for is there and has
 * been painted.
 *
 * @example const settle = watchSettling(page); await page.goto(address); await settle();
 */
export function watchSettling(page: Page): () => Promise<void> {
  const asked: Request[] = [];
  page.on('request', (request) => asked.push(request));
  return async () => {
    await page.waitForLoadState('load');
    do {
      for (const request of asked.splice(0)) await (await request.response())?.finished();
      await page.evaluate(SOME_FRAMES);
    } while (asked.length > 0);
  };
}
