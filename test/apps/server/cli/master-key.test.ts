import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { rotateMasterKey } from '../../../../apps/server/cli/master-key.ts';
import { loadMasterKey, writeMasterKey } from '../../../../apps/server/master-key.ts';
import { readSettings } from '../../../../apps/server/settings.ts';
import { makeDataFolder } from '../../../support/data-folder.ts';
import { NOON, serve } from '../../../support/served.ts';
import { mountSmallDisk } from '../../../support/small-disk.ts';
import { makeTerminal, stoppedClock, type } from './support.ts';

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
    await rotateMasterKey({ settings: readSettings({ DATA_DIR: dataDir }), clock: stoppedClock(NOON) });
    writeFileSync(path, before);
    await expect(serve({ dataDir })).rejects.toThrow(/another master key/);
  });

  it('is finished by whatever opens the folder next when it was cut short after the store had turned', async () => {
    const { dataDir, secretKey } = await makeUsed();
    const path = join(dataDir, 'master.key');
    copyFileSync(path, `${path}.old`);
    await rotateMasterKey({ settings: readSettings({ DATA_DIR: dataDir }), clock: stoppedClock(NOON) });
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
    await rotateMasterKey({ settings: readSettings({ DATA_DIR: dataDir }), clock: stoppedClock(NOON) });
    expect(readFileSync(join(dataDir, 'master.key'), 'utf8')).toBe(next);
    expect(await secretKeyOf(dataDir)).toBe(secretKey);
  });

  it('never turns to the key that is in force, which would throw the data keys away', async () => {
    const { dataDir, secretKey } = await makeUsed();
    const path = join(dataDir, 'master.key');
    copyFileSync(path, `${path}.next`);
    await rotateMasterKey({ settings: readSettings({ DATA_DIR: dataDir }), clock: stoppedClock(NOON) });
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

  it('goes on beside a running server, which keeps working and starts again with the new key', async () => {
    const dataDir = makeDataFolder();
    const served = await serve({ dataDir });
    onTestFinished(served.stop);
    const path = join(dataDir, 'master.key');
    const before = readFileSync(path, 'utf8');
    const [one, two] = await Promise.all(
      [1, 2].map(() => type('master-key rotate', makeTerminal({ DATA_DIR: dataDir }))),
    );
    expect([one, two]).toMatchObject([
      { exit: 0, json: { dataKeys: 2 } },
      { exit: 0, json: { dataKeys: 2 } },
    ]);
    expect([readFileSync(path, 'utf8') === before, existsSync(`${path}.next`)]).toEqual([false, false]);
    const made = await served.sites.create({ name: 'Made after it' });
    await served.stop();
    const again = await serve({ dataDir });
    onTestFinished(again.stop);
    expect(again.demo).toEqual(served.demo);
    expect(made.ok && again.sites.byId(made.value.siteId)?.secretKeys).toEqual(
      made.ok && made.value.secretKeys,
    );
    expect(again.operatorKey).toBe(served.operatorKey);
  });

  it('beside a server whose key comes from the environment prints the new one', async () => {
    const dataDir = makeDataFolder();
    const MASTER_KEY = Buffer.alloc(32, 1).toString('base64');
    const served = await serve({ dataDir, env: { MASTER_KEY } });
    const report = await type('master-key rotate', makeTerminal({ DATA_DIR: dataDir }));
    const { masterKey } = report.json as { masterKey: string };
    report.afterwards?.();
    await served.stop();
    await expect(serve({ dataDir, env: { MASTER_KEY } })).rejects.toThrow(
      /\[MASTER_KEY\] the data folder was sealed with another master key: put the original/,
    );
    expect(await secretKeyOf(dataDir, { MASTER_KEY: masterKey })).toBe(served.demo.secretKey);
    expect(existsSync(join(dataDir, 'master.key'))).toBe(false);
  });

  it('stands in the audit log of every site, without the key', async () => {
    const { dataDir } = await makeUsed();
    await type('master-key rotate', makeTerminal({ DATA_DIR: dataDir }));
    const served = await serve({ dataDir });
    onTestFinished(served.stop);
    await type('master-key rotate', makeTerminal({ DATA_DIR: dataDir }));
    const siteId = served.sites.get('demo')?.siteId ?? '';
    const lines = (await served.engine.audit.list(siteId, null, 100)).map(({ line }) => line);
    const acts = lines.filter(({ act }) => act === 'master key rotated');
    expect(acts).toMatchObject([1, 2].map(() => ({ by: 'command line', detail: { dataKeys: 2 } })));
    expect(JSON.stringify(acts)).not.toContain(readFileSync(join(dataDir, 'master.key'), 'utf8').trim());
  });
});

describe('a master key that is', () => {
  /** What lies where the key does, before a start that has to stop. */
  const FAULTS: readonly (readonly [what: string, (path: string) => void, message: RegExp])[] = [
    ['missing', (path) => rmSync(path), /master\.key\] it is missing.*: put it back from your backup/],
    [
      'another',
      (path) => writeFileSync(path, Buffer.alloc(32, 4).toString('base64')),
      /master\.key\] the data folder was sealed with another master key: put the original file back/,
    ],
    ['empty', (path) => writeFileSync(path, ''), /does not hold 32 bytes in base64: put the original/],
    ['cut short', (path) => truncateSync(path, 20), /does not hold 32 bytes in base64/],
    [
      'a folder',
      (path) => [rmSync(path), mkdirSync(path, { mode: 0o700 })],
      /cannot be read or made \(EISDIR\)/,
    ],
    ['open to others', (path) => chmodSync(path, 0o640), /others may read it: chmod 600 .*master\.key/],
  ];

  it.each(FAULTS)(
    '%s stops the start with place, fault and cure, and changes nothing',
    async (_, harm, message) => {
      const { dataDir, secretKey } = await makeUsed();
      const path = join(dataDir, 'master.key');
      const whole = readFileSync(path, 'utf8');
      harm(path);
      const look = () =>
        readdirSync(dataDir)
          .toSorted()
          .map((name) => [name, statSync(join(dataDir, name)).mode]);
      const before = look();
      await expect(serve({ dataDir })).rejects.toThrow(message);
      for (const words of ['master-key rotate', 'site list']) {
        const report = await type(words, makeTerminal({ DATA_DIR: dataDir }));
        expect([words, report]).toMatchObject([words, { exit: 1, text: expect.stringMatching(message) }]);
      }
      expect(look()).toEqual(before);
      rmSync(path, { recursive: true, force: true });
      writeFileSync(path, whole, { mode: 0o600 });
      expect(await secretKeyOf(dataDir)).toBe(secretKey);
    },
  );

  it('overwritten, with the next one beside it that the store has turned to, is replaced by that', async () => {
    const { dataDir, secretKey } = await makeUsed();
    const path = join(dataDir, 'master.key');
    copyFileSync(path, `${path}.next`);
    writeFileSync(path, Buffer.alloc(45));
    expect(await secretKeyOf(dataDir)).toBe(secretKey);
  });

  it.each(['short', '!'.repeat(43), Buffer.alloc(31).toString('base64')])(
    'malformed in the environment ("%s") is refused by name and not repeated',
    (MASTER_KEY) => {
      expect(() => readSettings({ MASTER_KEY })).toThrow(/\[MASTER_KEY\] it is malformed: write 32 bytes/);
      expect(() => readSettings({ MASTER_KEY })).not.toThrow(MASTER_KEY);
    },
  );
});
