import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Properties, VisitorId } from '../../../../core/entry.ts';
import type { Discovery } from '../../../../core/scoring/clusters/discover.ts';
import { createDiscoveries } from '../../../../core/scoring/clusters/discoveries.ts';
import type { Label } from '../../../../core/scoring/labels/label.ts';
import { createLifetimes } from '../../../../core/scoring/lifetime/lifetimes.ts';
import { gatherExamples, gatherMatured } from '../../../../core/scoring/models/examples.ts';
import { createTrainer } from '../../../../core/scoring/models/trainer.ts';
import { train } from '../../../../core/scoring/training/train.ts';
import { rules } from '../../profiles/world.ts';
import { DAY, HOUR, MINUTE, openSegments, type SegmentWorld, START } from '../../segments/segment-world.ts';
import { buys, plant } from '../training/planted.ts';

const LABEL: Label = { key: 'order_1d', kind: 'event', event: 'Order Completed', withinMs: DAY };
const VISITORS = 56;
const NO_SEGMENT: Discovery = { segments: [], dropped: [], structure: null, stability: null, reason: null };

let world: SegmentWorld;
beforeAll(async () => {
  const serverConsent = { analytics: true, personalization: true };
  world = await openSegments({ serverConsent, scoring: { leastOfEach: 20, discountPerYear: 0.15 } });
  await world.put({ key: 'keen', name: 'Keen', when: { score: 'purchase_7d', gte: 0.5, leave: 0.4 } });
  const events = Array.from({ length: VISITORS }, (_, n) => liveOf(n)).flat();
  expect(await world.engine().ingest(world.site(), { events })).toMatchObject({
    ok: true,
    value: { accepted: events.length },
  });
  await world.settle();
});
afterAll(() => world.close());

/** Looks around; every second one buys, and again the day after. */
function liveOf(n: number): readonly object[] {
  const start = START - 4 * DAY + n * HOUR;
  const did = (id: string, name: string, time: number, properties: object) => ({
    id: `e${n}-${id}`,
    name,
    time,
    userId: `u${n}`,
    properties,
  });
  const view = did('view', 'Product Viewed', start, { product_id: 'p1' });
  if (n % 2 === 1) return [view];
  const orders = [start + MINUTE, start + DAY].map((time, at) =>
    did(`order${at}`, 'Order Completed', time, { order_id: `${n}-${at}`, revenue: 30 }),
  );
  return [view, ...orders];
}

const siteId = () => world.site().siteId;
const ports = () => ({
  store: world.store(),
  book: world.engine().book,
  sites: world.engine().sites,
  rulesOf: () => rules,
  now: world.now,
});
const around = () => ({ rules, zone: 'UTC', now: world.now(), signal: new AbortController().signal });

/** What is made of whom. */
async function profile() {
  const { dataset, visitors } = await gatherExamples(ports(), siteId(), LABEL, { ...around(), from: 0 });
  const span = { after: 0, until: world.now() };
  const watched = await gatherMatured(ports(), siteId(), LABEL, { ...around(), ...span });
  const discoveries = createDiscoveries({ ...ports(), look: async () => NO_SEGMENT });
  const fitted = await createLifetimes({ ...ports(), leastRepeatBuyers: 5 }).fit(siteId());
  return {
    learned: [visitors, dataset.positives, dataset.negatives],
    watched: watched.map(({ about }) => about),
    looked: (await discoveries.find(siteId())).visitors,
    buyers: fitted.ok ? fitted.value.buyers : fitted.hint,
  };
}

async function say(visitor: VisitorId, purposes: Properties, more: Properties = {}): Promise<void> {
  const t = world.now() - HOUR;
  const properties = { purposes, source: 'page', ...more };
  const entry = {
    site: siteId(),
    type: 'consent',
    name: 'Consent',
    source: 'web',
    t,
    receivedAt: t,
  } as const;
  await world.engine().append([{ ...entry, id: `says-${visitor}`, visitor, properties }]);
}

