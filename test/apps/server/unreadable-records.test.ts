import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { INVENTORY } from '../../../core/privacy/inventory.ts';
import { createEmbeddedStore } from '../../../core/stores/embedded.ts';
import { makeDataFolder } from '../../support/data-folder.ts';
import { NOON, serve } from '../../support/served.ts';
import { makeTerminal, stoppedClock, type } from './cli/support.ts';

const COLLECTIONS = INVENTORY.filter(({ place }) => place === 'collection').map(({ name }) =>
  name.endsWith(':') ? `${name}webhook:crm` : name,
);

/** A text that is no JSON, before every other record of each collection. */
function spoil(dataDir: string, sites: readonly string[]): number {
  const db = new DatabaseSync(join(dataDir, 'inkling.db'));
  const put = db.prepare("INSERT INTO records (collection, site, key, value) VALUES (?, ?, '!', '{\"half')");
  for (const site of sites) for (const collection of COLLECTIONS) put.run(collection, site);
  db.close();
  return sites.length * COLLECTIONS.length;
}

it('a record that is no JSON stops no start, whatever it is of; it is named, and the others are there', async () => {
  const dataDir = makeDataFolder();
  const first = await serve({ dataDir });
  const siteId = first.sites.get('demo')?.siteId ?? '';
  await first.stop();
  expect(spoil(dataDir, [siteId, ''])).toBeGreaterThan(50);

  const served = await serve({ dataDir });
  onTestFinished(() => served.stop());
  expect(served.demo).toEqual(first.demo);
  const { unreadable = [] } = await served.store.health();
  expect(unreadable).toEqual(expect.arrayContaining(['sites', 'tombstones', 'erasures-open']));
  const { exit, text } = await type('doctor', makeTerminal({ DATA_DIR: dataDir }, stoppedClock(NOON)));
  expect([exit, text]).toEqual([
    1,
    expect.stringMatching(/records cannot be read and were passed over: .*tombstones/),
  ]);
});

it('a page of records is full though some of them cannot be read, and one that is asked for by name is a fault', async () => {
  const dataDir = makeDataFolder();
  const store = await createEmbeddedStore({ dataDir });
  onTestFinished(() => store.close());
  for (const key of ['a', 'b', 'c', 'd']) await store.putRecord('plans', 'st_1', key, key);
  const db = new DatabaseSync(join(dataDir, 'inkling.db'));
  db.exec("UPDATE records SET value = 'b' WHERE key IN ('b', 'c')");
  db.close();
  const keysOf = async (after: string | null, limit: number) =>
    (await store.listRecords('plans', 'st_1', after, limit)).map(({ key }) => key);
  expect([await keysOf(null, 2), await keysOf('a', 2), await keysOf(null, 9)]).toEqual([
    ['a', 'd'],
    ['d'],
    ['a', 'd'],
  ]);
  await expect(store.getRecord('plans', 'st_1', 'b')).rejects.toThrow(
    /a record of "plans" is no JSON: put the data folder back/,
  );
  expect((await store.health()).unreadable).toEqual(['plans', 'plans']);
});
