import type { StandardEventName } from '@shopify/web-pixels-extension';
import { beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import { bundlePixel } from '../../../apps/shopify-dev/storefront/pixel-bundle.ts';
import { STANDARD_EVENTS } from '../../../integrations/shopify/storefront/pixel.ts';
import { ANALYTICS, NONE, pageViewed, productAdded, startWorker } from './pixel-worker.ts';

const MOST_BYTES = 8_000;

describe('the web pixel', () => {
  let code = '';
  beforeAll(async () => {
    code = await bundlePixel();
  });

  it('is small, and asks for nothing that is kept on a device', () => {
    expect(Buffer.byteLength(code)).toBeLessThanOrEqual(MOST_BYTES);
    expect(code).not.toMatch(/cookie|localStorage|sessionStorage|indexedDB|clientId|userAgent/);
  });

  it('listens to all fifteen standard events, and to no others', () => {
    expectTypeOf<(typeof STANDARD_EVENTS)[number]>().toEqualTypeOf<StandardEventName>();
    const { subscribed } = startWorker(code, ANALYTICS);
    expect([...subscribed.keys()]).toEqual([...STANDARD_EVENTS]);
    expect(subscribed.size).toBe(15);
  });

  it('sends nothing before the visitor allows analytics, and goes on by itself', () => {
    const worker = startWorker(code, NONE);
    worker.publish(productAdded());
    expect(worker.posts).toHaveLength(0);
    worker.choose(ANALYTICS);
    worker.publish(productAdded());
    expect(worker.posts).toHaveLength(1);
  });

  it('stops when that is taken back', () => {
    const worker = startWorker(code, ANALYTICS);
    worker.publish(productAdded());
    worker.choose(NONE);
    worker.publish(productAdded());
    expect(worker.posts).toHaveLength(1);
  });

  it('sends an envelope that the collector reads, without credentials, and past the end of the page', () => {
    const worker = startWorker(code, ANALYTICS);
    worker.publish(productAdded());
    worker.publish(productAdded());
    const [first, second] = worker.posts;
    expect(first?.url).toBe('https://inkling.example.com/platforms/shopify/pixel?k=wk_1');
    expect(first?.options).toMatchObject({ method: 'POST', keepalive: true, credentials: 'omit' });
    expect(first?.envelope).toMatchObject({
      ver: 1,
      q: 0,
      c: { analytics: true, personalization: false, share: false, source: 'shopify' },
      e: [{ i: expect.any(String), n: expect.any(String), t: expect.any(Number), p: expect.any(Object) }],
    });
    expect(first?.envelope.pg).toMatch(/^[0-9a-f]{32}$/);
    expect(second?.envelope).toMatchObject({ q: 1, pg: first?.envelope.pg });
  });

  it('claims no purpose that only the page can tell: of those it says denials', () => {
    const worker = startWorker(code, {
      ...ANALYTICS,
      preferencesProcessingAllowed: true,
      saleOfDataAllowed: true,
    });
    worker.publish(productAdded());
    expect(worker.posts[0]?.envelope.c).toEqual({ analytics: true, source: 'shopify' });
  });

  it('says which cart is meant, and not what opens it', () => {
    const worker = startWorker(code, ANALYTICS, { cartId: 'gid://shopify/Cart/c1-abc?key=secret' });
    worker.publish(productAdded());
    expect(worker.posts[0]?.envelope.e[0]?.p).toMatchObject({ cart_id: 'c1-abc' });
    expect(worker.posts[0]?.options.body).not.toContain('secret');
  });

  it('touches no storage, and passes on nobody', () => {
    const worker = startWorker(code, ANALYTICS);
    worker.publish(productAdded());
    worker.publish(pageViewed('/checkouts/cn/token/information'));
    expect(worker.posts).toHaveLength(2);
    expect(worker.touched).toEqual([]);
    const sent = worker.posts.map(({ options }) => options.body).join();
    expect(sent).not.toMatch(/anna@shop\.example|shopifys-own-id|Unmistakable/);
  });

  it('leaves to the page what the page tells', () => {
    const worker = startWorker(code, ANALYTICS);
    worker.publish(pageViewed('/products/checkouts-explained'));
    expect(worker.posts).toHaveLength(0);
    worker.publish(pageViewed('/checkouts/cn/token/information'));
    expect(worker.posts).toHaveLength(1);
  });

  it('says nothing when a post fails', async () => {
    const worker = startWorker(code, ANALYTICS, { fails: true });
    worker.publish(productAdded());
    // A rejection that nobody takes would end this run.
    await new Promise(setImmediate);
    expect(worker.posts).toHaveLength(1);
  });
});
