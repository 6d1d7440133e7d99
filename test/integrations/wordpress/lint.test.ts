import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lintTrees } from '../../support/wordpress/ast-lint/lint.ts';
import { describeWordPress } from '../../support/wordpress/describe.ts';
import { lintPhp, runPhpcs } from '../../support/wordpress/php.ts';

const FOLDER = join(import.meta.dirname, '../../../integrations/wordpress');
const PLUGIN = join(FOLDER, 'plugin');
const RULESET = join(FOLDER, 'phpcs.xml');
const MOST_LINES = 300;

it('the trees of the plugin break no rule', () => {
  expect(lintTrees(PLUGIN)).toEqual([]);
});

it('no file of the plugin is longer than a reader keeps in mind', () => {
  const paths = readdirSync(PLUGIN, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.(php|js|css)$/.test(path),
  );
  const long = paths.filter(
    (path) => readFileSync(join(PLUGIN, path), 'utf8').split('\n').length > MOST_LINES + 1,
  );
  expect(long).toEqual([]);
});

await describeWordPress("the plugin's PHP", () => {
  it('is PHP', async () => {
    expect(await lintPhp(PLUGIN)).toEqual([]);
  });

  it('keeps the style', async () => {
    expect(await runPhpcs(PLUGIN, RULESET)).toEqual([]);
  });

  it.each([
    ['$a = eval( 1 );', 'Eval'],
    ['$a = [ 1 ];', 'DisallowShortArraySyntax'],
    ['$a = mt_rand();', 'ForbiddenFunctions'],
    ['$a = @file( 1 );', 'NoSilencedErrors'],
    ['if ( 1 ) $a = 1;', 'InlineControlStructure'],
  ])('whose ruleset catches %s', async (code, rule) => {
    const folder = mkdtempSync(join(tmpdir(), 'inkling-sniffed-'));
    try {
      writeFileSync(join(folder, 'a.php'), `<?php\n${code}\n`);
      expect(await runPhpcs(folder, RULESET)).toContainEqual(expect.stringContaining(rule));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
