import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { EntryType } from '../../../core/entry.ts';
import { DATA_FIELDS, RECORD_FIELDS, TABLE_FIELDS } from '../../../core/privacy/data-fields.ts';
import { DATA_MAP } from '../../../core/privacy/data-map.ts';
import { exportSchema } from '../../../core/privacy/export/schema.ts';
import { INVENTORY } from '../../../core/privacy/inventory.ts';
import { RETENTION_CLASSES } from '../../../core/privacy/keep-terms.ts';
import { DEFAULT_SETTINGS } from '../../../core/sites/site.ts';
import { migrate } from '../../../core/stores/schema.ts';

const TYPES: Readonly<Record<EntryType, true>> = {
  event: true,
  consent: true,
  link: true,
  decision: true,
  exposure: true,
  notice: true,
  fact: true,
  score: true,
};
/** What the export says of itself and of its terms. */
const ABOUT = ['format', 'version', 'madeAt', 'scope', 'site', 'retention'];

const personal = DATA_MAP.filter(({ isPersonal }) => isPersonal);
const placesOf = (place: string): readonly string[] => [
  ...new Set(
    personal.flatMap(({ where }) =>
      where.filter((name) => name.startsWith(`${place} `)).map((name) => name.slice(place.length + 1)),
    ),
  ),
];

describe('the data map', () => {
  it('has a row for every place that can hold something of a visitor, and for no other', () => {
    const known = INVENTORY.map(({ place, name }) => `${place} ${name}`);
    const mapped = new Set(DATA_MAP.flatMap(({ where }) => where));
    expect([...mapped].toSorted()).toEqual(known.toSorted());
  });

  it('has each type of entry in one row', () => {
    const types = DATA_MAP.flatMap(({ entries = [] }) => entries);
    expect(types.toSorted()).toEqual(Object.keys(TYPES).toSorted());
  });

  it('has a term or an end for every row, and every class of retention in some row', () => {
    const silent = DATA_MAP.filter(({ terms, until }) => terms === undefined && until === undefined);
    expect(silent.map(({ what }) => what)).toEqual([]);
    const named = new Set(DATA_MAP.flatMap(({ terms = [] }) => terms));
    expect([...named].toSorted()).toEqual(RETENTION_CLASSES.map(({ name }) => name).toSorted());
  });

  it.each(RETENTION_CLASSES.filter(({ setting }) => setting !== null))(
    'names the setting that makes the term: $name',
    ({ setting, term }) => {
      const settings = { name: '', ...DEFAULT_SETTINGS };
      const longer = structuredClone(settings) as Record<string, unknown>;
      const path = String(setting).split('.');
      const last = path.pop() ?? '';
      const group = path.reduce((inner, key) => inner[key] as Record<string, unknown>, longer);
      group[last] = 3_000;
      expect(term(settings)).toBeLessThan(3_000);
      expect(term(longer as never)).toBe(3_000);
    },
  );

  it('hands every class to the visitor, or says why not; and the export has nothing that is in no class', () => {
    const handed = DATA_MAP.flatMap(({ handed: to }) => ('as' in to ? to.as : []));
    expect([...new Set<string>([...handed, ...ABOUT])].toSorted()).toEqual(
      Object.keys(exportSchema.shape).toSorted(),
    );
    for (const { what, handed: to } of DATA_MAP)
      expect([what, ('as' in to ? to.as : to.not).length > 0]).toEqual([what, true]);
  });
});

describe('the list of fields', () => {
  it('has every column of every table that is personal', () => {
    const db = new DatabaseSync(':memory:');
    migrate(db, 0);
    const columns = (table: string): readonly string[] =>
      db
        .prepare(`PRAGMA table_xinfo(${table})`)
        .all()
        .map(({ name }) => String(name));
    const tables = placesOf('table');
    expect(Object.keys(TABLE_FIELDS).toSorted()).toEqual(tables.toSorted());
    for (const table of tables)
      expect([table, Object.keys(TABLE_FIELDS[table] ?? {}).toSorted()]).toEqual([
        table,
        columns(table).toSorted(),
      ]);
    db.close();
  });

  it('has every collection of records that is personal, and says of each field what it holds', () => {
    expect(Object.keys(RECORD_FIELDS).toSorted()).toEqual(placesOf('collection').toSorted());
    expect(DATA_FIELDS.filter(({ holds }) => holds.length < 4)).toEqual([]);
  });
});
