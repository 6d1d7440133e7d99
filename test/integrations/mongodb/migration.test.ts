import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, vi } from 'vitest';
import type { VisitorId } from '../../../core/entry.ts';
import { InklingError } from '../../../core/errors.ts';
import type { Store } from '../../../core/ports.ts';
import { createEmbeddedStore } from '../../../core/stores/embedded.ts';
import { openEmbeddedSource, openEmbeddedTarget } from '../../../core/stores/migration/embedded-side.ts';
import { openStoredTables } from '../../../core/stores/migration/embedded-tables.ts';
import type { SourceSide, TargetSide } from '../../../core/stores/migration/sides.ts';
import { TABLES } from '../../../core/stores/migration/tables.ts';
import { migrate } from '../../../core/stores/schema.ts';
import { createSiteCodes } from '../../../core/stores/site-codes.ts';
import { COLLECTIONS } from '../../../integrations/mongodb/collections.ts';
import { openMongoSource, openMongoTarget } from '../../../integrations/mongodb/migration-side.ts';
import { createMongoStore } from '../../../integrations/mongodb/store.ts';
import {
  ANNA,
  BEN,
  CLEO,
  contribution,
  entry,
  OTHER_SITE,
  profile,
  SITE,
} from '../../contract/store-samples.ts';
import { makeDataFolder } from '../../support/data-folder.ts';
import { mongoDatabases } from '../../support/mongodb/databases.ts';
import { move } from './migrating.ts';
import { moveFromFolder, moveFromMongo } from './migration-property.ts';

/** FerretDB looks at every document for a question that is not about ids. */
vi.setConfig({ testTimeout: 240_000 });

const HISTORIES = 4;
const nextUrl = mongoDatabases('migration');

describe('everything that a store can hold', () => {
  it('is the same in MongoDB and in a folder again, broken off on the way or not', async () => {
    expect.hasAssertions();
    await moveFromFolder({ nextUrl, histories: HISTORIES, seed: 5 });
  });

  it('is the same in a folder and in MongoDB again, where MongoDB was first', async () => {
    expect.hasAssertions();
    await moveFromMongo({ nextUrl, histories: HISTORIES, seed: 5 });
  });
});

it('what several visitor-days left that ended is one sum of so many, on either side and added to', async () => {
  const [dataDir, back, url] = [makeDataFolder(), makeDataFolder(), nextUrl()];
  const read = async (opening: Promise<Store>) => {
    const store = await opening;
    const sums = await store.sumContributions(SITE, 'hello');
    await store.close();
    return sums;
  };
  const adding = (visitor: VisitorId, y: number) =>
    profile({ visitor, contributions: [contribution({ unit: 'visitor_day', y, x: 3 })] });
  const store = await createEmbeddedStore({ dataDir });
  await store.saveProfiles([adding(ANNA, 2), adding(BEN, 5), adding(CLEO, 7)]);
  for (const visitor of [ANNA, BEN]) await store.unname(SITE, visitor);
  await store.close();
  const expected = [expect.objectContaining({ n: 3, y: 14, yy: 78, x: 9, xx: 27, xy: 42, shown: 3 })];
  expect(await read(createEmbeddedStore({ dataDir }))).toEqual(expected);
  await move(openEmbeddedSource(dataDir), await openMongoTarget(url));
  expect(await read(createMongoStore({ url }))).toEqual(expected);
  const later = await createMongoStore({ url });
  await later.unname(SITE, CLEO);
  await later.close();
  await move(await openMongoSource(url, Date.now), openEmbeddedTarget(back));
  expect(await read(createEmbeddedStore({ dataDir: back }))).toEqual(expected);
});

it('leaves no byte of whom somebody erased between two tries', async () => {
  const [dataDir, url] = [makeDataFolder(), nextUrl()];
  const store = await createMongoStore({ url });
  const whom = 'ab54'.repeat(8) as VisitorId;
  const all = Array.from({ length: 300 }, (_, n) => [
    entry({ id: `a${n}`, visitor: n % 3 === 0 ? whom : BEN }),
    entry({ id: `b${n}`, type: 'link', visitor: ANNA, properties: { to: whom } }),
  ]).flat();
  await store.append(all);
  await store.saveProfiles([profile({ visitor: whom }), profile({ visitor: BEN })]);
  const holds = () =>
    readdirSync(dataDir).filter((name) => {
      const bytes = readFileSync(join(dataDir, name));
      return bytes.includes(whom) || bytes.includes(Buffer.from(whom, 'hex'));
    });
  expect(await move(await openMongoSource(url, Date.now), openEmbeddedTarget(dataDir), 0.6)).toBe(
    'broken off',
  );
  expect(holds()).not.toEqual([]);
  await store.removeVisitor(SITE, [whom]);
  await store.close();
  expect(await move(await openMongoSource(url, Date.now), openEmbeddedTarget(dataDir))).toMatchObject({
    removed: 401,
  });
  expect(holds()).toEqual([]);
});

