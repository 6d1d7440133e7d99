import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportSchema } from '../../../core/privacy/export/schema.ts';
import { bearer, call } from '../../support/sites.ts';
import { DEVICE, MAILBOX, prepareRegular, type Regular } from './export/regular.ts';

const STRANGER = 'e9'.repeat(16);
let regular: Regular;

beforeAll(async () => {
  regular = await prepareRegular({ site: 'own' });
});
afterAll(() => regular.served.stop());

const ask = (path: string, body: object, key = regular.site.writeKey) =>
  call(`${regular.served.url}${path}`, { method: 'POST', headers: bearer(key), body: JSON.stringify(body) });

describe('what a page may ask of a device', () => {
  it('is counts of the device’s own part, and what it allowed', async () => {
    const { body } = await ask('/v1/own', { device: DEVICE });
    expect(body).toEqual({
      policy: 'session',
      held: {
        events: 7,
        visits: 2,
        orders: 0,
        groups: 0,
        estimates: 0,
        contacts: 0,
        since: '2026-01-05T12:00:00.000Z',
      },
      consent: { analytics: true, personalization: true },
      objection: null,
    });
  });

  it.each([[{ device: STRANGER }], [{ device: 'guess' }], [{}]])(
    'is nothing of nobody: %j',
    async (named) => {
      const { body } = await ask('/v1/own', named);
      expect(body).toEqual({ policy: 'session', held: null, consent: {}, objection: null });
    },
  );

  it.each([
    ['/v1/own/export', {}, 'identifier_missing'],
    ['/v1/own/export', { device: STRANGER }, 'not_found'],
    ['/v1/own/export', { device: DEVICE, format: 'pdf' }, 'invalid_value'],
    ['/v1/own/erasures', {}, 'identifier_missing'],
    ['/v1/own/erasures', { userId: 'customer-4711' }, 'invalid_value'],
  ])('%s %j is refused', async (path, body, code) => {
    expect((await ask(path, body)).body.error).toMatchObject({ code });
  });

  it('is opened by a key of its own site alone', async () => {
    const { body } = await ask('/v1/own', { device: DEVICE }, regular.served.demo.writeKey);
    expect(body).toMatchObject({ held: null });
    expect((await ask('/v1/own', { device: DEVICE }, regular.served.operatorKey)).status).toBe(403);
  });

  it('can be handed over, without what the person did elsewhere', async () => {
    const { body } = await ask('/v1/own/export', { device: DEVICE });
    const own = exportSchema.parse(body);
    expect(own).toMatchObject({ scope: 'device', orders: { items: [] }, contacts: [] });
    expect(JSON.stringify(own)).not.toContain(MAILBOX);
    const { events } = own;
    expect(events.map(({ name }) => name)).not.toContain('Order Completed');
  });

  it('can be erased, and of the person no more: a second time there is nothing', async () => {
    const first = await ask('/v1/own/erasures', { device: DEVICE });
    expect(first.body).toMatchObject({ at: '2026-01-08T12:00:00.000Z' });
    const total = Object.values(first.body.removed as Record<string, number>).reduce((a, b) => a + b, 0);
    expect(total).toBeGreaterThan(7);
    const again = await ask('/v1/own/erasures', { device: DEVICE });
    expect(new Set(Object.values(again.body.removed as object))).toEqual(new Set([0]));
    expect((await ask('/v1/own', { device: DEVICE })).body).toMatchObject({ held: null });
    const { body } = await regular.site.ask('GET', `/v1/visitors/${regular.visitor}`);
    expect(body).toMatchObject({ orders: { frequency: 2 } });
  });
});

it('an address that was given on a device is said to be there, and not shown to it', async () => {
  const { site, served } = regular;
  const now = served.clock.now();
  const device = 'ea'.repeat(16);
  const consent = { analytics: true, contact: true, at: now };
  const item = { i: 'sub', n: 'Page Viewed', t: now, u: '/', p: {} };
  await site.collect({ s: now, dev: device, c: consent, m: 'eve@example.com', e: [item] });
  const { body } = await ask('/v1/own/export', { device });
  expect(exportSchema.parse(body).contacts).toEqual([
    { kind: 'email', value: null, givenAt: new Date(now).toISOString() },
  ]);
  expect((await ask('/v1/own', { device })).body).toMatchObject({ held: { contacts: 1 } });
});
