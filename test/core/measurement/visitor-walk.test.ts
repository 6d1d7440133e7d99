import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SiteId } from '../../../core/entry.ts';
import { type WalkedVisitor, walkVisitors } from '../../../core/measurement/visitor-walk.ts';
import { NOON, type Served, serve } from '../../support/served.ts';
import { createSite, type TestSite } from '../../support/sites.ts';

const HOUR = 3_600_000;
const DEVICE = 'd0'.repeat(16);

let served: Served;
let site: TestSite;
beforeAll(async () => {
  served = await serve();
  site = await createSite(served, { name: 'Walk', serverConsent: { analytics: true } });
  const view = (id: string, more: object) => ({
    id,
    name: 'Page Viewed',
    time: NOON - HOUR,
    properties: { path: '/' },
    ...more,
  });
  await site.ingest(Array.from({ length: 150 }, (_, n) => view(`view-${n}`, { userId: `u${n}` })));
  await site.ingest([view('gone', { userId: 'gone' })]);
  await site.ask('POST', '/v1/consent', { userId: 'gone', purposes: { analytics: false }, source: 'page' });
  // Someone's device, who logs in on it later.
  const consent = { analytics: true };
  await site.ingest([
    view('d1', { device: DEVICE, consent }),
    view('d2', { device: DEVICE, userId: 'u0', consent }),
  ]);
  await site.collect({ s: NOON, e: [{ i: 'a1', n: 'Page Viewed', t: NOON, p: {}, u: '/' }] });
});
afterAll(() => served.stop());

async function walk(): Promise<readonly WalkedVisitor[]> {
  const { store, engine } = served;
  const met: WalkedVisitor[] = [];
  for await (const one of walkVisitors({ store, book: engine.book }, site.siteId as SiteId, NOON))
    met.push(one);
  return met;
}

describe('a walk over a site', () => {
  it('meets everybody once, by id, persons and visitor-days, and nobody who declines', async () => {
    const met = await walk();
    const ids = met.map(({ profile }) => profile.visitor);
    expect(ids).toEqual([...new Set(ids)].toSorted());
    const units = Map.groupBy(met, ({ unit }) => unit);
    expect([units.get('person')?.length, units.get('visitor_day')?.length]).toEqual([150, 1]);
  });

  it('reads what a person did on all devices, in the range that is asked for', async () => {
    const read = await Promise.all((await walk()).map(async (one) => one.read({ types: ['event'] })));
    const devices = read.find((entries) => entries.some(({ id }) => id === 'd1'));
    expect(devices?.map(({ id }) => id)).toEqual(['d1', 'd2', 'view-0']);
    const [first] = await walk();
    expect(await first?.read({ types: ['event'], to: NOON - HOUR - 1 })).toEqual([]);
  });
});
