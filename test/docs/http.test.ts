import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Route } from '../../apps/server/route.ts';
import { serve } from '../support/served.ts';
import { ROOT } from '../support/source-tree.ts';

function rowOf({ method, path, query = {}, key, summary }: Route): string {
  const asked = Object.keys(query).map((name, at) => `${at === 0 ? '?' : '&'}${name}=`);
  return `| \`${method} ${path}${asked.join('')}\` | ${key} | ${summary} |`;
}

it('docs/http.md has every route as the server has it', async () => {
  const served = await serve();
  onTestFinished(served.stop);
  const page = readFileSync(join(ROOT, 'docs/http.md'), 'utf8');
  const [, table = ''] =
    /\n\| route \| key \| does \|\n\| --- \| --- \| --- \|\n((\|.*\n)+)/.exec(page) ?? [];
  expect(table.trim().split('\n')).toEqual(served.routes.map(rowOf));
});
