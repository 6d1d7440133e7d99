/** Everybody has the write key: what it can flood, find out and fill. */
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { isZone, localDate, MOST_ZONES } from '../../../core/zone.ts';
import { innerHash } from '../../acceptance/pages.ts';
import { inLanes } from '../../support/lanes.ts';
import { NOON, type Served, serve } from '../../support/served.ts';
import { type AnswerBody, call, createSite, DESKTOP, type TestSite } from '../../support/sites.ts';

let served: Served;
beforeAll(async () => {
  served = await serve({ env: { TRUSTED_PROXIES: 'loopback' } });
});
afterAll(() => served.stop());

const ROOMY = { postsPerSecondPerAddress: 100_000, postsPerSecondPerKey: 100_000 };
const deviceOf = (n: number): string => n.toString(16).padStart(32, 'd');
const c = { analytics: true, personalization: true, at: NOON - 1 };
const viewed = (n: number, p: AnswerBody = {}) => ({ i: `v${n}`, n: 'Product Viewed', t: NOON, u: '/', p });

/** A post to any route with the write key. */
function post(site: TestSite, path: string, body: unknown, ip = '203.0.113.1') {
  return call(`${served.url}${path}?k=${site.writeKey}`, {
    method: 'POST',
    headers: { 'user-agent': DESKTOP, 'x-forwarded-for': ip },
    body: JSON.stringify(body),
  });
}

describe('who posts too much', () => {
  const collect = (site: TestSite, ip: string, more: AnswerBody = {}) =>
    post(site, '/v1/collect', { ver: 1, s: NOON, e: [], ...more }, ip);

  /** Of so many, how many were taken. */
  async function countTaken(count: number, send: (n: number) => ReturnType<typeof post>) {
    const statuses: number[] = [];
    for (let n = 0; n < count; n += 1) {
      const { status, headers } = await send(n);
      statuses.push(status);
      if (status === 429) expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    }
    expect(statuses.filter((status) => status !== 200 && status !== 429)).toEqual([]);
    return statuses.filter((status) => status === 200).length;
  }

  it('from one network is refused and told when to come back; other networks and sites go on', async () => {
    const site = await createSite(served, { postsPerSecondPerAddress: 5 });
    const other = await createSite(served, { postsPerSecondPerAddress: 5 });
    expect(await countTaken(12, (n) => collect(site, `198.51.100.${n}`))).toBe(5);
    expect(await countTaken(12, (n) => collect(site, `2001:db8:1:${n}::1`))).toBe(5);
    expect(await countTaken(3, () => collect(site, '192.0.2.1'))).toBe(3);
    expect(await countTaken(3, () => collect(other, '198.51.100.1'))).toBe(3);
    await served.clock.moveTo(served.clock.now() + 1_000);
    expect(await countTaken(12, () => collect(site, '198.51.100.7'))).toBe(5);
  });

  it('with one key is refused, however many networks it comes from', async () => {
    const site = await createSite(served, { postsPerSecondPerKey: 7 });
    expect(await countTaken(20, (n) => collect(site, `198.51.${n}.1`))).toBe(7);
  });

  it('for one visitor is refused, however many networks it comes from, on every door of the write key', async () => {
    const settings = { ...ROOMY, postsPerSecondPerVisitor: 4 };
    const site = await createSite(served, settings);
    expect(await countTaken(9, (n) => collect(site, `198.51.${n}.1`, { dev: deviceOf(1), c }))).toBe(4);
    const h = innerHash(site, 'ann');
    expect(await countTaken(9, (n) => collect(site, `198.51.${n}.1`, { dev: deviceOf(20 + n), h, c }))).toBe(
      4,
    );
    const choice = { device: deviceOf(2), purposes: { analytics: true }, source: 'banner' };
    expect(await countTaken(9, (n) => post(site, '/v1/consent', choice, `198.51.${n}.1`))).toBe(4);
    expect(await countTaken(9, (n) => post(site, '/v1/own', { device: deviceOf(3) }, `198.51.${n}.1`))).toBe(
      4,
    );
    const byOne = await createSite(served, { ...ROOMY, postsPerSecondPerAddress: 3 });
    expect(await countTaken(9, (n) => collect(byOne, `198.51.${n}.1`, { dev: deviceOf(1), c }))).toBe(3);
  });

  it('asks for what leaves something for good seldom: a hundredth of the posts, half of them at once', async () => {
    const site = await createSite(served, { ...ROOMY, postsPerSecondPerAddress: 20 });
    const erase = (n: number) => post(site, '/v1/own/erasures', { device: deviceOf(100 + n) });
    expect(await countTaken(15, erase)).toBe(10);
    expect((await post(site, '/v1/objections', { device: deviceOf(99) })).status).toBe(429);
    expect((await post(site, '/v1/own/export', { device: deviceOf(99) })).status).toBe(429);
    await served.clock.moveTo(served.clock.now() + 5_000);
    expect(await countTaken(15, erase)).toBe(1);
  });
});

