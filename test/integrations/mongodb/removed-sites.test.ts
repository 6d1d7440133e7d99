/** What a server has in memory of a site that another one removes. */
import { expect, it } from 'vitest';
import { mongoDatabases } from '../../support/mongodb/databases.ts';
import { MINUTE, openTown } from './two-engines.ts';

const nextUrl = mongoDatabases('removed-sites');

it('a site that one server removes leaves profiles, tombstones, relations and keys of the other', async () => {
  const town = await openTown(nextUrl());
  const [first, second] = [await town.open('first'), await town.open('second')];
  const site = town.site();
  const { engine } = second;
  const viewed = (product: string) => ({ properties: { product_id: product, name: product, price: 5 } });
  for (const [nth, user] of ['anna', 'carl', 'dora', 'emil', 'fay', 'gus', 'hal', 'ivy'].entries())
    for (const product of nth < 5 ? ['lamp', 'desk'] : ['vase', 'rug'])
      await second.event(user, 'Product Viewed', viewed(product));
  await second.event('ben', 'Product Viewed', viewed('lamp'));
  await town.pass(MINUTE);
  await engine.erasures.erase(site, { userId: 'ben' }, 'test');
  await engine.relations.catchUp();
  const held = () => ({
    profiles: engine.book.stats().profiles > 0,
    tombstones: engine.erased.count() > 0,
    related: engine.relations.of(site.siteId).related('lamp', { kind: 'viewed', limit: 1, now: engine.now() })
      .length,
  });
  expect(held()).toEqual({ profiles: true, tombstones: true, related: 1 });
  await engine.ring.ofSite(site.siteId);
  expect(await first.engine.removal.remove(site.site, 'test')).toMatchObject({ ok: true });
  await town.settle();
  await engine.relations.catchUp();
  expect(held()).toEqual({ profiles: false, tombstones: false, related: 0 });
  await expect(engine.ring.ofSite(site.siteId)).rejects.toMatchObject({ code: 'unknown_site' });
  const marks = await engine.store.getRecord('meta', '', 'master-key');
  expect(await engine.store.listRecords(`data-keys:${marks}`, '', null, 9)).toEqual([]);
});
