import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { featuresMarkdown } from '../../core/scoring/markdown.ts';
import { ROOT } from '../support/source-tree.ts';

it('docs/features.md has the features as the code has them', () => {
  const page = readFileSync(join(ROOT, 'docs/features.md'), 'utf8');
  expect(/<!-- features -->\n\n([\s\S]*)\n<!-- \/features -->/.exec(page)?.[1]).toBe(featuresMarkdown());
});
