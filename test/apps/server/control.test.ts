import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { dialServer } from '../../../apps/server/cli/dial.ts';
import type { Operations } from '../../../apps/server/cli/operations.ts';
import { startControl } from '../../../apps/server/control.ts';
import { startApp } from '../../support/app-process.ts';
import { makeDataFolder } from '../../support/data-folder.ts';
import { type Served, serve } from '../../support/served.ts';

async function serveIn(dataDir: string): Promise<Served> {
  const served = await serve({ dataDir });
  onTestFinished(served.stop);
  return served;
}

async function dial(dataDir: string): Promise<Operations> {
  const operations = await dialServer(dataDir);
  if (operations === null) throw new Error('nobody answers');
  return operations;
}

/** A folder whose socket path is longer than a socket's may be. */
function makeDeepFolder(): string {
  const deep = join(makeDataFolder(), 'd'.repeat(60), 'e'.repeat(60));
  mkdirSync(deep, { recursive: true, mode: 0o700 });
  return deep;
}

const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe('the control socket', () => {
  it('tells keys in the clear to whoever owns the data folder', async () => {
    const dataDir = makeDataFolder();
    const served = await serveIn(dataDir);
    const listed = await (await dial(dataDir)).listSites({});
    expect(listed).toMatchObject({
      ok: true,
      value: { operatorKey: served.operatorKey, sites: [{ site: 'demo', ...served.demo }] },
    });
  });

  it('is open to its owner alone', async () => {
    const dataDir = makeDataFolder();
    await serveIn(dataDir);
    expect(modeOf(join(dataDir, 'control.sock'))).toBe(0o600);
  });

  it('makes sites and new keys, and writes both into the audit log', async () => {
    const dataDir = makeDataFolder();
    const served = await serveIn(dataDir);
    const operations = await dial(dataDir);
    const made = await operations.createSite({ name: 'Shoes', currency: 'usd' });
    if (!made.ok) throw new Error(made.hint);
    const rotated = await operations.rotateKeys({ site: made.value.site });
    expect(rotated.ok && rotated.value.secretKey).not.toBe(made.value.secretKey);
    expect(served.sites.bySecretKey(made.value.secretKey).ok).toBe(true);
    const site = served.sites.get('shoes');
    expect(site?.settings.currency).toBe('USD');
    const lines = await served.engine.audit.list(site?.siteId ?? '', null, 10);
    expect(lines.map(({ line }) => `${line.act} by ${line.by}`).toSorted()).toEqual([
      'keys rotated by command line',
      'site created by command line',
    ]);
  });

  it('refuses what does not fit, with its place', async () => {
    const dataDir = makeDataFolder();
    await serveIn(dataDir);
    const operations = await dial(dataDir);
    expect(await operations.createSite({ name: 'X', currency: 'LOTS' })).toMatchObject({
      ok: false,
      at: 'currency',
    });
    expect(await operations.createSite({ name: 'X', site: 'demo' })).toMatchObject({
      ok: false,
      code: 'conflict',
    });
    expect(await operations.rotateKeys({ site: 'none' })).toMatchObject({ ok: false, code: 'unknown_site' });
    expect(await operations.runJob({ job: 'none' })).toMatchObject({ ok: false, code: 'not_found' });
    expect(await operations.erase({ site: 'demo' })).toMatchObject({ ok: false, code: 'identifier_missing' });
    expect(await operations.erase({ site: 'demo', userId: 'null' })).toMatchObject({ ok: false });
  });

  it('runs a job and says how it went', async () => {
    const dataDir = makeDataFolder();
    const served = await serveIn(dataDir);
    served.jobs.every('torn', 60_000, async () => {
      throw new RangeError('whatever it held');
    });
    const operations = await dial(dataDir);
    expect(await operations.runJob({ job: 'salts' })).toMatchObject({ ok: true, value: { lastError: null } });
    expect(await operations.runJob({ job: 'torn' })).toMatchObject({ value: { lastError: 'RangeError' } });
  });

  it('of a killed server is nobody’s, and the next server takes its place', async () => {
    const dataDir = makeDataFolder();
    const killed = await startApp({ dataDir });
    await killed.kill();
    expect(existsSync(join(dataDir, 'control.sock'))).toBe(true);
    expect(await dialServer(dataDir)).toBeNull();
    const served = await serveIn(dataDir);
    expect(await (await dial(dataDir)).inspect({})).toMatchObject({ value: { url: served.url } });
  });

  it('lies elsewhere where the folder’s path is too long, and leaves nothing behind', async () => {
    const dataDir = makeDeepFolder();
    const served = await serve({ dataDir });
    const pointer = join(dataDir, 'control.path');
    const path = readFileSync(pointer, 'utf8').trim();
    expect([modeOf(pointer), modeOf(path), modeOf(dirname(path))]).toEqual([0o600, 0o600, 0o700]);
    expect((await (await dial(dataDir)).inspect({})).ok).toBe(true);
    await served.stop();
    expect([existsSync(pointer), existsSync(dirname(path))]).toEqual([false, false]);
    expect(await dialServer(dataDir)).toBeNull();
  });

  it('is gone with its server', async () => {
    const dataDir = makeDataFolder();
    const served = await serve({ dataDir });
    await served.stop();
    expect(existsSync(join(dataDir, 'control.sock'))).toBe(false);
    expect(await dialServer(dataDir)).toBeNull();
  });

  it('that cannot be made is a warning, not the end', async () => {
    const warnings: string[] = [];
    const dataDir = join(makeDataFolder(), 'missing');
    const operations = {} as Operations;
    const log = { warn: (_fields: unknown, text?: string) => void warnings.push(text ?? '') };
    const control = await startControl({ dataDir, operations, log });
    await control.stop();
    expect(warnings).toEqual(['no control socket: the command line cannot reach this server']);
  });
});
