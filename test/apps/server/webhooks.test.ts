import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SiteId, VisitorId } from '../../../core/entry.ts';
import { signBody } from '../../../integrations/webhook/signature.ts';
import { notice } from '../../core/deliveries/world.ts';
import { answer, type HookReceiver } from '../../support/hook-receiver.ts';
import { NOON, type Served } from '../../support/served.ts';
import type { TestSite } from '../../support/sites.ts';
import { until } from '../../support/until.ts';
import { DEVICE, openHookedShop } from './hooked-shop.ts';

const DAY = 86_400_000;

let served: Served;
let site: TestSite;
let hook: HookReceiver;
let visitor: VisitorId;

beforeEach(async () => {
  ({ served, site, hook, visitor } = await openHookedShop());
});
afterEach(() => served.stop());

type Webhook = Record<string, unknown>;

async function put(body: Webhook = {}, key = 'crm'): Promise<Webhook> {
  const answered = await site.ask('PUT', `/v1/webhooks/${key}`, {
    url: hook.url,
    types: ['notice'],
    ...body,
  });
  expect(answered.status).toBe(200);
  return answered.body;
}

async function tell(id: string, more: Parameters<typeof notice>[2] = {}, of = visitor): Promise<void> {
  const at = { t: NOON, receivedAt: NOON };
  const entry = notice(id, { site: site.siteId as SiteId, visitor: of, ...at }, more);
  await served.store.append([entry]);
  served.deliveries.publish(await served.store.readOutgoing(entry.site, 0, 1_000));
}

async function read(key = 'crm'): Promise<Webhook> {
  const { items } = (await site.ask('GET', '/v1/webhooks')).body as { items: readonly Webhook[] };
  return items.find((one) => one.key === key) ?? {};
}

