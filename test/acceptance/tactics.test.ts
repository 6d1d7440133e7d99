import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Channel, Outgoing } from '../../core/ports.ts';
import { type Served, serve } from '../support/served.ts';
import { type AnswerBody, createSite, type TestSite } from '../support/sites.ts';
import { until } from '../support/until.ts';
import { DAY, device, HOUR, item, MINUTE } from './world.ts';

const sent: Outgoing[] = [];
const mail: Channel = {
  name: 'email',
  purpose: 'contact',
  canReach: async () => true,
  send: async (message) => {
    sent.push(message);
    return { kind: 'sent' };
  },
};
const ALL = { analytics: true, personalization: true, contact: true, share: true };
type Texts = Readonly<Record<string, string>>;
const LONG_AGO = Date.UTC(2025, 0);

let served: Served;
beforeAll(async () => {
  served = await serve({ channels: [mail] });
});
afterAll(() => served.stop());

const now = () => served.clock.now();
const pass = (ms: number) => served.clock.moveTo(now() + ms);
/** Hours in which nothing is to happen. */
const skip = (ms: number) => served.clock.leapTo(now() + ms);

/** Installed, filled in, with steps in hours, without its control arm, and live. */
async function run(template: string, given: AnswerBody = {}): Promise<TestSite> {
  const site = await createSite(served, { serverConsent: ALL, postsPerSecondPerAddress: 1_000_000 });
  const { body } = await site.ask('POST', `/v1/campaigns/templates/${template}`, {});
  const { variants, ...campaign } = body.campaign as { readonly variants: readonly { treatment: unknown }[] };
  const shown = variants.filter(({ treatment }) => treatment !== null);
  const filled = JSON.stringify({ ...campaign, variants: shown, ...given, state: 'live' })
    .replaceAll(/\[\[(.*?)\]\]/g, '$1')
    .replaceAll(/https:\/\/fill-in\.invalid\/\w*/g, '/call')
    // Hours in place of days: the clock of these tests goes through every second of them.
    .replaceAll(/"wait":"(\d+)d"/g, '"wait":"$1h"');
  const put = await site.ask('PUT', `/v1/campaigns/${template}`, JSON.parse(filled));
  expect([put.status, put.body.state]).toEqual([200, 'live']);
  await served.engine.segments.idle();
  await pass(MINUTE);
  return site;
}

/** A page of somebody who has allowed everything. */
async function visit(site: TestSite, dev: string, name = 'Page Viewed', more: AnswerBody = {}) {
  const c = { ...ALL, at: LONG_AGO, source: 'banner' };
  const e = [item(name, now(), { p: { path: '/', product_id: 'p1', quantity: 1 } })];
  const { body } = await site.collect({ s: now(), d: 1, dev, c, e, ...more });
  const decisions = body.do as readonly { id: string; treatment: { kind: string } }[];
  for (const { id } of decisions) await site.ask('POST', '/v1/exposures', { decision: id, shown: true });
  return decisions.map(({ treatment }) => treatment.kind);
}

let told = 0;
/** By the site's server: what was there before it is answered. */
async function tell(site: TestSite, name: string, dev: string, properties: AnswerBody = {}): Promise<void> {
  told += 1;
  const event = { id: `told-${told}`, name, device: dev, time: now() - 1, consent: ALL, properties };
  expect((await site.ingest([event])).body).toMatchObject({ accepted: 1 });
}
const mailsTo = (site: TestSite) =>
  sent
    .filter((message) => message.site === site.siteId)
    .map(({ treatment }) => (treatment as { readonly subject?: Texts }).subject?.en);

/** Lets time pass, until so many mails are out in all, and so many steps of sequences wait for their time. */
async function carry(site: TestSite, ms: number, mails: number, steps = 0): Promise<void> {
  await pass(ms);
  const waiting = () => served.deliveries.campaigns.counts(site.siteId as never).campaigns?.waiting;
  await until(async () => {
    await served.engine.segments.catchUp();
    return mailsTo(site).length >= mails && waiting() === steps;
  });
}

