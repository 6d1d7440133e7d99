import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { VisitorId } from '../../../core/entry.ts';
import { namedVisitor } from '../../../core/identity/naming.ts';
import type { Site } from '../../../core/sites/site.ts';
import { NOON, type Served, serve } from '../../support/served.ts';

let served: Served;
let site: Site;

beforeEach(async () => {
  served = await serve();
  site = served.sites.get('demo') as Site;
});
afterEach(() => served.stop());

const PEOPLE = Array.from({ length: 40 }, (_, n) => `customer-${n}`);

async function order(userId: string, id: string): Promise<void> {
  const event = { id: `${userId}-${id}`, name: 'Product Viewed', time: NOON - 60_000, userId };
  const consent = { analytics: true };
  await served.engine.ingest(site, { events: [{ ...event, consent, properties: { product_id: 'p1' } }] });
}

const visitorOf = (userId: string): VisitorId => namedVisitor({ userId }, site) as VisitorId;

/** How many events of a visitor stand in the log, and how many in the profile. */
async function count(visitor: VisitorId): Promise<{ readonly log: number; readonly profile: number }> {
  const { visitors } = served.engine;
  const { items } = await visitors.entries(site.siteId, visitor, null, 100);
  const profile = (await visitors.view(site.siteId, visitor))?.events?.count ?? 0;
  return { log: items.filter(({ type }) => type === 'event').length, profile };
}

/** Events before, amid and after an erasure, all under way at once. */
async function eraseAmid(userId: string): Promise<void> {
  const { visitors } = served.engine;
  const visitor = visitorOf(userId);
  await order(userId, 'before');
  await Promise.all([
    order(userId, 'first'),
    visitors.forget(site.siteId, visitor),
    order(userId, 'second'),
    visitors.forgetOwn(site.siteId, visitor),
    order(userId, 'third'),
  ]);
}

describe('an erasure amid events of the same visitor', () => {
  it('leaves a profile of what the log still holds, no more and no less', async () => {
    await Promise.all(PEOPLE.map(eraseAmid));
    const counts = await Promise.all(PEOPLE.map(async (userId) => count(visitorOf(userId))));
    expect(counts.map(({ profile }) => profile)).toEqual(counts.map(({ log }) => log));
  });

  it('leaves the same in the rows that the next start reads', async () => {
    await Promise.all(PEOPLE.map(eraseAmid));
    await served.engine.book.flush();
    for (const userId of PEOPLE) {
      const { log } = await count(visitorOf(userId));
      const rows = await served.store.loadProfiles(site.siteId, [visitorOf(userId)]);
      expect(rows.length === 0).toBe(log === 0);
    }
  });
});

describe('an erasure that the store refuses', () => {
  it('leaves the profile whole, with what is in no row yet', async () => {
    const visitor = visitorOf('customer-1');
    await order('customer-1', 'before');
    const { book } = served.engine;
    const refusal = () => Promise.reject(new Error('the disk is full'));
    await expect(book.erase(site.siteId, [visitor], refusal)).rejects.toThrow('full');
    expect(await count(visitor)).toEqual({ log: 1, profile: 1 });
  });
});
