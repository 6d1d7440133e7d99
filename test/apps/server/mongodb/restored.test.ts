/** A backup of the database that brings somebody back who was erased after it was made. */
import { type Document, MongoClient } from 'mongodb';
import { expect, it, vi } from 'vitest';
import { erasuresDatabase, saltsDatabase } from '../../../../integrations/mongodb/names.ts';
import { mongoDatabases } from '../../../support/mongodb/databases.ts';
import { SHARED_KEY } from '../../../support/mongodb/doored.ts';
import { NOON, serve } from '../../../support/served.ts';
import { createSite, openDoors, type TestSite } from '../../../support/sites.ts';

vi.setConfig({ testTimeout: 60_000 });

const nextUrl = mongoDatabases('restored');

type Backup = ReadonlyMap<string, readonly Document[]>;

/** As `mongodump` does of one database. */
async function backUp(client: MongoClient): Promise<Backup> {
  const collections = await client.db().listCollections({}, { nameOnly: true }).toArray();
  const dumped = collections.map(async ({ name }) => [
    name,
    await client.db().collection(name).find().toArray(),
  ]);
  return new Map((await Promise.all(dumped)) as [string, Document[]][]);
}

/** As `mongorestore --drop` does; indexes stay. */
async function putBack(client: MongoClient, backup: Backup): Promise<void> {
  for (const { name } of await client.db().listCollections({}, { nameOnly: true }).toArray()) {
    await client.db().collection(name).deleteMany({});
    const documents = backup.get(name) ?? [];
    if (documents.length > 0)
      await client
        .db()
        .collection(name)
        .insertMany([...documents]);
  }
}

it('is erased again at the next start, and no backup of it holds a salt', async () => {
  const env = { MONGODB_URL: nextUrl(), MASTER_KEY: SHARED_KEY };
  const client = await MongoClient.connect(env.MONGODB_URL);
  const first = await serve({ env });
  const site = await createSite(first, { serverConsent: { analytics: true } });
  const isHeld = async (doors: Pick<TestSite, 'ask'>, userId: string) =>
    (await doors.ask('POST', '/v1/visitors/lookup', { userId })).status === 200;
  for (const userId of ['ann', 'ben'])
    await site.ingest([{ id: userId, name: 'Page Viewed', userId, properties: {} }]);
  await site.collect({ s: NOON, e: [{ i: 'seen', n: 'Page Viewed', t: NOON, p: {}, u: '/' }] });
  await first.stop();
  const backup = await backUp(client);

  const second = await serve({ env });
  const doors = openDoors(second.url, site);
  expect((await doors.ask('POST', '/v1/erasures', { userId: 'ann' })).status).toBe(200);
  expect([await isHeld(doors, 'ann'), await isHeld(doors, 'ben')]).toEqual([false, true]);
  await second.stop();

  await putBack(client, backup);
  const { databaseName: name } = client.db();
  const [lines, salts] = [
    await client.db(erasuresDatabase(name)).collection('lines').countDocuments(),
    await client.db(saltsDatabase(name)).collection('salts').find().toArray(),
  ];
  expect([lines, salts.length]).toEqual([1, 1]);
  expect(JSON.stringify([...backup])).not.toContain(String(salts[0]?.salt));

  const third = await serve({ env });
  const after = openDoors(third.url, site);
  expect([await isHeld(after, 'ann'), await isHeld(after, 'ben')]).toEqual([false, true]);
  await third.stop();
  // Not of somebody whom nobody erased: without the log the backup would have brought them back.
  await putBack(client, backup);
  await client.db(erasuresDatabase(name)).dropDatabase();
  const fourth = await serve({ env });
  expect(await isHeld(openDoors(fourth.url, site), 'ann')).toBe(true);
  await fourth.stop();
  await client.close();
});
