/** A feature that is always the same in real use is none: whoever adds one shows a source in which it varies. */
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FEATURES } from '../../../core/scoring/features/table.ts';
import type { Example } from '../../../core/scoring/labels/examples.ts';
import { REES46, rees46Examples, saasExamples, shopExamples } from './coverage-sources.ts';

type Coverage = {
  readonly rows: number;
  /** Shares of the rows: in which it is known, and in which it is not what it is most often. */
  readonly known: number;
  readonly varies: number;
};

function coverageOf(examples: readonly Example[], at: number): Coverage {
  const values = examples.map(({ features }) => features[at] ?? Number.NaN);
  const known = values.filter((value) => !Number.isNaN(value));
  const commonest = Math.max(
    0,
    ...[...Map.groupBy(known, (value) => value).values()].map(({ length }) => length),
  );
  const rows = values.length;
  return { rows, known: known.length / rows, varies: (known.length - commonest) / rows };
}

const percent = (share: number): string =>
  `${(100 * share).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`.padStart(7);

describe('features in real use', () => {
  it('each varies in some source', async () => {
    const sources = {
      shop: await shopExamples(),
      ...(existsSync(REES46) ? { rees46: await rees46Examples() } : {}),
      saas: await saasExamples(),
    };
    const table = FEATURES.map(({ name }, at) => ({
      name,
      cells: Object.values(sources).map((examples) => coverageOf(examples, at)),
    }));
    const head = Object.entries(sources).map(([name, { length }]) => `${name} (${length} rows)`.padEnd(18));
    const lines = table.map(({ name, cells }) => {
      const shares = cells.map(({ known, varies }) => `${percent(known)} ${percent(varies)}`.padEnd(18));
      return `${name.padEnd(28)}${shares.join('')}`;
    });
    const missing = existsSync(REES46) ? '' : `\n${REES46} is missing`;
    console.log(
      `known and not what it is most often, in shares of the rows\n${' '.repeat(28)}${head.join('')}\n${lines.join('\n')}${missing}`,
    );
    for (const examples of Object.values(sources)) expect(examples.length).toBeGreaterThan(100);
    const still = table.filter(({ cells }) => cells.every(({ varies }) => varies === 0));
    expect(still.map(({ name }) => name)).toEqual([]);
  }, 60_000);
});
