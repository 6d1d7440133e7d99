/** Going on after the master key is lost: what goes, what stays, and what has to be said first. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openLoss } from '../../../../apps/server/cli/lost-master-key.ts';
import { readSettings } from '../../../../apps/server/settings.ts';
import type { SiteId, VisitorId } from '../../../../core/entry.ts';
import { asRawId } from '../../../../core/identity/raw.ts';
import { makeDataFolder } from '../../../support/data-folder.ts';
import { NOON, type Served, serve } from '../../../support/served.ts';
import { createSite } from '../../../support/sites.ts';
import { makeTerminal, type } from './support.ts';

const VISITOR = 'ab'.repeat(16) as VisitorId;
const SAID = 'master-key forget --contacts-are-lost';

let dataDir: string;
let path: string;
let key: string;
let before: Served;
let visitor: string;
const run = (words: string, env = {}) => type(words, makeTerminal({ DATA_DIR: dataDir, ...env }));
const serveAgain = async (env: Readonly<Record<string, string>> = {}): Promise<Served> => {
  const served = await serve({ dataDir, env });
  onTestFinished(served.stop);
  return served;
};

/** A folder with something of each kind that is sealed. */
beforeEach(async () => {
  dataDir = makeDataFolder();
  path = join(dataDir, 'master.key');
  before = await serve({ dataDir, env: { INKLING_WEBHOOK_PRIVATE_HOSTS: '127.0.0.1' } });
  const site = await createSite(before, { name: 'Shoes', site: 'shoes' });
  await before.engine.vault.keep(site.siteId as SiteId, VISITOR, 'email', asRawId('ann@example.com'));
  await site.ask('PUT', '/v1/webhooks/crm', { url: 'http://127.0.0.1:9/', types: ['notice'] });
  await site.ask('PATCH', '/v1/mail', { siteUrl: 'https://shoes.example' });
  await site.ask('PUT', '/v1/segment/write-back', {
    writeKey: 'key-of-the-source',
    host: 'http://127.0.0.1:9',
  });
  await site.ingest([{ id: 'e1', name: 'Product Viewed', userId: 'u-1', consent: { analytics: true } }]);
  visitor = String((await site.ask('POST', '/v1/visitors/lookup', { userId: 'u-1' })).body.visitor);
  await before.stop();
  key = readFileSync(path, 'utf8');
});

