import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { readStream } from '../../bench/segments/stream.ts';
import type { SiteId, VisitorId } from '../../core/entry.ts';
import type { ProfileRow, Store } from '../../core/ports.ts';
import { createEmbeddedStore } from '../../core/stores/embedded.ts';
import { openEmbeddedSource, openEmbeddedTarget } from '../../core/stores/migration/embedded-side.ts';
import { openMongoSource, openMongoTarget } from '../../integrations/mongodb/migration-side.ts';
import { createMongoStore } from '../../integrations/mongodb/store.ts';
import { openEngine } from '../durability/open-engine.ts';
import { inFolder } from '../durability/places.ts';
import { move } from '../integrations/mongodb/migrating.ts';
import { moveFromFolder, moveFromMongo } from '../integrations/mongodb/migration-property.ts';
import { makeDataFolder } from '../support/data-folder.ts';
import { createDrivenClock } from '../support/driven-clock.ts';
import { mongoDatabases } from '../support/mongodb/databases.ts';

const HISTORIES = 40;
const AT_ONCE = 500;
const PAGE = 1_000;
const nextUrl = mongoDatabases('migration-long');

it.each([2026, 1])('%s: any history is the same on the other store, and back', async (seed) => {
  expect.hasAssertions();
  await moveFromFolder({ nextUrl, histories: HISTORIES, seed });
});

it.each([2026, 1])('%s: any history of MongoDB is the same in a folder, and back', async (seed) => {
  expect.hasAssertions();
  await moveFromMongo({ nextUrl, histories: HISTORIES, seed });
});

const toVisitor = (name: string) => createHash('md5').update(name).digest('hex') as VisitorId;

/** An hour of a real shop, folded by the engine, with two segments. */
async function fillShop(dataDir: string): Promise<{ readonly site: string; readonly events: number }> {
  const { events } = readStream(undefined);
  const clock = createDrivenClock((events.at(-1)?.t ?? 0) + 1);
  const { engine, site, close } = await openEngine(inFolder(dataDir), clock);
  for (const [key, when] of Object.entries({
    viewers: { event: 'Product Viewed', count: { gte: 5 } },
    buyers: { event: 'Order Completed' },
  }))
    expect(await engine.segments.put(site.siteId, { key, name: key, when })).toMatchObject({ ok: true });
  for (let from = 0; from < events.length; from += AT_ONCE) {
    const some = events.slice(from, from + AT_ONCE);
    await engine.append(
      some.map((event) => ({ ...event, site: site.siteId, visitor: toVisitor(`${event.visitor}`) })),
    );
  }
  await engine.segments.idle();
  await close();
  return { site: site.siteId, events: events.length };
}

async function readProfiles(opening: Promise<Store>, site: string) {
  const store = await opening;
  const profiles: ProfileRow[] = [];
  for (let page: readonly ProfileRow[] | null = null; page === null || page.length === PAGE; ) {
    page = await store.listProfiles(site as SiteId, profiles.at(-1)?.visitor ?? null, PAGE);
    profiles.push(...page);
  }
  const members = await store.countMembers(site as SiteId);
  await store.close();
  return { profiles, members };
}

it('a stream of the shape of the REES46 sample has the same profiles and members on the other store, and back', async () => {
  const [dataDir, back, url] = [makeDataFolder(), makeDataFolder(), nextUrl()];
  const { site, events } = await fillShop(dataDir);
  const there = await move(openEmbeddedSource(dataDir), await openMongoTarget(url));
  expect(there).toMatchObject({
    tables: expect.arrayContaining([expect.objectContaining({ table: 'profiles' })]),
  });
  const before = await readProfiles(createEmbeddedStore({ dataDir }), site);
  expect(before.profiles.length).toBeGreaterThan(1_000);
  expect(before.profiles.reduce((sum, { seq }) => Math.max(sum, seq), 0)).toBeGreaterThanOrEqual(events);
  expect(await readProfiles(createMongoStore({ url }), site)).toEqual(before);
  const again = await move(await openMongoSource(url, Date.now), openEmbeddedTarget(back));
  expect(again).toMatchObject({ tables: there === 'broken off' ? [] : there.tables });
  expect(await readProfiles(createEmbeddedStore({ dataDir: back }), site)).toEqual(before);
});
