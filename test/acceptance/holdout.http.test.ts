import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRecordingChannel, type RecordingChannel } from '../support/recording-channel.ts';
import { type Served, serve } from '../support/served.ts';
import { type AnswerBody, createSite, type TestSite } from '../support/sites.ts';
import { until } from '../support/until.ts';
import { putCampaign } from './campaigns.ts';
import { innerHash, proofOf } from './pages.ts';
import { DAY, device, entriesOf, find, GRANTED, HOUR, item, MINUTE } from './world.ts';

const START = Date.UTC(2026, 3, 15, 12);
/** A coin for each of them: everybody on one side, once in 10 ** 12. What share is held out is assignment's to prove. */
const SHARE = 0.5;
const VISITORS = 40;
const PEOPLE = 20;
const MAIL = { kind: 'email', subject: 'Your cart', text: 'It is still there.' };
const REMINDER = {
  channel: 'email',
  trigger: { event: 'Product Added' },
  variants: [{ key: 'a', treatment: MAIL }],
};
const SIGNAL = {
  channel: 'segment',
  trigger: { event: 'Product Added' },
  variants: [{ key: 'a', treatment: { kind: 'signal' } }],
};
const ALLOWED = { ...GRANTED, contact: true, share: true };

let served: Served;
let email: RecordingChannel;
let partner: RecordingChannel;
beforeEach(async () => {
  email = createRecordingChannel('email');
  partner = createRecordingChannel('segment');
  served = await serve({ clockAtMs: START, channels: [email, partner] });
});
afterEach(() => served.stop());

const open = (settings = {}): Promise<TestSite> =>
  createSite(served, {
    postsPerSecondPerAddress: 1_000_000,
    postsPerSecondPerKey: 1_000_000,
    serverConsent: { analytics: true },
    ...settings,
  });
const devices = (from: number, count: number) => Array.from({ length: count }, (_, n) => device(from + n));
const now = () => served.clock.now();
const pass = (ms: number) => served.clock.moveTo(now() + ms);
const buyOnServer = (site: TestSite, userId: string, id: string, time = now()) =>
  site.ingest([
    { id, name: 'Order Completed', time, userId, properties: { order_id: id, total: 10 }, consent: ALLOWED },
  ]);

/** To be written to is allowed to a server, or by an opt-in that was confirmed. */
async function subscribe(site: TestSite, dev: string): Promise<void> {
  const allowed = {
    name: 'Newsletter Subscribed',
    device: dev,
    time: now(),
    properties: {},
    consent: ALLOWED,
  };
  const { body } = await site.ingest([{ ...allowed, id: `subscribed-${dev}` }]);
  expect(body).toMatchObject({ accepted: 1 });
}

/** A page's post; what it is answered is shown. */
async function visit(
  site: TestSite,
  dev: string,
  names: readonly string[],
  more = {},
): Promise<readonly { readonly variant: string; readonly treatment: unknown }[]> {
  const c = { ...ALLOWED, at: START - 60 * DAY, source: 'banner' };
  const e = names.map((name) => item(name, now()));
  const { body } = await site.collect({ s: now(), d: 1, dev, c, e, ...more });
  const shown = body.do as readonly {
    readonly id: string;
    readonly variant: string;
    readonly treatment: unknown;
  }[];
  for (const { id, treatment } of shown) {
    const said = treatment === null ? { shown: false, withheld: true } : { shown: true };
    await site.ask('POST', '/v1/exposures', { decision: id, ...said });
  }
  return shown;
}

const known = (site: TestSite, id: string) => {
  const h = innerHash(site, id);
  return { h, pr: proofOf(site, h) };
};

const entriesNamed = async (site: TestSite, dev: string, type: string) =>
  (await entriesOf(site, { device: dev })).filter((entry) => entry.type === type);

