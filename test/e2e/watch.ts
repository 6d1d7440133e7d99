/** What a page does to its visitor: shifts of its layout, and what it leaves on the device. */
import type { Page } from 'playwright-core';

/**
 * Runs in the page, before anything else of it. What moves within half a second of a click is what was asked for.
 * https://web.dev/articles/cls
 */
export const watchPage = `
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.shifted += shift.value;
  }).observe({ type: 'layout-shift', buffered: true });
`;

export type Traces = {
  readonly cookies: string;
  readonly local: readonly string[];
  readonly session: readonly string[];
  readonly databases: readonly string[];
  readonly caches: readonly string[];
};

export const NO_TRACES: Traces = { cookies: '', local: [], session: [], databases: [], caches: [] };

/** Everything a page can keep on a device. */
export function readTraces(page: Page): Promise<Traces> {
  return page.evaluate(`(async () => ({
    cookies: document.cookie,
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
  }))()`);
}

/** Cumulative layout shift of the page so far. */
export function readShift(page: Page): Promise<number> {
  return page.evaluate('window.shifted');
}
