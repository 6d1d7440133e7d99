import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, serve } from '../support/served.ts';
import { type AnswerBody, createSite, type TestSite } from '../support/sites.ts';
import { openAsking, putCampaign } from './campaigns.ts';
import { DAY, device, HOUR, MINUTE } from './world.ts';

/** Posts that share commits. */
const AT_ONCE = 50;
const START = Date.UTC(2026, 3, 15, 12);
const TREATMENT = { kind: 'message', title: 'Hello', text: 'Stay a moment.' };
const ARMS = [
  { key: 'control', weight: 1, treatment: null },
  { key: 'a', weight: 1, treatment: TREATMENT },
];
const ORDERED = { kind: 'conversion', event: 'Order Completed', within: '72h' };
const PAID = { kind: 'revenue', event: 'Order Completed', of: 'total', within: '72h' };

let served: Served;
beforeAll(async () => {
  served = await serve({ clockAtMs: START });
});
afterAll(() => served.stop());

const reportOf = async (site: TestSite, key = 'hello', query = ''): Promise<AnswerBody> => {
  const { status, body } = await site.ask('GET', `/v1/campaigns/${key}/report${query}`);
  expect(status).toBe(200);
  return body;
};

async function open(given: AnswerBody): Promise<TestSite> {
  const unlimited = { postsPerSecondPerAddress: 1_000_000, postsPerSecondPerKey: 1_000_000 };
  const site = await createSite(served, unlimited);
  await putCampaign(site, 'hello', { variants: ARMS, goal: ORDERED, ...given });
  return site;
}

type Exposed = { readonly dev: string; readonly arm: string; readonly nth: number };

/**
 * Visitors come until each of `arms` has its number, and no more are exposed: which arm somebody is in is the key's of
 * the site, which is another each run, and a report on arms of chance sizes doubts them once in a thousand runs.
 */
async function expose(site: TestSite, arms: readonly string[], ofEach: number): Promise<readonly Exposed[]> {
  const { ask, report } = openAsking({ now: () => served.clock.now() }, site);
  const seen = new Map(arms.map((arm) => [arm, 0]));
  const exposed: Exposed[] = [];
  const come = async (dev: string) => {
    const [decision] = await ask(dev);
    if (decision === undefined) throw new Error('nobody is passed over here');
    const nth = seen.get(decision.variant) ?? 0;
    if (nth >= ofEach) return;
    seen.set(decision.variant, nth + 1);
    exposed.push({ dev, arm: decision.variant, nth });
    expect(await report(decision)).toBe(200);
  };
  for (let next = 1_000; exposed.length < ofEach * arms.length; next += AT_ONCE)
    await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => come(device(next + n))));
  return exposed;
}

/** So many of each arm are exposed, once each; who of them orders, and for how much, is `outcomes`' to say. */
async function run(
  site: TestSite,
  ofEach: number,
  outcomes: (arm: string, nth: number) => number | null,
  arms: readonly string[] = ['control', 'a'],
): Promise<void> {
  const exposed = await expose(site, arms, ofEach);
  const time = served.clock.now() + MINUTE;
  const orders = exposed.flatMap(({ dev, arm, nth }): readonly AnswerBody[] => {
    const total = outcomes(arm, nth);
    const order = { id: `order-${site.siteId}-${dev}`, name: 'Order Completed', time, device: dev };
    return total === null ? [] : [{ ...order, properties: { order_id: dev, total, currency: 'EUR' } }];
  });
  await served.clock.moveTo(served.clock.now() + HOUR);
  await site.ingest(orders);
}

function treatmentOf(report: AnswerBody): AnswerBody {
  const [treatment] = (report.experiment as AnswerBody).treatments as readonly AnswerBody[];
  if (treatment === undefined) throw new Error('no treatment is reported on');
  return treatment;
}

type Tested = {
  readonly estimate: number;
  readonly interval: { readonly low: number; readonly high: number };
};

function relativeLift({ welch }: AnswerBody): Tested {
  return (welch as { readonly relative: { readonly value: Tested } }).relative.value;
}

/** Spread evenly, so that a share is hit to the visitor. */
const isOne = (nth: number, share: number) => Math.floor((nth + 1) * share) > Math.floor(nth * share);

