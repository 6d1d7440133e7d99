/** What a start loads that has no use for a database of several servers. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, vi } from 'vitest';
import { makeDataFolder } from '../../../support/data-folder.ts';
import { mongoDatabases } from '../../../support/mongodb/databases.ts';
import { SHARED_KEY } from '../../../support/mongodb/doored.ts';
import { neutralEnvironment } from '../../../support/neutral-environment.ts';
import { ROOT } from '../../../support/source-tree.ts';

vi.setConfig({ testTimeout: 120_000 });

const nextUrl = mongoDatabases('lazy');
const HOOK = pathToFileURL(join(import.meta.dirname, '../../../support/loaded-child.ts')).href;
const OF_THE_DATABASE = ['mongodb', 'agenda', '@agendajs/mongo-backend'];

/** Starts the server as `npm start` does, stops it once it runs, and answers which packages it loaded. */
async function listLoaded(env: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const child = spawn(process.execPath, ['--import', HOOK, join(ROOT, 'apps/server/main.ts')], {
    env: { ...neutralEnvironment(), PORT: '0', DATA_DIR: makeDataFolder(), LOG_LEVEL: 'silent', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [shown, loaded] = ['', ''];
  child.stdout.on('data', (chunk) => {
    shown += chunk;
    if (shown.includes('Stop with Ctrl+C')) child.kill('SIGTERM');
  });
  child.stderr.on('data', (chunk) => {
    loaded += chunk;
  });
  const [code] = await once(child, 'close');
  expect([code, loaded]).toEqual([0, expect.stringContaining('loaded express\n')]);
  return loaded.split('\n').map((line) => line.replace('loaded ', ''));
}

it('with the embedded store no line of the database is loaded, with MONGODB_URL it is', async () => {
  const embedded = await listLoaded({});
  expect(embedded.filter((name) => OF_THE_DATABASE.includes(name))).toEqual([]);
  const shared = await listLoaded({ MONGODB_URL: nextUrl(), MASTER_KEY: SHARED_KEY });
  expect(shared).toContain('mongodb');
});
