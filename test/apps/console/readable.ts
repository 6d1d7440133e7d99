/** What every page of the console is held to, whatever it shows and in whichever skin. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { findViolations } from '../../support/axe.ts';
import { until } from '../../support/until.ts';

/** https://web.dev/articles/cls: what moved without being asked to. */
const WATCH_SHIFTS = `
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.shifted += shift.value;
  }).observe({ type: 'layout-shift', buffered: true });
`;
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Before the page is gone to. @example await watchShifts(page) */
export async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(WATCH_SHIFTS);
}

/** Axe finds nothing in what stands there now, nothing has moved, and nothing is wider than the window. @example await expectReadableNow(page) */
export async function expectReadableNow(page: Page): Promise<void> {
  expect(await findViolations(page, { runOnly: RULES })).toEqual([]);
  expect(await page.evaluate('window.shifted')).toBe(0);
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
}

/** Until the page shows what it has to. Parts of it load beside each other. @example await settle(page) */
export async function settle(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await until(async () => (await page.locator('[role=status][aria-label]').count()) === 0);
}
