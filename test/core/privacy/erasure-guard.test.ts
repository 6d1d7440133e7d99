import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Entry, EntryType, VisitorId } from '../../../core/entry.ts';
import { MINUTE, NOON, nameUser, openWorld, type World } from './erased-people.ts';

const OTHER = 'b0'.repeat(16) as VisitorId;
let world: World;
let gone: VisitorId;

beforeAll(async () => {
  world = await openWorld();
  gone = nameUser(world).visitor;
  await world.ingest(world.event('a', NOON - MINUTE));
  await world.erase();
});
afterAll(() => world.stop());

const entry = (type: EntryType, more: Partial<Entry> = {}): Entry => ({
  site: world.tenant.siteId,
  id: `${type} ${JSON.stringify(more)}`.slice(0, 90),
  type,
  name: type,
  t: NOON + 60 * MINUTE,
  receivedAt: NOON,
  visitor: gone,
  source: 'server',
  properties: {},
  ...more,
});

describe('whoever writes past the doors', () => {
  it.each(['event', 'consent', 'decision', 'exposure', 'notice', 'score', 'link'] as const)(
    'writes no %s of somebody who was erased',
    async (type) => {
      const { book, store } = world.served.engine;
      const [outcome, other] = await book.append([entry(type), entry(type, { visitor: OTHER })]);
      expect([outcome?.status, other?.status]).toEqual(['erased', 'stored']);
      expect(await store.readVisitor(world.tenant.siteId, [gone])).toEqual([]);
    },
  );

  it('links nobody to them', async () => {
    const link = entry('link', { visitor: OTHER, name: 'login', properties: { to: gone } });
    const [outcome] = await world.served.engine.book.append([link]);
    expect(outcome?.status).toBe('erased');
  });

  it('keeps no record, takes no place and claims nothing for them', async () => {
    const { store } = world.served.engine;
    const { siteId } = world.tenant;
    for (const key of [gone, `${gone}:email`]) {
      expect(await store.putRecord('vault', siteId, key, 'sealed')).toBe(false);
      expect(await store.getRecord('vault', siteId, key)).toBeUndefined();
    }
    const place = { site: siteId, id: 'r', at: NOON, expiresAt: NOON + MINUTE, limits: [] };
    expect((await store.reserve({ ...place, unit: gone })).ok).toBe(false);
    expect((await store.reserve({ ...place, unit: OTHER })).ok).toBe(true);
    await store.claim(siteId, 'order:7', gone);
    expect(await store.claim(siteId, 'order:7', OTHER)).toBe(OTHER);
    expect(await store.listRecorded(siteId, null, 9)).not.toContain(gone);
  });
});
