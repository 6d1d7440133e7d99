/** Sample data on servers that share a database: one makes it, the other takes all of it away, while it fills and after. */
import { join } from 'node:path';
import { BSON, MongoClient } from 'mongodb';
import { expect, it, onTestFinished, vi } from 'vitest';
import { SAMPLE_JOB } from '../../../../apps/server/sample/samples.ts';
import { makeVisitor } from '../../../../apps/server/sample/visitor.ts';
import type { SiteId } from '../../../../core/entry.ts';
import { makeDataFolder } from '../../../support/data-folder.ts';
import { mongoDatabases } from '../../../support/mongodb/databases.ts';
import { SHARED_KEY } from '../../../support/mongodb/doored.ts';
import { NOON, type Served, serve } from '../../../support/served.ts';
import { createSite, openDoors } from '../../../support/sites.ts';
import { until } from '../../../support/until.ts';

vi.setConfig({ testTimeout: 120_000 });

const nextUrl = mongoDatabases('sample', { isLarge: true });
/** Enough that something is left to fill when it is removed. */
const MANY = 400;
/** What servers tell each other, for a while: which site goes. Of whom it had, nothing stands there. */
const TOLD = ['meta', 'peer_notices'];

async function openTwo() {
  const url = nextUrl();
  const env = { MONGODB_URL: url, MASTER_KEY: SHARED_KEY };
  const open = async (): Promise<Served> => {
    const served = await serve({ dataDir: join(makeDataFolder(), 'data'), env });
    onTestFinished(() => served.stop());
    return served;
  };
  const [one, other] = [await open(), await open()];
  const client = await MongoClient.connect(url);
  onTestFinished(() => client.close());
  const owner = await createSite(one, { site: 'shop' });
  return { one, other, owner, there: openDoors(other.url, owner), db: client.db() };
}

type Ground = Awaited<ReturnType<typeof openTwo>>;

/** In which collections which of them stand. */
async function search(db: Ground['db'], needles: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { collectionName } of await db.collections()) {
    const documents = await db.collection(collectionName).find().toArray();
    const bytes = Buffer.concat(documents.map((document) => BSON.serialize(document)));
    for (const needle of needles) if (bytes.includes(needle)) found.push(`${collectionName}: ${needle}`);
  }
  return found;
}

async function listNeedles({ store }: Served, siteId: SiteId): Promise<readonly string[]> {
  const visitors = await store.listRecorded(siteId, null, 100);
  const span = { seed: siteId, until: NOON, isHelped: () => false };
  const known = Array.from({ length: 9 }, (_, number) => makeVisitor(number, span));
  const ids = known.flatMap(({ device, events }) => (device === null ? [] : (events[0]?.id ?? [])));
  return [...visitors, ...ids, 'delivery-and-returns'];
}

it('what one server fills another shows and removes, also while it fills, and nothing of it is left', async () => {
  const { one, other, owner, there, db } = await openTwo();
  const siteOf = async (): Promise<SiteId> => {
    await until(() => other.sites.get('shop-sample') !== undefined);
    return other.sites.get('shop-sample')?.siteId as SiteId;
  };
  const leave = async (siteId: SiteId, needles: readonly string[]) => {
    expect((await search(db, needles)).length).toBeGreaterThan(needles.length / 2);
    expect((await there.ask('DELETE', '/v1/sample')).status).toBe(200);
    await one.jobs.run(SAMPLE_JOB);
    expect(one.sites.byId(siteId)).toBeUndefined();
    await until(async () => (await search(db, needles)).length === 0);
    const named = await search(db, [siteId]);
    expect(named.filter((place) => !TOLD.some((name) => place.startsWith(`${name}:`)))).toEqual([]);
    expect((await owner.ask('GET', '/v1/sample')).body).toMatchObject({ state: 'none' });
  };

  await owner.ask('POST', '/v1/sample', { visitors: 60 });
  await one.jobs.run(SAMPLE_JOB);
  const full = await siteOf();
  expect((await there.ask('GET', '/v1/sample')).body).toEqual({ state: 'ready', progress: 1 });
  expect(await other.store.countProfiles(full)).toBeGreaterThan(30);
  await leave(full, await listNeedles(other, full));

  expect((await owner.ask('POST', '/v1/sample', { visitors: MANY })).status).toBe(202);
  const filling = await siteOf();
  await until(async () => (await one.store.countProfiles(filling)) > 60);
  expect((await there.ask('GET', '/v1/sample')).body).toMatchObject({ state: 'filling' });
  await leave(filling, await listNeedles(one, filling));
  expect(one.jobs.list().find(({ name }) => name === SAMPLE_JOB)?.lastError).toBeNull();
});
