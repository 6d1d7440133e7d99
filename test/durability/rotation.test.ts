/** A rotation of the master key that is killed after each of its writes in turn. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rotateMasterKey } from '../../apps/server/cli/master-key.ts';
import { findMasterKey, forgetNextKey, nextKeyPath } from '../../apps/server/master-key.ts';
import { readSettings } from '../../apps/server/settings.ts';
import { openStoreOnly } from '../../apps/server/storage.ts';
import type { SiteId, VisitorId } from '../../core/entry.ts';
import type { InklingError } from '../../core/errors.ts';
import { createKeyRing, createKeys } from '../../core/identity/keys.ts';
import { asRawId } from '../../core/identity/raw.ts';
import { createVault, type Vault } from '../../core/identity/vault.ts';
import type { Store } from '../../core/ports.ts';
import { neutralEnvironment } from '../support/neutral-environment.ts';
import { durables } from './durable.ts';
import { outlast, type Place, settingsOf } from './places.ts';

const CHILD = join(import.meta.dirname, 'rotation-child.ts');
const SITES = ['st_one', 'st_two'] as SiteId[];
const clock = { now: () => Date.UTC(2026, 0, 5) };
const VISITOR = 'ab'.repeat(16) as VisitorId;
/**
 * Two data keys on the new shelf (1, 2), the mark of the old key (3), that of the new one (4), two data keys off the old
 * shelf (5, 6), its mark off (7). Each place is tried without a process in test/core/identity/keys.test.ts.
 */
const TURNING = 4;
const KILLED_AFTER = [1, TURNING - 1, TURNING, 5];

async function withVault<T>(place: Place, work: (vault: Vault) => Promise<T>): Promise<T> {
  const settings = readSettings(settingsOf(place));
  const { store, close } = await openStoreOnly(settings);
  try {
    const key = await findMasterKey(settings, store);
    return await work(createVault(store, await createKeyRing(key, store)));
  } finally {
    await close();
  }
}

const CONTACTS = SITES.map((site) => `${site}@example.com`);
const fill = (place: Place) =>
  withVault(place, async (vault) => {
    for (const site of SITES) await vault.keep(site, VISITOR, 'email', asRawId(`${site}@example.com`));
  });
const openAll = (place: Place) =>
  withVault(place, (vault) => Promise.all(SITES.map((site) => vault.open(site, VISITOR, 'email'))));

/** How the child ended; a database may be one of this process, which has to go on. */
async function rotate(place: Place, dieAfterWrite: number): Promise<string | null> {
  const child = spawn(process.execPath, [CHILD, JSON.stringify(place), String(dieAfterWrite)], {
    env: neutralEnvironment(),
    stdio: 'ignore',
  });
  const [, signal] = await once(child, 'exit');
  return signal;
}

/** Nothing is left that the key before opens. */
async function expectTurned(place: Place, before: Uint8Array): Promise<void> {
  const { store, close } = await openStoreOnly(readSettings(settingsOf(place)));
  await expect(createKeyRing(before, store)).rejects.toMatchObject({ code: 'wrong_master_key' });
  expect(await countWrapped(store, before)).toBe(0);
  await close();
}

const [embedded, mongodb] = durables('rotation');

describe('a rotation of the master key that is killed after any of its writes', () => {
  it('leaves one key that opens everything in a folder, and is finished by the next run', async () => {
    const place = embedded.makePlace();
    const { dataDir } = place;
    const path = join(dataDir, 'master.key');
    await fill(place);
    for (const n of KILLED_AFTER) {
      copyFileSync(path, `${path}.before`);
      expect([n, await rotate(place, n)]).toEqual([n, 'SIGKILL']);
      expect(existsSync(nextKeyPath(dataDir))).toBe(true);
      expect([n, await openAll(place)]).toEqual([n, CONTACTS]);
      const isTurned = readFileSync(path, 'utf8') !== readFileSync(`${path}.before`, 'utf8');
      expect([n, isTurned]).toEqual([n, n >= TURNING]);
      if (!isTurned) await rotateMasterKey({ settings: readSettings(settingsOf(place)), clock });
      const before = Buffer.from(readFileSync(`${path}.before`, 'utf8').trim(), 'base64');
      await expectTurned(place, before);
    }
    expect(await openAll(place)).toEqual(CONTACTS);
  });

  it('leaves one key that opens everything on MongoDB, and is finished by the next run, which shows it', async () => {
    let place: Place = { ...mongodb.makePlace(), masterKey: Buffer.alloc(32, 1).toString('base64') };
    await fill(place);
    for (const n of KILLED_AFTER) {
      expect([n, await rotate(place, n)]).toEqual([n, 'SIGKILL']);
      await outlast(place);
      const opened = await openAll(place).catch((error: InklingError) => error.code);
      expect([n, opened]).toEqual([n, n < TURNING ? CONTACTS : 'wrong_master_key']);
      const { masterKey } = await rotateMasterKey({ settings: readSettings(settingsOf(place)), clock });
      forgetNextKey(place.dataDir);
      const before = Buffer.from(place.masterKey ?? '', 'base64');
      place = { ...place, masterKey: masterKey ?? '' };
      expect([n, await openAll(place)]).toEqual([n, CONTACTS]);
      await expectTurned(place, before);
    }
  });
});

/** How many data keys in the store a master key still unwraps. */
async function countWrapped(store: Pick<Store, 'listRecords'>, master: Uint8Array): Promise<number> {
  const mark = createHash('sha256').update('inkling master key\0').update(master).digest('hex').slice(0, 16);
  const rows = await store.listRecords(`data-keys:${mark}`, '', null, 10);
  const keys = createKeys(master);
  return rows.filter(({ key, value }) => keys.open(String(value), `wrap:${key}`) !== '').length;
}
