import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Channel } from '../../core/ports.ts';
import { type Served, serve } from '../support/served.ts';
import { type AnswerBody, createSite, type TestSite } from '../support/sites.ts';
import { until } from '../support/until.ts';
import { campaign, openAsking, putCampaign } from './campaigns.ts';
import { DAY, device, entriesOf, HOUR, MINUTE } from './world.ts';

const START = Date.UTC(2026, 3, 15, 12);
const email: Channel = {
  name: 'email',
  purpose: 'contact',
  canReach: async () => true,
  send: async () => ({ kind: 'sent' }),
};

let served: Served;
beforeAll(async () => {
  served = await serve({ clockAtMs: START, channels: [email] });
});
afterAll(() => served.stop());

const ALL = { analytics: true, personalization: true, contact: true, share: true };
const ARMS = (treatment: AnswerBody) => [
  { key: 'control', weight: 1, treatment: null },
  { key: 'a', weight: 3, treatment },
];
const SEGMENTS = {
  keen: { name: 'Keen', when: { event: 'Product Viewed', within: '2d', count: { gte: 3 } } },
  'cart-left': {
    name: 'Cart left',
    when: { sequence: [{ event: 'Product Added' }, { absent: 'Order Completed', for: '1h' }], within: '1d' },
  },
};
const CAMPAIGNS: Readonly<Record<string, AnswerBody>> = {
  offer: {
    variants: ARMS({ kind: 'message', title: 'Hello', text: 'Stay a moment.' }),
    audience: { any: ['keen'] },
    limits: { caps: [{ scope: 'campaign', max: 2, per: '3d' }], cooldown: '2h' },
  },
  reminder: {
    channel: 'email',
    trigger: { entry: 'cart-left' },
    variants: ARMS({ kind: 'email', subject: 'Your cart', text: 'It is still here.' }),
    reentry: '2d',
    limits: { caps: [{ scope: 'campaign', max: 3, per: '7d' }] },
  },
  'follow-up': {
    channel: 'email',
    trigger: { event: 'Order Completed' },
    goal: { event: 'Product Added' },
    variants: [{ key: 'a', treatment: { kind: 'email', subject: 'Thank you', text: 'It is on its way.' } }],
    steps: [{ wait: '1d', treatment: { kind: 'email', subject: 'How is it?', text: 'Tell us.' } }],
  },
};

/** The same for the same seed: a linear congruential generator (Numerical Recipes). */
function createDice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

const VISITORS = 8;
const NAMES = ['Product Viewed', 'Product Viewed', 'Product Viewed', 'Product Added', 'Order Completed'];

async function open(): Promise<TestSite> {
  const site = await createSite(served, { serverConsent: ALL, postsPerSecondPerAddress: 1_000_000 });
  for (const [key, definition] of Object.entries(SEGMENTS))
    await site.ask('PUT', `/v1/segments/${key}`, definition);
  await until(async () =>
    ((await site.ask('GET', '/v1/segments')).body.items as readonly AnswerBody[]).every(
      ({ state }) => state === 'ready',
    ),
  );
  return site;
}

const sent = (site: TestSite) =>
  Object.values(served.deliveries.campaigns.counts(site.siteId as never)).reduce(
    (sum, { sent: own, withheld }) => sum + own + withheld,
    0,
  );

/** Days of visits, with every campaign live: what is decided is shown. */
async function live(site: TestSite, seed: number): Promise<void> {
  const dice = createDice(seed);
  const { show } = openAsking({ now: () => served.clock.now() }, site);
  // A page cannot allow what only the owner of a mailbox can.
  const allowed = Array.from({ length: VISITORS }, (_, n) => ({
    id: `allowed-${n}`,
    name: 'Newsletter Subscribed',
    time: served.clock.now(),
    device: device(500 + n),
    consent: ALL,
  }));
  await site.ingest(allowed);
  for (let n = 0; n < 70; n += 1) {
    await served.clock.moveTo(served.clock.now() + MINUTE + dice(100) * MINUTE);
    await show(device(500 + dice(VISITORS)), [NAMES[dice(NAMES.length)] as string]);
    await served.engine.segments.catchUp();
  }
  await served.clock.moveTo(served.clock.now() + 2 * DAY);
  await served.engine.segments.catchUp();
  let before = -1;
  // Until a whole minute brings nothing more.
  for (; before !== sent(site); ) {
    before = sent(site);
    await served.clock.moveTo(served.clock.now() + MINUTE);
  }
}

/** By visitor: what was decided, in order. */
async function recorded(site: TestSite, key: string): Promise<readonly string[]> {
  const lines: string[] = [];
  for (let n = 0; n < VISITORS; n += 1) {
    const entries = await entriesOf(site, { device: device(500 + n) });
    const own = entries.filter(
      ({ type, name, properties }) => type === 'decision' && name !== 'due' && properties.campaign === key,
    );
    lines.push(...own.map(({ name, properties }) => `${name} ${properties.arm} ${properties.step}`));
  }
  return lines.toSorted();
}

describe('a dry run', () => {
  it('says what the campaigns decided that were live all the time', async () => {
    const site = await open();
    for (const [key, given] of Object.entries(CAMPAIGNS)) await putCampaign(site, key, given);
    await live(site, 7);
    for (const key of Object.keys(CAMPAIGNS)) {
      const lines = await recorded(site, key);
      const { status, body } = await site.ask('POST', `/v1/campaigns/${key}/dry-run?days=30`, {});
      expect(status).toBe(200);
      const arms = body.arms as Readonly<Record<string, { decisions: number }>>;
      const rehearsed = Object.values(arms).reduce((sum, { decisions }) => sum + decisions, 0);
      const byArm = Object.groupBy(lines, (line) => line.split(' ')[1] as string);
      expect([
        key,
        Object.fromEntries(Object.entries(arms).map(([arm, own]) => [arm, own.decisions])),
      ]).toEqual([key, Object.fromEntries(Object.entries(byArm).map(([arm, own]) => [arm, own?.length]))]);
      expect(rehearsed).toBeGreaterThan(5);
    }
  }, 120_000);

  it('takes a draft that is not kept, counts no members, and leaves nothing behind', async () => {
    const site = await open();
    const { show } = openAsking({ now: () => served.clock.now() }, site);
    for (let n = 0; n < 3; n += 1) {
      await show(device(900), ['Product Added']);
      await served.clock.moveTo(served.clock.now() + HOUR);
    }
    await show(device(901), ['Product Viewed']);
    const draft = campaign({ state: 'draft', limits: { caps: [{ scope: 'campaign', max: 2, per: '1d' }] } });
    const { body } = await site.ask('POST', '/v1/campaigns/hello/dry-run?days=1', draft);
    expect(body).toMatchObject({
      visitors: 2,
      reached: 1,
      treatments: 2,
      times: { 2: 1 },
      arms: { a: { visitors: 1, decisions: 2 } },
      reasons: { capped: 1 },
    });
    expect((await site.ask('GET', '/v1/campaigns')).body.items).toEqual([]);
    const entries = await entriesOf(site, { device: device(900) });
    expect(entries.filter(({ type }) => type === 'decision' || type === 'exposure')).toEqual([]);
  });
});
