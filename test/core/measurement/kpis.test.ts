import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { canonicalName } from '../../../core/events/names.ts';
import { countsFor, KPI_RULES } from '../../../core/measurement/kpis.ts';
import { KPIS } from '../../../core/segments/condition.ts';

describe('what counts for a figure', () => {
  it('is told by events that exist', () => {
    const names = KPIS.flatMap((kpi): readonly string[] => KPI_RULES[kpi].events);
    expect(names.filter((name) => canonicalName(name).kind !== 'known')).toEqual([]);
  });

  it('is an order for conversion, and an order with an amount for revenue', () => {
    const order = (revenue: number) => ({ name: 'Order Completed', properties: { revenue } });
    expect(KPIS.filter((kpi) => countsFor(kpi, order(1)))).toEqual([
      'conversion',
      'revenue per visitor',
      'lifetime value',
    ]);
    expect(countsFor('revenue per visitor', order(0))).toBe(false);
    expect(countsFor('conversion', order(0))).toBe(true);
  });

  it('stands in the docs', () => {
    const page = readFileSync(new URL('../../../docs/segment-health.md', import.meta.url), 'utf8');
    for (const kpi of KPIS) {
      const row = page.split('\n').find((line) => line.startsWith(`| ${kpi} |`));
      for (const event of KPI_RULES[kpi].events) expect(row).toContain(event);
    }
  });
});
