import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, DESKTOP, type TestSite } from '../support/sites.ts';
import { until } from '../support/until.ts';
import { MESSAGE, openAsking, type PageDecisionView, putCampaign } from './campaigns.ts';
import { openPages } from './pages.ts';
import { DAY, device, entriesOf, HOUR, item, MINUTE, openWorld, type World } from './world.ts';

const START = Date.UTC(2026, 3, 15, 12);
const TWO = {
  variants: [
    { key: 'none', treatment: null },
    { key: 'a', treatment: MESSAGE },
  ],
};

let world: World;
beforeAll(async () => {
  world = await openWorld(START);
});
afterAll(() => world.stop());

async function open(given = {}) {
  const site = await world.site({ decisions: { holdout: 0, caps: [], perMinute: {} } });
  await putCampaign(site, 'hello', given);
  return { site, ...openAsking(world, site) };
}

/** As a page does that is being left: one post of text, with the public key in its address. */
async function beacon(site: TestSite, body: unknown): Promise<number> {
  const headers = { 'content-type': 'text/plain;charset=UTF-8', 'user-agent': DESKTOP };
  const init = { method: 'POST', headers, body: JSON.stringify(body) };
  return (await call(`${world.app.url}/v1/exposures?k=${site.writeKey}`, init)).status;
}

const namesOf = async (site: TestSite, dev: string, type = 'exposure') =>
  (await entriesOf(site, { device: dev })).filter((entry) => entry.type === type).map(({ name }) => name);
const reportOf = async (site: TestSite) => {
  const { body } = await site.ask('GET', '/v1/campaigns/hello/report');
  const units = body.units as readonly {
    readonly unit: string;
    readonly arms: readonly Record<string, unknown>[];
    readonly experiment: { readonly exposures: { readonly seenInSeveral: number } } | null;
  }[];
  const [persons] = units.filter(({ unit }) => unit === 'person');
  return { arms: persons?.arms ?? [], mixed: persons?.experiment?.exposures.seenInSeveral };
};
const armsOf = async (site: TestSite) => (await reportOf(site)).arms;
const buy = (site: TestSite, dev: string, t: number, id: string) =>
  openPages(() => world).post(site, dev, [
    item('Order Completed', t, { i: id, p: { order_id: id, total: 10 } }),
  ]);

describe('exposures (acceptance 26)', () => {
  it('are kept of a page that is left within 10 ms, by a post of text with the public key alone', async () => {
    const { site, ask } = await open();
    const [shown] = await ask(device(1));
    await world.pass(10);
    const now = world.now();
    expect(await beacon(site, { decision: shown?.id, shown: true, at: now - 10, s: now })).toBe(200);
    expect(await namesOf(site, device(1))).toEqual(['shown']);
  });

  it('are one however often they are told, and a click told with one is of it', async () => {
    const { site, ask } = await open();
    const [shown] = await ask(device(1));
    for (let n = 0; n < 3; n += 1)
      expect(await beacon(site, { decision: shown?.id, shown: true, action: 'clicked' })).toBe(200);
    expect((await namesOf(site, device(1))).toSorted()).toEqual(['clicked', 'shown']);
    expect(await armsOf(site)).toMatchObject([{ visitors: 1, exposures: 1, clicked: 1 }]);
  });

  it('are taken of no decision that nobody was answered with', async () => {
    const { site } = await open();
    expect(await beacon(site, { decision: '0'.repeat(32), shown: true })).toBe(404);
    expect(await beacon(site, { decision: 'mine', shown: true })).toBe(400);
  });

  it('count what was bought after them, never what was bought before, and each order once', async () => {
    const { site, show } = await open();
    const dev = device(1);
    await buy(site, dev, world.now(), 'before');
    await world.pass(MINUTE);
    await show(dev);
    expect(await armsOf(site)).toMatchObject([{ visitors: 1, converted: 0 }]);
    // Told late: it was before.
    await buy(site, dev, world.now() - 1, 'late');
    expect(await armsOf(site)).toMatchObject([{ visitors: 1, converted: 0 }]);
    await world.pass(HOUR);
    for (let n = 0; n < 2; n += 1) await buy(site, dev, world.now(), 'after');
    expect(await armsOf(site)).toMatchObject([{ visitors: 1, converted: 1 }]);
  });

  it('in two arms leave a person out of both, and the report says how many', async () => {
    const { site, show } = await open(TWO);
    const seen = new Map<string, string>();
    for (let n = 1; seen.size < 2; n += 1) {
      const [decision] = await show(device(n));
      if (decision !== undefined) seen.set(decision.variant, device(n));
    }
    const before = (await armsOf(site)).map(({ visitors }) => Number(visitors));
    await world.pass(MINUTE);
    const pages = openPages(() => world);
    for (const dev of seen.values()) await pages.logIn(site, dev, 'anna', true);
    const { arms, mixed } = await reportOf(site);
    expect(arms.map(({ visitors }) => Number(visitors))).toEqual(before.map((visitors) => visitors - 1));
    expect(mixed).toBe(1);
  });

  it('are none of a robot, which is assigned to nothing', async () => {
    const { site } = await open();
    const now = world.now();
    const sender = { userAgent: 'Googlebot/2.1 (+http://www.google.com/bot.html)' };
    const { body } = await site.collect(
      { s: now, d: 1, dev: device(1), e: [item('Product Added', now)] },
      sender,
    );
    expect(body.do).toEqual([]);
    expect((await site.ask('POST', '/v1/visitors/lookup', { device: device(1) })).status).toBe(404);
  });
});

