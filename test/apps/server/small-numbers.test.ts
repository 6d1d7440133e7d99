import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GUARDED_REPORTS } from '../../../core/privacy/small-numbers.ts';
import { type Served, serve } from '../../support/served.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.stop());

const docs = readFileSync(new URL('../../../docs/privacy.md', import.meta.url), 'utf8');

describe('reports with numbers by some value', () => {
  it('stand at routes that there are', () => {
    const routes = new Set(served.routes.map(({ method, path }) => `${method} ${path}`));
    for (const { routes: own } of GUARDED_REPORTS) for (const route of own) expect(routes).toContain(route);
  });

  it.each(GUARDED_REPORTS)('are in the docs as in the code: $report', ({ report, by, guard, how }) => {
    expect(docs).toContain(`| ${report} | ${by} | ${guard} | ${how} |`);
  });

  it('are no others than the docs list', () => {
    const table = docs.slice(docs.indexOf('| report | by | guard | how |'));
    const [, , ...rows] = (table.split('\n\n')[0] ?? '').trim().split('\n');
    expect(rows).toHaveLength(GUARDED_REPORTS.length);
  });
});
