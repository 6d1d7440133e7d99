import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { namedVisitor } from '../../../core/identity/naming.ts';
import { type Served, serve } from '../../support/served.ts';
import { createSite } from '../../support/sites.ts';
import { CART_MAIL, calm } from './world.ts';

let served: Served;
beforeAll(async () => {
  served = await serve({ env: { INKLING_SMTP_URL: 'sink' } });
});
afterAll(() => served.stop());

const read = (path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') =>
  fetch(`${served.url}${path}`, { method, headers });

async function sendOne(subject: string): Promise<void> {
  const { site } = await createSite(served, { name: 'Heron' });
  const tenant = served.sites.get(site);
  if (tenant === undefined) throw new Error('no site');
  await served.mail.settings.change(tenant.siteId, { postalAddress: '1 Reed Lane' });
  const visitor = namedVisitor({ email: 'ann@example.com' }, tenant);
  if (visitor === null) throw new Error('nobody');
  const { secretKeys } = tenant;
  await fetch(`${served.url}/v1/consent`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secretKeys[0]?.key}` },
    body: JSON.stringify({ email: 'ann@example.com', purposes: { contact: true }, source: 'form' }),
  });
  const message = {
    id: 'd1'.repeat(16),
    site: tenant.siteId,
    visitor,
    campaign: 'left-cart',
    variant: 'a',
    treatment: { ...CART_MAIL, subject },
    isTransactional: false,
    saysWhy: false,
    products: [],
  };
  expect(await served.mail.channel?.send(message, calm())).toEqual({ kind: 'sent' });
}

describe('the inbox of a developer', () => {
  it('shows the mails that were not sent, as HTML and as text', async () => {
    expect(await (await read('/dev/inbox')).text()).toContain('None yet');
    await sendOne('Hello <b>Ann</b>');
    const page = await (await read('/dev/inbox')).text();
    expect(page).toContain('Hello &lt;b&gt;Ann&lt;/b&gt;');
    const [path = ''] = /\/dev\/inbox\/[0-9a-f]{32}\.html/.exec(page) ?? [];
    const shown = await read(path);
    expect(await shown.text()).toContain('Your cart is waiting');
    expect(shown.headers.get('content-security-policy')).toContain('sandbox');
    expect(await (await read(path.replace('.html', '.txt'))).text()).toContain('Unsubscribe:');
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['another host', { host: 'inkling.example.com' }],
    ['a proxy', { 'x-forwarded-for': '198.51.100.1' }],
    ['a proxy of the newer kind', { forwarded: 'for=198.51.100.1' }],
  ])('is there for nobody behind %s', async (_, headers) => {
    const { request } = await import('node:http');
    const status = await new Promise((resolve) => {
      request(`${served.url}/dev/inbox`, { headers }, (answer) => resolve(answer.resume().statusCode)).end();
    });
    expect(status).toBe(404);
  });

  it('has nothing else, and takes no other method', async () => {
    for (const path of [
      '/dev/inbox/x.html',
      `/dev/inbox/${'ab'.repeat(16)}.html`,
      '/dev/inbox/../inbox.html',
    ])
      expect([path, (await read(path)).status]).toEqual([path, 404]);
    expect((await read('/dev/inbox', {}, 'DELETE')).status).toBe(404);
  });
});

describe('a server without a mail server', () => {
  it('has no inbox and no channel, and says what would cure that', async () => {
    const plain = await serve();
    expect((await fetch(`${plain.url}/dev/inbox`)).status).toBe(404);
    expect(plain.mail.channel).toBeNull();
    const site = await createSite(plain, { name: 'Heron' });
    const { body } = await site.ask('GET', '/v1/mail');
    expect(body).toMatchObject({ canSend: false, lacks: expect.stringContaining('INKLING_SMTP_URL') });
    await plain.stop();
  });
});
