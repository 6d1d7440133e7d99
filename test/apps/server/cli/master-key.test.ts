import { copyFileSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { rotateMasterKey } from '../../../../apps/server/cli/master-key.ts';
import { loadMasterKey, writeMasterKey } from '../../../../apps/server/master-key.ts';
import { readSettings } from '../../../../apps/server/settings.ts';
import { makeDataFolder } from '../../../support/data-folder.ts';
import { serve } from '../../../support/served.ts';
import { mountSmallDisk } from '../../../support/small-disk.ts';
import { makeTerminal, type } from './support.ts';

/** A folder that a server has used and left, and what its demo site's secret key is. */
async function makeUsed(
  env: Readonly<Record<string, string>> = {},
): Promise<{ dataDir: string; secretKey: string }> {
  const dataDir = makeDataFolder();
  const served = await serve({ dataDir, env });
  await served.stop();
  return { dataDir, secretKey: served.demo.secretKey };
}

async function secretKeyOf(dataDir: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const served = await serve({ dataDir, env });
  await served.stop();
  return served.demo.secretKey;
}

describe('a rotation of the master key', () => {
  it('leaves everything readable under another key, in a private file', async () => {
    const { dataDir, secretKey } = await makeUsed();
    const path = join(dataDir, 'master.key');
    const before = readFileSync(path, 'utf8');
    const report = await type('master-key rotate', makeTerminal({ DATA_DIR: dataDir }));
    expect(report).toMatchObject({ exit: 0, json: { dataKeys: 2 } });
    expect(readFileSync(path, 'utf8')).not.toBe(before);
    expect([statSync(path).mode & 0o777, existsSync(`${path}.next`)]).toEqual([0o600, false]);
    expect(await secretKeyOf(dataDir)).toBe(secretKey);
  });

  it('and the making of the first one never leave half a key where a disk is full', async ({ skip }) => {
    const disk = mountSmallDisk(1);
    if (!disk.ok) return skip(disk.why);
    const filler = join(disk.path, 'filler');
    expect(() => writeFileSync(filler, Buffer.alloc(2 * 1024 * 1024))).toThrow(/ENOSPC/);
    const path = join(disk.path, 'master.key');
    expect(() => loadMasterKey(disk.path, null)).toThrow(/ENOSPC/);
    expect(() => writeMasterKey(`${path}.next`, new Uint8Array(32))).toThrow(/ENOSPC/);
    expect([existsSync(path), existsSync(`${path}.next`)]).toEqual([false, false]);
    rmSync(filler);
    expect(loadMasterKey(disk.path, null)).toHaveLength(32);
  });

  it('makes the old key worthless', async () => {
    const { dataDir } = await makeUsed();
    const path = join(dataDir, 'master.key');
    const before = readFileSync(path, 'utf8');
    await rotateMasterKey(readSettings({ DATA_DIR: dataDir }));
    writeFileSync(path, before);
    await expect(serve({ dataDir })).rejects.toThrow(/another master key/);
  });

  it('is finished by whatever opens the folder next when it was cut short after the store had turned', async () => {
    const { dataDir, secretKey } = await makeUsed();
    const path = join(dataDir, 'master.key');
    copyFileSync(path, `${path}.old`);
    await rotateMasterKey(readSettings({ DATA_DIR: dataDir }));
    // As it lies on disk in between: the new key beside the old one, the store under the new one.
    copyFileSync(path, `${path}.next`);
    const next = readFileSync(path, 'utf8');
    copyFileSync(`${path}.old`, path);
    rmSync(`${path}.old`);
    expect(await secretKeyOf(dataDir)).toBe(secretKey);
    expect(readFileSync(path, 'utf8')).toBe(next);
    expect(existsSync(`${path}.next`)).toBe(false);
  });

  it('is finished by a second run when it was cut short before', async () => {
    const { dataDir, secretKey } = await makeUsed();
    const next = `${Buffer.alloc(32, 7).toString('base64')}\n`;
    writeFileSync(join(dataDir, 'master.key.next'), next, { mode: 0o600 });
    await rotateMasterKey(readSettings({ DATA_DIR: dataDir }));
    expect(readFileSync(join(dataDir, 'master.key'), 'utf8')).toBe(next);
    expect(await secretKeyOf(dataDir)).toBe(secretKey);
  });

  it('never turns to the key that is in force, which would throw the data keys away', async () => {
    const { dataDir, secretKey } = await makeUsed();
    const path = join(dataDir, 'master.key');
    copyFileSync(path, `${path}.next`);
    await rotateMasterKey(readSettings({ DATA_DIR: dataDir }));
    expect(await secretKeyOf(dataDir)).toBe(secretKey);
  });

  it('prints the new key where it comes from the environment, and lets go of it only then', async () => {
    const MASTER_KEY = Buffer.alloc(32, 1).toString('base64');
    const { dataDir, secretKey } = await makeUsed({ MASTER_KEY });
    const report = await type('master-key rotate', makeTerminal({ DATA_DIR: dataDir, MASTER_KEY }));
    const { masterKey } = report.json as { masterKey: string };
    expect(report.text).toContain(`MASTER_KEY=${masterKey}`);
    const next = join(dataDir, 'master.key.next');
    expect(existsSync(next)).toBe(true);
    report.afterwards?.();
    expect([existsSync(next), existsSync(join(dataDir, 'master.key'))]).toEqual([false, false]);
    expect(await secretKeyOf(dataDir, { MASTER_KEY: masterKey })).toBe(secretKey);
  });

  it('is refused while a server runs', async () => {
    const dataDir = makeDataFolder();
    const served = await serve({ dataDir });
    onTestFinished(served.stop);
    expect(await type('master-key rotate', makeTerminal({ DATA_DIR: dataDir }))).toMatchObject({
      exit: 1,
      json: { error: { code: 'server_running' } },
    });
  });
});
