import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeDataFolder } from '../../support/data-folder.ts';
import { neutralEnvironment } from '../../support/neutral-environment.ts';
import { NOON, type Served, type ServeOptions, serve } from '../../support/served.ts';
import { createSite, type TestSite } from '../../support/sites.ts';
import { mountSmallDisk, remountReadOnly } from '../../support/small-disk.ts';

const MAIN = join(import.meta.dirname, '../../../apps/server/main.ts');

async function open(options: ServeOptions = {}): Promise<Served> {
  const served = await serve(options);
  onTestFinished(() => served.stop());
  return served;
}

/** What a start says that fails. */
async function refusalOf(options: ServeOptions): Promise<string> {
  const started = serve(options).then(
    async (served) => {
      await served.stop();
      return 'it started';
    },
    (error: unknown) => String(error),
  );
  return started;
}

/** A folder that a server has used and left. */
async function makeUsedFolder(): Promise<string> {
  const dataDir = makeDataFolder();
  await (await serve({ dataDir })).stop();
  return dataDir;
}

const event = (id: string, bytes = 10) => ({
  id,
  name: 'Product Viewed',
  userId: 'u1',
  time: NOON,
  consent: { analytics: true },
  properties: { note: 'x'.repeat(bytes) },
});

async function countOf(site: TestSite): Promise<number> {
  const { visitor } = (await site.ask('POST', '/v1/visitors/lookup', { userId: 'u1' })).body;
  return ((await site.ask('GET', `/v1/visitors/${visitor}`)).body.events as { count: number }).count;
}

describe('a server that cannot serve does not start', () => {
  it('when another server has the folder', async () => {
    const { dataDir } = await open();
    expect(await refusalOf({ dataDir })).toMatch(
      /\[embedded store\] another server uses the folder .+: stop that server/,
    );
  });

  it('when the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const dataDir = makeDataFolder();
    const text = await refusalOf({ dataDir, env: { PORT: String(port) } });
    expect(text).toContain(
      `[server] port ${port} is in use: stop the other program, or set PORT to a free one`,
    );
    expect(await refusalOf({ dataDir })).toBe('it started');
  });

  it('when the address is not one of this machine', async () => {
    expect(await refusalOf({ env: { HOST: '192.0.2.1' } })).toMatch(
      /cannot listen on 192\.0\.2\.1.+: check HOST and PORT/,
    );
  });

  it.each([
    [
      'the database is damaged',
      'inkling.db',
      'no database at all '.repeat(500),
      /restore the folder from a backup/,
    ],
    [
      'the master key is cut short',
      'master.key',
      'AAAA',
      /master\.key\] it does not hold 32 bytes in base64: put the original file back/,
    ],
    ['the salts are damaged', 'salts', '{"st_1":[{', /\[salts\] the salt file is not readable: remove it/],
    [
      'the salts are of another make',
      'salts',
      '{"st_1":[7]}',
      /\[salts\] the salt file is not readable: remove it/,
    ],
  ] as const)('when %s', async (_title, file, content, cure) => {
    const dataDir = await makeUsedFolder();
    writeFileSync(join(dataDir, file), content);
    expect(await refusalOf({ dataDir })).toMatch(cure);
  });

  it('when the folder was sealed with another master key, or its key file is gone', async () => {
    const dataDir = await makeUsedFolder();
    const env = { MASTER_KEY: Buffer.alloc(32, 9).toString('base64') };
    const sealed = /the data folder was sealed with another master key: put the original key back/;
    expect(await refusalOf({ dataDir, env })).toMatch(sealed);
    rmSync(join(dataDir, 'master.key'));
    expect(await refusalOf({ dataDir })).toMatch(
      /master\.key\] it is missing, .+: put it back from your backup/,
    );
    expect(existsSync(join(dataDir, 'master.key'))).toBe(false);
  });

  it.each([
    ['is a file', (path: string) => writeFileSync(path, '')],
    [
      'has a folder where the key should be',
      (path: string) => mkdirSync(join(path, 'master.key'), { recursive: true }),
    ],
    [
      'has a folder where the salts should be',
      (path: string) => mkdirSync(join(path, 'salts'), { recursive: true }),
    ],
  ])('when DATA_DIR %s', async (_title, make) => {
    const dataDir = join(makeDataFolder(), 'data');
    make(dataDir);
    expect(await refusalOf({ dataDir })).toMatch(/\[inkling\] \[.+\] .+: .+/);
  });

  it('when the folder is read-only', async ({ skip }) => {
    const disk = mountSmallDisk(8);
    if (!disk.ok) return skip(disk.why);
    await (await serve({ dataDir: disk.path })).stop();
    remountReadOnly(disk.path);
    expect(await refusalOf({ dataDir: disk.path })).toMatch(
      /cannot write in the folder .+: give the server a folder it may write to/,
    );
  });

  it('and leaves nothing of itself behind: the next start finds all there was', async () => {
    const dataDir = makeDataFolder();
    const served = await serve({ dataDir });
    const site = await createSite(served, { site: 'kept' });
    await site.ingest([event('a')]);
    await served.stop();
    expect(await refusalOf({ dataDir, env: { HOST: '192.0.2.1' } })).toContain('cannot listen');
    expect(readdirSync(dataDir)).not.toContain('inkling.db-wal');
    const again = await open({ dataDir });
    expect(again.sites.get('kept')?.siteId).toBe(site.siteId);
  });
});

