import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAsking, putCampaign } from '../../acceptance/campaigns.ts';
import type { HookReceiver } from '../../support/hook-receiver.ts';
import type { Served } from '../../support/served.ts';
import { type AnswerBody, bearer, type TestSite } from '../../support/sites.ts';
import { until } from '../../support/until.ts';
import { DEVICE, openHookedShop } from './hooked-shop.ts';

let served: Served;
let site: TestSite;
let hook: HookReceiver;

beforeEach(async () => {
  ({ served, site, hook } = await openHookedShop());
  await site.ask('PUT', '/v1/webhooks/crm', {
    url: hook.url,
    types: ['decision', 'conversion'],
    visitor: 'own',
  });
});
afterEach(() => served.stop());

const told = (): readonly AnswerBody[] => hook.arrivals.map(({ text }) => JSON.parse(text));
const countSent = async () =>
  ((await site.ask('GET', '/v1/webhooks')).body.items as readonly { sent: number }[])[0]?.sent;
const asking = () => openAsking({ now: () => served.clock.now() }, site);
const ordered = (id: string, total: number) => ({
  id,
  name: 'Order Completed',
  device: DEVICE,
  time: served.clock.now() + 1,
  properties: { order_id: id, total, currency: 'EUR' },
});

describe('a webhook that asked for decisions and conversions', () => {
  it('hears what was decided on a page, and of every event that reaches the goal, with its value', async () => {
    const goal = { kind: 'revenue', event: 'Order Completed', of: 'total', within: '72h' };
    await putCampaign(site, 'hello', { goal });
    const [shown] = await asking().show(DEVICE);
    // On this clock a delivery under way is given up ten seconds later, answered or not.
    await until(async () => (await countSent()) === 1);
    await served.clock.moveTo(served.clock.now() + 60_000);
    await site.ingest([ordered('o-1', 19.9), ordered('o-2', 5)]);
    await hook.arrived(3);
    const about = { campaign: 'hello', version: 1, variant: 'a', site: site.siteId };
    expect(told()).toMatchObject([
      { ...about, type: 'decision', outcome: 'chosen', channel: 'onsite', id: `decision:${shown?.id}` },
      { ...about, type: 'conversion', event: 'Order Completed', value: 19.9 },
      { ...about, type: 'conversion', event: 'Order Completed', value: 5 },
    ]);
  });

  it('is told the signal of a campaign whose channel it is, once, and nothing of who was exposed to nothing', async () => {
    const signal = { kind: 'signal', data: { list: 'vip' } };
    await putCampaign(site, 'vip', {
      channel: 'webhook',
      trigger: { event: 'Order Completed', where: { total: { gte: 100 } } },
      goal: { event: 'Product Viewed' },
      variants: [{ key: 'a', treatment: signal }],
    });
    const consent = { analytics: true, personalization: true, share: true };
    await site.ingest([{ ...ordered('o-1', 5), consent }]);
    await site.ingest([{ ...ordered('o-2', 100), consent }]);
    await hook.arrived(1);
    expect(told()).toMatchObject([
      { type: 'decision', campaign: 'vip', channel: 'webhook', data: { list: 'vip' } },
    ]);
  });

  it('is told nothing of somebody who lets nothing be shared', async () => {
    await putCampaign(site, 'hello', {});
    await site.ingest([{ ...ordered('o-0', 1), consent: { analytics: true, share: false } }]);
    const other = 'e1'.repeat(16);
    await asking().show(DEVICE);
    await asking().show(other);
    await hook.arrived(1);
    const { body } = await site.ask('POST', '/v1/visitors/lookup', { device: other });
    expect(told().map(({ visitor }) => visitor)).toEqual([body.visitor]);
  });
});

describe('the stream', () => {
  it('tells decisions and conversions beside notices', async () => {
    await putCampaign(site, 'hello', {});
    const abort = new AbortController();
    const { body } = await fetch(`${served.url}/v1/stream`, {
      headers: bearer(site.secretKey),
      signal: abort.signal,
    });
    let text = '';
    const reading = (async () => {
      for await (const chunk of body ?? []) text += Buffer.from(chunk).toString('utf8');
    })().catch(() => undefined);
    await until(() => text !== '');
    await asking().show(DEVICE);
    await served.clock.moveTo(served.clock.now() + 60_000);
    await site.ingest([ordered('o-1', 10)]);
    await until(() => text.includes('event: conversion'));
    abort.abort();
    await reading;
    expect([...text.matchAll(/^event: (\w+)$/gm)].map(([, name]) => name)).toEqual([
      'decision',
      'conversion',
    ]);
  });
});
