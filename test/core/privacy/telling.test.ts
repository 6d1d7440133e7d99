import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openFolder } from '../../../apps/server/cli/folder.ts';
import { readSettings } from '../../../apps/server/settings.ts';
import { asRawId } from '../../../core/identity/raw.ts';
import type { ForgetOutcome, ForgetRequest, Platform } from '../../../core/ports.ts';
import { makeDataFolder } from '../../support/data-folder.ts';
import { createDrivenClock } from '../../support/driven-clock.ts';
import { MINUTE, NOON, nameUser, openWorld, USER, type World } from './erased-people.ts';

const REFERENCE = 'gid://shopify/Customer/70461';

/** A platform that answers as it is told to, and remembers what it was asked. */
function createFakePlatform(answer: (asked: number) => Promise<ForgetOutcome>) {
  const asked: ForgetRequest[] = [];
  const platform: Platform = {
    name: 'shopify',
    connect: () => ({
      handle: async () => false,
      forget: async (request) => {
        asked.push(request);
        return answer(asked.length);
      },
    }),
  };
  return { platform, asked };
}

const done = async (): Promise<ForgetOutcome> => ({ kind: 'done' });
const refused = async (): Promise<ForgetOutcome> => ({
  kind: 'failed',
  reason: 'answered 503',
  retryAfterMs: null,
});

let world: World;
afterEach(() => world.stop());

async function open(platform: Platform, dataDir?: string): Promise<void> {
  world = await openWorld({ platforms: [platform], ...(dataDir === undefined ? {} : { dataDir }) });
}

/** Somebody whose number on the platform is known. */
async function liveAndErase(): Promise<string> {
  await world.ingest(world.event('a', NOON - MINUTE));
  const { visitor } = nameUser(world);
  await world.served.engine.vault.keep(world.tenant.siteId, visitor, 'shopify', asRawId(REFERENCE));
  return (await world.erase()).id;
}

const told = async (id: string) =>
  ((await world.site.ask('GET', `/v1/erasures/${id}`)).body as { told: Record<string, string> }).told;
const run = () => world.served.engine.erasures.tell();

function isInFolder(text: string): boolean {
  const { dataDir } = world.served;
  return readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).some((name) => {
    const path = join(dataDir, name);
    return statSync(path).isFile() && readFileSync(path).includes(text);
  });
}