describe('the program', () => {
  const env = { ...neutralEnvironment(), PORT: '0' };

  it('that cannot start says why in one line, and ends with 1', () => {
    const dataDir = makeDataFolder();
    const ended = spawnSync(process.execPath, [MAIN], {
      env: { ...env, DATA_DIR: dataDir, PORT: 'seven' },
      encoding: 'utf8',
    });
    expect([ended.status, ended.stdout]).toEqual([1, '']);
    expect(ended.stderr).toBe('[inkling] [PORT] it is malformed: write a whole number\n');
  });

  it('prints where to look, answers, and ends with 0 on SIGTERM with everything written', async () => {
    const dataDir = makeDataFolder();
    const child = spawn(process.execPath, [MAIN], {
      env: { ...env, DATA_DIR: dataDir },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const exited = once(child, 'exit');
    while (!said.includes('Stop with Ctrl+C')) await once(child.stdout, 'data');
    const url = /API +(http:\S+)\/openapi\.json/.exec(said)?.[1] ?? '';
    const key = /secret key +(sk_\S+)/.exec(said)?.[1] ?? '';
    expect(said).toMatch(/tracker +<script defer src="http:\S+\/t\/wk_\S+\.js"><\/script>/);
    const answer = await fetch(`${url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: JSON.stringify({ events: [{ ...event('written'), time: Date.now() - 1_000 }] }),
    });
    expect(await answer.json()).toMatchObject({ accepted: 1 });
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
    expect(readdirSync(dataDir).filter((file) => file.endsWith('-wal'))).toEqual([]);
    expect(['master.key', 'inkling.db'].map((file) => statSync(join(dataDir, file)).mode & 0o777)).toEqual([
      0o600, 0o600,
    ]);
  });

  it('stops, too, when npm was told to and only the shell between them heard it', async () => {
    const dataDir = makeDataFolder();
    const shell = spawn('sh', ['-c', `"${process.execPath}" "${MAIN}"; true`], {
      env: { ...env, DATA_DIR: dataDir, npm_lifecycle_event: 'start' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    shell.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    while (!said.includes('Stop with Ctrl+C')) await once(shell.stdout, 'data');
    const silent = once(shell.stdout, 'end');
    shell.kill('SIGTERM');
    await silent;
    expect(readdirSync(dataDir).filter((file) => file.endsWith('-wal'))).toEqual([]);
    expect(await refusalOf({ dataDir })).toBe('it started');
  });
});

describe('a server whose disk is full', () => {
  it('refuses with 503 and Retry-After, is not ready, keeps what it acknowledged, and goes on when there is room', async ({
    skip,
  }) => {
    const disk = mountSmallDisk(12);
    if (!disk.ok) return skip(disk.why);
    const served = await open({ dataDir: disk.path });
    const site = await createSite(served, {});
    await site.ingest([event('first')]);
    const ballast = join(disk.path, 'ballast');
    writeFileSync(ballast, Buffer.alloc(4_000_000));
    const acknowledged = new Set(['first']);
    let refused = await site.ingest([]);
    /** Until not one more of such posts has room. */
    const fill = async (name: string, many: number, bytes: number): Promise<void> => {
      for (let n = 0; n < 3_000; n += 1) {
        const ids = Array.from({ length: many }, (_, i) => `${name}${n}-${i}`);
        refused = await site.ingest(ids.map((id) => event(id, bytes)));
        if (refused.status !== 200) return;
        for (const id of ids) acknowledged.add(id);
      }
    };
    await fill('large', 20, 4_000);
    await fill('small', 1, 1);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect(refused.body.error).toMatchObject({ code: 'store_unavailable' });
    const page = await site.collect({ s: NOON, e: [{ i: 'p', n: 'Page Viewed', t: NOON, p: {} }] });
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '1']);
    const ready = await site.ask('GET', '/readyz');
    expect([ready.status, ready.body]).toMatchObject([503, { writable: false, reason: 'the disk is full' }]);
    expect((await site.ask('GET', '/healthz')).status).toBe(200);
    expect(await countOf(site)).toBe(acknowledged.size);

    rmSync(ballast);
    expect((await site.ask('GET', '/readyz')).status).toBe(200);
    expect((await site.ingest([event('after')])).body).toMatchObject({ accepted: 1 });
    expect(await countOf(site)).toBe(acknowledged.size + 1);
  });
});
