import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnswerBody, bearer, call, type TestSite } from '../support/sites.ts';
import { until } from '../support/until.ts';
import { DAY, HOUR, MINUTE, openWorld, type World } from './world.ts';

const START = Date.UTC(2026, 3, 15, 12);

let world: World;
beforeAll(async () => {
  world = await openWorld(START);
});
afterAll(() => world.stop());

let sent = 0;
type Given = { readonly userId: string; readonly at?: number; readonly properties?: AnswerBody };

async function send(
  site: TestSite,
  name: string,
  { userId, at = world.now(), properties = {} }: Given,
): Promise<void> {
  const consent = { analytics: true, personalization: true };
  const event = { id: `e${String(sent++).padStart(6, '0')}`, name, time: at, userId, consent, properties };
  const { body } = await site.ask('POST', '/v1/events', { events: [event] });
  expect(body).toMatchObject({ accepted: 1 });
}

async function visitorOf(site: TestSite, userId: string): Promise<string> {
  return String((await site.ask('POST', '/v1/visitors/lookup', { userId })).body.visitor);
}

type ScoreBody = AnswerBody & {
  readonly p: number;
  readonly margin: number;
  readonly base: number;
  readonly reasons: readonly { feature: string; shap: number; text: string }[];
};

async function scoreOf(site: TestSite, userId: string, label = 'purchase_7d'): Promise<ScoreBody> {
  const visitor = await visitorOf(site, userId);
  return (await site.ask('GET', `/v1/visitors/${visitor}/scores?label=${label}`)).body as ScoreBody;
}

/** The recurring work, now, and until it is done. */
async function sweepScores(): Promise<void> {
  const headers = bearer(world.app.operatorKey);
  const { status } = await call(`${world.app.url}/v1/jobs/scores/run`, { method: 'POST', headers });
  expect(status).toBe(200);
}

const product = { product_id: 'p1', price: 20 };

describe('a shop that knows nothing yet', () => {
  it('scores by the table of points from the first event, and says so', async () => {
    const site = await world.site();
    await send(site, 'Page Viewed', { userId: 'anna' });
    const first = await scoreOf(site, 'anna');
    expect(first).toMatchObject({ label: 'purchase_7d', heuristic: true, model: null });
    for (const name of ['Product Viewed', 'Product Viewed', 'Product Added', 'Checkout Started']) {
      const before = (await scoreOf(site, 'anna')).p;
      await world.pass(MINUTE);
      await send(site, name, { userId: 'anna', properties: name === 'Checkout Started' ? {} : product });
      expect((await scoreOf(site, 'anna')).p).toBeGreaterThan(before);
    }
  });

  it('says the same, without its reasons, to whoever decides and in the profile', async () => {
    const site = await world.site();
    await send(site, 'Product Added', { userId: 'ida', properties: product });
    const { p } = await scoreOf(site, 'ida');
    const brief = { label: 'purchase_7d', p, model: null, heuristic: true };
    const visitor = await visitorOf(site, 'ida');
    for (const { body } of [
      await site.ask('POST', '/v1/decide', { userId: 'ida' }),
      await site.ask('GET', `/v1/visitors/${visitor}`),
    ])
      expect(body.scores).toContainEqual(brief);
  });

  it('gives reasons that add up, the strongest first, in words', async () => {
    const site = await world.site();
    for (let view = 0; view < 4; view++) {
      await send(site, 'Product Viewed', { userId: 'ben', properties: product });
      await world.pass(2 * MINUTE);
    }
    const { margin, base, reasons, p } = await scoreOf(site, 'ben');
    expect(reasons.reduce((sum, { shap }) => sum + shap, base)).toBeCloseTo(margin, 9);
    expect(p).toBeCloseTo(1 / (1 + Math.exp(-margin)), 12);
    expect(reasons[0]).toMatchObject({
      feature: 'most_views_of_a_product',
      text: 'viewed one product 4 times in 6 minutes: +1.0',
    });
  });
});

describe('a segment that waits for a score', () => {
  it('is entered at the event that lifts the score, and left when it has fallen for long enough', async () => {
    const site = await world.site();
    await waitForKeen(site, { dwell: '10m' });
    await send(site, 'Page Viewed', { userId: 'cleo' });
    await send(site, 'Product Added', { userId: 'cleo', properties: product });
    await send(site, 'Checkout Started', { userId: 'cleo' });
    const visitor = await visitorOf(site, 'cleo');
    const keys = async () =>
      ((await site.ask('GET', `/v1/visitors/${visitor}/segments`)).body.items as { key: string }[]).map(
        ({ key }) => key,
      );
    expect(await keys()).toEqual(['keen']);
    await world.pass(MINUTE);
    await send(site, 'Product Removed', { userId: 'cleo', properties: product });
    expect(await keys()).toEqual(['keen']);
    await world.pass(11 * MINUTE);
    expect(await keys()).toEqual([]);
  });
});