describe('an arm (acceptance 24)', () => {
  it('is the same before and after log-in, on every device of the person', async () => {
    const { site, show } = await open(TWO);
    const pages = openPages(() => world);
    for (let n = 1; n <= 12; n += 1) {
      const [first, second] = [device(100 + n), device(200 + n)];
      const [before] = await show(first);
      await world.pass(MINUTE);
      await pages.logIn(site, first, `person-${n}`, true);
      await pages.logIn(site, second, `person-${n}`, true);
      for (const dev of [first, second]) {
        await world.pass(MINUTE);
        const [after]: readonly PageDecisionView[] = await show(dev);
        expect(after?.variant).toBe(before?.variant);
      }
    }
    expect((await reportOf(site)).mixed).toBe(0);
  });
});

describe('a campaign on a page (acceptance 16)', () => {
  it('takes a visitor in once for each time the segment is entered', async () => {
    const site = await world.site();
    const when = { event: 'Product Viewed', within: '10m' };
    await site.ask('PUT', '/v1/segments/keen', { name: 'Keen', when });
    await until(async () => (await site.ask('GET', '/v1/segments/keen')).body.state === 'ready');
    await putCampaign(site, 'hello', { trigger: { entry: 'keen' } });
    const { show } = openAsking(world, site);
    const counts: number[] = [];
    for (const [name, wait] of [
      ['Product Viewed', MINUTE],
      ['Product Viewed', MINUTE],
      ['Page Viewed', MINUTE],
      ['Product Viewed', 11 * MINUTE],
      ['Product Viewed', MINUTE],
      ['Page Viewed', DAY],
    ] as const) {
      counts.push((await show(device(1), [name])).length);
      await world.pass(wait);
    }
    expect(counts).toEqual([1, 0, 0, 0, 1, 0]);
  });

  it('answers an exit that time alone brought, as long as that is news', async () => {
    const site = await world.site();
    const when = { event: 'Product Viewed', within: '10m' };
    await site.ask('PUT', '/v1/segments/keen', { name: 'Keen', when });
    await until(async () => (await site.ask('GET', '/v1/segments/keen')).body.state === 'ready');
    await putCampaign(site, 'hello', { trigger: { exit: 'keen' } });
    const { show } = openAsking(world, site);
    expect(await show(device(1), ['Product Viewed'])).toEqual([]);
    await world.pass(15 * MINUTE);
    expect(await show(device(1), ['Page Viewed'])).toMatchObject([{ campaign: 'hello' }]);
    await world.pass(MINUTE);
    expect(await show(device(1), ['Page Viewed'])).toEqual([]);
  });
});
