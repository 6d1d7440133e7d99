import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listFiles, ROOT } from '../support/source-tree.ts';

/** Written with a class for one letter each, so that this table does not find itself. */
const FORBIDDEN: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a note of unfinished work', /\b(?:TOD[O]|FIXM[E]|HAC[K])\b/],
  ["a path of somebody's machine", /(?<![\w.])\/(?:wor[k]|hom[e]|User[s]|roo[t]|tm[p])\//],
  ['the host of a package registry', /registr[y]\.(?:npmjs|yarnpkg|npmmirror)\.|\bde[b]\.debian\.org/],
];

/** Not text, or not written by hand. */
const NOT_READ = /^package-lock\.json$|\.(png|jpg|jpeg|gif|ico|webp|woff2|gz|db|sqlite)$/;

const files = listFiles()
  .filter((path) => !NOT_READ.test(path))
  .map((path) => ({ path, lines: readFileSync(join(ROOT, path), 'utf8').split('\n') }));

function findLines(pattern: RegExp): readonly string[] {
  return files.flatMap(({ path, lines }) =>
    lines.flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  );
}

describe('words that stand in no file', () => {
  it('reads the whole project', () => {
    expect(files.map((file) => file.path)).toEqual(
      expect.arrayContaining(['package.json', 'core/ports/store.ts']),
    );
  });

  it.each(FORBIDDEN)('%s', (_, pattern) => {
    expect(findLines(pattern)).toEqual([]);
  });
});
