/** A rotation of the master key that is killed after each of its writes in turn. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rotateMasterKey } from '../../apps/server/cli/master-key.ts';
import { findMasterKey, nextKeyPath } from '../../apps/server/master-key.ts';
import { readSettings } from '../../apps/server/settings.ts';
import type { SiteId, VisitorId } from '../../core/entry.ts';
import { createKeyRing, createKeys } from '../../core/identity/keys.ts';
import { asRawId } from '../../core/identity/raw.ts';
import { createVault } from '../../core/identity/vault.ts';
import type { Store } from '../../core/ports.ts';
import { createEmbeddedStore } from '../../core/stores/embedded.ts';
import { makeDataFolder } from '../support/data-folder.ts';
import { neutralEnvironment } from '../support/neutral-environment.ts';

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

async function withVault<T>(
  dataDir: string,
  work: (vault: ReturnType<typeof createVault>) => Promise<T>,
): Promise<T> {
  const store = await createEmbeddedStore({ dataDir });
  try {
    return await work(
      createVault(store, await createKeyRing(await findMasterKey(dataDir, null, store), store)),
    );
  } finally {
    await store.close();
  }
}

const fill = (dataDir: string) =>
  withVault(dataDir, async (vault) => {
    for (const site of SITES) await vault.keep(site, VISITOR, 'email', asRawId(`${site}@example.com`));
  });
const openAll = (dataDir: string) =>
  withVault(dataDir, (vault) => Promise.all(SITES.map((site) => vault.open(site, VISITOR, 'email'))));

/** How the child ended. */
function rotate(dataDir: string, dieAfterWrite: number): string | null {
  const { signal } = spawnSync(process.execPath, [CHILD, dataDir, String(dieAfterWrite)], {
    env: neutralEnvironment(),
    stdio: 'ignore',
  });
  return signal;
}

describe('a rotation of the master key that is killed', () => {
  it('after any of its writes leaves one key that opens everything, and is finished by the next run', async () => {
    const dataDir = makeDataFolder();
    const path = join(dataDir, 'master.key');
    await fill(dataDir);
    for (const n of KILLED_AFTER) {
      copyFileSync(path, `${path}.before`);
      expect([n, rotate(dataDir, n)]).toEqual([n, 'SIGKILL']);
      expect(existsSync(nextKeyPath(dataDir))).toBe(true);
      expect([n, await openAll(dataDir)]).toEqual([n, SITES.map((site) => `${site}@example.com`)]);
      const isTurned = readFileSync(path, 'utf8') !== readFileSync(`${path}.before`, 'utf8');
      expect([n, isTurned]).toEqual([n, n >= TURNING]);
      if (!isTurned) await rotateMasterKey({ settings: readSettings({ DATA_DIR: dataDir }), clock });
      const store = await createEmbeddedStore({ dataDir });
      const before = Buffer.from(readFileSync(`${path}.before`, 'utf8').trim(), 'base64');
      await expect(createKeyRing(before, store)).rejects.toMatchObject({ code: 'wrong_master_key' });
      expect([n, await countWrapped(store, before)]).toEqual([n, 0]);
      await store.close();
    }
    expect(await openAll(dataDir)).toEqual(SITES.map((site) => `${site}@example.com`));
  });
});

/** How many data keys in the store a master key still unwraps. */
async function countWrapped(store: Pick<Store, 'listRecords'>, master: Uint8Array): Promise<number> {
  const mark = createHash('sha256').update('inkling master key\0').update(master).digest('hex').slice(0, 16);
  const rows = await store.listRecords(`data-keys:${mark}`, '', null, 10);
  const keys = createKeys(master);
  return rows.filter(({ key, value }) => keys.open(String(value), `wrap:${key}`) !== '').length;
}
