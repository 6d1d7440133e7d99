import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRandom } from '../../../../core/scoring/random.ts';
import { parseDefinition } from '../../../../core/segments/parse.ts';
import { DAY, openSegments, type SegmentWorld } from '../../segments/segment-world.ts';

let world: SegmentWorld;
beforeEach(async () => {
  world = await openSegments({});
});
afterEach(() => world.close());

const MINUTE = 60_000;

/** Three kinds of visitors: readers of pages, those who search and compare, and those who come to buy. */
const KINDS: readonly (readonly (readonly [name: string, least: number, most: number])[])[] = [
  [['Page Viewed', 1, 3]],
  [
    ['Page Viewed', 1, 2],
    ['Products Searched', 5, 8],
    ['Product Viewed', 9, 14],
  ],
  [
    ['Page Viewed', 1, 2],
    ['Product Viewed', 1, 2],
    ['Product Added', 4, 7],
    ['Cart Viewed', 4, 6],
  ],
];

async function visit(visitors: number, consent?: object): Promise<void> {
  const random = createRandom(3);
  const events = Array.from({ length: visitors }, (_, n) => {
    const start = world.now() - DAY - n * MINUTE;
    const names = (KINDS[n % KINDS.length] ?? []).flatMap(([name, least, most]) =>
      Array.from({ length: least + Math.floor(random() * (most - least + 1)) }, () => name),
    );
    return names.map((name, at) => ({
      id: `e-${n}-${at}`,
      name,
      time: start + at * 20_000,
      userId: `u-${n}`,
      ...(consent !== undefined && { consent }),
      properties: { product_id: `p${at}`, query: 'ink', path: `/${at}` },
    }));
  }).flat();
  for (let at = 0; at < events.length; at += 200)
    await world.engine().ingest(world.site(), { events: events.slice(at, at + 200) });
  await world.settle();
}

const find = () => world.engine().discoveries.find(world.site().siteId);

it('groups that are there are found in a thread, each as a segment that can be put', async () => {
  await visit(360);
  const { segments, reason, sessions, visitors } = await find();
  expect({ reason, sessions, visitors }).toEqual({ reason: null, sessions: 360, visitors: 360 });
  expect(segments.length).toBeGreaterThanOrEqual(2);
  for (const { definition, rule, agreement } of segments) {
    expect(rule.length).toBeLessThanOrEqual(4);
    expect(agreement.f1).toBeGreaterThan(0.8);
    expect(parseDefinition(definition)).toMatchObject({ ok: true });
  }
});

it('too few are told of as too few, and whoever declines to be profiled is not looked at', async () => {
  await visit(60, { analytics: true, personalization: false });
  expect(await find()).toMatchObject({ reason: 'too_few_sessions', sessions: 0, visitors: 0, segments: [] });
});
