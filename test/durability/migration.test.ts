/** From each store to the other. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Store } from '../../core/ports.ts';
import { createEmbeddedStore } from '../../core/stores/embedded.ts';
import { openEmbeddedSource, openEmbeddedTarget } from '../../core/stores/migration/embedded-side.ts';
import type { Migrated } from '../../core/stores/migration/migrate.ts';
import { openMongoSource, openMongoTarget } from '../../integrations/mongodb/migration-side.ts';
import { createMongoStore } from '../../integrations/mongodb/store.ts';
import { history, move, perform, tell } from '../integrations/mongodb/migrating.ts';
import { makeDataFolder } from '../support/data-folder.ts';
import type { Moment } from '../support/migrating-child.ts';
import { mongoDatabases } from '../support/mongodb/databases.ts';

vi.setConfig({ testTimeout: 180_000 });

const CHILD = join(import.meta.dirname, '../support/migrating-child.ts');
const nextUrl = mongoDatabases('migration-kill');

/** Changes of a run that nothing stops: the note, a write for each table that holds something, marks, tidying up, the note. */
const LAST = 13;
const DEATHS: readonly (readonly [number, Moment])[] = [
  [1, 'before'],
  [1, 'after'],
  [2, 'in'],
  [4, 'before'],
  [4, 'in'],
  [7, 'in'],
  [10, 'after'],
  [11, 'in'],
  [LAST, 'before'],
  [LAST, 'after'],
];

async function fill(opening: Promise<Store>): Promise<unknown> {
  const store = await opening;
  const [deeds = []] = fc.sample(history, { seed: 11, numRuns: 1 });
  await perform(store, deeds);
  const told = await tell(store);
  await store.close();
  return told;
}

/** The server's door is in this process: it has to go on. */
async function runChild(...words: readonly string[]) {
  const child = spawn(process.execPath, [CHILD, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [[, signal], said] = await Promise.all([once(child, 'close'), text(child.stdout)]);
  return { signal, said };
}

/** Whether a store that a migration was killed over says that it is half a store. */
async function open(opening: Promise<Store>): Promise<'whole' | string> {
  try {
    await (await opening).close();
    return 'whole';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

const isFirst = ([place, moment]: (typeof DEATHS)[number]) => place === 1 && moment === 'before';
const isLast = ([place, moment]: (typeof DEATHS)[number]) => place === LAST && moment === 'after';

describe('a migration that is killed', () => {
  it('changes the target so often where nobody kills it', async () => {
    const [dataDir, back, url] = [makeDataFolder(), makeDataFolder(), nextUrl()];
    await fill(createEmbeddedStore({ dataDir }));
    const last = { signal: null, said: `${LAST}` };
    expect(await runChild('to', dataDir, url)).toEqual(last);
    expect(await runChild('from', back, url)).toEqual(last);
  });

  it.each(DEATHS)('at its change %i, %s it, goes on to a whole database', async (place, moment) => {
    const [dataDir, url] = [makeDataFolder(), nextUrl()];
    const before = await fill(createEmbeddedStore({ dataDir }));
    expect(await runChild('to', dataDir, url, `${place}`, moment)).toEqual({ signal: 'SIGKILL', said: '' });
    // Before its first change there is nothing, and after its last it is done.
    const death = [place, moment] as const;
    if (!isFirst(death))
      expect(await open(createMongoStore({ url }))).toBe(isLast(death) ? 'whole' : 'half_migrated');
    const moved = (await move(openEmbeddedSource(dataDir), await openMongoTarget(url))) as Migrated;
    expect([moved.began, moved.wasDone]).toEqual([isFirst(death) ? 'now' : 'before', isLast(death)]);
    const store = await createMongoStore({ url });
    expect(await tell(store)).toEqual(before);
    await store.close();
  });

  it.each(DEATHS)('at its change %i, %s it, goes on to a whole folder', async (place, moment) => {
    const [dataDir, url] = [makeDataFolder(), nextUrl()];
    const before = await fill(createMongoStore({ url }));
    expect(await runChild('from', dataDir, url, `${place}`, moment)).toEqual({ signal: 'SIGKILL', said: '' });
    const death = [place, moment] as const;
    if (!isFirst(death))
      expect(await open(createEmbeddedStore({ dataDir }))).toBe(isLast(death) ? 'whole' : 'half_migrated');
    const source = await openMongoSource(url, Date.now);
    const moved = (await move(source, openEmbeddedTarget(dataDir))) as Migrated;
    expect([moved.began, moved.wasDone]).toEqual([isFirst(death) ? 'now' : 'before', isLast(death)]);
    const store = await createEmbeddedStore({ dataDir });
    expect(await tell(store)).toEqual(before);
    await store.close();
  });
});