describe('a webhook', () => {
  it('is told what happens, signed, under a pseudonym of its own', async () => {
    const { secret } = await put();
    await put({}, 'other');
    await tell('nt_1');
    await hook.arrived(2);
    const [first, second] = hook.arrivals;
    const body = JSON.parse(first?.text ?? '');
    expect(body).toMatchObject({ id: 'nt_1', type: 'entered', segment: 'loyal', site: site.siteId });
    expect(body.visitor).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set([body.visitor, JSON.parse(second?.text ?? '').visitor, visitor]).size).toBe(3);
    const signed = signBody([String(secret)], NOON / 1_000, first?.text ?? '');
    expect(hook.arrivals.map(({ headers }) => headers['x-inkling-signature'])).toContain(signed);
    expect(first?.headers['x-inkling-delivery']).toBe('nt_1');
  });

  it('names visitors by their own id where it was asked to', async () => {
    await put({ visitor: 'own' });
    await tell('nt_1');
    await hook.arrived(1);
    expect(JSON.parse(hook.arrivals[0]?.text ?? '')).toMatchObject({ visitor });
  });

  it('hears of changed definitions and of what came late only when it asks', async () => {
    await put();
    await put({ includes: ['definition', 'late'] }, 'all');
    await tell('nt_late', { late: true });
    await tell('nt_model', { cause: 'model' });
    await tell('nt_import', { cause: 'import' });
    await tell('nt_news');
    await hook.arrived(5);
    await until(async () => (await read('all')).sent === 4);
    expect(hook.ids().toSorted()).toEqual(['nt_import', 'nt_late', 'nt_model', 'nt_news', 'nt_news']);
  });

  it('hears nothing about a visitor who denies sharing, from then on until that is lifted', async () => {
    await put();
    const choose = (share: boolean) =>
      site.ask('POST', '/v1/consent', {
        device: DEVICE,
        purposes: { analytics: true, share },
        source: 'banner',
      });
    await choose(false);
    await tell('nt_denied');
    await until(async () => (await read()).withheld === 1);
    await served.clock.moveTo(NOON + 1_000);
    await choose(true);
    await tell('nt_allowed');
    await hook.arrived(1);
    expect(hook.ids()).toEqual(['nt_allowed']);
  });

  it('shows its secret once, and keeps it when it is changed', async () => {
    const { secret, ...shown } = await put();
    expect(secret).toMatch(/^whsec_[\w-]{43}$/);
    expect(shown).toMatchObject({ key: 'crm', visitor: 'pseudonym', includes: [], state: 'active' });
    expect(await put({ includes: ['late'] })).not.toHaveProperty('secret');
    expect(await read()).not.toHaveProperty('secret');
    await tell('nt_1', { late: true });
    await hook.arrived(1);
    const [arrival] = hook.arrivals;
    const signed = signBody([String(secret)], NOON / 1_000, arrival?.text ?? '');
    expect(arrival?.headers['x-inkling-signature']).toBe(signed);
  });

  it('gets a new secret, beside which the old one signs for a day', async () => {
    const old = String((await put()).secret);
    const { secret, previousUntil } = (await site.ask('POST', '/v1/webhooks/crm/rotate')).body;
    expect(previousUntil).toBe(new Date(NOON + DAY).toISOString());
    await tell('nt_1');
    await hook.arrived(1);
    await served.clock.leapTo(NOON + DAY);
    await tell('nt_2');
    await hook.arrived(2);
    const [both, fresh] = hook.arrivals;
    expect(both?.headers['x-inkling-signature']).toBe(
      signBody([`${secret}`, old], NOON / 1_000, both?.text ?? ''),
    );
    const later = (NOON + DAY) / 1_000;
    expect(fresh?.headers['x-inkling-signature']).toBe(signBody([`${secret}`], later, fresh?.text ?? ''));
  });

  it('keeps the pseudonyms it knows when its secret or its address changes', async () => {
    await put();
    await tell('nt_1');
    await hook.arrived(1);
    await site.ask('POST', '/v1/webhooks/crm/rotate');
    await put({ url: `${hook.url}/new` });
    await tell('nt_2');
    await hook.arrived(2);
    const [first, second] = hook.arrivals.map(({ text }) => JSON.parse(text).visitor);
    expect([first, hook.arrivals[1]?.path]).toEqual([second, '/new']);
  });

  it('stops when it answers 410, and goes on where it was when it is put again', async () => {
    hook.react(answer(410));
    await put();
    await tell('nt_1');
    await until(async () => (await read()).state === 'stopped');
    expect(await read()).toMatchObject({ stopped: { reason: 'answered 410' } });
    await tell('nt_2');
    hook.react(answer(204));
    await served.clock.moveTo(NOON + 600_000);
    expect(hook.ids()).toEqual(['nt_1']);
    expect(await put()).toMatchObject({ state: 'active' });
    await hook.arrived(3);
    expect(hook.ids()).toEqual(['nt_1', 'nt_1', 'nt_2']);
  });

  it('waits as its receiver asks, and longer where that says no', async () => {
    hook.react(answer(503, { 'retry-after': '120' }));
    await put();
    await tell('nt_1');
    await until(async () => (await read()).waiting === 1);
    await served.clock.moveTo(NOON + 119_000);
    expect(hook.arrivals).toHaveLength(1);
    hook.react(answer(404));
    await served.clock.moveTo(NOON + 120_000);
    await hook.arrived(2);
    await until(async () => (await read()).failed === 2);
    await served.clock.moveTo(NOON + 120_000 + 30 * 60_000 - 1);
    expect(hook.arrivals).toHaveLength(2);
    await served.clock.moveTo(NOON + 120_000 + 36 * 60_000);
    await hook.arrived(3);
  });

  it('has dead letters after a day, which can be sent again', async () => {
    hook.react(answer(500));
    await put();
    await tell('nt_1');
    await tell('nt_2', {}, 'b2'.repeat(16) as VisitorId);
    await until(async () => (await read()).waiting === 2);
    for (let hour = 1; hour <= 26; hour += 1) {
      await served.clock.moveTo(NOON + (hour * DAY) / 24);
      await until(async () => !(await isDue()));
    }
    await until(async () => (await read()).dead === 2);
    const letters = (path = '') => site.ask('GET', `/v1/webhooks/crm/dead-letters${path}`);
    const page = (await letters('?limit=1')).body;
    expect(page.items).toMatchObject([
      {
        id: 'nt_1',
        reason: 'answered 500',
        firstAt: new Date(NOON).toISOString(),
        notice: { segment: 'loyal' },
      },
    ]);
    expect((await letters(`?limit=1&cursor=${page.next}`)).body.items).toMatchObject([{ id: 'nt_2' }]);
    hook.react(answer(204));
    const before = hook.arrivals.length;
    const resend = (body: object) => site.ask('POST', '/v1/webhooks/crm/dead-letters/resend', body);
    expect((await resend({ ids: ['nt_2'] })).body).toEqual({ resent: 1 });
    await hook.arrived(before + 1);
    expect((await resend({})).body).toEqual({ resent: 1 });
    await hook.arrived(before + 2);
    expect(hook.ids().slice(before)).toEqual(['nt_2', 'nt_1']);
    expect((await letters()).body).toEqual({ items: [], next: null });
  });

  it('is gone with all that waited when it is removed', async () => {
    hook.react(answer(500));
    await put();
    await tell('nt_1');
    await until(async () => (await read()).waiting === 1);
    expect((await site.ask('DELETE', '/v1/webhooks/crm')).body).toEqual({ removed: 'crm' });
    expect((await site.ask('GET', '/v1/webhooks')).body).toEqual({ items: [], next: null });
    expect((await site.ask('DELETE', '/v1/webhooks/crm')).status).toBe(404);
    expect(await served.store.listRecords('outbox:webhook:crm', site.siteId, null, 9)).toEqual([]);
    await served.clock.moveTo(NOON + 3_600_000);
    expect(hook.arrivals).toHaveLength(1);
  });

  it('leaves a line in the audit log for each act, without its secret', async () => {
    const { secret } = await put();
    await site.ask('POST', '/v1/webhooks/crm/rotate');
    await site.ask('POST', '/v1/webhooks/crm/dead-letters/resend', {});
    await site.ask('DELETE', '/v1/webhooks/crm');
    const { items } = (await site.ask('GET', '/v1/audit')).body as { items: readonly { act: string }[] };
    const acts = ['webhook put', 'webhook secret rotated', 'dead letters sent again', 'webhook removed'];
    expect(items.map(({ act }) => act).slice(-4)).toEqual(acts);
    expect(JSON.stringify(items)).not.toContain(String(secret));
  });

  it('shows up in the metrics', async () => {
    await put();
    await tell('nt_1');
    await until(async () => (await read()).sent === 1);
    const metrics = await (await fetch(`${served.url}/metrics`)).text();
    expect(metrics).toContain('inkling_deliveries_total{outcome="sent"} 1');
    expect(metrics).toContain('inkling_deliveries_waiting 0');
  });
});

