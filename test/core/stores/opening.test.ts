import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createEmbeddedStore } from '../../../core/stores/embedded.ts';
import { SCHEMA_VERSION } from '../../../core/stores/schema.ts';
import { entry } from '../../contract/store-samples.ts';
import { makeDataFolder } from '../../support/data-folder.ts';
import { mountSmallDisk, remountReadOnly } from '../../support/small-disk.ts';

const CHILD = join(import.meta.dirname, '../../support/lock-child.ts');

/** What a process of its own says when it opens the folder; it keeps it until it is ended. */
async function openElsewhere(dataDir: string) {
  const child = spawn(process.execPath, [CHILD, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = await once(child.stdout, 'data');
  const end = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  onTestFinished(end);
  return { said: String(said), end };
}

async function fillFolder(entries: number): Promise<string> {
  const dataDir = makeDataFolder();
  const store = await createEmbeddedStore({ dataDir });
  await store.append(Array.from({ length: entries }, (_, n) => entry({ id: `e${n}` })));
  await store.close();
  return dataDir;
}

function overwrite(path: string, position: number, bytes: number): void {
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(bytes, 0xa5), 0, bytes, position);
  closeSync(file);
}

const permissions = (path: string) => statSync(path).mode & 0o777;

describe('opening an embedded store', () => {
  it('makes a folder that only its owner can read', async () => {
    const dataDir = join(makeDataFolder(), 'new', 'data');
    const store = await createEmbeddedStore({ dataDir });
    await store.append([entry({ id: 'a' })]);
    expect(permissions(dataDir)).toBe(0o700);
    for (const file of ['inkling.db', 'inkling.db-wal', 'inkling.db-shm', 'lock.db']) {
      expect([file, permissions(join(dataDir, file))]).toEqual([file, 0o600]);
    }
    await store.close();
  });

  it('finds everything again', async () => {
    const dataDir = await fillFolder(500);
    const store = await createEmbeddedStore({ dataDir });
    expect(await store.readSince(0, 1_000)).toHaveLength(500);
    const [known, fresh] = await store.append([entry({ id: 'e7' }), entry({ id: 'new' })]);
    expect(known).toEqual({ status: 'duplicate', seq: 8 });
    expect(fresh?.seq).toBeGreaterThan(500);
    await store.close();
  });

  it('leaves one file with everything in it when it is closed', async () => {
    const dataDir = await fillFolder(500);
    expect(statSync(join(dataDir, 'inkling.db')).size).toBeGreaterThan(50_000);
    expect(() => statSync(join(dataDir, 'inkling.db-wal'))).toThrow(/ENOENT/);
  });

  it('is refused to a second server on the folder, in this process and in another', async () => {
    const dataDir = makeDataFolder();
    const store = await createEmbeddedStore({ dataDir });
    const refusal = `store_locked [inkling] [embedded store] another server uses the folder ${dataDir}: stop that server`;
    const { said } = await openElsewhere(dataDir);
    expect(said).toContain(refusal);
    await expect(createEmbeddedStore({ dataDir })).rejects.toMatchObject({ code: 'store_locked' });
    // Whoever was refused has not taken the folder from who holds it.
    expect((await openElsewhere(dataDir)).said).toContain(refusal);
    await store.append([entry({ id: 'still works' })]);
    await store.close();
    expect((await openElsewhere(dataDir)).said).toBe('open\n');
  });

  it('is free again the moment a server that held it was killed', async () => {
    const dataDir = makeDataFolder();
    const holder = await openElsewhere(dataDir);
    expect(holder.said).toBe('open\n');
    await expect(createEmbeddedStore({ dataDir })).rejects.toMatchObject({ code: 'store_locked' });
    await holder.end();
    const store = await createEmbeddedStore({ dataDir });
    await store.close();
  });

  it('frees the folder again when the opening fails', async () => {
    const dataDir = makeDataFolder();
    writeFileSync(join(dataDir, 'inkling.db'), 'not a database at all, only some text '.repeat(200));
    await expect(createEmbeddedStore({ dataDir })).rejects.toMatchObject({ code: 'store_unavailable' });
    writeFileSync(join(dataDir, 'inkling.db'), '');
    const store = await createEmbeddedStore({ dataDir });
    await store.close();
  });

  it('refuses a schema that a later version wrote, and changes nothing in it', async () => {
    const dataDir = await fillFolder(3);
    const path = join(dataDir, 'inkling.db');
    const db = new DatabaseSync(path);
    db.exec(`PRAGMA user_version = ${SCHEMA_VERSION + 1}`);
    db.close();
    const before = readFileSync(path);
    await expect(createEmbeddedStore({ dataDir })).rejects.toThrow(
      `[inkling] [embedded store] ${path} has schema ${SCHEMA_VERSION + 1}, this version of Inkling knows schema ${SCHEMA_VERSION}: run the version of Inkling that wrote it, or a later one`,
    );
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it("refuses another program's database, and changes nothing in it", async () => {
    const dataDir = makeDataFolder();
    const path = join(dataDir, 'inkling.db');
    const db = new DatabaseSync(path);
    db.exec('CREATE TABLE recipes (name TEXT)');
    db.close();
    const before = readFileSync(path);
    await expect(createEmbeddedStore({ dataDir })).rejects.toMatchObject({ code: 'store_foreign' });
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  for (const { title, damage } of [
    { title: 'a header overwritten', damage: (path: string) => overwrite(path, 0, 100) },
    { title: 'pages overwritten', damage: (path: string) => overwrite(path, 8_192, 40_960) },
    { title: 'its end cut off', damage: (path: string) => truncateSync(path, 32_768) },
  ]) {
    it(`refuses a file with ${title}`, async () => {
      const dataDir = await fillFolder(2_000);
      damage(join(dataDir, 'inkling.db'));
      await expect(createEmbeddedStore({ dataDir })).rejects.toMatchObject({
        code: 'store_unavailable',
        message: expect.stringMatching(
          /inkling\.db.*(damaged|not a database): restore the folder from a backup/,
        ),
      });
    });
  }

  it('refuses a folder that cannot be made', async () => {
    const dataDir = makeDataFolder();
    writeFileSync(join(dataDir, 'file'), '');
    await expect(createEmbeddedStore({ dataDir: join(dataDir, 'file', 'data') })).rejects.toThrow(
      /cannot write in the folder .*file\/data \(ENOTDIR\): give the server a folder it may write to, in DATA_DIR/,
    );
  });

  it('refuses a folder where the database is a folder', async () => {
    const dataDir = makeDataFolder();
    mkdirSync(join(dataDir, 'inkling.db'));
    await expect(createEmbeddedStore({ dataDir })).rejects.toMatchObject({ code: 'store_unavailable' });
  });

  it('refuses a folder it may not write to', async ({ skip }) => {
    const disk = mountSmallDisk(1);
    if (!disk.ok) return skip(disk.why);
    const { path: dataDir } = disk;
    const store = await createEmbeddedStore({ dataDir });
    await store.close();
    remountReadOnly(dataDir);
    await expect(createEmbeddedStore({ dataDir })).rejects.toThrow(/cannot write in the folder .* \(EROFS\)/);
  });

  it('ends with its process: nothing of it keeps a finished program alive', () => {
    const program = `
      import { createEmbeddedStore } from ${JSON.stringify(join(import.meta.dirname, '../../../core/stores/embedded.ts'))};
      const store = await createEmbeddedStore({ dataDir: ${JSON.stringify(makeDataFolder())} });
      await store.close();
    `;
    const ended = spawnSync(process.execPath, ['--input-type=module', '-e', program], { timeout: 20_000 });
    expect([ended.status, ended.stderr.toString()]).toEqual([0, '']);
  });
});
