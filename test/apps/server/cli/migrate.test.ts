import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Store } from '../../../../core/ports.ts';
import { createMongoStore } from '../../../../integrations/mongodb/store.ts';
import { makeDataFolder } from '../../../support/data-folder.ts';
import { inLanes } from '../../../support/lanes.ts';
import { mongoDatabases } from '../../../support/mongodb/databases.ts';
import { serve } from '../../../support/served.ts';
import {
  ERASED,
  ERASED_LATER,
  fillShop,
  MASTER_KEY,
  type Opened,
  openShop,
  readTables,
  type Shop,
  viewShop,
} from './migrate-world.ts';
import { makeTerminal, type } from './support.ts';

/** FerretDB looks at every document for a question that is not about ids. */
vi.setConfig({ testTimeout: 180_000 });

const nextUrl = mongoDatabases('migrate');
const terminalOf = (dataDir: string, key = MASTER_KEY) =>
  makeTerminal({ DATA_DIR: dataDir, MASTER_KEY: key });
const onMongo = (url: string) => (): Promise<Store> => createMongoStore({ url });
const OTHER_KEY = Buffer.alloc(32, 8).toString('base64');

/** A folder of its own with the same in it. */
function copyOf(dataDir: string): string {
  const copy = join(makeDataFolder(), 'copy');
  cpSync(dataDir, copy, { recursive: true });
  return copy;
}

/** A folder that a server has used and left. */
async function usedFolder(): Promise<string> {
  const dataDir = makeDataFolder();
  await (await serve({ dataDir, env: { MASTER_KEY } })).stop();
  return dataDir;
}

/** What comes of people who were erased before, of one who is erased now, and of an id that was taken out of the log. */
async function liveOn({ site, served }: Opened, { retired }: Shop): Promise<unknown> {
  const consent = { analytics: true, personalization: true };
  const time = served.clock.now();
  const again = (userId: string, id: string, at: number) =>
    site.ingest([{ id, name: 'Cart Viewed', userId, time: at, consent, properties: {} }]);
  const late = await again(ERASED, 'late', time - 60_000);
  const receipt = await site.ask('POST', '/v1/erasures', { userId: ERASED_LATER });
  const late2 = await again(ERASED_LATER, 'late-2', time - 60_000);
  const twice = await site.ingest([retired]);
  const { removed, visitors } = receipt.body as Record<string, unknown>;
  return [late.body, removed, visitors, late2.body, twice.body];
}

async function see(
  shop: Shop,
  dataDir: string,
  openStore?: () => Promise<Store>,
): Promise<{ readonly view: unknown; readonly life: unknown }> {
  const opened = await openShop(shop, dataDir, openStore);
  onTestFinished(opened.served.stop);
  const view = await viewShop(opened);
  return { view, life: await liveOn(opened, shop) };
}

describe('a shop that moves to MongoDB and back', () => {
  it('is the same shop on both, row by row and answer by answer', async () => {
    const dataDir = makeDataFolder();
    const shop = await fillShop(dataDir, 7, 60);
    const before = readTables(dataDir);
    for (const table of ['retired', 'bases', 'account_bases', 'profiles', 'places', 'members', 'totals'])
      expect([table, before[table]?.length]).not.toEqual([table, 0]);
    const url = nextUrl();
    const there = await type(`migrate --to ${url} --json`, terminalOf(dataDir));
    expect(there).toMatchObject({ exit: 0, json: { direction: 'to', wasDone: false, began: 'now' } });
    expect(readTables(dataDir)).toEqual(before);
    const back = join(makeDataFolder(), 'back');
    const home = await type(`migrate --from ${url} --json`, terminalOf(back));
    const { tables } = there.json as { readonly tables: unknown };
    expect(home).toMatchObject({ exit: 0, json: { direction: 'from', tables } });
    expect(readTables(back)).toEqual(before);
    const expected = await see(shop, copyOf(dataDir));
    expect((expected.view as { people: readonly unknown[] }).people.length).toBeGreaterThan(20);
    expect(await see(shop, makeDataFolder(), onMongo(url))).toEqual(expected);
    expect(await see(shop, back)).toEqual(expected);
  });

  it('says what was copied, what is left, and how to go on, and nothing twice', async () => {
    const dataDir = await usedFolder();
    const url = nextUrl();
    const first = await type(`migrate --to ${url}`, terminalOf(dataDir));
    expect(first.text).toContain(`${dataDir} still holds everything`);
    expect(first.text).toContain('MASTER_KEY');
    const second = await type(`migrate --to ${url}`, terminalOf(dataDir));
    expect([second.exit, second.text]).toEqual([0, expect.stringContaining('Nothing to do')]);
    expect(second.json).toMatchObject({ wasDone: true, written: 0, removed: 0 });
  });

  it('draws a bar for whoever watches', async () => {
    const terminal = { ...terminalOf(await usedFolder()), columns: 80 };
    const written: string[] = [];
    await type(`migrate --to ${nextUrl()}`, { ...terminal, warn: (text) => void written.push(text) });
    expect(written[0]).toMatch(/copy records [█░]+/);
  });
});

