/** A server on MongoDB that is killed with -9 in the middle of a write, and another one that goes on. */
import { expect, it, vi } from 'vitest';
import { createMongoStore } from '../../../../integrations/mongodb/store.ts';
import { type App, startApp } from '../../../support/app-process.ts';
import type { AtEnd } from '../../../support/data-folder.ts';
import { mongoDatabases } from '../../../support/mongodb/databases.ts';
import { openDoored } from '../../../support/mongodb/doored.ts';
import type { Door } from '../../../support/mongodb/one-at-a-time.ts';
import { createSite, openDoors, type TestSite } from '../../../support/sites.ts';

// All at once, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000 });

const nextUrl = mongoDatabases('killed');
/** After that nobody waits for the write that was cut short. */
const LEASE_MS = 60_000;
const POSTS = 24;
/** What a server is asked beside while a write of its is held up. */
const ASKED = 20;
const IDS = Array.from({ length: POSTS }, (_, at) => `seen-${at}`);

type Doors = Pick<TestSite, 'ingest' | 'ask'>;

async function start(env: Readonly<Record<string, string>>, atEnd: AtEnd): Promise<App> {
  const app = await startApp({ env });
  atEnd(() => app.stop());
  return app;
}

/** Answers whether it was acknowledged. */
async function tell({ ingest }: Doors, id: string): Promise<boolean> {
  const { status } = await ingest([{ id, name: 'Product Viewed', userId: 'ann', properties: {} }]);
  return status === 200;
}

/** Kills the server while a command waits in front of the database, or right when that is done: nobody is told of it. */
async function killAt(name: string, when: 'before' | 'after', app: App, door: Door): Promise<void> {
  const [met, killed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  door.meet(async (command) => {
    if (command !== name) return 'pass';
    met.resolve();
    if (when === 'after') return 'cut after';
    await killed.promise;
    return 'cut before';
  });
  await met.promise;
  // Whoever acknowledges what is not written yet has done so by the time that it has answered so much else.
  for (let asked = 0; asked < ASKED && when === 'before' && name !== 'find'; asked += 1)
    expect((await fetch(`${app.url}/readyz`)).status).toBe(200);
  await app.kill();
  killed.resolve();
}

/** Of the log, read from beside the servers. */
async function openReader(url: string, atEnd: AtEnd): Promise<() => Promise<readonly string[]>> {
  const store = await createMongoStore({ url, now: () => Date.now() + LEASE_MS });
  atEnd(() => store.close());
  return async () => {
    const log = await store.readSince(0, 10_000);
    return log.map(({ id }) => id).filter((id) => IDS.includes(id));
  };
}

async function countAnn({ ask }: Doors): Promise<number> {
  const { visitor } = (await ask('POST', '/v1/visitors/lookup', { userId: 'ann' })).body;
  const { events } = (await ask('GET', `/v1/visitors/${visitor}`)).body;
  return (events as { count: number }).count;
}

// Beside one another: most of each is waiting for programs that start, and for a driver that looks twice a second.
it.concurrent.for([
  ['find', 'before'],
  ['findAndModify', 'before'],
  ['insert', 'before'],
  ['insert', 'after'],
  ['update', 'before'],
  ['update', 'after'],
] as const)(
  'killed at a %s, %s the database did it: what was acknowledged is there, once',
  async ([name, when], { onTestFinished }) => {
    const url = nextUrl();
    const { door, env } = await openDoored(url);
    onTestFinished(() => door.close());
    const app = await start(env, onTestFinished);
    const site = await createSite(app, { serverConsent: { analytics: true } });
    const acknowledged = new Set<string>();
    const note = async (id: string): Promise<void> => {
      if (await tell(site, id).catch(() => false)) acknowledged.add(id);
    };
    for (const id of IDS.slice(0, POSTS / 2)) await note(id);
    expect(acknowledged.size).toBe(POSTS / 2);
    const killing = killAt(name, when, app, door);
    await Promise.all([killing, ...IDS.slice(POSTS / 2).map(note)]);
    expect(acknowledged.size).toBeLessThan(POSTS);
    door.meet(() => 'pass');

    const next = openDoors((await start(env, onTestFinished)).url, site);
    const readIds = await openReader(url, onTestFinished);
    const found = await readIds();
    expect(found).toHaveLength(new Set(found).size);
    expect([...acknowledged].filter((id) => !found.includes(id))).toEqual([]);
    // Whoever was not answered sends it again.
    for (const id of IDS) expect(await tell(next, id)).toBe(true);
    expect((await readIds()).toSorted()).toEqual(IDS.toSorted());
    // Also what was written and acknowledged to nobody.
    expect(await countAnn(next)).toBe(POSTS);
  },
);
