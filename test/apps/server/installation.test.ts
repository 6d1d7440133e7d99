import { describe, expect, it, onTestFinished } from 'vitest';
import { serve } from '../../support/served.ts';
import { createSite, openDoors } from '../../support/sites.ts';

const DEVICE = 'd0'.repeat(16);

async function openShop() {
  const served = await serve();
  onTestFinished(() => served.stop());
  const site = await createSite(served, { site: 'shop' });
  const look = async () => (await site.ask('GET', '/v1/installation')).body as Record<string, never>;
  const post = (more: object = {}, sender?: Parameters<typeof site.collect>[1]) =>
    site.collect(
      {
        s: served.clock.now(),
        pg: 'ab'.repeat(16),
        q: 0,
        dev: DEVICE,
        e: [{ i: crypto.randomUUID(), n: 'Page Viewed', t: served.clock.now(), u: '/', p: {} }],
        ...more,
      },
      sender,
    );
  return { served, site, look, post };
}

describe('what is known of an installation', () => {
  it('is the write key of pages, and that nothing has come yet', async () => {
    const { served, site, look } = await openShop();
    expect(await look()).toMatchObject({
      site: 'shop',
      siteId: site.siteId,
      writeKey: site.writeKey,
      publicUrl: null,
      since: new Date(served.clock.now()).toISOString(),
      doors: { pages: { lastAt: null, posts: 0, accepted: 0, refused: 0, lastRefusal: null } },
      tracker: { lastAt: null, times: 0 },
    });
  });

  it('is never a secret key, nor the new write key to whoever has the public one alone', async () => {
    const { served, site, look } = await openShop();
    expect(JSON.stringify(await look())).not.toContain('sk_');
    const answer = await openDoors(served.url, { ...site, secretKey: site.writeKey }).ask(
      'GET',
      '/v1/installation',
    );
    expect([answer.status, JSON.stringify(answer.body)]).toEqual([
      403,
      expect.stringContaining('wrong_key_kind'),
    ]);
  });

  it('is which door was knocked at when, and how it went', async () => {
    const { served, site, look, post } = await openShop();
    await post({ c: { analytics: true } });
    await site.ingest([{ id: 'o1', name: 'Order Completed', time: served.clock.now(), properties: {} }]);
    await site.ingest([{ id: 'o2', name: '' }]);
    await site.ask('POST', '/v1/track', { anonymousId: DEVICE, event: 'Product Viewed', messageId: 'm1' });
    await fetch(`${served.url}/t/${site.writeKey}.js`);
    const now = new Date(served.clock.now()).toISOString();
    expect(await look()).toMatchObject({
      doors: {
        pages: { lastAt: now, posts: 1, accepted: 1, refused: 0, lastRefusal: null },
        servers: { lastAt: now, posts: 2, accepted: 1, refused: 1, lastRefusal: { at: now } },
        messages: { lastAt: now, posts: 1 },
      },
      tracker: { lastAt: now, times: 1 },
      consent: { lastAt: now, times: 1 },
    });
  });

  it('counts choices and Global Privacy Control of people, and of no robot', async () => {
    const { look, post } = await openShop();
    await post({ c: { analytics: false } });
    await post({}, { headers: { 'sec-gpc': '1' } });
    await post({ g: 1, c: { analytics: true } });
    await post({ c: { analytics: true } }, { userAgent: 'Googlebot/2.1' });
    expect(await look()).toMatchObject({
      consent: { times: 2 },
      choices: { days: 28, allowed: 0, undecided: 0, denied: 1, gpc: 2 },
      doors: { pages: { posts: 4 } },
    });
  });

  it('is of one site, whatever comes of another', async () => {
    const { served, look } = await openShop();
    const other = await createSite(served, { site: 'other' });
    await other.ingest([{ id: 'o1', name: 'Order Completed', time: served.clock.now(), properties: {} }]);
    expect(await look()).toMatchObject({ doors: { servers: { posts: 0 } } });
  });

  it('counts answers that give a page something to show', async () => {
    const { site, look, post } = await openShop();
    await site.ask('PUT', '/v1/campaigns/hello', {
      name: 'Hello',
      state: 'live',
      trigger: { slot: 'hero' },
      variants: [{ key: 'a', treatment: { kind: 'content', text: 'Hello' } }],
    });
    await post({ d: 1, sl: ['hero'], c: { analytics: true, personalization: true } });
    expect(await look()).toMatchObject({ decisions: { times: 1 } });
  });
});
