/** No threat without a test: each row of the page names one that is there, by its file and its title. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/source-tree.ts';

const page = readFileSync(join(ROOT, 'docs/security.md'), 'utf8');
const [, table = ''] =
  /\n\| threat \| defence \| test \|\n\| --- \| --- \| --- \|\n((?:\|.*\n)+)/.exec(page) ?? [];
const rows = table
  .trim()
  .split('\n')
  .map((row) => row.split('|').slice(1, -1));

/** `file`: title */
const TEST = /^ `(test\/(?:contract\/[\w-]+|[\w./-]+(?:\.test|-suite))\.ts)`: (.+) $/;

/** Titles as they stand in the source, whichever quotes they have; not within a comment or another test. */
function findTitles(path: string): readonly string[] {
  const text = readFileSync(join(ROOT, path), 'utf8').replaceAll(/^\s*(?:\/\/|\*|\/\*).*$/gm, '');
  return [...text.matchAll(/(?:\bit|\]\)|\)|>)\(\s*(['"`])((?:(?!\1)[^\\]|\\.)+)\1,/gs)].map(
    ([, , title = '']) => title,
  );
}

describe('the page on security', () => {
  it('has threats for all who are listed, each in three columns', () => {
    expect(rows.length).toBeGreaterThan(40);
    for (const row of rows) expect(row).toHaveLength(3);
    expect(new Set(rows.map(([threat]) => threat)).size).toBe(rows.length);
  });

  it.each(rows)('names a test that is there against%s', (_threat, defence, named) => {
    expect(defence?.trim()).not.toBe('');
    const [, path = '', title = ''] = TEST.exec(named ?? '') ?? [];
    expect([named, existsSync(join(ROOT, path)) && path !== '']).toEqual([named, true]);
    expect(findTitles(path)).toContain(title);
  });

  it('is led to from where somebody looks who found something', () => {
    expect(readFileSync(join(ROOT, 'SECURITY.md'), 'utf8')).toContain('(docs/security.md)');
    expect(readFileSync(join(ROOT, 'docs/README.md'), 'utf8')).toContain('(security.md)');
  });
});