/** Something waits whose instant has come: it is on its way. */
async function isDue(): Promise<boolean> {
  const rows = await served.store.listRecords('outbox:webhook:crm', site.siteId, null, 9);
  return rows.some(({ value }) => Number((value as { due: number }).due) <= served.clock.now());
}

describe('an address', () => {
  it.each([
    ['https://10.0.0.1/', 422, 'private_address'],
    ['https://169.254.169.254/', 422, 'private_address'],
    ['http://8.8.8.8/', 422, 'private_address'],
    ['https://[::ffff:10.0.0.1]/', 422, 'private_address'],
    ['not an address', 400, 'invalid_value'],
    ['https://8.8.8.8/?mail=ann@example.com', 400, 'invalid_value'],
  ])('%s is refused when it is put', async (url, status, code) => {
    const answered = await site.ask('PUT', '/v1/webhooks/crm', { url, types: ['notice'] });
    expect([answered.status, answered.body.error]).toMatchObject([status, { code, at: 'url' }]);
    expect(await read()).toEqual({});
  });

  it('is refused with what to write instead', async () => {
    const { body } = await site.ask('PUT', '/v1/webhooks/crm', { url: hook.url, types: ['notices'] });
    const hint = 'write one of "notice", "decision", "conversion"';
    expect(body.error).toMatchObject({ at: 'types[0]', hint });
  });

  it.each(['Crm', '1crm', 'a b', 'ann@example.com', 'x'.repeat(41)])('has no key like %s', async (key) => {
    const body = { url: hook.url, types: ['notice'] };
    const answered = await site.ask('PUT', `/v1/webhooks/${encodeURIComponent(key)}`, body);
    expect([answered.status, answered.body.error]).toMatchObject([400, { at: 'key' }]);
  });

  it('is one of fifty at most', async () => {
    for (let n = 0; n < 50; n += 1) await put({}, `hook-${n}`);
    const answered = await site.ask('PUT', '/v1/webhooks/more', { url: hook.url, types: ['notice'] });
    expect(answered.body.error).toMatchObject({ code: 'too_many_items' });
    await put({ includes: ['late'] }, 'hook-7');
  });
});

it('an erased visitor is in no delivery that was still waiting', async () => {
  hook.react(answer(500));
  await put();
  await site.ingest([{ id: 'e1', name: 'Page Viewed', device: DEVICE, consent: { analytics: true } }]);
  await tell('nt_1');
  await until(async () => (await read()).waiting === 1);
  await site.ask('POST', '/v1/erasures', { visitor });
  await served.clock.moveTo(NOON + 60_000);
  await until(async () => (await read()).gone === 1);
  expect(hook.arrivals).toHaveLength(1);
});
