import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportSchema } from '../../../core/privacy/export/schema.ts';
import { bearer, call } from '../../support/sites.ts';
import { CUSTOMER, DEVICE, MAILBOX, prepareRegular, type Regular } from './export/regular.ts';

const MINUTE = 60_000;
let regular: Regular;

beforeAll(async () => {
  regular = await prepareRegular({ site: 'proven' });
});
afterAll(() => regular.served.stop());

const ask = (path: string, body: object, key = regular.site.writeKey) =>
  call(`${regular.served.url}${path}`, { method: 'POST', headers: bearer(key), body: JSON.stringify(body) });

async function makeProof(userId = CUSTOMER): Promise<string> {
  const { status, body } = await regular.site.ask('POST', '/v1/own/proofs', { userId });
  expect(status).toBe(200);
  return String(body.proof);
}

describe('whoever is logged in at the platform', () => {
  it('is said by its server alone', async () => {
    expect((await ask('/v1/own/proofs', { userId: CUSTOMER })).status).toBe(403);
    const { body } = await regular.site.ask('POST', '/v1/own/proofs', { userId: CUSTOMER });
    expect(body).toEqual({
      proof: expect.stringMatching(/^[0-9a-f.]+$/),
      expiresAt: '2026-01-08T12:15:00.000Z',
    });
    expect(JSON.stringify(body)).not.toContain(CUSTOMER);
    expect((await regular.site.ask('POST', '/v1/own/proofs', { userId: 'guest' })).body.error).toMatchObject({
      code: 'identifier_missing',
    });
  });

  it('sees what is held of the person, on every device', async () => {
    const { body } = await ask('/v1/own', { proof: await makeProof() });
    expect(body).toMatchObject({ held: { orders: 2, contacts: 1 }, consent: { contact: true } });
    const device = await ask('/v1/own', { device: DEVICE });
    expect(device.body).toMatchObject({ held: { orders: 0, contacts: 0 } });
  });

  it('is handed all of it, the address too', async () => {
    const { body } = await ask('/v1/own/export', { proof: await makeProof() });
    const own = exportSchema.parse(body);
    expect(own).toMatchObject({ scope: 'visitor', contacts: [{ kind: 'email', value: MAILBOX }] });
    expect(own.orders.items).toHaveLength(2);
  });

  it('changes what they allow, but no mailbox is opened by a page', async () => {
    const proof = await makeProof();
    const said = { purposes: { share: true, contact: true }, source: 'privacy-element', proof };
    expect((await ask('/v1/consent', said)).body).toEqual({ recorded: ['share'] });
    expect((await ask('/v1/own', { proof })).body).toMatchObject({ consent: { share: true } });
  });

  it('is nobody of whom something is held, where nothing is', async () => {
    const proof = await makeProof('customer-0815');
    expect((await ask('/v1/own', { proof })).body).toMatchObject({ held: null });
    expect((await ask('/v1/own/export', { proof })).body.error).toMatchObject({ code: 'not_found' });
  });

  it.each(['/v1/own', '/v1/own/export', '/v1/own/erasures', '/v1/objections', '/v1/consent'])(
    '%s refuses a proof that is none any more, also beside a device',
    async (path) => {
      const proof = await makeProof();
      const more = path === '/v1/consent' ? { purposes: { share: false }, source: 'privacy-element' } : {};
      const forged = `${proof.slice(0, -1)}${proof.endsWith('0') ? '1' : '0'}`;
      const { status, body } = await ask(path, { proof: forged, device: DEVICE, ...more });
      expect([status, body.error]).toEqual([
        400,
        expect.objectContaining({ code: 'invalid_value', at: 'proof' }),
      ]);
    },
  );

  it('is nobody on another site', async () => {
    const proof = await makeProof();
    const { status } = await ask('/v1/own', { proof }, regular.served.demo.writeKey);
    expect(status).toBe(400);
  });

  it('keeps a proof of the old secret key through its overlap', async () => {
    const proof = await makeProof();
    await regular.site.ask('POST', '/v1/sites/proven/rotate-keys', { only: 'secret' });
    expect((await ask('/v1/own', { proof })).status).toBe(200);
  });

  it('has all of it erased that stands under devices alone', async () => {
    const { site, served } = regular;
    const seen = { name: 'Page Viewed', time: served.clock.now(), consent: { analytics: true } };
    const logIn = { ...seen, id: 'on-a-device', userId: 'customer-0816', device: 'd8'.repeat(16) };
    expect((await site.ingest([logIn])).body).toMatchObject({ accepted: 1 });
    const proof = await makeProof('customer-0816');
    expect((await ask('/v1/own', { proof })).body).toMatchObject({ held: { events: 1 } });
    const { body } = await ask('/v1/own/erasures', { proof });
    expect(body.removed).toMatchObject({ entries: 2, links: 1 });
    expect((await ask('/v1/own', { proof })).body).toMatchObject({ held: null });
    expect((await ask('/v1/own', { device: logIn.device })).body).toMatchObject({ held: null });
    const again = await ask('/v1/own/erasures', { proof });
    expect(again.body.removed).toEqual({ entries: 0 });
  });

  it('objects, then has everything erased, and has nothing a second time', async () => {
    const proof = await makeProof();
    expect((await ask('/v1/objections', { proof })).body).toMatchObject({ keeps: ['orders', 'contact'] });
    expect((await ask('/v1/own', { proof })).body.objection).not.toBeNull();
    const first = await ask('/v1/own/erasures', { proof });
    expect(
      Object.values(first.body.removed as Record<string, number>).reduce((a, b) => a + b, 0),
    ).toBeGreaterThan(15);
    expect((await regular.site.ask('GET', `/v1/visitors/${regular.visitor}`)).status).toBe(404);
    const again = await ask('/v1/own/erasures', { proof });
    expect(new Set(Object.values(again.body.removed as object))).toEqual(new Set([0]));
    await regular.served.clock.moveTo(regular.served.clock.now() + 15 * MINUTE);
    expect((await ask('/v1/own', { proof })).status).toBe(400);
  });
});