describe('who guesses', () => {
  let site: TestSite;
  beforeAll(async () => {
    site = await createSite(served, ROOMY);
    const when = { event: 'Order Completed' };
    await site.ask('PUT', '/v1/segments/buyers', { name: 'Buyers', when });
    await site.ask('PUT', '/v1/campaigns/thanks', {
      name: 'Thanks',
      state: 'live',
      audience: { segment: 'buyers' },
      trigger: { event: 'Product Viewed' },
      variants: [
        {
          key: 'a',
          treatment: { kind: 'message', title: 'T', text: 'Welcome back', action: { label: 'Go', url: '/' } },
        },
      ],
    });
    await served.engine.segments.idle();
    const named = { userId: 'ann', consent: { analytics: true, personalization: true } };
    const order = { order_id: '1001', revenue: 20, coupon: 'WINTER20' };
    await site.ingest([
      { id: 'order:1001', name: 'Order Completed', time: NOON, properties: order, ...named },
    ]);
    await site.collect({ s: NOON, dev: deviceOf(1), c, e: [viewed(1)] });
  });

  /** What both are answered, but for what they sent themselves. */
  async function compare(known: () => Promise<AnswerBody>, unknown: () => Promise<AnswerBody>) {
    const answers = [await known(), await unknown()];
    expect(answers[0]).toEqual(answers[1]);
    return answers[0];
  }
  let n = 1_000;
  const collect = async (more: AnswerBody, items: readonly AnswerBody[]) => {
    n += 1;
    const { status, body } = await post(site, '/v1/collect', {
      ver: 1,
      s: NOON,
      d: 1,
      dev: deviceOf(n),
      c,
      e: items,
      ...more,
    });
    return { status, body };
  };

  it('a customer, learns nothing: a hash of somebody known is answered like any other', async () => {
    const claim = (id: string) => () => collect({ h: innerHash(site, id) }, [viewed(n)]);
    expect(await compare(claim('ann'), claim('nobody'))).toMatchObject({
      status: 200,
      body: { accepted: 1, do: [] },
    });
  });

  it('an order or a coupon, learns nothing: both are taken like any other', async () => {
    const order = (id: string, coupon: string) => () =>
      collect({}, [{ i: `order:${id}`, n: 'Order Completed', t: NOON, u: '/', p: { order_id: id, coupon } }]);
    await compare(order('1001', 'WINTER20'), order('9999', 'NOTHING'));
    const coupon = (id: string) => () =>
      collect({}, [{ i: `c${n}`, n: 'Coupon Entered', t: NOON, u: '/', p: { coupon_id: id } }]);
    await compare(coupon('WINTER20'), coupon('NOTHING'));
  });

  it('an event id, learns nothing: one that is there is taken again', async () => {
    await compare(
      () => collect({}, [viewed(1)]),
      () => collect({}, [viewed(n)]),
    );
  });

  it.each(['/v1/consent', '/v1/objections'])('a device, learns nothing from %s', async (path) => {
    const more = path === '/v1/consent' ? { purposes: { share: true }, source: 'banner' } : {};
    const choose = (device: string) => async () => {
      const { status, body } = await post(site, path, { device, ...more });
      return { status, body };
    };
    expect(await compare(choose(deviceOf(1)), choose(deviceOf(77)))).toMatchObject({ status: 200 });
  });

  it('names nobody by what can be guessed: only the device itself, 128 random bits, opens its own part', async () => {
    for (const [path, more] of [
      ['/v1/own', {}],
      ['/v1/own/export', {}],
      ['/v1/own/erasures', {}],
      ['/v1/objections', {}],
      ['/v1/consent', { purposes: { analytics: true }, source: 'banner' }],
    ] as const) {
      for (const name of [{ userId: 'ann' }, { email: 'ann@example.org' }, { visitor: 'ab'.repeat(16) }]) {
        const answers = await Promise.all(
          [name, { [Object.keys(name)[0] ?? '']: 'zed' }].map((who) => post(site, path, { ...who, ...more })),
        );
        const [own, other] = answers.map(({ status, body }) => ({ status, body }));
        expect([path, own]).toEqual([path, other]);
        expect([400, 422]).toContain(own?.status);
      }
    }
  });
});

