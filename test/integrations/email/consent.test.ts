import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VisitorId } from '../../../core/entry.ts';
import { namedVisitor } from '../../../core/identity/naming.ts';
import { type MailWorld, openMailWorld } from './world.ts';

let world: MailWorld;
beforeAll(async () => {
  world = await openMailWorld();
});
afterAll(() => world.stop());

const wait = () => world.served.clock.moveTo(world.served.clock.now() + 1_000);
const canReach = (visitor: VisitorId) => world.channel.canReach(world.siteId, visitor);

function visitorOf(naming: { device?: string; userId?: string }): VisitorId {
  const tenant = world.served.sites.get(world.site.site);
  const visitor = tenant === undefined ? null : namedVisitor(naming, tenant);
  if (visitor === null) throw new Error('nobody');
  return visitor;
}

/** A page whose visitor allows to be written to, at an address. */
async function typeAddress(device: string, address: string): Promise<void> {
  await wait();
  const now = world.served.clock.now();
  const consent = { analytics: true, contact: true, at: now, source: 'form' };
  const item = { i: `${device}${now}`, n: 'Page Viewed', t: now, p: {}, u: '/', r: '' };
  await world.site.collect({ s: now, dev: device, c: consent, m: address, e: [item] });
}

const confirm = async (naming: object) => {
  await wait();
  const purposes = { analytics: true, contact: true };
  return world.site.ask('POST', '/v1/consent', { ...naming, purposes, source: 'double-opt-in' });
};

describe('an address that was typed on a page', () => {
  it('is written to once a server has confirmed it, and not before', async () => {
    const device = 'a1'.repeat(16);
    const visitor = visitorOf({ device });
    await typeAddress(device, 'typed@example.com');
    expect(await canReach(visitor)).toBe(false);
    await confirm({ device });
    expect((await world.receive({ email: 'typed@example.com', visitor })).to).toEqual(['typed@example.com']);
  });

  it('is not written to when it took the place of a confirmed one', async () => {
    const device = 'a2'.repeat(16);
    await typeAddress(device, 'mine@example.com');
    await confirm({ device });
    await typeAddress(device, 'MINE@example.com');
    expect(await canReach(visitorOf({ device }))).toBe(true);
    await typeAddress(device, 'victim@example.com');
    expect(await canReach(visitorOf({ device }))).toBe(false);
  });

  it('on a device of a customer is no address of the customer, unless the server says so', async () => {
    const device = 'a3'.repeat(16);
    const customer = visitorOf({ userId: 'customer-7' });
    await typeAddress(device, 'guest@example.com');
    await world.site.ingest([
      { id: 'in', name: 'Signed In', device, userId: 'customer-7', consent: { analytics: true } },
    ]);
    await confirm({ userId: 'customer-7' });
    expect(await canReach(customer)).toBe(false);
    const both = { userId: 'customer-7', email: 'guest@example.com', consent: { analytics: true } };
    await world.site.ingest([{ id: 'both', name: 'Page Viewed', ...both }]);
    expect(await canReach(customer)).toBe(true);
  });
});

describe('an address that a server gave with consent', () => {
  it('is written to, for as long as consent lasts', async () => {
    const now = world.served.clock.now();
    const visitor = await world.subscribe('lasting@example.com', { until: now + 60_000 });
    expect(await canReach(visitor)).toBe(true);
    await world.served.clock.moveTo(now + 60_000);
    expect(await canReach(visitor)).toBe(false);
  });

  it('is kept from nobody who may not give it', async () => {
    const device = 'a4'.repeat(16);
    const body = JSON.stringify({
      device,
      email: 'x@example.com',
      purposes: { contact: true },
      source: 'form',
    });
    const url = `${world.served.url}/v1/consent?k=${world.site.writeKey}`;
    expect((await fetch(url, { method: 'POST', body })).status).toBe(200);
    const { vault } = world.served.engine;
    for (const id of [visitorOf({ device }), world.visitorOf('x@example.com')])
      expect(await vault.open(world.siteId, id, 'email')).toBeNull();
  });

  it('goes with the reader', async () => {
    const { email, visitor } = await world.reader();
    await world.receive({ email, visitor });
    await world.site.ask('POST', '/v1/erasures', { email });
    expect(await world.served.engine.vault.open(world.siteId, visitor, 'email')).toBeNull();
    expect(
      await world.served.store.listRecords('mail-sent', world.siteId, `${visitor}:`, 1),
    ).not.toMatchObject([{ key: expect.stringContaining(visitor) }]);
  });
});

describe('the note that a mail was sent', () => {
  it('goes after two days', async () => {
    await world.receive(await world.reader());
    const notes = async () =>
      (await world.served.store.listRecords('mail-sent', world.siteId, null, 100)).length;
    const before = await notes();
    await world.served.mail.sweep();
    expect([before > 0, await notes()]).toEqual([true, before]);
    await world.served.clock.leapTo(world.served.clock.now() + 2 * 86_400_000 + 1);
    await world.served.mail.sweep();
    expect(await notes()).toBe(0);
  });
});

describe('the settings of a site’s mail', () => {
  it('are changed one by one, shown without their secrets, and noted without their values', async () => {
    const secret = 'postmark-password-1';
    const services = { postmark: { user: 'postmark', password: secret } };
    const { body } = await world.site.ask('PATCH', '/v1/mail', { services, replyTo: 'help@heron.example' });
    expect(body).toMatchObject({
      replyTo: 'help@heron.example',
      postalAddress: expect.stringContaining('Reed Lane'),
      services: { postmark: true, sendgrid: false, mailgun: false },
      canSend: true,
      lacks: null,
    });
    await world.site.ask('PATCH', '/v1/mail', { services: { mailgun: { signingKey: 'mailgun-key-1' } } });
    const shown = await world.site.ask('GET', '/v1/mail');
    expect(shown.body).toMatchObject({ services: { postmark: true, mailgun: true } });
    const audit = await world.site.ask('GET', '/v1/audit');
    expect(JSON.stringify([body, shown.body, audit.body])).not.toContain(secret);
    expect(JSON.stringify(audit.body)).toContain('"mail settings changed"');
    const removed = await world.site.ask('PATCH', '/v1/mail', { services: { postmark: null } });
    expect(removed.body).toMatchObject({ services: { postmark: false, mailgun: true } });
  });

  it.each([
    [{ from: 'Heron <post@heron.example>' }, 'from'],
    [{ fromName: 'Heron\r\nBcc: x' }, 'fromName'],
    [{ siteUrl: 'javascript:alert(1)' }, 'siteUrl'],
    [{ language: 'German' }, 'language'],
    [{ utm: { source: 'a&b' } }, 'utm.source'],
    [{ services: { sendgrid: { publicKey: 'no key at all' } } }, 'services.sendgrid.publicKey'],
    [{ trackingPixel: true }, ''],
  ])('refuse %o', async (body, at) => {
    const answer = await world.site.ask('PATCH', '/v1/mail', body);
    expect([answer.status, answer.body.error]).toMatchObject([400, { at }]);
  });
});
