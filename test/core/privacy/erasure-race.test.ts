import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isMoneyKey } from '../../../core/events/money.ts';
import { loginEntry } from '../../../core/identity/entries.ts';
import { deviceVisitor } from '../../../core/identity/hash.ts';
import { asRawId } from '../../../core/identity/raw.ts';
import { createRetention } from '../../../core/privacy/retention.ts';
import { createFoldRules } from '../../../core/profiles/rules.ts';
import { MINUTE, NOON, nameUser, openWorld, type World } from './erased-people.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.stop());

const PEOPLE = Array.from({ length: 5 }, (_, n) => `customer-${n}`);
const deviceOf = (user: string): string => user.length.toString(16).repeat(2) + user.slice(-1).repeat(30);

describe('an erasure while the erased are still at it', () => {
  it('leaves nobody behind: no entry, no profile, no link, no address', async () => {
    const { engine, store } = world.served;
    const { siteId, idKey } = world.tenant;
    const send = (user: string, id: string, more = {}) =>
      engine.ingest(world.tenant, {
        events: [world.event(`${user}-${id}`, NOON - MINUTE, { userId: user, ...more })],
      } as never);
    await Promise.all(
      PEOPLE.map(async (user) => {
        const device = deviceOf(user);
        const { visitor } = nameUser(world, user);
        const address = asRawId(`${user}@example.com`);
        await send(user, 'before');
        await Promise.all([
          send(user, 'first', { device }),
          engine.vault.keep(siteId, visitor, 'email', address),
          engine.erasures.erase(world.tenant, { userId: user }, 'test'),
          send(user, 'second', { device }),
          engine.vault.keep(siteId, visitor, 'email', address),
          send(user, 'third', { email: `${user}@example.com` }),
          engine.erasures.erase(world.tenant, { userId: user }, 'test'),
          send(user, 'fourth'),
        ]);
      }),
    );
    await engine.book.flush();
    const ids = PEOPLE.flatMap((user) => [
      nameUser(world, user).visitor,
      deviceVisitor(idKey, deviceOf(user)),
    ]);
    expect(await store.readLinks(siteId, ids)).toEqual([]);
    expect((await store.readVisitor(siteId, ids)).map(({ id, type }) => `${type} ${id}`)).toEqual([]);
    expect(await store.loadProfiles(siteId, ids)).toEqual([]);
    expect(await store.listRecords('vault', siteId, null, 99)).toEqual([]);
    expect(await store.listRecorded(siteId, null, 99)).toEqual([]);
  });

  it('answers each event as it was taken: none is acknowledged that is in nothing', async () => {
    const { engine } = world.served;
    const posts = Array.from({ length: 15 }, (_, n) => world.ingest(world.event(`e${n}`, NOON - MINUTE)));
    const answers = Promise.all(posts);
    await engine.erasures.erase(world.tenant, { userId: 'customer-4711' }, 'test');
    for (const answer of await answers) expect(['taken', 'erased']).toContain(answer);
    expect(await world.ingest(world.event('late', NOON - MINUTE))).toBe('erased');
    expect(await world.held()).toBeNull();
  });
});

describe('a link that was under way', () => {
  it('takes its device along', async () => {
    const { engine, store } = world.served;
    const { siteId: site, idKey } = world.tenant;
    const device = deviceVisitor(idKey, 'c3'.repeat(16));
    const { visitor } = nameUser(world);
    await world.ingest(world.event('a', NOON - MINUTE));
    const stamp = { site, visitor: device, t: NOON - MINUTE, receivedAt: NOON, source: 'server' } as const;
    const seen = { ...stamp, id: 'seen', type: 'event', name: 'Page Viewed', properties: {} } as const;
    // Handed to the store and not written yet, when the erasure begins.
    const linking = engine.append([loginEntry(stamp, visitor, true), seen]);
    await engine.erasures.erase(world.tenant, { userId: 'customer-4711' }, 'test');
    await linking;
    expect(await store.listRecorded(site, null, 9)).toEqual([]);
    expect(engine.erased.isGone(site, device)).toBe(true);
  });
});

it('a retention that was under way leaves no sums of somebody who was erased', async () => {
  const { engine, store } = world.served;
  const { siteId: site } = world.tenant;
  const { visitor } = nameUser(world);
  const device = deviceVisitor(world.tenant.idKey, 'c3'.repeat(16));
  await world.ingest(world.event('a', NOON - MINUTE, { account: 'acme' }));
  await world.ingest(world.event('b', NOON - MINUTE, { device: 'c3'.repeat(16) }));
  const { retire } = store;
  const ports = {
    ...{ book: engine.book, clock: { ...world.served.clock, now: () => NOON + MINUTE } },
    rulesOf: () => createFoldRules({ currency: 'EUR', funnelStep: () => null, isMoney: isMoneyKey }),
    store: {
      ...store,
      // Read, summed up, and not written yet, when the erasure comes.
      retire: async (...given: Parameters<typeof retire>) => {
        await engine.erasures.erase(world.tenant, { userId: 'customer-4711' }, 'test');
        return retire(...given);
      },
    },
  };
  await createRetention(ports).retireEvents(site, 0);
  expect(await store.readBases(site, [visitor, device])).toEqual([]);
  expect(await store.listRecorded(site, null, 9)).toEqual([]);
  expect(Object.values((await world.erase()).removed).every((count) => count === 0)).toBe(true);
});
