import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnswerBody } from '../support/sites.ts';
import { type Asking, openAsking, putCampaign } from './campaigns.ts';
import { openPages } from './pages.ts';
import { DAY, device, entriesOf, HOUR, MINUTE, openWorld, type World } from './world.ts';

const START = Date.UTC(2026, 3, 15, 12);
const ANNA = device(1);
const CAP = { scope: 'campaign', max: 2, per: '7d' };

let world: World;
beforeAll(async () => {
  world = await openWorld(START);
});
afterAll(() => world.stop());

async function open(campaigns: Readonly<Record<string, AnswerBody>>, settings: AnswerBody = {}) {
  const site = await world.site(settings);
  for (const [key, given] of Object.entries(campaigns)) await putCampaign(site, key, given);
  return { site, ...openAsking(world, site) };
}

const keys = async (shown: Promise<readonly { readonly campaign: string }[]>) =>
  (await shown).map(({ campaign }) => campaign);
const showTimes = async ({ show }: Asking, times: number, dev = ANNA) => {
  const shown: string[] = [];
  for (let n = 0; n < times; n += 1) {
    await world.pass(MINUTE);
    shown.push(...(await keys(show(dev))));
  }
  return shown;
};

describe('caps (acceptance 21)', () => {
  it('keep a third treatment from a visitor until the first is seven days old, to the millisecond', async () => {
    const shop = await open({ hello: { limits: { caps: [CAP] } } });
    const first = world.now();
    expect(await keys(shop.show(ANNA))).toEqual(['hello']);
    await world.pass(MINUTE);
    expect(await keys(shop.show(ANNA))).toEqual(['hello']);
    expect(await showTimes(shop, 3)).toEqual([]);
    await world.skip(first + 7 * DAY - 1 - world.now());
    expect(await keys(shop.show(ANNA))).toEqual([]);
    await world.pass(1);
    expect(await keys(shop.show(ANNA))).toEqual(['hello']);
  });

  it('of a calendar day are those of the person, wherever the site is', async () => {
    const cap = { scope: 'campaign', perDay: 1 };
    const shop = await open({ hello: { limits: { caps: [cap] } } }, { timezone: 'UTC' });
    const auckland = { z: 'Pacific/Auckland' };
    const midnight = Math.ceil(world.now() / DAY) * DAY + 12 * HOUR;
    await world.pass(midnight - MINUTE - world.now());
    const [shown] = await shop.ask(ANNA, ['Product Added'], auckland);
    expect(shown === undefined ? null : await shop.report(shown)).toBe(200);
    expect(await shop.ask(ANNA, ['Product Added'], auckland)).toEqual([]);
    await world.pass(MINUTE);
    expect(await shop.ask(ANNA, ['Product Added'], auckland)).toHaveLength(1);
  });

  it('must all pass: cooldown, the cap of a tag and the cap of everything', async () => {
    const others = {
      hello: {},
      tagged: {
        priority: 60,
        tags: ['sale'],
        limits: { caps: [{ scope: 'tag', tag: 'sale', max: 1, per: '1d' }] },
      },
    };
    const shop = await open(others);
    expect(await showTimes(shop, 2)).toEqual(['tagged', 'hello']);
    const calm = await open({ hello: { limits: { cooldown: '1h' } } });
    expect(await showTimes(calm, 3)).toEqual(['hello']);
    await world.pass(HOUR);
    expect(await showTimes(calm, 1)).toEqual(['hello']);
    const all = { caps: [{ scope: 'all', max: 1, per: '1d' }] };
    const strict = await open({ hello: { limits: { caps: [CAP] } } }, { decisions: all });
    expect(await showTimes(strict, 3)).toEqual(['hello']);
  });

  it.each([
    ['0 means never', { limits: { caps: [{ scope: 'campaign', max: 0, per: '1d' }] } }, 0],
    ['none means no limit', {}, 4],
  ])('%s', async (_, given, times) => {
    const shop = await open({ hello: given });
    expect(await showTimes(shop, 4)).toHaveLength(times);
  });

  it('do not count what was not shown, once its place has been given back', async () => {
    const shop = await open({ hello: { limits: { caps: [{ ...CAP, max: 1 }] } } });
    const [given] = await shop.ask(ANNA);
    expect(given && (await shop.report(given, { shown: false, reason: 'busy' }))).toBe(200);
    const [expired] = await shop.ask(ANNA);
    expect(expired).toMatchObject({ campaign: 'hello' });
    expect(await shop.ask(ANNA)).toEqual([]);
    await world.pass(35_000);
    expect(await keys(shop.show(ANNA))).toEqual(['hello']);
    expect(await showTimes(shop, 2)).toEqual([]);
  });

  it('count what was shown after all, however late it is reported', async () => {
    const shop = await open({ hello: { limits: { caps: [{ ...CAP, max: 1 }] } } });
    const [late] = await shop.ask(ANNA);
    await world.pass(10 * MINUTE);
    expect(late && (await shop.report(late))).toBe(200);
    expect(await showTimes(shop, 2)).toEqual([]);
  });

  it('leave alone who does not obey, which counts all the same; and who obeys without counting', async () => {
    const decisions = { caps: [{ scope: 'all', max: 1, per: '1d' }] };
    const free = { priority: 90, obeys: false, limits: { caps: [{ scope: 'campaign', max: 2, per: '1d' }] } };
    const shop = await open({ free, hello: {} }, { decisions });
    expect(await showTimes(shop, 4)).toEqual(['free', 'free']);
    const quiet = await open(
      {
        quiet: { priority: 90, counts: false, limits: { caps: [{ scope: 'campaign', max: 1, per: '1d' }] } },
        hello: {},
      },
      { decisions },
    );
    expect(await showTimes(quiet, 3)).toEqual(['quiet', 'hello']);
  });
});

