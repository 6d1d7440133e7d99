import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../../core/entry.ts';
import type { ClassName } from '../../../core/privacy/keep-terms.ts';
import type { SegmentDefinition } from '../../../core/segments/condition.ts';
import { decision, exposure } from '../profiles/campaign-history.ts';
import { createRandom, type Random } from '../segments/brute/random.ts';
import { DAY, HOUR, MINUTE, openSegments, type SegmentWorld } from '../segments/segment-world.ts';

const named = (key: string, when: SegmentDefinition['when']): SegmentDefinition => ({ key, name: key, when });

const SEGMENTS: readonly SegmentDefinition[] = [
  named('viewed-often', { event: 'Product Viewed', count: { gte: 6 } }),
  named('lately', { event: 'Product Viewed', within: '30d' }),
  named('quiet', { idle: '25d' }),
  named('shown', { event: 'Treatment Shown', count: { gte: 3 } }),
  named('shown-lately', { event: 'Treatment Shown', within: '20d' }),
  named('clicked-then-viewed', { sequence: [{ event: 'Treatment Clicked' }, { event: 'Product Viewed' }] }),
  named('ignores-us', { all: [{ segment: 'shown' }, { not: { event: 'Treatment Clicked' } }] }),
];
const NAMES = ['ann', 'ben'];
const SETTINGS = {
  eventDays: 40,
  retention: { idleDays: 3_650, resultDays: 60, noticeDays: 60, violationDays: 90, auditDays: 90 },
};

let sent = 0;

async function visit(worlds: readonly SegmentWorld[], random: Random, name: string): Promise<void> {
  const id = `${sent++}`;
  const properties: { [key: string]: Json } = { product_id: `P-${random.below(3)}` };
  const [isShown, isClicked] = [random.chance(0.5), random.chance(0.3)];
  for (const world of worlds) {
    const t = world.now() - HOUR;
    await world.post(name, [{ id, name: 'Product Viewed', t, properties }]);
    const made = decision(`d${id}`, { t: t + MINUTE, visitor: world.visitorOf(name) });
    const entries = [made, exposure(made, 'shown', t + MINUTE)];
    if (isClicked) entries.push(exposure(made, 'clicked', t + 2 * MINUTE));
    const stamp = { site: world.site().siteId, receivedAt: world.now() };
    if (isShown) await world.engine().append(entries.map((entry) => ({ ...entry, ...stamp })));
  }
}

/** What goes, by class; now and then everybody is folded anew of what is left. */
async function keep(world: SegmentWorld, isAnew: boolean): Promise<(name: ClassName) => number> {
  const { classes } = await world.engine().keepTerms(world.site(), { isDry: false, trustsClock: true });
  const { siteId } = world.site();
  if (isAnew) for (const name of NAMES) await world.engine().book.refold(siteId, world.visitorOf(name));
  return (name) => classes.find((line) => line.name === name)?.count ?? 0;
}

async function expectSameMembers([kept, whole]: readonly [SegmentWorld, SegmentWorld]): Promise<void> {
  for (const { key } of SEGMENTS) expect(await kept.membersOf(key), key).toEqual(await whole.membersOf(key));
}

/** All that is left was told of once, and in the other world too. */
async function expectToldOnce([kept, whole]: readonly [SegmentWorld, SegmentWorld]): Promise<void> {
  for (const name of NAMES) {
    const [left, all] = [(await kept.noticesOf(name)).map(String), (await whole.noticesOf(name)).map(String)];
    expect(all).toEqual(expect.arrayContaining(left));
    expect(new Set(left).size).toBe(left.length);
    const revoked = (await whole.revokedOf(name)).map(String);
    expect(revoked).toEqual(expect.arrayContaining((await kept.revokedOf(name)).map(String)));
  }
}

describe('retention of every class', () => {
  let worlds: readonly [kept: SegmentWorld, whole: SegmentWorld];
  beforeEach(async () => {
    worlds = [await openSegments(SETTINGS), await openSegments(SETTINGS)];
  });
  afterEach(async () => {
    for (const world of worlds) await world.close();
  });

  it.each([10])('moves nobody and tells nothing twice (%i)', { timeout: 60_000 }, async (seed) => {
    const [kept] = worlds;
    const random = createRandom(seed);
    for (const world of worlds) for (const segment of SEGMENTS) await world.put(segment);
    const went = { notices: 0, results: 0, events: 0 };
    for (let step = 0; step < 20; step++) {
      for (const name of NAMES) if (random.chance(0.6)) await visit(worlds, random, name);
      const ms = random.pick([DAY, 5 * DAY, 20 * DAY, 40 * DAY]);
      for (const world of worlds) await world.pass(ms);
      const countOf = await keep(kept, step % 4 === 0);
      went.notices += countOf('notices');
      went.results += countOf('decisions and exposures');
      went.events += countOf('raw events');
      await expectSameMembers(worlds);
    }
    for (const count of Object.values(went)) expect(count).toBeGreaterThan(5);
    await expectToldOnce(worlds);
  });
});
