import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listFiles, listTopFolders, ROOT } from '../support/source-tree.ts';

const MOST_LINES = 40;
const VAGUE = /(^|[-/])(utils?|helpers?|common|misc|manager)(?=[-./]|$)/;

describe('folders', () => {
  it.each(listTopFolders())('%s has a README that is read in a minute', (folder) => {
    const path = join(ROOT, folder, 'README.md');
    expect(existsSync(path)).toBe(true);
    expect(readFileSync(path, 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(MOST_LINES);
  });

  it('no file has a name that could hold anything', () => {
    expect(listFiles().filter((path) => VAGUE.test(path))).toEqual([]);
  });

  it('TypeScript files are named in kebab-case', () => {
    const names = listFiles().filter((path) => /\.tsx?$/.test(path));
    expect(names.filter((path) => !/(^|\/)[a-z0-9]+([.-][a-z0-9]+)*\.tsx?$/.test(path))).toEqual([]);
  });
});
