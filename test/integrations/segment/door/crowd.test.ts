/** Many devices that one post says are one person's. */
import { expect, it, onTestFinished } from 'vitest';
import type { SiteId, VisitorId } from '../../../../core/entry.ts';
import { MAX_DEVICES } from '../../../../core/identity/link-graph.ts';
import { createEmbeddedStore } from '../../../../core/stores/embedded.ts';
import { NOON, serve } from '../../../support/served.ts';
import { entriesOf, namesOf, openDoor, visitorOf } from './posts.ts';

const BEFORE = new Date(NOON - 120_000).toISOString();
const saidAt = (n: number): string => new Date(NOON - 60_000 + n).toISOString();
const context = { consent: { categoryPreferences: { Analytics: true } } };
const crowd = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    ...{ type: 'track', event: 'Product Viewed', timestamp: saidAt(n), context },
    ...{ messageId: `m${n}`, anonymousId: `guest ${n}`, userId: 'ann' },
  }));

it.each(['in one post', 'one after the other'])(
  'of log-ins that pages claim so many are believed as a person has devices, and the rest is their own: %s',
  async (way) => {
    const served = await serve();
    onTestFinished(() => served.stop());
    const { site, asServer, asPage } = await openDoor(served, { serverConsent: { analytics: true } });
    const login = { userId: 'bea', anonymousId: 'guest 29', messageId: 'first', timestamp: BEFORE };
    await asServer('/v1/track', { event: 'Cart Viewed', ...login });
    const messages = crowd(30);
    const posts = way === 'in one post' ? [messages] : messages.map((message) => [message]);
    for (const batch of posts) expect((await asPage('/v1/batch', { batch })).body).toEqual({ success: true });
    const links = (await entriesOf(site, { userId: 'ann' })).filter(({ type }) => type === 'link');
    expect(links).toHaveLength(MAX_DEVICES);
    expect(await namesOf(site, { userId: 'ann' })).toHaveLength(MAX_DEVICES);
    expect(await namesOf(site, { device: 'guest 28' })).toEqual(['Product Viewed']);
    // Whoever else was logged in there is not credited with it.
    expect(await namesOf(site, { userId: 'bea' })).toEqual(['Cart Viewed']);
    expect(await visitorOf(site, { device: 'guest 29' })).not.toBe(await visitorOf(site, { userId: 'bea' }));
  },
);

it('a user id that a server sends for everybody joins no more than a hundred devices, and none of their events is lost', async () => {
  const served = await serve();
  onTestFinished(() => served.stop());
  const { site, asServer } = await openDoor(served, { serverConsent: { analytics: true } });
  const messages = crowd(5 * MAX_DEVICES + 20);
  for (const batch of [messages.slice(0, 60), messages.slice(60)])
    expect((await asServer('/v1/batch', { batch })).body).toEqual({ success: true });
  const ann = (await visitorOf(site, { userId: 'ann' })) as VisitorId;
  expect(await served.store.readLinks(site.siteId as SiteId, [ann])).toHaveLength(5 * MAX_DEVICES);
  expect(await namesOf(site, { userId: 'ann' })).toHaveLength(MAX_DEVICES);
  expect(await namesOf(site, { device: `guest ${5 * MAX_DEVICES + 19}` })).toEqual(['Product Viewed']);
});

it('links of one post are followed side by side, not each by itself', async () => {
  let readings = 0;
  const served = await serve({
    openStore: async (dataDir) => {
      const store = await createEmbeddedStore({ dataDir });
      return {
        ...store,
        readLinks: (...given) => {
          readings += 1;
          return store.readLinks(...given);
        },
      };
    },
  });
  onTestFinished(() => served.stop());
  const { asServer } = await openDoor(served, { serverConsent: { analytics: true } });
  const count = 40;
  await asServer('/v1/batch', { batch: crowd(count) });
  // A few for each device that nobody knew, and a few for all of them.
  expect(readings).toBeLessThan(8 * count);
});