describe('templates on pages', () => {
  it('walk somebody through a limit who comes back to the trial a day later, once', async () => {
    const site = await run('limit-walk-through');
    const [ann, bob] = [device(1), device(2)];
    for (const dev of [ann, bob]) {
      await tell(site, 'Trial Started', dev, { trial_plan_name: 'team' });
      await tell(site, 'Limit Reached', dev, { limit: 'projects' });
    }
    await skip(DAY / 2);
    expect(await visit(site, bob)).toEqual([]);
    await skip(DAY / 2 + MINUTE);
    expect(await visit(site, bob)).toEqual([]);
    expect(await visit(site, ann)).toEqual(['tour']);
    await skip(2 * HOUR);
    expect(await visit(site, ann)).toEqual([]);
  });

  it('show the first steps to somebody who comes back long after signing up, and a call later', async () => {
    const site = await run('onboarding-tour');
    const [ann, bob] = [device(3), device(4)];
    for (const dev of [ann, bob]) await tell(site, 'Signed Up', dev, { type: 'organic' });
    await pass(MINUTE);
    expect(await visit(site, ann)).toEqual([]);
    await skip(DAY + HOUR);
    expect(await visit(site, ann)).toEqual(['tour']);
    for (let n = 0; n < 3; n += 1) {
      await tell(site, 'Feature Used', bob, { feature_id: `f${n}`, feature_name: 'F' });
      await pass(1);
    }
    expect(await visit(site, bob)).toEqual([]);
    await skip(2 * HOUR);
    expect(await visit(site, ann)).toEqual(['banner']);
    await skip(2 * HOUR);
    expect(await visit(site, ann)).toEqual([]);
  });

  it('offer help to somebody who compares and leaves, once a day, and not at the checkout', async () => {
    const site = await run('exit-message');
    const compare = async (dev: string) => {
      for (const product of ['a', 'b', 'c']) {
        const p = { product_id: product, category: 'Shoes' };
        await site.collect({
          s: now(),
          dev,
          c: { ...ALL, at: LONG_AGO, source: 'banner' },
          e: [item('Product Viewed', now(), { p })],
        });
        await pass(1_000);
      }
    };
    await compare(device(5));
    expect(await visit(site, device(5), 'Exit Intent Detected')).toEqual(['message']);
    await pass(HOUR);
    expect(await visit(site, device(5), 'Exit Intent Detected')).toEqual([]);
    await compare(device(6));
    await visit(site, device(6), 'Checkout Started');
    expect(await visit(site, device(6), 'Exit Intent Detected')).toEqual([]);
    expect(await visit(site, device(7), 'Exit Intent Detected')).toEqual([]);
  });

  it('say in a slot how delivery works, on every page of the visit', async () => {
    const site = await run('trust-signals', { audience: {} });
    const slots = { sl: ['trust'] };
    expect(await visit(site, device(8), 'Page Viewed', slots)).toEqual(['trust']);
    expect(await visit(site, device(8), 'Page Viewed', slots)).toEqual(['trust']);
  });
});

describe('templates by mail', () => {
  it('remind of a cart an hour after it was left, and not after an order', async () => {
    const site = await run('cart-reminder', { limits: {} });
    for (const dev of [device(11), device(12)])
      await tell(site, 'Product Added', dev, { product_id: 'p1', name: 'Ink', quantity: 1 });
    await pass(30 * MINUTE);
    await tell(site, 'Order Completed', device(12), { order_id: 'o1', total: 10, products: [] });
    await carry(site, 30 * MINUTE, 1);
    expect(mailsTo(site)).toEqual(['Your cart is still here']);
    expect(sent.at(-1)?.products).toMatchObject([{ product: 'p1', title: 'Ink' }]);
  });

  it('follow an order until it is cancelled', async () => {
    const site = await run('post-purchase-sequence', { limits: {} });
    await tell(site, 'Order Completed', device(13), { order_id: 'o2', total: 10, products: [] });
    await tell(site, 'Order Completed', device(14), { order_id: 'o3', total: 10, products: [] });
    await carry(site, 0, 2, 2);
    expect(mailsTo(site)).toEqual(['Thank you', 'Thank you']);
    await skip(2 * HOUR);
    await tell(site, 'Order Cancelled', device(14), { order_id: 'o3' });
    await carry(site, 5 * HOUR, 3, 1);
    expect(mailsTo(site).slice(2)).toEqual(['Is everything as it should be?']);
  });
});
