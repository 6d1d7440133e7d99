import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Channel, Outgoing } from '../../core/ports.ts';
import { type Served, serve } from '../support/served.ts';
import { type AnswerBody, createSite, type TestSite } from '../support/sites.ts';
import { until } from '../support/until.ts';
import { putCampaign } from './campaigns.ts';
import { HOUR, MINUTE } from './world.ts';

/** A channel that keeps what it is given, and reaches whoever is not called nobody. */
function createKeepingChannel(): Channel & { readonly sent: Outgoing[]; fails: number } {
  const channel = {
    name: 'email' as const,
    purpose: 'contact' as const,
    sent: [] as Outgoing[],
    fails: 0,
    canReach: async () => true,
    send: async (message: Outgoing) => {
      if (channel.fails > 0) {
        channel.fails -= 1;
        return { kind: 'failed', reason: 'no answer', isSlow: false, retryAfterMs: null } as const;
      }
      channel.sent.push(message);
      return { kind: 'sent' } as const;
    },
  };
  return channel;
}

const channel = createKeepingChannel();
let served: Served;
beforeAll(async () => {
  served = await serve({ channels: [channel] });
});
afterAll(() => served.stop());

const ALL = { analytics: true, personalization: true, contact: true, share: true };
const LEFT = {
  name: 'Cart left',
  when: { sequence: [{ event: 'Product Added' }, { absent: 'Order Completed', for: '1h' }], within: '1d' },
};
const REMINDER = {
  channel: 'email',
  trigger: { entry: 'cart-left' },
  variants: [{ key: 'a', treatment: { kind: 'email', subject: 'Your cart', text: 'It is still here.' } }],
  cancel: { events: ['Order Completed'] },
};

async function open(given: AnswerBody = {}): Promise<TestSite> {
  const site = await createSite(served, { serverConsent: ALL });
  await site.ask('PUT', '/v1/segments/cart-left', LEFT);
  await until(async () => (await site.ask('GET', '/v1/segments/cart-left')).body.state === 'ready');
  await putCampaign(site, 'reminder', { ...REMINDER, ...given });
  return site;
}

let sentIds = 0;
const event = (name: string, userId: string, properties: AnswerBody = {}, id = `r${sentIds++}`) => ({
  id,
  name,
  userId,
  time: served.clock.now(),
  properties,
});

const sentTo = (site: TestSite) => channel.sent.filter((message) => message.site === site.siteId);

/** How what the channel was to carry has ended: once so many were sent or withheld. */
async function carried(site: TestSite, many: number) {
  const counts = () => served.deliveries.campaigns.counts(site.siteId as never)['channel:email'];
  await until(async () => {
    await served.engine.segments.catchUp();
    return (counts()?.sent ?? 0) + (counts()?.withheld ?? 0) >= many;
  });
  return { sent: counts()?.sent, withheld: counts()?.withheld };
}

const pass = (ms: number) => served.clock.moveTo(served.clock.now() + ms);

describe('a cart reminder', () => {
  it('goes out once, an hour after the cart was left', async () => {
    const site = await open();
    await site.ingest([event('Product Added', 'ann', { product_id: 'p1', name: 'Ink' })]);
    await pass(HOUR - 1);
    expect(sentTo(site)).toEqual([]);
    await pass(1);
    await carried(site, 1);
    expect(sentTo(site).map(({ campaign, variant }) => [campaign, variant])).toEqual([['reminder', 'a']]);
    // Whoever comes after is reminded alone.
    await pass(2 * HOUR);
    await site.ingest([event('Product Added', 'zoe')]);
    await pass(HOUR);
    await carried(site, 2);
    expect(sentTo(site)).toHaveLength(2);
  });

  it('does not go out when an order of the same person arrives in between as another identity', async () => {
    const site = await open();
    const device = 'ab'.repeat(16);
    await site.ingest([{ ...event('Product Added', ''), userId: undefined, device, consent: ALL }]);
    await site.ingest([event('Product Added', 'somebody-else')]);
    await pass(59 * MINUTE);
    await site.ingest([{ ...event('Signed In', 'ben'), device, consent: ALL }]);
    await site.ingest([event('Order Completed', 'ben', { order_id: 'o-1', total: 10 })]);
    await pass(MINUTE);
    await carried(site, 1);
    const other = await site.ask('POST', '/v1/visitors/lookup', { userId: 'somebody-else' });
    expect(sentTo(site).map(({ visitor }) => visitor)).toEqual([other.body.visitor]);
  });

  it('does not go out when the order comes between the decision and the sending', async () => {
    const site = await open({ limits: { quietHours: { from: '12:00', to: '23:00' } } });
    await site.ingest([event('Product Added', 'cleo'), event('Product Added', 'dora')]);
    await pass(HOUR);
    const counts = () => served.deliveries.campaigns.counts(site.siteId as never)['channel:email'];
    await until(() => counts()?.waiting === 2);
    await site.ingest([event('Order Completed', 'cleo', { order_id: 'o-2', total: 10 })]);
    await pass(12 * HOUR);
    expect(await carried(site, 2)).toEqual({ sent: 1, withheld: 1 });
    const dora = await site.ask('POST', '/v1/visitors/lookup', { userId: 'dora' });
    expect(sentTo(site).map(({ visitor }) => visitor)).toEqual([dora.body.visitor]);
  });

  it('goes out although the first try failed, once, and counts from then', async () => {
    const site = await open({ limits: { caps: [{ scope: 'campaign', max: 1, per: '30d' }] } });
    channel.fails = 1;
    await site.ingest([event('Product Added', 'finn')]);
    await pass(HOUR);
    const counts = () => served.deliveries.campaigns.counts(site.siteId as never)['channel:email'];
    await until(() => counts()?.failed === 1);
    await pass(10 * MINUTE);
    await carried(site, 1);
    expect(sentTo(site)).toHaveLength(1);
    const report = await site.ask('GET', '/v1/campaigns/reminder/report');
    expect(report.body.arms).toEqual([expect.objectContaining({ arm: 'a', visitors: 1, exposures: 1 })]);
  });

  it('goes to nobody who did not allow to be contacted', async () => {
    const site = await createSite(served, { serverConsent: { analytics: true, personalization: true } });
    await site.ask('PUT', '/v1/segments/cart-left', LEFT);
    await until(async () => (await site.ask('GET', '/v1/segments/cart-left')).body.state === 'ready');
    await putCampaign(site, 'reminder', REMINDER);
    const allowed = { ...event('Product Added', 'gus'), consent: ALL };
    await site.ingest([event('Product Added', 'hal'), allowed]);
    await pass(HOUR);
    await carried(site, 1);
    const gus = await site.ask('POST', '/v1/visitors/lookup', { userId: 'gus' });
    expect(sentTo(site).map(({ visitor }) => visitor)).toEqual([gus.body.visitor]);
  });
});
