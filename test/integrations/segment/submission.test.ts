/** What a folder has to be to stand in Segment's public repository: complete, on its own, and run by Jest. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadDestination } from '../../../integrations/segment/load.ts';
import { listFiles, ROOT } from '../../support/source-tree.ts';

const FOLDER = 'integrations/segment/destination/';
const SNAPSHOTS = '__tests__/__snapshots__/snapshot.test.ts.snap';
const isTest = (path: string) => path.includes('__tests__/');
const textOf = (path: string) => readFileSync(join(ROOT, FOLDER, path), 'utf8');

const files = listFiles().flatMap((path) => (path.startsWith(FOLDER) ? [path.slice(FOLDER.length)] : []));
const sources = files.filter((path) => path.endsWith('.ts'));
const actions = Object.keys(loadDestination().actions);

const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g;

function importsOf(path: string): readonly string[] {
  return [...textOf(path).matchAll(IMPORT)].map(([, from = '']) => from);
}

/** Where a relative import leads, from the top of the folder. */
function isInside(path: string, from: string): boolean {
  const target = new URL(from, `file:///folder/destination/${path}`).pathname;
  return target.startsWith('/folder/destination/');
}

describe('the folder of the destination', () => {
  it('holds what Segment asks of every destination', () => {
    expect(files).toEqual(
      expect.arrayContaining([
        'index.ts',
        'generated-types.ts',
        'metadata.json',
        'versioning-info.ts',
        '__tests__/index.test.ts',
        '__tests__/snapshot.test.ts',
        SNAPSHOTS,
      ]),
    );
  });

  it.each(actions)('holds %s with its types and tests', (action) => {
    const own = ['index.ts', 'generated-types.ts', '__tests__/index.test.ts'].map(
      (file) => `${action}/${file}`,
    );
    expect(files).toEqual(expect.arrayContaining(own));
  });

  it('holds no folder beside its actions and their tests', () => {
    const folders = files.flatMap((path) => path.split('/').slice(0, -1));
    expect([...new Set(folders)].toSorted()).toEqual([...actions, '__tests__', '__snapshots__'].toSorted());
  });

  it.each(sources)('%s imports only what is in the folder, or in Segment’s repository', (path) => {
    const known = ['@segment/actions-core', 'crypto', ...(isTest(path) ? ['nock'] : [])];
    const strange = importsOf(path).filter((from) =>
      from.startsWith('.') ? !isInside(path, from) : !known.includes(from),
    );
    expect(strange).toEqual([]);
  });

  it('names the version of the API in one place', () => {
    const naming = sources.filter((path) => !isTest(path) && /['/]v\d+['/]/.test(textOf(path)));
    expect(naming).toEqual(['versioning-info.ts']);
  });
});

describe('its tests', () => {
  it.each(sources.filter(isTest))('%s asks for nothing that Jest or Vitest alone has', (path) => {
    expect(textOf(path)).not.toMatch(/\b(?:vi|vitest|jest)\b\./);
    expect(path).toMatch(/\.test\.ts$/);
  });

  it('have snapshots under the heading of Jest, each under the name of its test', () => {
    const [heading, ...rest] = textOf(SNAPSHOTS).split('\n');
    expect(heading).toBe('// Jest Snapshot v1, https://goo.gl/fbAQLP');
    const keys = rest.flatMap((line) => /^exports\[`(.*)`\] = `$/.exec(line)?.[1] ?? []);
    expect(keys).toEqual(
      actions
        .flatMap((action) =>
          ['all', 'required'].map((which) => `actions-inkling ${action} action - ${which} fields 1`),
        )
        .toSorted(),
    );
  });
});
