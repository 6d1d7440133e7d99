import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { type Holding, INVENTORY } from '../../../core/privacy/inventory.ts';
import { migrate } from '../../../core/stores/schema.ts';
import { serve } from '../../support/served.ts';

const ROOT = join(import.meta.dirname, '../../..');
const CALL = /\b(?:(?:get|put|list|delete)Records?\(\s*|changeRecord(?:<[^(]*>)?\(\s*\w+,\s*\[)([^,)]+),/g;
/** Collections whose name is made where it is used. */
const MADE: Readonly<Record<string, readonly string[]>> = {
  'core/deliveries/rows.ts': ['outbox:', 'dead-letters:'],
  'core/identity/keys.ts': ['data-keys:', 'meta'],
};
/** They pass on what they are given. */
const PASSING = [
  'core/ports/records.ts',
  'core/record-change.ts',
  'core/records.ts',
  'core/privacy/erasure-guard.ts',
  'core/privacy/records.ts',
  'core/statistics/dated.ts',
  'integrations/mongodb/records.ts',
];

const namesOf = (place: Holding['place']) =>
  INVENTORY.filter((holding) => holding.place === place).map(({ name }) => name);
const isNamed = (place: Holding['place'], name: string): boolean =>
  namesOf(place).some((known) => (/[:.]$/.test(known) ? name.startsWith(known) : name === known));

/** Collections that a file reads or writes. */
function collectionsOf(path: string): readonly string[] {
  const made = MADE[path];
  if (made !== undefined) return made;
  const text = readFileSync(join(ROOT, path), 'utf8');
  return [...text.matchAll(CALL)].map(([, given = '']) => resolveName(text, given.trim()));
}

function resolveName(text: string, given: string): string {
  const [, literal] = /^'([^']+)'$/.exec(given) ?? [];
  if (literal !== undefined) return literal;
  const [, value] = new RegExp(`const ${given} = '([^']+)'`).exec(text) ?? [];
  if (value !== undefined) return value;
  const [, from] = new RegExp(`import \\{[^}]*\\b${given}\\b[^}]*\\} from '([^']+)'`).exec(text) ?? [];
  return from === undefined ? `unknown: ${given}` : `imported: ${given}`;
}

const sources = ['core', 'apps', 'integrations'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.includes('node_modules') && !path.startsWith('stores/'))
    .map((path) => join(folder, path)),
);

describe('the list of what can hold something of a visitor', () => {
  it('names every table of the store', () => {
    const db = new DatabaseSync(':memory:');
    migrate(db, 0);
    const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    expect(tables.map(({ name }) => String(name)).toSorted()).toEqual(namesOf('table').toSorted());
    db.close();
  });

  it('names every collection of records that the code has', () => {
    const found = new Map(
      sources
        .filter((path) => !PASSING.includes(path))
        .flatMap((path) => collectionsOf(path).map((name) => [name, path] as const)),
    );
    expect(found.size).toBeGreaterThan(20);
    const missing = [...found].filter(
      ([name]) => !name.startsWith('imported: ') && !isNamed('collection', name),
    );
    expect(missing).toEqual([]);
    const used = [...found.keys()];
    const gone = namesOf('collection').filter((name) => !used.includes(name));
    expect(gone).toEqual([]);
  });

  it('names every database that lies beside the one of the store', () => {
    const text = readFileSync(join(ROOT, 'integrations/mongodb/names.ts'), 'utf8');
    const endings = [...text.matchAll(/`\$\{name\}(\w+)`/g)].map(([, ending]) => `<database>${ending}`);
    expect(endings).toHaveLength(2);
    expect(namesOf('database')).toEqual(endings);
  });

  it('names every file of the folder of a running server', async () => {
    const served = await serve();
    const site = served.sites.get('demo');
    if (site === undefined) throw new Error('no demo site');
    await served.engine.erasures.erase(site, { userId: 'customer-7' }, 'test');
    const files = readdirSync(served.dataDir);
    await served.stop();
    expect(files).toContain('erasures.log');
    expect(files.filter((name) => !isNamed('file', name))).toEqual([]);
  });
});
