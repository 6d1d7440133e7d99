/** The command line beside a server on MongoDB, and on the database itself while none runs. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { describe, expect, it, vi } from 'vitest';
import { judgeDifference } from '../../../../apps/server/cli/doctor/database.ts';
import { makeDataFolder } from '../../../support/data-folder.ts';
import { mongoDatabases } from '../../../support/mongodb/databases.ts';
import { SHARED_KEY } from '../../../support/mongodb/doored.ts';
import { serve } from '../../../support/served.ts';
import { makeTerminal, stoppedClock, type } from '../cli/support.ts';

vi.setConfig({ testTimeout: 60_000 });

const nextUrl = mongoDatabases('cli');

function open() {
  const dataDir = join(makeDataFolder(), 'data');
  const env = { DATA_DIR: dataDir, MONGODB_URL: nextUrl(), MASTER_KEY: SHARED_KEY };
  const run = (words: string, more = {}) => type(words, makeTerminal({ ...env, ...more }));
  return { dataDir, env, run };
}

describe('the command line on a shared database', () => {
  it('asks the server of its folder, and opens the database where none runs', async () => {
    const { dataDir, env, run } = open();
    const served = await serve({ dataDir, env });
    const running = await run('site list --json');
    expect(running).toMatchObject({ exit: 0, json: { operatorKey: served.operatorKey } });
    await served.stop();
    expect(await run('site list --json')).toEqual(running);
    // What is left belongs to this machine, and to nobody else.
    expect(readdirSync(dataDir)).toEqual(['lock.db']);
  });

  it('works from another folder on what the first server made', async () => {
    const { dataDir, env, run } = open();
    const served = await serve({ dataDir, env });
    await served.stop();
    const elsewhere = { DATA_DIR: join(makeDataFolder(), 'other') };
    const { json } = await run('site list --json', elsewhere);
    expect(json).toMatchObject({ operatorKey: served.operatorKey, sites: [{ site: 'demo' }] });
  });

  it('erases nothing again while a server of another folder has the database, and says so', async () => {
    const { dataDir, env, run } = open();
    const served = await serve({ dataDir, env });
    const elsewhere = { DATA_DIR: join(makeDataFolder(), 'other') };
    const refused = await run('restore', elsewhere);
    expect(refused.exit).not.toBe(0);
    expect(refused.text).toContain('1 server uses this database: stop all of them');
    await served.stop();
    expect(await run('restore', elsewhere)).toMatchObject({
      exit: 0,
      text: expect.stringContaining('knows every erasure'),
    });
  });

  it('lets a second server of the same folder not in, and says that each has its own', async () => {
    const { dataDir, env } = open();
    const served = await serve({ dataDir, env });
    await expect(serve({ dataDir, env })).rejects.toMatchObject({
      code: 'store_locked',
      message: expect.stringContaining('give this one its own DATA_DIR'),
    });
    await served.stop();
  });

  it('turns to another master key, which the next start is given', async () => {
    const { dataDir, env, run } = open();
    const served = await serve({ dataDir, env });
    await served.stop();
    const rotated = await run('master-key rotate --json');
    const { masterKey } = rotated.json as { masterKey: string };
    expect(masterKey).not.toBe(SHARED_KEY);
    await expect(serve({ dataDir, env })).rejects.toMatchObject({ code: 'wrong_master_key' });
    const next = await serve({ dataDir, env: { ...env, MASTER_KEY: masterKey } });
    expect(next.operatorKey).toBe(served.operatorKey);
    await next.stop();
  });

  it('says of a key that is another one what a server of a database can do, which has no file of it', async () => {
    const { dataDir, env, run } = open();
    await (await serve({ dataDir, env })).stop();
    const MASTER_KEY = Buffer.alloc(32, 5).toString('base64');
    await expect(serve({ dataDir, env: { ...env, MASTER_KEY } })).rejects.toMatchObject({
      code: 'wrong_master_key',
      message: expect.stringContaining(
        '[MASTER_KEY] the database was sealed with another master key: set it to the key of its other servers',
      ),
    });
    const { text } = await run('doctor', { MASTER_KEY });
    expect(text).toMatch(/fail {2}keys +the database was sealed with another master key/);
    expect(text).not.toMatch(/master\.key|the data folder was/);
  });
});

describe('doctor on a shared database', () => {
  it('makes nothing where nothing is', async () => {
    const { dataDir, env, run } = open();
    const { text } = await run('doctor');
    expect(text).toMatch(/warn {2}store +the database holds no data yet/);
    const client = await MongoClient.connect(env.MONGODB_URL);
    expect(await client.db().listCollections().toArray()).toEqual([]);
    await client.close();
    expect(existsSync(dataDir)).toBe(false);
  });

  it('names product, version, database and hosts, indexes and clocks', async () => {
    const { dataDir, env } = open();
    const served = await serve({ dataDir, env });
    const { port, pathname } = new URL(env.MONGODB_URL);
    for (const isRunning of [true, false]) {
      if (!isRunning) await served.stop();
      const { exit, text } = await type('doctor', makeTerminal(env, stoppedClock(Date.now())));
      expect(text).toMatch(
        new RegExp(
          `ok {4}database +\\S.* \\d+\\.\\d+\\.\\d+, ${pathname.slice(1)} at 127\\.0\\.0\\.1:${port}\n`,
        ),
      );
      expect(text).toMatch(/ok {4}indexes +all there/);
      expect(text).toMatch(/ok {4}clocks +the database's is \d+ ms/);
      expect(text).toMatch(/ok {4}store +writable/);
      expect(exit).toBe(0);
    }
  });

  it('misses an index, and sees the store that nobody looks at any more', async () => {
    const { dataDir, env, run } = open();
    const served = await serve({ dataDir, env });
    await served.stop();
    const client = await MongoClient.connect(env.MONGODB_URL);
    const [first] = (await client.db().collection('retired').listIndexes().toArray()).filter(
      ({ name }) => name !== '_id_',
    );
    await client.db().collection('retired').dropIndex(first?.name);
    await client.close();
    writeFileSync(join(dataDir, 'inkling.db'), '');
    const { text } = await run('doctor');
    expect(text).toMatch(/warn {2}indexes +1 missing: retired \{"s":1,"v":1\}/);
    expect(text).toMatch(/warn {2}data folder +.* holds an embedded store as well/);
  });

  it('fails where nobody answers, and shows neither user nor password', async () => {
    const { run } = open();
    const report = await run('doctor', { MONGODB_URL: 'mongodb://ann:hidden@127.0.0.1:9/shop' });
    expect(report.exit).toBe(1);
    expect(report.text).toMatch(/fail {2}database +no primary answers at 127\.0\.0\.1:9 /);
    expect(JSON.stringify(report)).not.toMatch(/hidden|ann:/);
  });

  it.each([
    [20, 'ok', '20 ms ahead of'],
    [-999, 'ok', '999 ms behind'],
    [1_000, 'warn', '1,000 ms ahead of'],
    [-5_000, 'warn', '5,000 ms behind'],
    // With this one no server starts any more.
    [5_001, 'fail', '5,001 ms ahead of'],
  ])('a clock that is %d ms ahead: %s', (aheadMs, state, words) => {
    expect(judgeDifference(aheadMs)).toMatchObject({ state, found: expect.stringContaining(words) });
  });
});
