import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Entry, VisitorId } from '../../../core/entry.ts';
import { createRandom, type Random } from '../../durability/random.ts';
import { decision, exposure, order } from './campaign-history.ts';
import { openTotals, type TotalsWorld } from './totals-world.ts';
import { consent, DAY, event, HOUR, link, visitorId } from './world.ts';

const DEVICES = ['d1', 'd2', 'd3', 'd4'].map(visitorId) as [VisitorId, ...VisitorId[]];
const PEOPLE = ['p1', 'p2'].map(visitorId) as [VisitorId, ...VisitorId[]];
const STEPS = 60;

let world: TotalsWorld;
beforeEach(async () => {
  world = await openTotals();
});
afterEach(() => world.close());

let made = 0;
const nextId = (kind: string): string => `${kind}${made++}`;

/** Somebody is there with consent, and is shown something. */
async function show(
  visitor: VisitorId,
  more: { readonly arm?: string; readonly campaign?: string } = {},
): Promise<Entry> {
  const own = decision(nextId('d'), { t: world.now(), visitor }, { trigger: nextId('e'), ...more });
  await world.append(own, exposure(own, 'shown', world.now()));
  return own;
}

const allow = (visitor: VisitorId) =>
  consent({ analytics: true }, { t: world.now(), id: nextId('c'), visitor });
const see = (visitor: VisitorId) => event('Page Viewed', { t: world.now(), id: nextId('v'), visitor });
const buy = (visitor: VisitorId, total: number) => order(nextId('order:'), world.now(), total, { visitor });

async function expectExact(): Promise<void> {
  const expected = await world.expected();
  expect(await world.totals()).toEqual(expected);
  expect(await world.totalsAnew()).toEqual(expected);
}

describe('totals of campaigns', () => {
  it.each([1, 2, 3])(
    'are what all visitors add, whatever happened: events, showings, log-ins, erasures, retention, restarts (%i)',
    { timeout: 120_000 },
    async (seed) => {
      const random = createRandom(seed);
      const days = [nextId('day'), nextId('day')].map(visitorId) as [VisitorId, ...VisitorId[]];
      for (const device of DEVICES) await world.append(allow(device));
      for (let step = 0; step < STEPS; step += 1) {
        await takeStep(random, [...DEVICES, ...days]);
        if (step % 20 === 19) await expectExact();
      }
      expect((await world.totals()).flat().reduce((sum, { n }) => sum + n, 0)).toBeGreaterThan(0);
    },
  );

  it('lose nobody who ended before a row said what was shown to them', async () => {
    const day = visitorId('day');
    await world.append(see(day));
    await world.engine().book.flush();
    await show(day);
    await world.restart(() => world.skip(3 * DAY), 'killed');
    expect(await world.endAnonymous()).toBe(1);
    expect((await world.totals())[0]).toMatchObject([{ unit: 'visitor_day', n: 1, shown: 1 }]);
    await expectExact();
  });

  it('keep what was bought after a showing when retention has taken it, also when the profile is folded anew', async () => {
    const [device] = DEVICES;
    await world.append(allow(device), buy(device, 300));
    await world.pass(HOUR);
    const own = await show(device);
    await world.pass(HOUR);
    await world.append(buy(device, 1_250), exposure(own, 'clicked', world.now()));
    await world.pass(31 * DAY);
    const before = await world.totals();
    expect(before[0]).toMatchObject([{ n: 1, y: 1_250, x: 300, converted: 1, clicked: 1 }]);
    expect(await world.retire(30)).toBe(2);
    await world.engine().book.refold(world.siteId, device);
    expect(await world.totals()).toEqual(before);
    await expectExact();
  });

  it('are without whom was erased, with all their showings and places', async () => {
    const [device, other] = DEVICES;
    const [person] = PEOPLE;
    for (const one of [device, other ?? device]) await world.append(allow(one), see(one));
    await world.append(link('login', device, person, { t: world.now(), more: { proved: true } }));
    await show(device);
    await show(other ?? device);
    await world.erase(person);
    const [hello] = await world.totals();
    expect(hello).toMatchObject([{ n: 1 }]);
    const left = await world.store().readVisitor(world.siteId, [device, person]);
    expect(left).toEqual([]);
    await expectExact();
  });

  it('keep on a shared device what others were shown there, when one of them is erased', async () => {
    const [device] = DEVICES;
    for (const [n, person] of PEOPLE.entries()) {
      await world.append(
        link('login', device, person, { t: world.now(), id: nextId('l'), more: { proved: true } }),
      );
      if (n === 0) await world.append(allow(device));
      await world.append(see(device));
      await show(device, { arm: n === 0 ? 'a' : 'b' });
      await world.pass(HOUR);
    }
    expect((await world.totals())[0]).toHaveLength(2);
    await world.erase(PEOPLE[0]);
    expect((await world.totals())[0]).toMatchObject([{ arm: 'b', n: 1 }]);
    const kept = await world.store().readVisitor(world.siteId, [device], { types: ['decision', 'exposure'] });
    expect(kept.map(({ properties }) => properties.arm)).toEqual(['b', 'b']);
    await expectExact();
  });

  it('keep visitor-days that have ended, whose showings are then nobody’s', async () => {
    const day = visitorId('day');
    await world.append(see(day));
    await show(day);
    await world.pass(HOUR);
    await world.append(see(day));
    const before = await world.totals();
    await world.pass(3 * DAY);
    await world.endAnonymous();
    expect(await world.store().readVisitor(world.siteId, [day])).toEqual([]);
    expect(await world.totals()).toEqual(before);
    await expectExact();
  });
});

async function takeStep(
  random: Random,
  visitors: readonly [VisitorId, ...VisitorId[]] | VisitorId[],
): Promise<void> {
  const visitor = random.pick(visitors as [VisitorId, ...VisitorId[]]);
  const kind = random.below(100);
  if (kind < 30) await world.append(see(visitor));
  else if (kind < 50) await world.append(buy(visitor, random.below(5) * 100));
  else if (kind < 70) await showSomething(random, visitor);
  else if (kind < 74) {
    const [device, person] = [random.pick(DEVICES), random.pick(PEOPLE)];
    await world.append(
      link('login', device, person, { t: world.now(), id: nextId('l'), more: { proved: true } }),
    );
  } else if (kind < 76) await world.erase(random.pick([...DEVICES, ...PEOPLE]));
  else if (kind < 79) await world.retire(1 + random.below(5));
  else if (kind < 82) await world.endAnonymous();
  else if (kind < 85)
    await world.restart(() => world.skip(random.below(2) * HOUR), random.chance(0.5) ? 'killed' : 'stopped');
  else await world.skip(random.below(9) * HOUR);
}

/** On a page; sometimes an hour ago, and told only now. */
async function showSomething(random: Random, visitor: VisitorId): Promise<void> {
  const t = world.now() - random.below(2) * HOUR;
  const arm = random.pick(['a', 'a', 'b']);
  const own = decision(
    nextId('d'),
    { t, visitor },
    { arm, campaign: random.pick(['hello', 'bye']), trigger: nextId('e') },
  );
  const action = random.pick([null, 'clicked', 'dismissed'] as const);
  const seen = event('Page Viewed', { t, id: nextId('v'), visitor });
  await world.append(
    seen,
    own,
    exposure(own, 'shown', t),
    ...(action === null ? [] : [exposure(own, action, t)]),
  );
}