describe('who invents names', () => {
  it('fills no list without end: names, properties, products, categories, campaigns, slots, findings', async () => {
    const site = await createSite(served, ROOMY);
    const per = { event: 'Product Viewed', per: 'product_id', count: { gte: 3 } };
    await site.ask('PUT', '/v1/segments/keen', { name: 'Keen', when: per });
    await served.engine.segments.idle();
    const posts = Array.from({ length: 24 }, (_, at) => at);
    const made = (id: string) => ({
      ...Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`made_up_${id}_${at}`, at + 0.5])),
      product_id: `p${id}`,
      category: `c${id}`,
    });
    await inLanes(posts, async (at) => {
      const items = Array.from({ length: 50 }, (_, i) => {
        const id = `${at}_${i}`;
        const n = i % 2 === 0 ? 'Product Viewed' : `Thing ${id.replace('_', 'x')} Invented`;
        return { i: `f${id}`, n, t: NOON, u: `/made-up-${id}?utm_source=${id}`, p: made(id) };
      });
      const sl = Array.from({ length: 200 }, (_, i) => `slot-${at}-${i}`);
      const { body } = await site.collect({ s: NOON, dev: deviceOf(500), c, d: 1, sl, e: items });
      expect(body.accepted).toBe(50);
    });
    const wide = Object.fromEntries(Array.from({ length: 1_500 }, (_, at) => [`wide_${at}`, at]));
    await site.collect({ s: NOON, dev: deviceOf(501), c, e: [{ ...viewed(9), p: wide }] });
    const { visitor } = (await site.ask('POST', '/v1/visitors/lookup', { device: deviceOf(500) })).body;
    const { body } = await site.ask('GET', `/v1/visitors/${visitor}`);
    const aggregates = Object.values(body.aggregates as Record<string, { sums?: object }>);
    expect(aggregates.length).toBeLessThanOrEqual(101);
    for (const { sums = {} } of aggregates) expect(Object.keys(sums).length).toBeLessThanOrEqual(16);
    const other = (await site.ask('POST', '/v1/visitors/lookup', { device: deviceOf(501) })).body.visitor;
    const [event] = (await site.ask('GET', `/v1/visitors/${other}/events`)).body.items as AnswerBody[];
    expect(Object.keys((event?.properties ?? {}) as object).length).toBeLessThanOrEqual(200);
    const found = (await site.ask('GET', '/v1/plan/violations')).body.items as readonly AnswerBody[];
    expect(found.length).toBeLessThanOrEqual(1_000);
    expect(await (await fetch(`${served.url}/metrics`)).text()).not.toMatch(/invented|made.up|p0_0|utm/i);
  });

  it('makes no clock for each spelling of a time zone', () => {
    const made = vi.spyOn(Intl, 'DateTimeFormat');
    onTestFinished(() => made.mockRestore());
    const letters = [...'america/argentina/buenos_aires'];
    const spell = (n: number) =>
      letters.map((letter, at) => ((n >> at) & 1 ? letter.toUpperCase() : letter)).join('');
    // Neither a stroke nor a line has capitals.
    const spellings = new Set(Array.from({ length: 4 * MOST_ZONES }, (_, n) => spell(n)));
    expect(spellings.size).toBeGreaterThan(MOST_ZONES);
    expect(isZone(spell(0))).toBe(true);
    for (const zone of spellings) expect(localDate(NOON, zone)).toBe('2026-01-05');
    const count = made.mock.calls.length;
    isZone(spell(0));
    expect(made.mock.calls.length).toBe(count + 1);
  });
});
