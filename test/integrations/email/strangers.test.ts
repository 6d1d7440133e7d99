import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putCampaign } from '../../acceptance/campaigns.ts';
import { device, item } from '../../acceptance/world.ts';
import { until } from '../../support/until.ts';
import { type MailWorld, openMailWorld } from './world.ts';

const HOUR = 3_600_000;
const MAIL = { kind: 'email', subject: 'Your cart', text: 'It is still here.' } as const;

let world: MailWorld;
beforeAll(async () => {
  world = await openMailWorld();
});
afterAll(() => world.stop());

const counts = () => world.served.deliveries.campaigns.counts(world.siteId)['channel:email'];
const consent = { analytics: true, personalization: true };

function tell(email: string, name: string, id = `${name}-${email}`) {
  return world.site.ingest([{ id, name, email, time: world.served.clock.now(), consent }]);
}

describe('a page that anybody may have written', () => {
  it('puts no address into the mail of somebody it claims to be', async () => {
    const { site, served } = world;
    const { email } = await world.reader();
    const reminder = { channel: 'email', variants: [{ key: 'a', treatment: { ...MAIL, products: 'cart' } }] };
    await putCampaign(site, 'asked', { ...reminder, trigger: { event: 'Asked' } });
    const now = served.clock.now();
    const p = {
      product_id: 'x9',
      name: 'Lamp',
      url: 'https://evil.example/p',
      image_url: 'https://evil.example/i',
    };
    const h = createHmac('sha256', site.siteId).update(email).digest('hex');
    const c = { ...consent, at: now - HOUR, source: 'banner' };
    const added = await site.collect({
      s: now,
      dev: device(9),
      c,
      h,
      e: [item('Product Added', now, { p })],
    });
    expect(added.body).toMatchObject({ accepted: 1 });
    await tell(email, 'Asked');
    const mail = await world.mailbox.waitFor(({ to }) => to.includes(email));
    expect(mail.text).toContain('Lamp');
    expect(mail.text).not.toMatch(/\* Lamp\n {2}http/);
    expect(mail.html).not.toContain('evil');
  });
});

describe('a mail that waits', () => {
  it('is not sent where its campaign was deleted, also when another came under the same key', async () => {
    const { site, served } = world;
    const { email } = await world.reader();
    const given = {
      channel: 'email',
      trigger: { event: 'Waited' },
      limits: { quietHours: { from: '11:00', to: '14:00' } },
      variants: [{ key: 'a', treatment: MAIL }],
    };
    await putCampaign(site, 'waiting', given);
    await tell(email, 'Waited');
    await until(async () => counts()?.waiting === 1);
    const before = counts()?.withheld ?? 0;
    await served.clock.moveTo(served.clock.now() + 60_000);
    expect((await site.ask('DELETE', '/v1/campaigns/waiting')).status).toBe(200);
    await putCampaign(site, 'waiting', given);
    await served.clock.moveTo(served.clock.now() + 3 * HOUR);
    await until(async () => counts()?.waiting === 0);
    expect(world.mailbox.arrivals.filter(({ to }) => to.includes(email))).toEqual([]);
    expect(counts()?.withheld).toBe(before + 1);
  });

  it('is not tried for a day where its campaign has taken another channel', async () => {
    const { site, served } = world;
    const { email } = await world.reader();
    const given = { trigger: { event: 'Moved' }, limits: { quietHours: { from: '11:00', to: '18:00' } } };
    await putCampaign(site, 'moved', {
      ...given,
      channel: 'email',
      variants: [{ key: 'a', treatment: MAIL }],
    });
    await tell(email, 'Moved');
    await until(async () => counts()?.waiting === 1);
    await putCampaign(site, 'moved', { ...given, channel: 'onsite' });
    await served.clock.moveTo(served.clock.now() + 6 * HOUR);
    await until(async () => counts()?.waiting === 0 || (counts()?.failed ?? 0) > 0);
    expect(counts()).toMatchObject({ failed: 0, waiting: 0 });
  });
});