describe('a migration whose sides differ at the end', () => {
  const source = async (): Promise<SourceSide> => {
    const dataDir = makeDataFolder();
    const store = await createEmbeddedStore({ dataDir });
    await store.append([entry({ id: 'a' }), entry({ id: 'b' }), entry({ id: 'c', site: OTHER_SITE })]);
    await store.saveProfiles([profile({}), profile({ visitor: BEN })]);
    await store.close();
    return openEmbeddedSource(dataDir);
  };

  /** One that loses something, or writes something else than it is given. */
  const FAULTS: readonly (readonly [string, (target: TargetSide) => TargetSide])[] = [
    [
      'entries (3 rows in the source, 2 in the target)',
      ({ tables, ...target }) => {
        const { entries } = tables;
        return {
          ...target,
          tables: { ...tables, entries: { ...entries, write: (rows) => entries.write(rows.slice(1)) } },
        };
      },
    ],
    [
      'profiles (2 rows in the source, 2 in the target)',
      ({ tables, ...target }) => {
        const { profiles } = tables;
        const write: typeof profiles.write = (rows) =>
          profiles.write(rows.map((row) => ({ ...row, due: 1 })));
        return { ...target, tables: { ...tables, profiles: { ...profiles, write } } };
      },
    ],
    [
      'the places in the log',
      ({ writeMarks, ...target }) => ({
        ...target,
        writeMarks: ({ checkpoint, last }) => writeMarks({ checkpoint, last: last - 1 }),
      }),
    ],
  ];

  it.each(FAULTS)('names %s, and leaves a target that nobody opens', async (what, spoil) => {
    const url = nextUrl();
    const moving = move(await source(), spoil(await openMongoTarget(url)));
    await expect(moving).rejects.toThrow(what);
    await expect(moving).rejects.toMatchObject({ code: 'migration_differs' });
    await expect(createMongoStore({ url })).rejects.toMatchObject({ code: 'half_migrated' });
    await expect(openMongoSource(url, Date.now)).rejects.toMatchObject({ code: 'half_migrated' });
  });

  it('stays half where somebody came to write to the source meanwhile', async () => {
    const url = nextUrl();
    const running = new InklingError('server_running', 'migrate', 'somebody writes', 'stop it');
    let asked = 0;
    const busy = {
      ...(await source()),
      async assertIdle() {
        asked += 1;
        if (asked === 2) throw running;
      },
    };
    await expect(move(busy, await openMongoTarget(url))).rejects.toBe(running);
    await expect(createMongoStore({ url })).rejects.toMatchObject({ code: 'half_migrated' });
  });

  it('is not gone on with by a version that does not know how it was begun', async () => {
    const url = nextUrl();
    const target = await openMongoTarget(url);
    await target.writeNote('{"version":2,"state":"under way","source":"a","at":1}');
    await expect(move(await source(), target)).rejects.toMatchObject({ code: 'store_newer' });
  });
});

describe('what a migration knows', () => {
  it('is every table of the embedded store', () => {
    const db = new DatabaseSync(':memory:');
    migrate(db, 0);
    const stored = openStoredTables({ db, sites: createSiteCodes(db) });
    const copied = TABLES.flatMap((name) => stored[name].from);
    /** Places in the log and the note, numbers of sites; who is in which segment is written with the profiles. */
    const others = ['meta', 'sqlite_sequence', 'sites', 'members'];
    const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    expect([...copied, ...others].toSorted()).toEqual(tables.map(({ name }) => name).toSorted());
    db.close();
  });

  it('is every collection of the database', () => {
    // Pages go with the ledgers that name them; claims on ids are of the moment, and nobody writes meanwhile.
    expect([...TABLES, 'ledgerPages', 'entryClaims', 'meta'].toSorted()).toEqual([...COLLECTIONS].toSorted());
  });
});
