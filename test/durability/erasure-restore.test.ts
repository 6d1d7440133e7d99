/** The embedded store alone: a folder and the log beside it. For MongoDB: test/apps/server/mongodb/restored.test.ts. */
import { cpSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeTerminal, stoppedClock, type } from '../apps/server/cli/support.ts';
import { NOON, nameUser, openWorld, type World } from '../core/privacy/erased-people.ts';
import { filesWithId } from '../e2e/bytes.ts';
import { makeDataFolder } from '../support/data-folder.ts';
import { openDoors } from '../support/sites.ts';

const HOUR = 3_600_000;
const LOG = 'erasures.log';

let dataDir: string;
let backup: string;
let world: World;

/** Somebody who is erased and somebody who is not, and a backup that has both; the server stands still. */
beforeEach(async () => {
  dataDir = makeDataFolder();
  backup = makeDataFolder();
  world = await openWorld({ dataDir });
  await world.ingest(world.event('a', NOON - HOUR));
  await world.ingest(world.event('b', NOON - HOUR, { userId: 'ben' }));
  await world.stop();
  cpSync(dataDir, backup, { recursive: true });
  await live(async (again) => {
    await again.erase();
  });
});

/** The server on the folder, for as long as it takes. */
async function live(body: (world: World) => Promise<void>): Promise<void> {
  const again = await openWorld({ dataDir });
  try {
    await body({ ...world, ...atOwnSite(again) });
  } finally {
    await again.stop();
  }
}

/** The doors of the first server's site at another server. */
function atOwnSite(again: World): Pick<World, 'erase' | 'ingest' | 'held'> {
  const doors = openDoors(again.served.url, world.site);
  return {
    erase: async (naming = { userId: 'customer-4711' }) =>
      (await doors.ask('POST', '/v1/erasures', naming)).body as never,
    ingest: async (event) => {
      const { refused } = (await doors.ingest([event])).body as { refused: { code: string }[] };
      return refused[0]?.code ?? 'taken';
    },
    held: async (naming = { userId: 'customer-4711' }) =>
      (await doors.ask('POST', '/v1/visitors/lookup', naming)).status === 200 ? [] : null,
  };
}

/** @param keepsLog Whether the log of erasures lay where the backup does not reach. */
function putBack(keepsLog: boolean): void {
  const log = readFileSync(join(dataDir, LOG));
  rmSync(dataDir, { recursive: true });
  cpSync(backup, dataDir, { recursive: true });
  if (keepsLog) writeFileSync(join(dataDir, LOG), log, { mode: 0o600 });
  else {
    const copy = join(makeDataFolder(), 'saved.log');
    writeFileSync(copy, log);
    savedLog = copy;
  }
}
let savedLog = '';

const restore = async (words = '') => {
  const report = await type(
    `restore ${words}`,
    makeTerminal({ DATA_DIR: dataDir }, stoppedClock(NOON + HOUR)),
  );
  expect(report.exit).toBe(0);
  return report.json as Record<string, unknown>;
};
const traces = () => filesWithId(dataDir, nameUser(world).visitor);

describe('a backup that brings somebody back who was erased', () => {
  it.each([
    ['the log of erasures was kept', true],
    ['the log of erasures was put back as well, and a copy of it is named', false],
  ])('is restored: %s', async (_, keepsLog) => {
    expect(traces()).toEqual([]);
    putBack(keepsLog);
    expect(traces()).not.toEqual([]);
    const words = keepsLog ? '' : savedLog;

    expect(await restore(`${words} --dry-run`)).toMatchObject({ erasures: 1, visitors: 1, rows: 0 });
    expect(traces()).not.toEqual([]);
    expect(await restore(words)).toMatchObject({ erasures: 1, visitors: 1, removed: { entries: 2 } });
    expect(traces()).toEqual([]);
    expect(await restore(words)).toMatchObject({ erasures: 0, visitors: 0, rows: 0 });
    expect(readFileSync(join(dataDir, LOG), 'utf8').trim().split('\n')).toHaveLength(1);
    await live(async (again) => {
      expect(await again.ingest(world.event('c', NOON - HOUR))).toBe('erased');
      expect(await again.held()).toBeNull();
      expect(await again.held({ userId: 'ben' })).not.toBeNull();
    });
  });

  it('is restored by the start of the server, before it takes anything', async () => {
    putBack(true);
    await live(async (again) => {
      expect(await again.held()).toBeNull();
      expect(await again.ingest(world.event('c', NOON - HOUR))).toBe('erased');
    });
    expect(traces()).toEqual([]);
  });

  it('keeps that somebody had objected before they were erased', async () => {
    const ask = async (hours: number, posts: Readonly<Record<string, object>>) => {
      const again = await openWorld({ dataDir });
      await again.served.clock.moveTo(NOON + hours * HOUR);
      const doors = openDoors(again.served.url, world.site);
      for (const [path, body] of Object.entries(posts)) await doors.ask('POST', path, body);
      const { visitor } = nameUser(world, 'ben');
      const shown = await doors.ask('GET', `/v1/visitors/${visitor}`);
      await again.stop();
      return shown.body.objection;
    };
    const ben = { userId: 'ben' };
    await ask(2, { '/v1/objections': ben, '/v1/erasures': ben });
    putBack(true);
    expect(await restore()).toMatchObject({ visitors: 2 });
    const choice = { ...ben, purposes: { contact: true }, source: 'form' };
    expect(await ask(3, { '/v1/consent': choice })).toEqual({
      since: new Date(NOON + 2 * HOUR).toISOString(),
    });
  });

  it('changes nothing for whoever has come back since with an order', async () => {
    await live(async (again) => {
      expect(await again.ingest(world.order('9', NOON - 1))).toBe('erased');
    });
    expect(await restore()).toMatchObject({ erasures: 0 });
  });
});

describe('the log of erasures', () => {
  it('is private, and says when and where, in hashes', () => {
    const path = join(dataDir, LOG);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const [line = ''] = readFileSync(path, 'utf8').split('\n');
    expect(JSON.parse(line)).toEqual({
      id: expect.stringMatching(/^er_/),
      site: world.site.siteId,
      at: NOON,
      by: 'secret key',
      own: false,
      denied: [],
      tombstones: [expect.stringMatching(/^[0-9a-f]{32}$/)],
    });
    expect(line).not.toContain(nameUser(world).visitor);
    expect(line).not.toContain('customer-4711');
  });

  it('may end in a line that was cut short, and goes on after it', async () => {
    const path = join(dataDir, LOG);
    const whole = readFileSync(path, 'utf8');
    writeFileSync(path, `${whole}${whole.slice(0, 40)}`);
    await live(async (again) => {
      await again.erase({ userId: 'ben' });
    });
    const lines = readFileSync(path, 'utf8').trim().split('\n');
    expect(lines).toHaveLength(3);
    putBack(true);
    expect(await restore()).toMatchObject({ erasures: 2, visitors: 2 });
  });

  it('is told apart from a file that is not there', async () => {
    const missing = join(dataDir, 'nowhere.log');
    expect(existsSync(missing)).toBe(false);
    const report = await type(`restore ${missing}`, makeTerminal({ DATA_DIR: dataDir }));
    expect(report).toMatchObject({ exit: 1, isFault: true });
  });
});
