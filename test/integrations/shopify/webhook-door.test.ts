import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signBody } from '../../../apps/shopify-dev/fake/webhooks.ts';
import { APP_PATH } from '../../../integrations/shopify/settings.ts';
import { type ConnectedShop, installShop } from '../../support/shopify/connected-shop.ts';
import { API_SECRET } from '../../support/shopify/opened-shop.ts';

describe('the door for webhooks', () => {
  let connected: ConnectedShop;
  beforeAll(async () => {
    connected = await installShop();
  });
  afterAll(() => connected.stop());

  type Changes = { readonly body?: string; readonly headers?: Readonly<Record<string, string>> };
  async function post({ body = '{"id":1}', headers = {} }: Changes = {}): Promise<number> {
    const answer = await fetch(`${connected.served.url}${APP_PATH}/webhooks`, {
      method: 'POST',
      body,
      headers: {
        ...{ 'content-type': 'application/json', 'x-shopify-topic': 'products/delete' },
        ...{ 'x-shopify-shop-domain': connected.shop.domain, 'x-shopify-api-version': '2026-07' },
        ...{ 'x-shopify-webhook-id': 'w1', 'x-shopify-event-id': 'e1' },
        'x-shopify-triggered-at': new Date(connected.served.clock.now()).toISOString(),
        'x-shopify-hmac-sha256': signBody(body, API_SECRET),
        ...headers,
      },
    });
    await answer.text();
    return answer.status;
  }

  it('takes what Shopify has signed', async () => {
    expect(await post()).toBe(200);
  });

  it.each([
    ['another secret', { headers: { 'x-shopify-hmac-sha256': signBody('{"id":1}', 'x'.repeat(38)) } }],
    ['another body', { headers: { 'x-shopify-hmac-sha256': signBody('{"id":2}', API_SECRET) } }],
    ['no signature', { headers: { 'x-shopify-hmac-sha256': '' } }],
    ['no base64', { headers: { 'x-shopify-hmac-sha256': '%%%' } }],
  ])('refuses %s', async (_, changes) => {
    expect(await post(changes)).toBe(401);
  });

  it('refuses a body that is larger than any of Shopify’s', async () => {
    expect(await post({ body: JSON.stringify({ id: 1, note: 'x'.repeat(6 * 1024 * 1024) }) })).toBe(413);
  });

  it.each([
    ['of a shop that it does not know', { headers: { 'x-shopify-shop-domain': 'nobody.myshopify.com' } }],
    ['of a topic that it does not hear', { headers: { 'x-shopify-topic': 'themes/publish' } }],
  ])('has no use for one %s, and says so by taking it', async (_, changes) => {
    expect(await post(changes)).toBe(200);
  });

  it('takes one that nobody can read, which would be no better the next time, and the checklist shows it', async () => {
    expect(await post({ headers: { 'x-shopify-topic': 'orders/create' } })).toBe(200);
    expect(await post({ body: 'no json', headers: { 'x-shopify-topic': 'orders/create' } })).toBe(200);
    const { body } = await connected.admin('GET', '/setup');
    const rows = body.items as readonly { readonly key: string }[];
    expect(rows.find(({ key }) => key === 'webhooks')).toMatchObject({
      state: 'broken',
      facts: { failures: 2, lastFailureTopic: 'ORDERS_CREATE' },
    });
  });

  it('takes no other method', async () => {
    const { status } = await fetch(`${connected.served.url}${APP_PATH}/webhooks`);
    expect(status).toBe(404);
  });
});
