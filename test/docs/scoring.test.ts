import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { intentMarkdown } from '../../bench/intent/measures.ts';
import { keptReportShape } from '../../bench/report.ts';
import { FEATURES } from '../../core/scoring/features/table.ts';
import { BUILT_IN_LABELS } from '../../core/scoring/labels/label.ts';
import { pointsMarkdown } from '../../core/scoring/markdown.ts';
import { scoreHeuristically } from '../../core/scoring/model.ts';
import { POINTS_PER_LOGIT } from '../../core/scoring/points.ts';
import { siteSettingsSchema } from '../../core/sites/site.ts';
import { ROOT } from '../support/source-tree.ts';

const page = readFileSync(join(ROOT, 'docs/scoring.md'), 'utf8');

function between(name: string): string | undefined {
  return new RegExp(`<!-- ${name} -->\n\n([\\s\\S]*)\n<!-- /${name} -->`).exec(page)?.[1];
}

describe('docs/scoring.md', () => {
  it('has the points as the code has them', () => {
    expect(between('points')).toBe(pointsMarkdown());
    expect(page).toContain(`+${(7 / POINTS_PER_LOGIT).toFixed(1)} doubles the\nodds`);
  });

  it('adds them up as the code does', () => {
    const known: Readonly<Record<string, number>> = {
      products_viewed: 3,
      most_views_of_a_product: 2,
      cart_pieces: 1,
    };
    const row = FEATURES.map(({ name }) => known[name] ?? Number.NaN);
    const score = scoreHeuristically('purchase_7d', row);
    expect(page).toContain(`−39 + 4 + 5 + 18 = −12 points: p = ${score?.p.toFixed(2)}`);
    expect((score?.margin ?? 0) * POINTS_PER_LOGIT).toBeCloseTo(-12, 9);
  });

  it('shows what was measured, as it is kept', () => {
    const kept = readFileSync(join(ROOT, 'bench/results/intent.json'), 'utf8');
    const { figures } = keptReportShape.parse(JSON.parse(kept));
    expect(between('intent')).toBe(intentMarkdown(figures));
  });

  it('names every label that each site has, and the least that is learned from', () => {
    const section = page.split('\n## What is foretold\n')[1]?.split('\n## ')[0] ?? '';
    const labels = [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, label]) => label);
    expect(labels).toEqual(BUILT_IN_LABELS.map(({ key }) => key));
    const { leastOfEach, discountPerYear = 0 } = siteSettingsSchema.shape.scoring.parse({}) ?? {};
    expect(page).toContain(`Below ${leastOfEach} orders and ${leastOfEach} sessions`);
    expect(page).toContain(`${100 * discountPerYear} % a year less unless the\nsite says otherwise`);
  });
});
