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

/** Everything that follows from what is in the log has been carried out. */
async function settled(site: TestSite): Promise<void> {
  await served.engine.segments.catchUp();
  await served.engine.segments.idle();
  const head = (await served.store.health()).seq;
  const names = ['campaigns', 'channel:email'];
  const places = async () =>
    Promise.all(names.map((name) => served.store.getRecord('outbox-cursors', site.siteId, name)));
  for (;;) {
    await served.clock.moveTo(served.clock.now() + 1_100);
    const now = (await served.store.health()).seq;
    if (now === head && (await places()).every((place) => Number(place) >= head)) return;
    if (now !== head) return settled(site);
  }
}

describe('a cart reminder', () => {
  it('goes out once, an hour after the cart was left', async () => {
    const site = await open();
    await site.ingest([event('Product Added', 'ann', { product_id: 'p1', name: 'Ink' })]);
    await settled(site);
    expect(sentTo(site)).toEqual([]);
    await served.clock.moveTo(served.clock.now() + HOUR);
    await settled(site);
    expect(sentTo(site).map(({ campaign, variant }) => [campaign, variant])).toEqual([['reminder', 'a']]);
    await served.clock.moveTo(served.clock.now() + 2 * HOUR);
    await settled(site);
    expect(sentTo(site)).toHaveLength(1);
  });

  it('does not go out when an order of the same person arrives in between as another identity', async () => {
    const site = await open();
    const guest = { ...event('Product Added', 'guest-7'), userId: undefined, device: 'ab'.repeat(16) };
    await site.ingest([{ ...guest, consent: ALL }]);
    await served.clock.moveTo(served.clock.now() + 59 * MINUTE);
    await site.ingest([
      { ...event('Signed In', 'ben'), device: 'ab'.repeat(16), consent: ALL },
      event('Order Completed', 'ben', { order_id: 'o-1', total: 10 }),
    ]);
    await served.clock.moveTo(served.clock.now() + HOUR);
    await settled(site);
    expect(sentTo(site)).toEqual([]);
  });

  it('does not go out when the order comes between the decision and the sending', async () => {
    const site = await open({ limits: { quietHours: { from: '12:00', to: '23:00' } } });
    await site.ingest([event('Product Added', 'cleo')]);
    await served.clock.moveTo(served.clock.now() + HOUR);
    await settled(site);
    expect(sentTo(site)).toEqual([]);
    await site.ingest([event('Order Completed', 'cleo', { order_id: 'o-2', total: 10 })]);
    await served.clock.moveTo(served.clock.now() + 12 * HOUR);
    await settled(site);
    expect(sentTo(site)).toEqual([]);
  });
});
