import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FakeCustomer } from '../../../apps/shopify-dev/fake/state.ts';
import { InklingError } from '../../../core/errors.ts';
import { type PrivacyRequests, requestsSchema } from '../../../integrations/shopify/admin-page/contract.ts';
import { makeBuyer } from '../../support/shopify/buyers.ts';
import { type ConnectedShop, installShop } from '../../support/shopify/connected-shop.ts';
import { bearer, call } from '../../support/sites.ts';

const DAY_MS = 86_400_000;

describe('what Shopify asks on behalf of customers', () => {
  let connected: ConnectedShop;
  beforeEach(async () => {
    connected = await installShop();
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await connected.stop();
  });

  const now = () => connected.served.clock.now();
  const requests = async (): Promise<PrivacyRequests['items']> =>
    requestsSchema.parse((await connected.admin('GET', '/requests')).body).items;
  const lookUp = ({ id }: FakeCustomer) =>
    connected.site().ask('POST', '/v1/visitors/lookup', { userId: String(id) });
  const last = () => {
    const told = connected.shop.webhooks.sent.at(-1);
    if (told === undefined) throw new Error('Shopify told nobody');
    return told;
  };
  const buyer = (): Promise<FakeCustomer> => makeBuyer(connected, { analytics: true });
  /** So many were forgotten before, each a second before the other; by key they come before all that is told of later. */
  async function forgetMany(many: number): Promise<void> {
    const done = { kind: 'customer_redact', doneAt: now(), visitor: null, entries: 1 };
    for (let n = 1; n <= many; n += 1)
      await connected.served.store.putRecord('platform-requests', connected.site().siteId, `:a-${n}`, {
        ...done,
        at: now() - n * 1_000,
      });
  }
  async function runSweep(): Promise<void> {
    const { url, operatorKey } = connected.served;
    const headers = bearer(operatorKey);
    const { status } = await call(`${url}/v1/jobs/shopify-requests/run`, { method: 'POST', headers });
    expect(status).toBe(200);
  }

  it('to forget somebody is done once, and the second time nothing is there any more', async () => {
    const customer = await buyer();
    await connected.shop.acts.redactCustomer(customer);
    expect((await lookUp(customer)).status).toBe(404);
    const [first] = await requests();
    expect(first).toMatchObject({ outcome: 'erased', hasExport: false, entries: expect.any(Number) });
    await connected.served.clock.moveTo(now() + 60_000);
    await connected.shop.acts.redactCustomer(customer);
    expect(last().status).toBe(200);
    expect(await requests()).toEqual([
      expect.objectContaining({ outcome: 'nothing_held', entries: 0 }),
      first,
    ]);
  });

  it('to forget somebody stays what it was where Shopify tells of it again', async () => {
    await connected.shop.acts.redactCustomer(await buyer());
    const [first] = await requests();
    await connected.served.clock.moveTo(now() + 60_000);
    expect(await connected.shop.webhooks.repeat(last().delivery)).toBe(200);
    expect(await requests()).toEqual([{ ...first, doneAt: expect.any(String) }]);
  });

  it('to forget somebody comes again where the store does not take it, and is done then', async () => {
    const customer = await buyer();
    vi.spyOn(connected.served.engine.erasures, 'erase').mockRejectedValueOnce(
      new InklingError('store_unavailable', 'store', 'full', 'make room'),
    );
    await connected.shop.acts.redactCustomer(customer);
    expect([last().status, (await lookUp(customer)).status]).toEqual([503, 200]);
    await connected.shop.webhooks.retry();
    expect([last().status, (await lookUp(customer)).status]).toEqual([200, 404]);
    expect(await requests()).toMatchObject([{ kind: 'customer_redact', outcome: 'erased' }]);
  });

  it('to forget somebody whom nobody saw is answered, and takes nothing of anybody else’s', async () => {
    const other = await buyer();
    const log = await connected.served.store.readSince(0, 1_000);
    await connected.shop.acts.redactCustomer(await connected.shop.acts.createCustomer());
    expect(last().status).toBe(200);
    expect(await requests()).toMatchObject([
      { kind: 'customer_redact', outcome: 'nothing_held', entries: 0 },
    ]);
    expect(await connected.served.store.readSince(0, 1_000)).toEqual(log);
    expect((await lookUp(other)).status).toBe(200);
  });

  it('to forget somebody is done also after the app has gone', async () => {
    const customer = await buyer();
    await connected.shop.uninstall();
    await connected.shop.acts.redactCustomer(customer);
    expect([last().status, (await lookUp(customer)).status]).toEqual([200, 404]);
  });

  it('about what is held of somebody of whom nothing is held is answered at once, with no file', async () => {
    await connected.shop.acts.requestData(await connected.shop.acts.createCustomer());
    expect(last().status).toBe(200);
    const [request, ...others] = await requests();
    expect(others).toEqual([]);
    expect(request).toMatchObject({ kind: 'data_request', outcome: 'nothing_held', hasExport: false });
    expect(request?.doneAt).not.toBeNull();
    expect((await connected.admin('GET', `/requests/${request?.id}/export`)).status).toBe(404);
  });

  it('about what is held is one request however often it comes, with a number of its own or without', async () => {
    const customer = await buyer();
    await connected.shop.acts.requestData(customer);
    expect(await connected.shop.webhooks.repeat(last().delivery)).toBe(200);
    expect(await requests()).toMatchObject([{ kind: 'data_request', outcome: 'waiting', hasExport: true }]);
    await connected.shop.webhooks.tell('customers/data_request', { customer: { id: customer.id } });
    expect(await connected.shop.webhooks.repeat(last().delivery)).toBe(200);
    expect(await requests()).toHaveLength(2);
  });

  it('about what is held is seen and answered however many were forgotten, of whom the latest are seen', async () => {
    await forgetMany(1_002);
    await connected.shop.acts.requestData(await buyer());
    const [asked, ...others] = await requests();
    expect(asked).toMatchObject({ kind: 'data_request', outcome: 'waiting', hasExport: true });
    expect(others.map(({ id }) => id)).toEqual(Array.from({ length: 1_000 }, (_, at) => `a-${at + 1}`));
    expect((await connected.admin('GET', `/requests/${asked?.id}/export`)).status).toBe(200);
    expect((await requests()).slice(0, 2)).toMatchObject([{ outcome: 'exported' }, { id: 'a-1' }]);
    expect(await connected.shop.webhooks.repeat(last().delivery)).toBe(200);
    expect((await requests())[0]).toMatchObject({ id: asked?.id, outcome: 'exported' });
  });

  it('to forget somebody keeps what it counted where Shopify tells of it again, however many there were', async () => {
    await forgetMany(1_002);
    await connected.shop.acts.redactCustomer(await buyer());
    const [first] = await requests();
    expect(first).toMatchObject({ id: expect.stringMatching(/^customer_redact-/), outcome: 'erased' });
    expect(await connected.shop.webhooks.repeat(last().delivery)).toBe(200);
    expect((await requests())[0]).toEqual({ ...first, doneAt: expect.any(String) });
  });

  it('without a number of its own is a request of each customer who asks at the same time', async () => {
    const customers = [await buyer(), await buyer()];
    for (const { id } of customers)
      await connected.shop.webhooks.tell('customers/data_request', { customer: { id } });
    const asked = await requests();
    expect(new Set(asked.map(({ id }) => id)).size).toBe(2);
    expect(asked).toMatchObject([{ outcome: 'waiting' }, { outcome: 'waiting' }]);
  });

  it('about what is held goes with the customer, and what is left says nothing of whom it was about', async () => {
    const customer = await buyer();
    await connected.shop.acts.requestData(customer);
    await connected.shop.acts.redactCustomer(customer);
    expect((await requests()).map(({ kind }) => kind)).toEqual(['customer_redact']);
    const rows = await connected.served.store.listRecords(
      'platform-requests',
      connected.site().siteId,
      null,
      100,
    );
    for (const text of [String(customer.id), `${customer.email}`])
      expect(JSON.stringify(rows)).not.toContain(text);
  });

  it('is remembered for 400 days, answered or not, and no longer', async () => {
    await connected.shop.acts.redactCustomer(await buyer());
    await connected.shop.acts.requestData(await connected.shop.acts.createCustomer());
    const asked = await requests();
    expect(asked).toHaveLength(2);
    await connected.served.clock.leapTo(now() + 400 * DAY_MS);
    await runSweep();
    expect(await requests()).toEqual(asked);
    await connected.shop.acts.requestData(await connected.shop.acts.createCustomer());
    await connected.served.clock.leapTo(now() + DAY_MS);
    await runSweep();
    expect(await requests()).toMatchObject([{ kind: 'data_request' }]);
  });
});