describe('migrate refuses', () => {
  const ADDRESS = 'mongodb://anna:geheim-4711@127.0.0.1:1/shop';

  it.each([
    ['migrate', 'needs one of'],
    [`migrate ${ADDRESS}`, 'behind --to or --from'],
    [`migrate --to ${ADDRESS} --from ${ADDRESS}`, 'needs one of'],
    [`migrate --to ${ADDRESS} ${ADDRESS}`, 'behind --to or --from'],
    ['migrate --to postgres://anna:geheim-4711@host/shop', '--to is no address'],
  ])('%s, and repeats no password', async (words, fault) => {
    const { exit, text, json } = await type(words, terminalOf(makeDataFolder()));
    expect([exit, text]).toEqual([2, expect.stringContaining(fault)]);
    expect(`${text} ${JSON.stringify(json)}`).not.toContain('geheim-4711');
  });

  it('an address where nobody answers, without its password, in either direction', async () => {
    const code = 'store_unavailable';
    // Both wait as long as the driver looks for somebody there.
    await inLanes(['to', 'from'], async (way) => {
      const terminal = terminalOf(await usedFolder());
      const { exit, text, json } = await type(`migrate --${way} ${ADDRESS}`, terminal);
      expect([way, exit, json]).toEqual([way, 1, { error: { code, message: expect.any(String) } }]);
      expect(`${text} ${terminal.warnings()}`).not.toContain('geheim-4711');
    });
  });

  const refusal = async (words: string, dataDir: string, key = MASTER_KEY) => {
    const { exit, json } = await type(words, terminalOf(dataDir, key));
    return [exit, (json as { error: { code: string } }).error.code];
  };

  it('a folder that a server uses, in either direction', async () => {
    const dataDir = makeDataFolder();
    const served = await serve({ dataDir, env: { MASTER_KEY } });
    onTestFinished(served.stop);
    expect(await refusal(`migrate --to ${nextUrl()}`, dataDir)).toEqual([1, 'server_running']);
    expect(await refusal(`migrate --from ${nextUrl()}`, dataDir)).toEqual([1, 'server_running']);
  });

  it('a database that somebody writes to', async () => {
    const url = nextUrl();
    const store = await createMongoStore({ url });
    onTestFinished(store.close);
    const { client, db } = await (await import('../../../../integrations/mongodb/connection.ts')).connect(
      url,
    );
    const open = { 'node-1': { from: 1, until: Date.now() + 600_000 } };
    await db.collection('meta').insertOne({ _id: 'log', next: 1, open } as never);
    await client.close();
    expect(await refusal(`migrate --from ${url}`, join(makeDataFolder(), 'new'))).toEqual([
      1,
      'server_running',
    ]);
  });

  it('a database that a server uses, also while nobody asks it anything', async () => {
    const url = nextUrl();
    const served = await serve({ env: { MASTER_KEY, MONGODB_URL: url } });
    onTestFinished(served.stop);
    const folder = join(makeDataFolder(), 'new');
    expect(await refusal(`migrate --from ${url}`, folder)).toEqual([1, 'server_running']);
  });

  it('a folder without data, and makes none', async () => {
    const dataDir = join(makeDataFolder(), 'none');
    expect(await refusal(`migrate --to ${nextUrl()}`, dataDir)).toEqual([1, 'no_data']);
    expect(existsSync(dataDir)).toBe(false);
  });

  it('a target that a server has used', async () => {
    const [dataDir, other, url] = [await usedFolder(), await usedFolder(), nextUrl()];
    const served = await serve({ dataDir: makeDataFolder(), env: { MASTER_KEY }, openStore: onMongo(url) });
    await served.stop();
    expect(await refusal(`migrate --to ${url}`, dataDir)).toEqual([1, 'target_not_empty']);
    const before = readTables(other);
    expect(await refusal(`migrate --from ${url}`, other)).toEqual([1, 'target_not_empty']);
    expect(readTables(other)).toEqual(before);
  });

  it('a target that was filled from another store, or has gone on with its own life', async () => {
    const [dataDir, other, url] = [await usedFolder(), await usedFolder(), nextUrl()];
    await type(`migrate --to ${url}`, terminalOf(dataDir));
    expect(await refusal(`migrate --to ${url}`, other)).toEqual([1, 'target_not_empty']);
    const store = await createMongoStore({ url });
    await store.putRecord('meta', '', 'later', 1);
    await store.close();
    const again = await type(`migrate --to ${url}`, terminalOf(dataDir));
    expect([again.exit, again.text]).toEqual([1, expect.stringMatching(/differ now: records \(\d+ rows/)]);
  });

  it('another master key than that of the source, in either direction', async () => {
    const [dataDir, url] = [await usedFolder(), nextUrl()];
    expect(await refusal(`migrate --to ${url}`, dataDir, OTHER_KEY)).toEqual([1, 'wrong_master_key']);
    await type(`migrate --to ${url}`, terminalOf(dataDir));
    const back = join(makeDataFolder(), 'back');
    expect(await refusal(`migrate --from ${url}`, back, OTHER_KEY)).toEqual([1, 'wrong_master_key']);
    const keyless = await type(`migrate --from ${url}`, makeTerminal({ DATA_DIR: back }));
    expect([keyless.exit, keyless.text]).toEqual([1, expect.stringContaining('MASTER_KEY')]);
    expect(existsSync(back)).toBe(false);
  });

  it.each([
    ['older', -1, 'store_older'],
    ['newer', 1, 'store_newer'],
  ])('a folder whose schema is %s', async (_, step, code) => {
    const dataDir = await usedFolder();
    const db = new DatabaseSync(join(dataDir, 'inkling.db'));
    const version = Number(db.prepare('PRAGMA user_version').get()?.user_version);
    db.exec(`PRAGMA user_version = ${version + step}`);
    db.close();
    expect(await refusal(`migrate --to ${nextUrl()}`, dataDir)).toEqual([1, code]);
  });

  it('a file that is no database of ours', async () => {
    const dataDir = await usedFolder();
    const path = join(dataDir, 'inkling.db');
    writeFileSync(path, Buffer.concat([Buffer.alloc(100, 1), readFileSync(path).subarray(100)]));
    expect(await refusal(`migrate --to ${nextUrl()}`, dataDir)).toEqual([1, 'store_unavailable']);
  });
});