describe('caps under concurrency (acceptance 22)', () => {
  it('give exactly as many as they have to 50 requests of two tabs of two devices of one person', async () => {
    const shop = await open({ hello: { limits: { caps: [{ ...CAP, max: 3 }] } } });
    const pages = openPages(() => world);
    const devices = [device(21), device(22)];
    for (const dev of devices) await pages.logIn(shop.site, dev, 'anna', true);
    const asked = Array.from({ length: 50 }, (_, n) =>
      shop.ask(devices[n % 2] as string, ['Product Added'], { pg: `${n % 4}`.repeat(32) }),
    );
    const decisions = (await Promise.all(asked)).flat();
    expect(decisions).toHaveLength(3);
    expect(await Promise.all(decisions.map((one) => shop.report(one)))).toEqual([200, 200, 200]);
    expect(await showTimes(shop, 2, devices[1])).toEqual([]);
  });

  it('count what both devices saw before they were known to be one person', async () => {
    const shop = await open({ hello: { limits: { caps: [CAP] } } });
    const pages = openPages(() => world);
    expect(await showTimes(shop, 1, device(31))).toEqual(['hello']);
    expect(await showTimes(shop, 1, device(32))).toEqual(['hello']);
    for (const dev of [device(31), device(32)]) await pages.logIn(shop.site, dev, 'ben', true);
    expect(await showTimes(shop, 2, device(31))).toEqual([]);
    expect(await showTimes(shop, 2, device(32))).toEqual([]);
  });
});

describe('two campaigns for one place (acceptance 23)', () => {
  it('are shown by priority, then by key, and the other is logged with its reason', async () => {
    const shop = await open({ b: {}, a: {}, high: { priority: 80 } });
    expect(await keys(shop.show(ANNA))).toEqual(['high']);
    const decisions = (await entriesOf(shop.site, { device: ANNA })).filter(
      ({ type }) => type === 'decision',
    );
    expect(decisions).toHaveLength(1);
    expect(decisions[0]).toMatchObject({
      name: 'chosen',
      properties: {
        campaign: 'high',
        others: [
          { campaign: 'a', reason: 'lower_priority' },
          { campaign: 'b', reason: 'lower_priority' },
        ],
      },
    });
  });

  it('are said to be suppressed once a session, however often', async () => {
    const shop = await open({ never: { limits: { caps: [{ scope: 'campaign', max: 0, per: '1d' }] } } });
    for (let n = 0; n < 4; n += 1) expect(await shop.ask(ANNA)).toEqual([]);
    const said = (await entriesOf(shop.site, { device: ANNA })).filter(({ name }) => name === 'suppressed');
    expect(said.map(({ properties }) => properties.others)).toEqual([
      [{ campaign: 'never', reason: 'capped', limit: 'campaign:never' }],
    ]);
  });

  it('go to the next one where the first has no room', async () => {
    const shop = await open({ first: { priority: 90, limits: { caps: [{ ...CAP, max: 1 }] } }, second: {} });
    expect(await showTimes(shop, 3)).toEqual(['first', 'second', 'second']);
  });
});
