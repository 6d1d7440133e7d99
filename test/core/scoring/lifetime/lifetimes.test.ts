import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SiteId, VisitorId } from '../../../../core/entry.ts';
import { expectedRepeats, probabilityAlive } from '../../../../core/scoring/lifetime/bg-nbd.ts';
import { lifetimeValueMinor } from '../../../../core/scoring/lifetime/lifetime-value.ts';
import { createLifetimes, type LifetimesPorts } from '../../../../core/scoring/lifetime/lifetimes.ts';
import { summarizeOrders } from '../../../../core/scoring/lifetime/summary.ts';
import { DAY, HOUR, openSegments, type SegmentWorld } from '../../segments/segment-world.ts';
import { createDraws } from './planted.ts';

const ZONE = 'Pacific/Auckland';
const BATCH = 100;

let world: SegmentWorld;
beforeEach(async () => {
  world = await openSegments({ timezone: ZONE });
});
afterEach(() => world.close());

const lifetimes = (ports: Partial<LifetimesPorts> = {}) => {
  const { book, sites } = world.engine();
  return createLifetimes({
    store: world.store(),
    book,
    sites,
    now: world.now,
    leastRepeatBuyers: 20,
    ...ports,
  });
};
const siteId = (): SiteId => world.site().siteId;
const visitor = (n: number | string): VisitorId => world.visitorOf(`buyer-${n}`);
const of = (n: number | string) => lifetimes().of(siteId(), visitor(n), world.now());

/** Days before now on which each buyer orders: every second one again. */
function ordersOf(buyers: number): readonly (readonly number[])[] {
  const { uniform } = createDraws(31);
  return Array.from({ length: buyers }, (_, n) => {
    const age = 60 + Math.floor(200 * uniform());
    const repeats = n % 2 === 0 ? 0 : 1 + Math.floor(4 * uniform() ** 2);
    const last = Math.floor(age * uniform());
    return [age, ...Array.from({ length: repeats }, () => last + Math.floor((age - last) * uniform()))];
  });
}

async function sell(buyers: number, more: (n: number) => object = () => ({})): Promise<void> {
  const { uniform } = createDraws(32);
  const events = ordersOf(buyers).flatMap((days, n) => {
    const usual = 20 + 60 * uniform();
    return days.map((day, at) => ({
      id: `o-${n}-${at}`,
      name: 'Order Completed',
      time: world.now() - day * DAY,
      userId: `buyer-${n}`,
      properties: { order_id: `${n}-${at}`, revenue: Math.round(usual * (50 + 100 * uniform())) / 100 },
      ...more(n),
    }));
  });
  for (let at = 0; at < events.length; at += BATCH) {
    const batch = events.slice(at, at + BATCH);
    const taken = await world.engine().ingest(world.site(), { events: batch });
    if (!taken.ok || taken.value.accepted !== batch.length) throw new Error(JSON.stringify(taken));
  }
  await world.settle();
}

const never = (): never => {
  throw new Error('no lifetime');
};