type StepView = {
  readonly type: string;
  readonly name: string;
  readonly time: string;
  readonly properties: { readonly p: number };
};

async function stepsOf(site: TestSite, userId: string): Promise<readonly StepView[]> {
  const { body } = await site.ask('GET', `/v1/visitors/${await visitorOf(site, userId)}/events?limit=1000`);
  return (body.items as readonly StepView[]).filter(({ type }) => type === 'score');
}

/** Whose score is at least .25. */
async function waitForKeen(site: TestSite, more: AnswerBody = {}): Promise<void> {
  const when = { score: 'purchase_7d', gte: 0.25, leave: 0.2, ...more };
  await site.ask('PUT', '/v1/segments/keen', { name: 'Keen', when });
  await until(async () => (await site.ask('GET', '/v1/segments/keen')).body.state === 'ready');
  await world.pass(1_000);
}

describe('steps of a score', () => {
  it('are logged only where a segment waits for them', async () => {
    const site = await world.site();
    await send(site, 'Product Added', { userId: 'eve', at: world.now() - MINUTE, properties: product });
    expect(await stepsOf(site, 'eve')).toEqual([]);
    await waitForKeen(site);
    await send(site, 'Checkout Started', { userId: 'eve' });
    const step = (await stepsOf(site, 'eve')).at(-1);
    expect(step?.properties.p).toBeCloseTo((await scoreOf(site, 'eve')).p, 12);
  });

  it('are those of events in order, whatever order they came in', async () => {
    const [early, late] = [await world.site(), await world.site()];
    const start = world.now() - 5 * MINUTE;
    const deeds = ['Page Viewed', 'Product Viewed', 'Product Added', 'Product Removed', 'Checkout Started'];
    const events = deeds.map((name, at) => ({ name, at: start + at * 30_000 }));
    const orders = [events, [events[0], events[3], events[4], events[2], events[1]]] as const;
    for (const [at, site] of [early, late].entries()) {
      await waitForKeen(site);
      for (const event of orders[at] ?? []) {
        if (event !== undefined)
          await send(site, event.name, { userId: 'finn', at: event.at, properties: product });
      }
    }
    const steps = [await stepsOf(early, 'finn'), await stepsOf(late, 'finn')] as const;
    const heldAt = (at: number, of: readonly StepView[]) =>
      of.findLast(({ time }) => Date.parse(time) <= at)?.properties.p;
    for (const { at } of events) {
      const held = heldAt(at, steps[0]);
      expect(held).toBeGreaterThan(0);
      expect(Math.abs((heldAt(at, steps[1]) ?? 0) - (held ?? 1))).toBeLessThan(0.005);
    }
    expect(new Set(steps[0].map(({ properties: { p } }) => p)).size).toBeGreaterThan(2);
  });

  it('come within a minute of the segment that asks for them, of who does nothing more', async () => {
    const site = await world.site();
    for (const name of ['Product Added', 'Checkout Started'])
      await send(site, name, { userId: 'iris', properties: product });
    await world.pass(HOUR);
    await sweepScores();
    await waitForKeen(site);
    const asked = world.now();
    await world.pass(MINUTE);
    await sweepScores();
    const [step, ...more] = await stepsOf(site, 'iris');
    expect(more).toEqual([]);
    expect(Date.parse(step?.time ?? '')).toBeGreaterThanOrEqual(asked - 1_000);
    expect(step?.properties.p).toBe((await scoreOf(site, 'iris')).p);
    const { body } = await site.ask('GET', '/v1/segments/keen/members');
    expect(body.items).toHaveLength(1);
  });

  it('come at midnight of the site, without an event, and take a visitor out of a segment', async () => {
    const site = await world.site({ timezone: 'Europe/Berlin' });
    await waitForKeen(site);
    await send(site, 'Product Added', { userId: 'gwen', properties: product });
    await send(site, 'Checkout Started', { userId: 'gwen' });
    const members = async () =>
      (await site.ask('GET', '/v1/segments/keen/members')).body.items as readonly unknown[];
    expect(await members()).toHaveLength(1);
    const before = await stepsOf(site, 'gwen');
    await world.skip(11 * HOUR);
    await sweepScores();
    const steps = await stepsOf(site, 'gwen');
    expect(steps.length).toBeGreaterThan(before.length);
    expect(steps.at(-1)?.properties.p).toBeLessThan(before.at(-1)?.properties.p ?? 0);
    expect(new Date(steps.at(-1)?.time ?? '').toISOString()).toMatch(/T22:00:00\.000Z$/);
    expect(await members()).toHaveLength(0);
  });
});

describe('a visitor who declines to be profiled', () => {
  it('is never scored, by no event and by no midnight', async () => {
    const site = await world.site();
    await waitForKeen(site);
    const consent = { analytics: true, personalization: false };
    const events = ['Product Added', 'Checkout Started'].map((name, at) => ({
      id: `no${at}`,
      name,
      time: world.now(),
      userId: 'hal',
      consent,
      properties: product,
    }));
    await site.ask('POST', '/v1/events', { events });
    await world.skip(11 * HOUR);
    await sweepScores();
    expect(await stepsOf(site, 'hal')).toEqual([]);
    expect(await scoreOf(site, 'hal')).toMatchObject({ items: [], next: null, why: { code: 'declined' } });
    const { body } = await site.ask('POST', '/v1/decide', { userId: 'hal' });
    expect(body.scores).toEqual([]);
  });
});

