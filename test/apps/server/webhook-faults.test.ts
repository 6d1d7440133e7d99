import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { SiteId, VisitorId } from '../../../core/entry.ts';
import { InklingError } from '../../../core/errors.ts';
import { notice } from '../../core/deliveries/world.ts';
import { answer, type HookReceiver } from '../../support/hook-receiver.ts';
import { NOON, type Served } from '../../support/served.ts';
import { createSite, type TestSite } from '../../support/sites.ts';
import { until } from '../../support/until.ts';
import { openHookedShop } from './hooked-shop.ts';

let served: Served;
let site: TestSite;
let hook: HookReceiver;
let visitor: VisitorId;

beforeEach(async () => {
  ({ served, site, hook, visitor } = await openHookedShop());
});
afterEach(() => served.stop());

type Webhook = Record<string, unknown>;

const ask = (body: Webhook = {}) =>
  site.ask('PUT', '/v1/webhooks/crm', { url: hook.url, types: ['notice'], ...body });

async function tell(id: string): Promise<void> {
  const at = { t: NOON, receivedAt: NOON };
  const entry = notice(id, { site: site.siteId as SiteId, visitor, ...at });
  await served.store.append([entry]);
  served.deliveries.publish(await served.store.readOutgoing(entry.site, 0, 1_000));
}

async function read(): Promise<Webhook> {
  const { items } = (await site.ask('GET', '/v1/webhooks')).body as { items: readonly Webhook[] };
  return items[0] ?? {};
}

const refusing = () => Promise.reject(new InklingError('store_unavailable', 'store', 'full', 'make room'));

it('a webhook goes on as it was where the store cannot take what is put', async () => {
  await ask();
  vi.spyOn(served.store, 'putRecord').mockImplementation(refusing);
  expect((await ask({ url: `${hook.url}/new` })).status).toBe(503);
  expect((await site.ask('POST', '/v1/webhooks/crm/rotate')).status).toBe(503);
  vi.restoreAllMocks();
  await tell('nt_1');
  await hook.arrived(1);
  expect(hook.arrivals[0]?.path).toBe('/');
});

it('a webhook is not removed where the store cannot remove it', async () => {
  await ask();
  vi.spyOn(served.store, 'deleteRecord').mockImplementation(refusing);
  expect((await site.ask('DELETE', '/v1/webhooks/crm')).status).toBe(503);
  vi.restoreAllMocks();
  await tell('nt_1');
  await hook.arrived(1);
  expect(await read()).toMatchObject({ key: 'crm', state: 'active' });
});

it('a webhook stops at 410 also where the store takes that later', async () => {
  hook.react(answer(410));
  await ask();
  const { putRecord } = served.store;
  const save = vi
    .spyOn(served.store, 'putRecord')
    .mockImplementation((collection, ...rest) =>
      collection === 'webhooks' ? refusing() : putRecord(collection, ...rest),
    );
  await tell('nt_1');
  await until(() => save.mock.calls.some(([collection]) => collection === 'webhooks'));
  vi.restoreAllMocks();
  expect(await read()).toMatchObject({ state: 'active' });
  await served.clock.moveTo(NOON + 20_000);
  await until(async () => (await read()).state === 'stopped');
});

it('a 410 of the address before does not stop the one that was put meanwhile', async () => {
  const held: ServerResponse[] = [];
  hook.react(({ path }, response) => (path === '/old' ? held.push(response) : response.writeHead(204).end()));
  await ask({ url: `${hook.url}/old` });
  await tell('nt_1');
  await hook.arrived(1);
  const save = vi.spyOn(served.store, 'putRecord');
  const putting = ask({ url: `${hook.url}/new` });
  await until(() => save.mock.calls.some(([collection]) => collection === 'webhooks'));
  vi.restoreAllMocks();
  held[0]?.writeHead(410).end();
  expect((await putting).status).toBe(200);
  await tell('nt_2');
  await served.clock.moveTo(NOON + 600_000);
  await hook.arrived(3);
  expect(await read()).toMatchObject({ state: 'active' });
});

it('a receiver that does not answer keeps no webhook of another site waiting', async () => {
  hook.react(() => undefined);
  await ask();
  await tell('nt_1');
  await hook.arrived(1);
  const putting = ask({ types: ['decision'] });
  const other = await createSite(served, { name: 'Other', site: 'other' });
  const put = await other.ask('PUT', '/v1/webhooks/crm', { url: hook.url, types: ['notice'] });
  expect(put.status).toBe(200);
  await served.clock.moveTo(NOON + 10_000);
  expect((await putting).status).toBe(200);
});
