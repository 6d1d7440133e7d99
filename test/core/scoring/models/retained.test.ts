import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../../../core/entry.ts';
import { subjectOf } from '../../../../core/scoring/features/subject.ts';
import { FEATURES, readFeatures } from '../../../../core/scoring/features/table.ts';
import type { Label } from '../../../../core/scoring/labels/label.ts';
import { readRow } from '../../../../core/scoring/matrix.ts';
import { scoreHeuristically, valueIn } from '../../../../core/scoring/model.ts';
import { gatherExamples } from '../../../../core/scoring/models/examples.ts';
import { rules } from '../../profiles/world.ts';
import { DAY, HOUR, MINUTE, openSegments, type SegmentWorld, START } from '../../segments/segment-world.ts';

const LABEL: Label = { key: 'order_1d', kind: 'event', event: 'Order Completed', withinMs: DAY };

let world: SegmentWorld;
beforeEach(async () => {
  world = await openSegments({ serverConsent: { analytics: true, personalization: true } });
});
afterEach(() => world.close());

const did = (event: string, properties: { [key: string]: Json } = {}) =>
  world.event('ann', event, { product_id: 'p1', price: 20, ...properties });

/** What a visitor did that is no longer kept: bought, filled another cart, used a feature. */
async function liveBefore(): Promise<void> {
  await did('Order Completed', { order_id: 'o1', revenue: 30 });
  await world.pass(3 * DAY);
  await did('Product Added', { quantity: 2 });
  await did('Feature Used', { feature_id: 'export' });
  await did('Subscription Started', { seats: 7 });
  await world.pass(DAY);
  await did('Limit Reached');
  await world.leap(200 * DAY);
  const retired = await world.engine().retention.retireEvents(world.site().siteId, 180);
  expect(retired).toBeGreaterThanOrEqual(5);
}

/** All features at an instant, as a score of then is made of them. */
async function served(at: number): Promise<Float64Array> {
  const { book } = world.engine();
  const { slot } = await book.read(world.site().siteId, world.visitorOf('ann'), at);
  return readFeatures(subjectOf(slot.timeline.profile, at, { rules, zone: 'UTC', isAnonymous: false }));
}

async function learned() {
  const ports = { store: world.store(), book: world.engine().book };
  const { signal } = new AbortController();
  const around = { rules, zone: 'UTC', now: world.now(), from: 0, signal };
  const { dataset } = await gatherExamples(ports, world.site().siteId, LABEL, around);
  return [...dataset.times].map((t, row) => ({ t, features: readRow(dataset.matrix, row) }));
}

const byName = (features: Float64Array) =>
  Object.fromEntries(FEATURES.map(({ name }, at) => [name, features[at]]));

describe('a visitor of whom retention took the older events', () => {
  it('is learned from as scored at the same instant', async () => {
    await liveBefore();
    const scored = new Map<number, Float64Array>();
    for (const event of ['Page Viewed', 'Product Viewed', 'Product Viewed', 'Product Added']) {
      await world.pass(MINUTE);
      await did(event);
      scored.set(world.now(), await served(world.now()));
    }
    await world.pass(3 * DAY);
    const examples = await learned();
    expect(examples.length).toBeGreaterThan(4);
    for (const { t, features } of examples)
      expect([t, byName(features)]).toEqual([t, byName(scored.get(t) ?? (await served(t)))]);
    const [first] = examples;
    const known = ['visits', 'orders', 'spent', 'since_order', 'since_first_visit'];
    expect(known.map((name) => valueIn(first?.features ?? [], name) > 0)).toEqual(known.map(() => true));
  });

  it('is scored at the events after one that comes late by what is left of them too', async () => {
    const when = { score: 'purchase_7d', gte: 0.5, leave: 0.4 };
    await world.put({ key: 'keen', name: 'Keen', when });
    await liveBefore();
    await world.pass(DAY);
    const [from, properties] = [world.now() - HOUR, { product_id: 'p1' }];
    const views = Array.from({ length: 80 }, (_, n) => ({ id: `v${100 + n}`, t: from + n * 1_000 }));
    await world.post(
      'ann',
      views.map((view) => ({ ...view, name: 'Product Viewed', properties })),
    );
    // It lies before all that is still in memory.
    await world.event('ann', 'Product Viewed', properties, from - MINUTE);
    const at = views.at(-1)?.t ?? 0;
    const visitor = world.visitorOf('ann');
    const scores = await world.store().readVisitor(world.site().siteId, [visitor], { types: ['score'] });
    const p = scoreHeuristically('purchase_7d', await served(at))?.p;
    expect(scores.findLast(({ t }) => t <= at)?.properties.p).toBe(p);
    expect(scores.filter(({ t }) => t === from - MINUTE)).toHaveLength(1);
  });

  it('is not learned from at an instant before them, of which no one knows what was known', async () => {
    await liveBefore();
    await world.event('ann', 'Page Viewed', {}, START + 2 * DAY);
    await did('Page Viewed');
    await world.pass(3 * DAY);
    const days = (await learned()).map(({ t }) => (t - START) / DAY);
    // The first midnight after the late event is before the last of what went.
    expect(days.slice(0, 2)).toEqual([4.5, 8.5]);
  });
});