describe('a visitor who declines to be recorded', () => {
  it('is scored no more, whatever else was allowed', async () => {
    const site = await world.site();
    await send(site, 'Product Added', { userId: 'jon', properties: product });
    expect((await scoreOf(site, 'jon')).heuristic).toBe(true);
    await world.pass(MINUTE);
    const purposes = { analytics: false, personalization: true };
    await site.ask('POST', '/v1/consent', { userId: 'jon', source: 'banner', purposes });
    expect(await scoreOf(site, 'jon')).toMatchObject({ items: [], next: null, why: { code: 'declined' } });
  });
});

async function runShop(site: TestSite, visitors: number): Promise<void> {
  const from = world.now() - 80 * DAY;
  const events: AnswerBody[] = [];
  const consent = { analytics: true, personalization: true };
  for (let n = 0; n < visitors; n++) {
    const start = from + Math.floor((n / visitors) * 75 * DAY);
    const add = (name: string, after: number, properties: AnswerBody = {}) =>
      events.push({
        id: `shop${n}-${after}`,
        name,
        time: start + after,
        userId: `u${n}`,
        consent,
        properties,
      });
    add('Page Viewed', 0);
    const isKeen = n % 3 === 0;
    for (let view = 1; view <= (isKeen ? 4 : 2); view++)
      add('Product Viewed', view * MINUTE, { product_id: isKeen ? 'p1' : `p${view}`, price: 30 });
    if (n % 4 === 0) add('Product Added', 6 * MINUTE, product);
    if (isKeen ? n % 2 === 0 : n % 23 === 0)
      add('Order Completed', 9 * MINUTE, { order_id: `o${n}`, total: 30 });
  }
  for (let at = 0; at < events.length; at += 400)
    await site.ask('POST', '/v1/events', { events: events.slice(at, at + 400) });
}

describe('labels of a site', () => {
  it('are as many as a profile can hold scores of, and one that is there may change', async () => {
    const site = await world.site();
    const put = (n: number) =>
      site.ask('PUT', `/v1/models/own_${n}`, { event: 'Trial Converted', within: '7d' });
    for (let n = 0; n < 28; n++) expect((await put(n)).status).toBe(200);
    expect(await put(28)).toMatchObject({ status: 409, body: { error: { code: 'conflict', at: 'label' } } });
    expect((await put(3)).status).toBe(200);
  });

  it('are put and trained under the eyes of the audit log', async () => {
    const site = await world.site();
    await site.ask('PUT', '/v1/models/own', { event: 'Trial Converted', within: '7d' });
    await site.ask('POST', '/v1/models/own/train');
    await site.ask('POST', '/v1/models/own/rollback');
    const { body } = await site.ask('GET', '/v1/audit');
    const acts = (body.items as readonly AnswerBody[]).filter(({ by }) => by === 'secret key');
    expect(acts.map(({ act, detail }) => [act, detail]).toSorted()).toEqual([
      ['label put', { label: 'own' }],
      ['training started', { label: 'own' }],
    ]);
  });
});

describe('a shop with enough to learn from', () => {
  it('says what is missing first, then trains, serves the better model, and steps back', {
    timeout: 120_000,
  }, async () => {
    const site = await world.site();
    await send(site, 'Page Viewed', { userId: 'dora' });
    await site.ask('POST', '/v1/models/purchase_7d/train');
    const model = async () => (await site.ask('GET', '/v1/models/purchase_7d')).body;
    const trained = () => until(async () => (await model()).training === null).then(model);
    expect(await trained()).toMatchObject({
      state: 'heuristic',
      missing: ['0 of 100 purchases', expect.stringContaining('of 100')],
    });
    await runShop(site, 1_200);
    await site.ask('POST', '/v1/models/purchase_7d/train');
    const body = await trained();
    expect(body).toMatchObject({ state: 'model', active: 1, missing: [], drift: null });
    expect(body).toMatchObject({
      card: {
        verdict: 'promoted',
        visitors: 1_169,
        calibration: { pieces: ['tune', 'test'] },
        recalibrated: null,
      },
    });
    await send(site, 'Product Viewed', { userId: 'dora', properties: product });
    const score = await scoreOf(site, 'dora');
    expect(score).toMatchObject({ heuristic: false, model: 1 });
    expect(score.reasons.reduce((sum, { shap }) => sum + shap, score.base)).toBeCloseTo(score.margin, 6);
    await site.ask('POST', '/v1/models/purchase_7d/rollback');
    expect(await scoreOf(site, 'dora')).toMatchObject({ heuristic: true });
  });
});