describe('a platform that holds somebody too', () => {
  it('is told by its own reference, and the receipt says that it has forgotten them', async () => {
    const { platform, asked } = createFakePlatform(done);
    await open(platform);
    const id = await liveAndErase();
    await run();
    const { siteId } = world.tenant;
    expect(asked).toEqual([
      { id, site: siteId, erasedAt: NOON, visitors: [nameUser(world).visitor], references: [REFERENCE] },
    ]);
    expect(await told(id)).toEqual({ shopify: 'done' });
    expect(await world.served.store.listRecords('erasures-waiting', siteId, null, 9)).toEqual([]);
    await run();
    expect(asked).toHaveLength(1);
  });

  it('is not told of somebody it never knew', async () => {
    const { platform, asked } = createFakePlatform(done);
    await open(platform);
    await world.ingest(world.event('a', NOON - MINUTE));
    const { id } = await world.erase();
    await run();
    expect([asked, await told(id)]).toEqual([[], {}]);
  });

  it.each([
    ['says no', refused],
    ['breaks off', () => Promise.reject(new Error('a fault'))],
  ])('is asked again, with the same id, when it %s', async (_, fail) => {
    const { platform, asked } = createFakePlatform((times) => (times < 3 ? fail() : done()));
    await open(platform);
    const id = await liveAndErase();
    await run();
    expect(await told(id)).toEqual({ shopify: 'waiting' });
    expect(isInFolder(REFERENCE)).toBe(false);
    for (const minutes of [1, 2]) {
      await run();
      await world.served.clock.moveTo(world.served.clock.now() + minutes * MINUTE);
      await run();
    }
    expect(new Set(asked.map((request) => request.id))).toEqual(new Set([id]));
    expect([asked.length, await told(id)]).toEqual([3, { shopify: 'done' }]);
  });

  it('is asked again when it does not answer in time', async () => {
    const { platform, asked } = createFakePlatform((times) =>
      times === 1 ? new Promise(() => undefined) : done(),
    );
    await open(platform);
    const id = await liveAndErase();
    const first = run();
    await world.served.clock.moveTo(NOON + 10_000);
    await first;
    expect(await told(id)).toEqual({ shopify: 'waiting' });
    await world.served.clock.moveTo(NOON + 2 * MINUTE);
    await run();
    expect([asked.length, await told(id)]).toEqual([2, { shopify: 'done' }]);
  });

  it('is asked again after a restart', async () => {
    const dataDir = makeDataFolder();
    const { platform, asked } = createFakePlatform((times) => (times === 1 ? refused() : done()));
    await open(platform, dataDir);
    const id = await liveAndErase();
    await run();
    await world.stop();
    const { siteId, site } = world.tenant;
    world = await openWorld(
      { platforms: [platform], dataDir, clockAtMs: NOON + 2 * MINUTE },
      { site: 'other' },
    );
    await run();
    expect(asked.map((request) => [request.id, request.references])).toEqual([
      [id, [REFERENCE]],
      [id, [REFERENCE]],
    ]);
    const tenant = world.served.sites.get(site);
    expect(tenant && (await world.served.engine.erasures.read(siteId, id))?.told).toEqual({
      shopify: 'done',
    });
  });

  it('is told though hundreds of others wait for another hour', async () => {
    const { platform, asked } = createFakePlatform(done);
    await open(platform);
    const { store } = world.served;
    const row = { sealed: '', due: NOON + 60 * MINUTE, attempts: 3, since: NOON };
    for (let n = 0; n < 250; n += 1) {
      const other = `er_${n.toString(16).padStart(24, '0')}:shopify`;
      await store.putRecord('erasures-waiting', world.tenant.siteId, other, row);
    }
    const id = await liveAndErase();
    await run();
    expect([asked.length, await told(id)]).toEqual([1, { shopify: 'done' }]);
  });

  it('is told by the next server of whom the command line erased while none ran', async () => {
    const dataDir = makeDataFolder();
    const { platform, asked } = createFakePlatform(done);
    await open(platform, dataDir);
    await world.ingest(world.event('a', NOON - MINUTE));
    const { visitor } = nameUser(world);
    await world.served.engine.vault.keep(world.tenant.siteId, visitor, 'shopify', asRawId(REFERENCE));
    await world.stop();
    const settings = readSettings({ DATA_DIR: dataDir });
    const folder = await openFolder(settings, createDrivenClock(NOON), [platform]);
    const erased = await folder.operations.erase({ site: world.site.site, userId: USER });
    await folder.close();
    expect(erased).toMatchObject({ ok: true, value: { told: { shopify: 'waiting' } } });
    world = await openWorld({ platforms: [platform], dataDir, clockAtMs: NOON + MINUTE }, { site: 'other' });
    await run();
    expect(asked.at(-1)?.references).toEqual([REFERENCE]);
  });

  it('is given up after thirty days, and nothing of the person is left waiting', async () => {
    const { platform } = createFakePlatform(refused);
    await open(platform);
    const id = await liveAndErase();
    await run();
    await world.served.clock.leapTo(NOON + 31 * 24 * 60 * MINUTE);
    await run();
    expect(await told(id)).toEqual({ shopify: 'given up' });
    expect(await world.served.store.listRecords('erasures-waiting', world.tenant.siteId, null, 9)).toEqual(
      [],
    );
  });

  it('is not in the way where its reference was sealed with a key that is lost', async () => {
    const { platform } = createFakePlatform(done);
    await open(platform);
    await world.ingest(world.event('a', NOON - MINUTE));
    const key = `${nameUser(world).visitor}:shopify`;
    await world.served.store.putRecord('vault', world.tenant.siteId, key, { sealed: 'A'.repeat(60), at: 0 });
    const { id, removed } = await world.erase();
    expect([removed.records, await told(id)]).toEqual([1, {}]);
    expect(await world.held()).toBeNull();
  });
});
