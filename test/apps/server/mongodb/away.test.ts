/** A server whose database goes away, and comes back. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { createMongoStore } from '../../../../integrations/mongodb/store.ts';
import { createRandom } from '../../../durability/random.ts';
import { type AtEnd, makeDataFolder } from '../../../support/data-folder.ts';
import { mongoDatabases } from '../../../support/mongodb/databases.ts';
import { openDoored, SHARED_KEY } from '../../../support/mongodb/doored.ts';
import type { Fate } from '../../../support/mongodb/one-at-a-time.ts';
import { NOON, serve } from '../../../support/served.ts';
import { call, createSite, type HttpAnswer } from '../../../support/sites.ts';
import { until } from '../../../support/until.ts';

/** The driver looks for a primary for five seconds before it gives up. */
vi.setConfig({ testTimeout: 120_000 });

/** After that nothing of a try that broke off is written any more, and the log is read past it. */
const LEASE_MS = 60_000;

const nextUrl = mongoDatabases('away');

async function open(atEnd: AtEnd) {
  const url = nextUrl();
  const { door, env } = await openDoored(url);
  const served = await serve({ env });
  atEnd(async () => {
    if (!door.isOpen()) await door.reopen();
    door.meet(() => 'pass');
    await served.stop();
    await door.close();
  });
  const site = await createSite(served, { serverConsent: { analytics: true } });
  const view = (id: string) =>
    site.collect({ s: NOON, pg: 'ab'.repeat(16), q: 0, e: [{ i: id, n: 'Product Viewed', t: NOON, p: {} }] });
  const told = (id: string) =>
    site.ingest([{ id, name: 'Product Viewed', userId: 'ann', time: NOON, properties: { product_id: id } }]);
  const ready = () => call(`${served.url}/readyz`);
  const later = await createMongoStore({ url, now: () => Date.now() + LEASE_MS });
  atEnd(() => later.close());
  const readIds = async () => {
    const entries = await later.readSince(0, 10_000);
    return entries.filter(({ site: of, type }) => of === site.siteId && type === 'event').map(({ id }) => id);
  };
  /** As the profile counts them that is folded from them. */
  const countOfAnn = async () => {
    const { visitor } = (await site.ask('POST', '/v1/visitors/lookup', { userId: 'ann' })).body;
    const { events } = (await site.ask('GET', `/v1/visitors/${visitor}`)).body;
    return (events as { count: number }).count;
  };
  return { door, served, site, view, told, ready, readIds, countOfAnn };
}

const codeOf = ({ body }: HttpAnswer) => (body.error as { code: string } | undefined)?.code;

// Beside one another: they wait for a driver that looks for a primary.
describe.concurrent('a server whose database is away', () => {
  it('lives and is not ready, refuses what comes for now, and takes it once the database is back', async ({
    onTestFinished,
  }) => {
    const { door, served, site, view, told, ready, readIds } = await open(onTestFinished);
    expect((await view('before')).body).toMatchObject({ accepted: 1 });
    expect((await ready()).status).toBe(200);
    await door.shut();
    const refused = await Promise.all([
      view('during'),
      told('told'),
      site.ask('POST', '/v1/erasures', { userId: 'ann' }),
      ready(),
    ]);
    for (const answer of refused.slice(0, 3)) {
      expect([answer.status, codeOf(answer)]).toEqual([503, 'store_unavailable']);
      expect(answer.headers.get('retry-after')).toBe('1');
    }
    expect(refused.at(-1)).toMatchObject({ status: 503, body: { ready: false, writable: false } });
    expect((await call(`${served.url}/healthz`)).status).toBe(200);
    await door.reopen();
    await until(async () => (await ready()).status === 200);
    expect((await view('during')).body).toMatchObject({ accepted: 1 });
    expect((await told('told')).body).toMatchObject({ accepted: 1, duplicates: 0 });
    expect((await told('told')).body).toMatchObject({ accepted: 1, duplicates: 1 });
    expect((await readIds()).toSorted()).toEqual(['before', 'during', 'told']);
  });

  it('keeps whatever it acknowledged, once, while connections break and primaries change', async ({
    onTestFinished,
  }) => {
    const { door, told, readIds, countOfAnn } = await open(onTestFinished);
    const random = createRandom(7);
    const fates = [
      'cut before',
      'cut after',
      'not primary before',
      'not primary after',
    ] as const satisfies readonly Fate[];
    const met = new Set<string>();
    door.meet((command) => {
      if (!['find', 'findAndModify', 'insert', 'update'].includes(command) || random.below(10) > 0)
        return 'pass';
      const fate = random.pick(fates);
      met.add(fate);
      return fate;
    });
    const acknowledged: string[] = [];
    const refused: string[] = [];
    const send = async (worker: number) => {
      for (let at = 0; at < 15; at += 1) {
        const id = `told-${worker}-${at}`;
        const { status } = await told(id);
        (status === 200 ? acknowledged : refused).push(id);
      }
    };
    await Promise.all(Array.from({ length: 6 }, (_, worker) => send(worker)));
    door.meet(() => 'pass');
    expect(met.size).toBe(fates.length);
    expect(acknowledged.length).toBeGreaterThan(30);
    const ids = await readIds();
    expect(ids).toHaveLength(new Set(ids).size);
    expect(acknowledged.filter((id) => !ids.includes(id))).toEqual([]);
    for (const id of refused) expect((await told(id)).status).toBe(200);
    expect((await readIds()).toSorted()).toEqual([...acknowledged, ...refused].toSorted());
    expect(await countOfAnn()).toBe(90);
  });
});

describe.concurrent('a start without its database', () => {
  it('is refused: place, fault, cure, and never who logs in, nor with what', async ({ onTestFinished }) => {
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const address = listener.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    listener.close();
    await once(listener, 'close');
    const dataDir = makeDataFolder(onTestFinished);
    const env = { MONGODB_URL: `mongodb://ann:hidden@127.0.0.1:${port}/shop`, MASTER_KEY: SHARED_KEY };
    const fault = await serve({ dataDir, env }).catch((error: unknown) => error);
    expect(fault).toMatchObject({
      code: 'store_unavailable',
      message: `[inkling] [mongodb] no primary answers at 127.0.0.1:${port} (MongoServerSelectionError): start MongoDB there, or correct MONGODB_URL`,
    });
    // It holds nothing: the folder is free for the next try.
    const served = await serve({ dataDir });
    await served.stop();
  });
});