async function countScores(visitor: VisitorId): Promise<number> {
  return (await world.store().readVisitor(siteId(), [visitor], { types: ['score'] })).length;
}

/** How many scores an event that comes late makes, and a sweep some days later. */
async function scoreAnew(n: number): Promise<number> {
  const visitor = world.visitorOf(`u${n}`);
  const before = await countScores(visitor);
  const t = START - 4 * DAY + n * HOUR + 30_000;
  const about = { site: siteId(), name: 'Checkout Started', source: 'server', properties: {} } as const;
  await world.engine().append([{ ...about, id: `late-${n}`, type: 'event', t, receivedAt: t, visitor }]);
  await world.pass(3 * DAY);
  await world.engine().intent.sweep(world.site(), 'model');
  return (await countScores(visitor)) - before;
}

const LEAVING: readonly (readonly [string, number, (visitor: VisitorId) => Promise<unknown>])[] = [
  ['objects to being profiled', 0, (visitor) => say(visitor, { personalization: false })],
  ['declines to be counted', 2, (visitor) => say(visitor, { analytics: false })],
  [
    'allowed it for a time that is over',
    4,
    (visitor) => say(visitor, { personalization: true }, { until: world.now() - MINUTE }),
  ],
  ['was erased', 6, (visitor) => world.engine().visitors.forget(siteId(), visitor)],
];

describe('a visitor who', () => {
  it.each(LEAVING)('%s is in nothing that is learned, found or watched any more', async (_, n, leave) => {
    const visitor = world.visitorOf(`u${n}`);
    const before = await profile();
    expect(before.learned[0]).toBeGreaterThan(50);
    await leave(visitor);
    const after = await profile();
    expect(after.learned).toEqual(before.learned.map((count, at) => count - (at === 1 ? 2 : 1)));
    expect(after.watched).toEqual(
      before.watched.filter((about) => !about.startsWith(`e${n}-`) && !about.startsWith(visitor)),
    );
    expect([after.looked, after.buyers]).toEqual([before.looked - 1, Number(before.buyers) - 1]);
  });

  it.each(LEAVING.slice(0, 3))(
    '%s is not scored, by no midnight and by no event that comes late',
    async (_, n) => {
      const visitor = world.visitorOf(`u${n}`);
      expect(await scoreAnew(n)).toBe(0);
      const { intent, lifetimes } = world.engine();
      expect(await intent.of(world.site(), visitor)).toBeNull();
      expect(await intent.brief(world.site(), visitor)).toEqual([]);
      const lifetime = await lifetimes.of(siteId(), visitor, world.now());
      expect(lifetime).toMatchObject({ ok: false, code: 'not_available', at: 'visitor' });
    },
  );

  it('was erased is known to nobody who scores', async () => {
    const visitor = world.visitorOf('u6');
    expect(await world.engine().intent.of(world.site(), visitor)).toBeNull();
    expect(await countScores(visitor)).toBe(0);
  });

  it('does none of that is scored', async () => {
    expect(await scoreAnew(8)).toBeGreaterThan(1);
    expect(await world.engine().intent.of(world.site(), world.visitorOf('u8'))).not.toBeNull();
  });
});

it('the card of a model says whom it learned from', async () => {
  const training = train({ label: LABEL, dataset: plant(600, 1, buys), champion: null, seed: 1 });
  const { models } = world.engine().intent;
  await models.putLabel(siteId(), LABEL);
  const trainer = createTrainer({
    ...ports(),
    models,
    onPromoted: async () => undefined,
    learn: async () => training,
  });
  const trained = async () => {
    await trainer.train(world.site(), LABEL.key);
    return (await models.cards(siteId(), LABEL.key))[0];
  };
  const before = await trained();
  await world.engine().visitors.forget(siteId(), world.visitorOf('u9'));
  const after = await trained();
  expect(before?.visitors).toBeGreaterThan(40);
  expect([after?.visitors, after?.negatives]).toEqual([
    (before?.visitors ?? 0) - 1,
    (before?.negatives ?? 0) - 1,
  ]);
});