describe('lifetimes of a site', () => {
  it('are what the models say of the orders of its buyers, also after a restart', async () => {
    await sell(60);
    const fitted = await lifetimes().fit(siteId());
    if (!fitted.ok) throw new Error(fitted.hint);
    const { purchases, spend, ...about } = fitted.value;
    expect(about).toMatchObject({ fittedAt: world.now(), currency: 'EUR', buyers: 60, isSample: false });
    expect(about.repeatBuyers).toBeGreaterThan(20);
    if (spend === null) throw new Error(about.spendMissing ?? '');
    expect(spend.buyers).toBe(about.repeatBuyers);
    await world.restart(async () => {});
    expect(await lifetimes().model(siteId())).toEqual(fitted.value);
    const { slot } = await world.engine().book.read(siteId(), visitor(1), world.now());
    const asOf = { now: world.now(), timezone: ZONE };
    const customer = summarizeOrders(slot.timeline.profile.orders, asOf);
    if (customer === null) throw new Error('no orders');
    const weeks = { days30: 30 / 7, days90: 90 / 7, days365: 365 / 7 };
    const each = (measure: (weeks: number) => number) =>
      Object.fromEntries(Object.entries(weeks).map(([name, value]) => [name, measure(value)]));
    const value = { purchases: purchases.params, spend: spend.params };
    expect(await of(1)).toEqual({
      ok: true,
      value: {
        probabilityAlive: probabilityAlive(purchases.params, customer),
        expectedPurchases: each((t) => expectedRepeats(purchases.params, customer, t)),
        expectedValueMinor: each((t) =>
          Math.round(lifetimeValueMinor(value, customer, { weeks: t, discountPerYear: 0.15 })),
        ),
        discountPerYear: 0.15,
        valueMissing: null,
        currency: 'EUR',
        fittedAt: world.now(),
        buyers: 60,
        historyDays: Math.round(about.historyWeeks * 7),
      },
    });
  });

  it('are worth the plain sum where the site takes no discount', async () => {
    await sell(60);
    const inAYear = async () => {
      const found = await of(1);
      return (found.ok && found.value.expectedValueMinor?.days365) || 0;
    };
    const discounted = await inAYear();
    const scoring = { leastOfEach: 100, discountPerYear: 0 };
    await world.engine().sites.change(world.site().site, { scoring });
    const plain = await inAYear();
    const found = await of(1);
    const { expectedPurchases: purchases, expectedValueMinor: worth } = found.ok ? found.value : never();
    expect(plain / (worth?.days30 ?? 0)).toBeCloseTo(purchases.days365 / purchases.days30, 0);
    expect(discounted).toBeLessThan(plain);
    expect(discounted).toBeGreaterThan(plain / 1.15);
  });

  it('grow less likely while nothing is bought', async () => {
    await sell(60);
    await lifetimes().fit(siteId());
    const now = await of(1);
    await world.leap(30 * DAY);
    const later = await of(1);
    if (!now.ok || !later.ok) throw new Error('no lifetime');
    expect(later.value.probabilityAlive).toBeLessThan(now.value.probabilityAlive);
    expect(later.value.fittedAt).toBe(now.value.fittedAt);
  });

  it('say how many repeat buyers are missing and when they are counted again, until there are enough', async () => {
    const said = (count: string) =>
      `${count} of 20 repeat buyers: wait until there are enough (looked at on 2026-04-16, the next fitting is due on 2026-04-23)`;
    // Nobody looked yet, so it is done now: in Auckland it is tomorrow already.
    expect(await of(1)).toEqual({ ok: false, code: 'not_available', at: '', hint: said('0') });
    await sell(40);
    expect(await of(1)).toMatchObject({ hint: said('0') });
    const refused = await lifetimes({ leastRepeatBuyers: 100 }).fit(siteId());
    if (refused.ok) throw new Error('fitted');
    expect(refused).toMatchObject({ code: 'not_available', at: '' });
    expect(refused.hint).toMatch(/^(1[5-9]|20) of 100 repeat buyers: wait until there are enough$/);
    expect(await of(1)).toMatchObject({ hint: expect.stringContaining(`${refused.hint} (looked at on`) });
    await lifetimes({ leastRepeatBuyers: 15 }).fit(siteId());
    expect(await of(1)).toMatchObject({ ok: true });
    // A fit that is refused later leaves the model that is there.
    await lifetimes({ leastRepeatBuyers: 100 }).fit(siteId());
    expect(await of(1)).toMatchObject({ ok: true });
  });

  it('are fitted to a hundred repeat buyers or more, of whom nothing is told but how many they are', async () => {
    const { book, sites } = world.engine();
    const own = createLifetimes({ store: world.store(), book, sites, now: world.now });
    const sellTwice = (from: number, to: number) =>
      world.engine().ingest(world.site(), {
        events: Array.from({ length: to - from }, (_, at) => from + at).flatMap((n) =>
          [250 - n, 120 - n].map((day) => ({
            id: `twice-${n}-${day}`,
            name: 'Order Completed',
            time: world.now() - day * DAY,
            userId: `buyer-${n}`,
            properties: { order_id: `${n}-${day}`, revenue: 10 + (n % 9) + day / 10 },
          })),
        ),
      });
    await sellTwice(0, 99);
    await world.settle();
    expect(await own.of(siteId(), visitor(1), world.now())).toMatchObject({
      ok: false,
      hint: expect.stringContaining('99 of 100 repeat buyers'),
    });
    await sellTwice(99, 100);
    await world.settle();
    expect(await own.fit(siteId())).toMatchObject({ ok: true, value: { repeatBuyers: 100 } });
    const told = await own.of(siteId(), visitor(1), world.now());
    expect(Object.keys(told.ok ? told.value : {}).toSorted()).toEqual([
      'buyers',
      'currency',
      'discountPerYear',
      'expectedPurchases',
      'expectedValueMinor',
      'fittedAt',
      'historyDays',
      'probabilityAlive',
      'valueMissing',
    ]);
  });

  it('are fitted once a week by whoever tends them daily, at once where nobody tried, and whenever they are asked for', async () => {
    await sell(60);
    const at = async () => (await lifetimes().model(siteId()))?.fittedAt;
    await lifetimes().tend(false);
    const first = world.now();
    expect(await at()).toBe(first);
    await world.leap(6 * DAY);
    await lifetimes().tend(false);
    expect(await at()).toBe(first);
    // Somewhat earlier than a week after, as a daily job comes.
    await world.leap(DAY - HOUR);
    await lifetimes().tend(false);
    expect(await at()).toBe(world.now());
    await world.leap(HOUR);
    await lifetimes().tend(true);
    expect(await at()).toBe(world.now());
    // What was refused is tried again no sooner.
    await lifetimes({ leastRepeatBuyers: 100 }).fit(siteId());
    await world.leap(6 * DAY);
    await lifetimes().tend(false);
    expect(await at()).toBe(world.now() - 6 * DAY);
  });

  it('come without values where orders have none, and say so', async () => {
    await sell(60, (n) =>
      n % 8 === 1 ? {} : { properties: { order_id: `x-${n}` }, time: world.now() - n * DAY },
    );
    await sell(60, (n) => ({ id: `second-${n}`, properties: { order_id: `y-${n}` } }));
    expect(await lifetimes().fit(siteId())).toMatchObject({ ok: true, value: { spend: null } });
    expect(await of(2)).toMatchObject({
      ok: true,
      value: {
        expectedValueMinor: null,
        valueMissing: expect.stringMatching(/of 20 repeat buyers whose orders/),
      },
    });
  });

  it('are of the currency the site has', async () => {
    await sell(60);
    await lifetimes().fit(siteId());
    await world.engine().sites.change(world.site().site, { currency: 'USD' });
    // Fitted anew as it is asked for.
    expect(await of(1)).toMatchObject({ ok: true, value: { currency: 'USD' } });
  });

  it('are fitted to a sample where there are very many buyers', async () => {
    await sell(60);
    const fitted = await lifetimes({ mostBuyers: 50, leastRepeatBuyers: 10 }).fit(siteId());
    expect(fitted).toMatchObject({ ok: true, value: { buyers: 50, isSample: true } });
  });

  it('are asked of sites that are there', async () => {
    const nowhere = 'st_nowhere' as SiteId;
    expect(await lifetimes().fit(nowhere)).toMatchObject({ ok: false, code: 'unknown_site' });
    expect(await lifetimes().of(nowhere, visitor(1), world.now())).toMatchObject({ code: 'unknown_site' });
  });
});