describe('forgetting the vault', () => {
  it('needs to be said, and without that changes nothing', async () => {
    rmSync(path);
    const report = await run('master-key forget');
    expect(report).toMatchObject({ exit: 1, isFault: true, json: { sites: 2, isDone: false } });
    expect(report.text).toMatch(/every contact.*--contacts-are-lost/s);
    expect([existsSync(path), existsSync(`${path}.next`)]).toEqual([false, false]);
    writeFileSync(path, key, { mode: 0o600 });
    const again = await serveAgain();
    expect(await again.engine.vault.open(siteOf(again).siteId, VISITOR, 'email')).toBe('ann@example.com');
  });

  it('goes on with everything that was not sealed, and starts anew with what was', async () => {
    const site = siteOf(before);
    rmSync(path);
    expect(await run(SAID)).toMatchObject({
      exit: 0,
      json: { sites: 2, contacts: 1, webhooks: 1, isDone: true },
    });
    const again = await serveAgain({ INKLING_WEBHOOK_PRIVATE_HOSTS: '127.0.0.1' });
    const renewed = siteOf(again);
    expect(await again.engine.vault.open(site.siteId, VISITOR, 'email')).toBeNull();
    expect(renewed.writeKeys).toEqual(site.writeKeys);
    expect([renewed.idKey.equals(site.idKey), again.operatorKey === before.operatorKey]).toEqual([
      false,
      false,
    ]);
    expect(again.sites.bySecretKey(site.secretKeys[0]?.key ?? '')).toMatchObject({ code: 'unknown_key' });
    const headers = { authorization: `Bearer ${renewed.secretKeys[0]?.key}` };
    const mail = await fetch(`${again.url}/v1/mail`, { headers });
    expect([mail.status, await mail.json()]).toMatchObject([200, { siteUrl: null }]);
    expect(await again.deliveries.writeBacks.read(site.siteId)).toBeNull();
    expect(again.deliveries.webhooks.list(site.siteId)).toMatchObject([{ key: 'crm' }]);
    expect(await again.engine.visitors.view(site.siteId, visitor as VisitorId)).not.toBeNull();
    const acts = (await again.engine.audit.list(site.siteId, null, 100)).map(({ line }) => line);
    expect(acts.at(-1)).toMatchObject({
      act: 'vault forgotten',
      by: 'command line',
      detail: { contacts: 1 },
    });
  });

  it('is gone on with when it broke off, and until it is done the folder wants the lost key', async () => {
    rmSync(path);
    const settings = readSettings({ DATA_DIR: dataDir });
    const clock = { now: () => NOON };
    const breakAfter = (writes: number) =>
      openLoss(
        { settings, clock },
        ({ forget }) => forget(),
        (store) => {
          let left = writes;
          const pass = <T>(write: () => Promise<T>): Promise<T> => {
            left -= 1;
            return left < 0 ? Promise.reject(new Error('gone')) : write();
          };
          return {
            ...store,
            putRecord: (...row) => pass(() => store.putRecord(...row)),
            deleteRecord: (...row) => pass(() => store.deleteRecord(...row)),
          };
        },
      );
    for (const writes of [0, 1, 3, 5, 7]) {
      await expect(breakAfter(writes)).rejects.toThrow('gone');
      await expect(serve({ dataDir })).rejects.toThrow(/master\.key\] it is missing/);
    }
    expect((await run(SAID)).exit).toBe(0);
    const again = await serveAgain();
    expect(again.sites.list()).toHaveLength(2);
  });

  it('makes the lost key worthless, should it turn up', async () => {
    rmSync(path);
    await run(SAID);
    const taken = readFileSync(path, 'utf8');
    writeFileSync(path, key, { mode: 0o600 });
    await expect(serve({ dataDir })).rejects.toThrow(/another master key/);
    writeFileSync(path, taken, { mode: 0o600 });
    await serveAgain();
  });

  it('takes a key from the environment', async () => {
    const MASTER_KEY = Buffer.alloc(32, 5).toString('base64');
    rmSync(path);
    expect((await run(SAID, { MASTER_KEY })).exit).toBe(0);
    expect(existsSync(path)).toBe(false);
    await serveAgain({ MASTER_KEY });
  });

  it('is refused where a key at hand opens the folder, or one is there that may open another', async () => {
    expect(await run(SAID)).toMatchObject({ exit: 1, json: { error: { code: 'in_use' } } });
    writeFileSync(path, Buffer.alloc(32, 6).toString('base64'), { mode: 0o600 });
    const stranger = readFileSync(path, 'utf8');
    expect(await run(SAID)).toMatchObject({ exit: 1, json: { error: { code: 'conflict', at: path } } });
    expect(readFileSync(path, 'utf8')).toBe(stranger);
    expect(await run(SAID, { MASTER_KEY: key.trim() })).toMatchObject({
      json: { error: { code: 'in_use' } },
    });
  });
});

describe('a key file that is gone while the server runs', () => {
  it('is nothing lost: the server has the key, and a rotation writes a new file', async () => {
    const served = await serveAgain();
    rmSync(path);
    expect(await run(SAID)).toMatchObject({
      json: { error: { code: 'in_use', hint: expect.stringMatching(/rotate/) } },
    });
    expect((await run('master-key rotate')).exit).toBe(0);
    await served.stop();
    const again = await serveAgain();
    expect(again.demo).toEqual(before.demo);
  });
});

function siteOf(served: Served) {
  const site = served.sites.get('shoes');
  if (site === undefined) throw new Error('the site is gone');
  return site;
}
