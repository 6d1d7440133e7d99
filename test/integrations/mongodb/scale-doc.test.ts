import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { COLLECTIONS, INDEXES } from '../../../integrations/mongodb/collections.ts';
import { ROOT } from '../../support/source-tree.ts';

/** By collection, as docs/scale.md lists them. */
function readTable(): ReadonlyMap<string, readonly string[]> {
  const text = readFileSync(join(ROOT, 'docs/scale.md'), 'utf8');
  const rows = text.matchAll(/^\| `(\w+)` \| (`.*`) \|$/gm);
  return new Map(
    [...rows].map(([, name = '', all = '']) => [name, all.split(' · ').map((one) => one.slice(1, -1))]),
  );
}

it('docs/scale.md lists the indexes that are made', () => {
  const made = COLLECTIONS.filter((name) => INDEXES[name].length > 0).map((name) => [
    name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    INDEXES[name].map((key) => Object.keys(key).join(', ')),
  ]);
  expect([...readTable()].toSorted()).toEqual(made.toSorted());
});
