import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { campaign, putCampaign } from '../../acceptance/campaigns.ts';
import { DESKTOP } from '../../support/sites.ts';
import { until } from '../../support/until.ts';
import { type MailWorld, openMailWorld } from './world.ts';

const HOUR = 3_600_000;
const LEFT = {
  name: 'Cart left',
  when: { sequence: [{ event: 'Product Added' }, { absent: 'Order Completed', for: '1h' }], within: '1d' },
};
const REMINDER = {
  channel: 'email',
  trigger: { entry: 'cart-left' },
  variants: [
    {
      key: 'a',
      treatment: {
        kind: 'email',
        subject: 'Your cart',
        text: 'It is still here.',
        action: { label: 'Back to it', url: 'https://shop.example/cart' },
        products: 'cart',
      },
    },
  ],
};

let world: MailWorld;
beforeAll(async () => {
  world = await openMailWorld();
  const { site } = world;
  await site.ask('PUT', '/v1/products', {
    products: [
      { id: 'p1', title: 'Heron <ink>', price: 7.5, currency: 'EUR', url: 'https://shop.example/p1' },
    ],
  });
  await site.ask('PUT', '/v1/segments/cart-left', LEFT);
  await until(async () => (await site.ask('GET', '/v1/segments/cart-left')).body.state === 'ready');
  await putCampaign(site, 'reminder', REMINDER);
});
afterAll(() => world.stop());

const counts = () => world.served.deliveries.campaigns.counts(world.siteId)['channel:email'];

/** Puts something into a cart, and lets an hour pass. */
async function leaveCart(email: string): Promise<void> {
  const { served, site } = world;
  const properties = { product_id: 'p1' };
  const consent = { analytics: true, personalization: true };
  const event = {
    id: `cart-${email}`,
    name: 'Product Added',
    email,
    time: served.clock.now(),
    properties,
    consent,
  };
  await site.ingest([event]);
  await served.clock.moveTo(served.clock.now() + HOUR);
  await served.engine.segments.catchUp();
}

describe('a campaign by mail', () => {
  it('reaches who left a cart and wants mail, and the click counts for it', async () => {
    const { email } = await world.reader();
    await leaveCart(email);
    const mail = await world.mailbox.waitFor(({ to }) => to.includes(email));
    expect(mail.subject).toBe('Your cart');
    expect(mail.html).toContain('Heron &lt;ink&gt;');
    expect(mail.text).toContain('€7.50');
    const link = /\S+\/c\/[\w-]+/.exec(mail.text)?.[0] ?? '';
    const answer = await fetch(link, { redirect: 'manual', headers: { 'user-agent': DESKTOP } });
    expect(answer.headers.get('location')).toBe('https://shop.example/p1');
    const names = async () => {
      const { store } = world.served;
      const entries = await store.readVisitor(world.siteId, [world.visitorOf(email)], {
        types: ['exposure'],
      });
      return entries.map(({ name }) => name).toSorted();
    };
    await until(async () => (await names()).length === 2);
    expect(await names()).toEqual(['clicked', 'shown']);
  });

  it('passes over who unsubscribed, without a trace in the mail server', async () => {
    const reader = await world.reader();
    const { headers } = await world.receive(reader);
    const url = headers.get('list-unsubscribe')?.slice(1, -1) ?? '';
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    await fetch(url, { method: 'POST', body: 'List-Unsubscribe=One-Click', headers: form });
    const before = world.mailbox.asked.from;
    const other = await world.reader();
    await world.site.ingest([
      {
        id: `x-${reader.email}`,
        name: 'Product Added',
        email: reader.email,
        consent: { analytics: true, personalization: true },
      },
    ]);
    await leaveCart(other.email);
    await world.mailbox.waitFor(({ to }) => to.includes(other.email));
    expect(world.mailbox.asked.from - before).toBe(1);
    expect(counts()).toMatchObject({ failed: 0 });
  });

  it('is refused where the site has not said what a mail needs, with what to do, unless it is a service', async () => {
    await world.site.ask('PATCH', '/v1/mail', { postalAddress: null });
    const put = (more: object) =>
      world.site.ask('PUT', '/v1/campaigns/other', campaign({ ...REMINDER, ...more }));
    const refused = await put({});
    expect([refused.status, refused.body.error]).toMatchObject([
      409,
      { code: 'not_available', at: 'channel', hint: expect.stringContaining('postalAddress') },
    ]);
    expect((await put({ transactional: true })).status).toBe(200);
    await world.site.ask('PATCH', '/v1/mail', { postalAddress: '1 Reed Lane' });
    expect((await put({})).status).toBe(200);
  });
});