describe('a lifetime is not told', () => {
  beforeEach(async () => {
    await sell(60);
  });

  const at = { site: '' as SiteId, type: 'event', source: 'server' } as const;
  const record = (entry: object) => {
    const t = world.now() - HOUR;
    const whole = { ...at, site: siteId(), t, receivedAt: t, properties: {}, ...entry };
    return world
      .engine()
      .append([whole as Parameters<ReturnType<SegmentWorld['engine']>['append']>[0][number]]);
  };

  it('of somebody without orders', async () => {
    await lifetimes().fit(siteId());
    await world.event('buyer-new', 'Page Viewed', { path: '/' });
    const refused = { ok: false, code: 'not_available', at: 'visitor' };
    expect(await of('new')).toMatchObject(refused);
    expect(await of('never seen')).toMatchObject(refused);
  });

  it('of who declines, and the model does without them', async () => {
    const properties = { purposes: { analytics: false }, source: 'page' };
    await record({ id: 'no', type: 'consent', name: 'denied', visitor: visitor(1), properties });
    expect(await lifetimes().fit(siteId())).toMatchObject({ ok: true, value: { buyers: 59 } });
    expect(await of(1)).toMatchObject({ ok: false, code: 'not_available', at: 'visitor' });
  });

  it('of a visitor-day, and the model does without it', async () => {
    const anonymous = 'a'.repeat(32) as VisitorId;
    await record({ id: 'once', name: 'Order Completed', visitor: anonymous, properties: { revenue: 1_000 } });
    expect(await lifetimes().fit(siteId())).toMatchObject({ ok: true, value: { buyers: 60 } });
    expect(await lifetimes().of(siteId(), anonymous, world.now())).toMatchObject({
      ok: false,
      code: 'not_available',
      at: 'visitor',
      hint: 'without consent nobody is known from one day to the next',
    });
  });
});