describe('the report of a campaign', () => {
  it('finds a planted lift of a tenth, with an interval that holds it', async () => {
    const site = await open({});
    await run(site, 120, (arm, nth) => (isOne(nth, arm === 'a' ? 0.55 : 0.5) ? 10 : null));
    const report = await reportOf(site);
    expect(report).toMatchObject({ campaign: 'hello', version: 1, unit: 'person', currency: null });
    const arms = report.arms as readonly AnswerBody[];
    expect(arms.map(({ arm, visitors }) => [arm, visitors])).toEqual([
      ['control', 120],
      ['a', 120],
    ]);
    const treatment = treatmentOf(report);
    const { estimate, interval } = relativeLift(treatment);
    expect(estimate).toBeCloseTo(0.1, 9);
    expect(interval.low).toBeLessThan(0.1);
    expect(interval.high).toBeGreaterThan(0.1);
    expect((report.experiment as AnswerBody).sampleRatio).toMatchObject({ state: 'quiet' });
    expect(treatment.verdict).toMatchObject({ word: 'not_enough_data' });
  });

  it('tells revenue a visitor in major units of the site, and ships what surely brings more', async () => {
    const site = await open({ goal: PAID });
    await run(site, 120, (arm, nth) => (arm === 'a' ? 30 + (nth % 3) : 10 + (nth % 3)));
    await served.clock.leapTo(served.clock.now() + 8 * DAY);
    const report = await reportOf(site);
    expect(report.currency).toBe('EUR');
    const arms = report.arms as readonly { arm: string; valuePerVisitor: number }[];
    expect(arms.map(({ valuePerVisitor }) => Math.round(valuePerVisitor))).toEqual([11, 31]);
    const treatment = treatmentOf(report);
    expect(treatment.verdict).toMatchObject({
      word: 'ship',
      reason: expect.stringContaining('EUR a visitor'),
    });
    expect(((treatment.welch as AnswerBody).absolute as AnswerBody).value).toMatchObject({
      estimate: expect.closeTo(20, 0),
    });
    expect((report.experiment as AnswerBody).winner).toBe('a');
  });

  it('begins anew with another goal, and keeps what was measured before', async () => {
    const site = await open({});
    await run(site, 10, () => 10);
    await putCampaign(site, 'hello', { variants: ARMS, goal: PAID });
    const fresh = await reportOf(site);
    expect(fresh).toMatchObject({ version: 2, arms: [{ visitors: 0 }, { visitors: 0 }] });
    const before = await reportOf(site, 'hello', '?version=1');
    expect((before.arms as readonly { visitors: number }[]).reduce((sum, arm) => sum + arm.visitors, 0)).toBe(
      20,
    );
    const { status, body } = await site.ask('GET', '/v1/campaigns/hello/report?version=3');
    expect([status, body.error]).toEqual([404, expect.objectContaining({ at: 'version' })]);
  });

  it('is rehearsed as it was answered', async () => {
    const site = await open({});
    const { body } = await site.ask('GET', '/v1/campaigns/hello');
    const run = await site.ask('POST', '/v1/campaigns/hello/dry-run', body);
    expect([run.status, run.body.campaign]).toEqual([200, 'hello']);
  });

  it('says nothing of a lift where there is no control arm', async () => {
    const site = await open({ variants: [{ key: 'a', treatment: TREATMENT }] });
    await run(site, 10, () => 10, ['a']);
    expect(await reportOf(site)).toMatchObject({
      experiment: null,
      arms: [{ arm: 'a', visitors: 10, converted: 10 }],
    });
  });

  it('counts visitor-days apart from persons', async () => {
    const site = await open({});
    const now = served.clock.now();
    const page = {
      s: now,
      d: 1,
      e: [{ i: 'anon-1', n: 'Product Added', t: now, p: { product_id: 'p' }, u: '/' }],
    };
    const { body } = await site.collect(page);
    const [decision] = body.do as readonly { id: string; treatment: unknown }[];
    const shown = decision?.treatment === null ? { shown: false, withheld: true } : { shown: true };
    await site.ask('POST', '/v1/exposures', { decision: decision?.id, ...shown });
    const { units } = (await reportOf(site)) as {
      units: readonly { unit: string; arms: readonly AnswerBody[] }[];
    };
    const visitors = units.map(({ unit, arms }) => [
      unit,
      arms.reduce((sum, arm) => sum + Number(arm.visitors), 0),
    ]);
    expect(visitors).toEqual([
      ['person', 0],
      ['visitor_day', 1],
    ]);
  });
});

describe('the plan of an experiment', () => {
  it('says before the start how many visitors a lift takes, at one look and at any', async () => {
    const site = await open({});
    const asked = { goal: 'conversion', mean: 0.1, lift: 0.1, dailyVisitors: 1_000 };
    const { status, body } = await site.ask('POST', '/v1/experiments/plan', asked);
    expect([status, body.fixed]).toEqual([200, { visitorsPerArm: 14_749, days: 30 }]);
    expect((body.sequential as { visitorsPerArm: number }).visitorsPerArm).toBeGreaterThan(14_749);
  });

  it.each([
    ['a share of 3', { goal: 'conversion', mean: 3 }, 'mean', '0.03 for 3 %'],
    ['more than all', { goal: 'conversion', mean: 0.9, lift: 0.5 }, 'lift', 'a smaller one'],
    ['no variance of revenue', { goal: 'revenue', mean: 3 }, 'variance', 'zeros included'],
  ])('asks for what is missing: %s', async (_, asked, at, hint) => {
    const site = await open({});
    const { status, body } = await site.ask('POST', '/v1/experiments/plan', asked);
    expect([status, body.error]).toEqual([
      400,
      expect.objectContaining({ at, hint: expect.stringContaining(hint) }),
    ]);
  });
});