describe('the holdout (acceptance 27)', () => {
  it('gets nothing through any channel, and is known to have been there', async () => {
    const site = await open({ decisions: { holdout: SHARE, caps: [], perMinute: {} } });
    await putCampaign(site, 'page', {});
    await putCampaign(site, 'reminder', REMINDER);
    await putCampaign(site, 'partner', SIGNAL);
    const held: string[] = [];
    await Promise.all(
      devices(1, VISITORS).map(async (dev) => {
        await subscribe(site, dev);
        const [decision] = await visit(site, dev, ['Product Added']);
        if (decision?.variant === 'holdout') held.push(dev);
        else expect(decision?.treatment).toMatchObject({ kind: 'message' });
      }),
    );
    expect(held.length).toBeGreaterThan(0);
    expect(held.length).toBeLessThan(VISITORS);
    const treated = VISITORS - held.length;
    await Promise.all([email.arrived(treated), partner.arrived(treated)]);
    for (const dev of held) await until(async () => (await entriesNamed(site, dev, 'exposure')).length === 3);
    const heldIds = new Set(await Promise.all(held.map((dev) => find(site, { device: dev }))));
    expect([...email.given, ...partner.given].filter(({ visitor }) => heldIds.has(visitor))).toEqual([]);
    expect([email.given.length, partner.given.length]).toEqual([treated, treated]);
    for (const dev of held) {
      const seen = await entriesNamed(site, dev, 'exposure');
      expect(seen.map(({ name, properties }) => `${name} ${properties.arm}`)).toEqual(
        Array(3).fill('withheld holdout'),
      );
    }
  });

  it('is left by nobody who logs in, on no device', async () => {
    const site = await open({ decisions: { holdout: 0.5, caps: [], perMinute: {} } });
    await putCampaign(site, 'page', {});
    await putCampaign(site, 'reminder', REMINDER);
    const [phones, desks] = [devices(1, PEOPLE), devices(500, PEOPLE)];
    const variantsOf = (devs: readonly string[]) =>
      Promise.all(devs.map(async (dev) => (await visit(site, dev, ['Product Added']))[0]?.variant));
    const before = await variantsOf(phones);
    expect(before.filter((variant) => variant !== 'a' && variant !== 'holdout')).toEqual([]);
    await pass(MINUTE);
    for (const devs of [phones, desks])
      await Promise.all(devs.map((dev, n) => visit(site, dev, ['Signed In'], known(site, `person-${n}`))));
    for (const devs of [phones, desks]) {
      await pass(MINUTE);
      expect(await variantsOf(devs)).toEqual(before);
    }
  });
});

describe('a message that is pending (acceptance 17)', () => {
  const QUIET = { limits: { quietHours: { from: '11:00', to: '13:00' } } };
  const SEGMENT = { name: 'Keen', when: { event: 'Product Viewed', within: '30m' } };

  async function pending(given: AnswerBody = {}, name = 'Product Added'): Promise<TestSite> {
    const site = await open();
    await site.ask('PUT', '/v1/segments/keen', SEGMENT);
    await until(async () => (await site.ask('GET', '/v1/segments/keen')).body.state === 'ready');
    await putCampaign(site, 'reminder', { ...REMINDER, ...QUIET, ...given });
    await subscribe(site, device(1));
    await pass(1);
    await visit(site, device(1), [name]);
    await until(async () =>
      (await entriesNamed(site, device(1), 'decision')).some((entry) => entry.name === 'chosen'),
    );
    expect(email.given).toEqual([]);
    return site;
  }

  const CANCELLED = { cancel: { events: ['Order Completed'] } };
  it.each<[string, AnswerBody, (site: TestSite) => Promise<unknown>, number]>([
    ['leaves once it may', CANCELLED, async () => undefined, 1],
    [
      'is cancelled by what the visitor bought on the page',
      CANCELLED,
      (site) => visit(site, device(1), ['Order Completed']),
      0,
    ],
    [
      'is cancelled by what the guest bought, who has an account since',
      CANCELLED,
      async (site) => {
        await visit(site, device(1), ['Signed In'], known(site, 'anna'));
        await buyOnServer(site, 'anna', 'o1');
      },
      0,
    ],
    [
      'is cancelled by an order that its account had told before the log-in',
      CANCELLED,
      async (site) => {
        await buyOnServer(site, 'anna', 'o1');
        await visit(site, device(1), ['Signed In'], known(site, 'anna'));
      },
      0,
    ],
    [
      'is not cancelled by what was bought before',
      CANCELLED,
      (site) =>
        visit(site, device(1), ['Signed In'], known(site, 'anna')).then(() =>
          buyOnServer(site, 'anna', 'o0', START - HOUR),
        ),
      1,
    ],
    ['is not cancelled by what somebody else bought', CANCELLED, (site) => buyOnServer(site, 'ben', 'o1'), 1],
    [
      'is not cancelled by a purchase where its campaign says nothing of it',
      {},
      (site) => visit(site, device(1), ['Order Completed']),
      1,
    ],
    [
      'is not cancelled by leaving the segment',
      { audience: { all: ['keen'] }, trigger: { entry: 'keen' } },
      () => pass(45 * MINUTE),
      1,
    ],
    [
      'is cancelled by leaving the segment where its campaign says so',
      { audience: { all: ['keen'] }, trigger: { entry: 'keen' }, cancel: { leaving: true } },
      () => pass(45 * MINUTE),
      0,
    ],
  ])('%s', { timeout: 60_000 }, async (_, given, meanwhile, sent) => {
    const site = await pending(given, given.trigger === undefined ? 'Product Added' : 'Product Viewed');
    await pass(MINUTE);
    await meanwhile(site);
    await served.clock.moveTo(START + HOUR);
    await (sent > 0 ? email.arrived(sent) : until(async () => (await waiting(site)) === 0));
    expect(email.given).toHaveLength(sent);
  });

  /** Messages that have neither left nor been passed over. */
  async function waiting({ siteId }: TestSite): Promise<number> {
    const rows = await served.store.listRecords('outbox:channel:email', siteId, null, 100);
    return rows.length;
  }
});
