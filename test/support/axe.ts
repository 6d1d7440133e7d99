import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

/** Its short form: every page that is audited reads all of it first. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * What a page does that not everybody can read, a line each: the rule, and each place that breaks it.
 *
 * @example expect(await findViolations(page, { runOnly: ['wcag2aa'] })).toEqual([])
 */
export async function findViolations(page: Page, options: RunOptions): Promise<readonly string[]> {
  if (await page.evaluate('!window.axe')) await page.evaluate(AXE);
  const { violations } = (await page.evaluate(
    `axe.run(document, ${JSON.stringify({ ...options, resultTypes: ['violations'] })})`,
  )) as AxeResults;
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' | ')}`,
  );
}
