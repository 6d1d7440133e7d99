import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../../support/source-tree.ts';

const INCLUDES = join(ROOT, 'integrations/wordpress/plugin/includes');
const docs = readFileSync(join(ROOT, 'docs/wordpress.md'), 'utf8');

/** Hooks that the plugin offers, of one of WordPress's two kinds. */
function offered(call: 'apply_filters' | 'do_action'): readonly string[] {
  const paths = readdirSync(INCLUDES, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.php'),
  );
  const names = paths.flatMap((path) =>
    [
      ...readFileSync(join(INCLUDES, path), 'utf8').matchAll(
        new RegExp(`${call}\\(\\s*'(inkling_\\w+)'`, 'g'),
      ),
    ].map(([, name]) => name ?? ''),
  );
  return [...new Set(names)].sort();
}

/** Names in the first column of the table under a heading of that kind. */
function documented(kind: 'filter' | 'action'): readonly string[] {
  const table = new RegExp(`\\| ${kind} \\|[^\\n]*\\n((?:\\|[^\\n]*\\n)+)`).exec(docs)?.[1] ?? '';
  return table
    .split('\n')
    .flatMap((row) =>
      [...(row.split('|')[1] ?? '').matchAll(/`(inkling_\w+)`/g)].map(([, name]) => name ?? ''),
    )
    .sort();
}

it('docs/wordpress.md names every filter and action that the plugin offers, and no other', () => {
  expect(documented('filter')).toEqual(offered('apply_filters'));
  expect(documented('action')).toEqual(offered('do_action'));
});
