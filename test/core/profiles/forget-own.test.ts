import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { VisitorId } from '../../../core/entry.ts';
import { deviceVisitor, innerHash, personVisitor } from '../../../core/identity/hash.ts';
import { asRawId } from '../../../core/identity/raw.ts';
import type { Site } from '../../../core/sites/site.ts';
import { NOON, type Served, serve } from '../../support/served.ts';

const UA = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const OWN_DEVICE = 'a'.repeat(32);
const STRANGERS_DEVICE = 'b'.repeat(32);

let served: Served;
let site: Site;

beforeEach(async () => {
  served = await serve();
  site = served.sites.get('demo') as Site;
});
afterEach(() => served.stop());

const person = (): VisitorId => personVisitor(site.idKey, innerHash(site.siteId, asRawId('customer-7')));

async function fromServer(id: string, device: string): Promise<void> {
  const event = { id, name: 'Product Viewed', time: NOON - 60_000, device, userId: 'customer-7' };
  const consent = { analytics: true };
  await served.engine.ingest(site, { events: [{ ...event, consent, properties: { product_id: 'p1' } }] });
}

/** A browser that says it is customer 7, and cannot prove it. */
async function claim(device: string): Promise<void> {
  const h = innerHash(site.siteId, asRawId('customer-7'));
  const item = { i: 'claimed', n: 'Product Viewed', t: NOON, p: { product_id: 'p2' }, u: '/p/2' };
  const body = { ver: 1, s: NOON, dev: device, h, c: { analytics: true, at: NOON }, q: 0, e: [item] };
  const seen = { addressPrefix: '203.0.113', userAgent: UA, acceptLanguage: 'en', address: '' };
  await served.engine.collect(site, body, { ...seen, gpc: false, dnt: false, purpose: '', country: '' });
}

describe('a device whose log-in is only a claim', () => {
  it('forgets itself and leaves the person the rest', async () => {
    const { visitors } = served.engine;
    await fromServer('own', OWN_DEVICE);
    await claim(STRANGERS_DEVICE);
    const stranger = deviceVisitor(site.idKey, STRANGERS_DEVICE);
    expect((await visitors.view(site.siteId, person()))?.events).toMatchObject({ count: 2 });
    expect(await visitors.answersFor(site.siteId, stranger)).toBe(false);

    expect(await visitors.forgetOwn(site.siteId, stranger)).toMatchObject({ entries: 2, links: 1 });
    expect((await visitors.view(site.siteId, person()))?.events).toMatchObject({ count: 1 });
    expect(await visitors.view(site.siteId, stranger)).toBeNull();
    expect(await visitors.forgetOwn(site.siteId, stranger)).toMatchObject({ entries: 0, links: 0 });
  });
});
