import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Condition } from '../../../core/segments/condition.ts';
import type { ExplainedNode } from '../../../core/segments/explain.ts';
import { DAY, HOUR, MINUTE, openSegments, type SegmentWorld } from './segment-world.ts';

let world: SegmentWorld;
let start: number;
beforeEach(async () => {
  world = await openSegments();
  start = world.now();
});
afterEach(() => world.close());

/** Ids are e0, e1, … in the order of sending. */
async function send(...events: readonly (readonly [name: string, product: string, ms: number])[]) {
  for (const [name, product_id, ms] of events) {
    await world.pass(start + ms - world.now());
    await world.event('ann', name, { product_id });
  }
}

async function explain(when: Condition, ms: number) {
  await world.put({ key: 'asked', name: 'asked', when });
  const { history } = world.engine();
  const answer = await history.explain(world.site().siteId, world.visitorOf('ann'), 'asked', start + ms);
  if (!answer.ok) throw new Error(answer.code);
  const { holds, until, node } = answer.value;
  expect([node.holds, node.until]).toEqual([holds, until]);
  return node;
}

/** `[kind, holds, until, events, in the way, children]`; instants as ms since the start. */
type Tree = readonly [string, boolean, number | null, readonly string[], readonly string[], readonly Tree[]];

function treeOf({ kind, holds, until, events, against, children }: ExplainedNode): Tree {
  return [kind, holds, until === null ? null : until - start, events, against, children.map(treeOf)];
}

describe('an explanation (acceptance 32)', () => {
  it('gives each node its own truth, the events it used and its next change', async () => {
    await send(
      ['Product Viewed', 'a', 0],
      ['Product Viewed', 'b', HOUR],
      ['Product Viewed', 'a', 2 * HOUR],
      ['Product Added', 'b', 3 * HOUR],
    );
    const when: Condition = {
      all: [
        { event: 'Product Viewed', within: '1d', count: { gte: 2 } },
        { not: { event: 'Order Completed', within: '7d' } },
        { any: [{ idle: '5h' }, { since: 'Product Added', lt: '30m' }] },
      ],
    };
    // The first view leaves the day after 24 hours, and with the second one there are too few.
    const views = (from: number, until: number | null): Tree => [
      'event',
      until !== null,
      until,
      ['e0', 'e1', 'e2'].slice(from),
      [],
      [],
    ];
    const noOrder: Tree = ['not', true, null, [], [], [['event', false, null, [], [], []]]];
    const idle = (holds: boolean, until: number | null): Tree => ['idle', holds, until, ['e3'], [], []];
    const since = (holds: boolean, until: number | null): Tree => ['since', holds, until, ['e3'], [], []];
    const justAdded = await explain(when, 3 * HOUR);
    expect(treeOf(justAdded)).toEqual([
      'all',
      true,
      3 * HOUR + 30 * MINUTE,
      [],
      [],
      [
        views(0, 25 * HOUR),
        noOrder,
        ['any', true, 3 * HOUR + 30 * MINUTE, [], [], [idle(false, 8 * HOUR), since(true, 3.5 * HOUR)]],
      ],
    ]);
    const inBetween = await explain(when, 4 * HOUR);
    expect(treeOf(inBetween)).toEqual([
      'all',
      false,
      8 * HOUR,
      [],
      [],
      [
        views(0, 25 * HOUR),
        noOrder,
        ['any', false, 8 * HOUR, [], [], [idle(false, 8 * HOUR), since(false, null)]],
      ],
    ]);
    const dayLater = await explain(when, 26 * HOUR);
    expect(treeOf(dayLater)).toEqual([
      'all',
      false,
      null,
      [],
      [],
      [views(3, null), noOrder, ['any', true, null, [], [], [idle(true, null), since(false, null)]]],
    ]);
    expect(justAdded.children.map(({ text }) => text)).toEqual([
      'viewed a product 2 times in 1 day',
      'not completed an order in 7 days',
      'idle for 5 hours or last added a product under 30 minutes ago',
    ]);
  });

  it('names the group that holds, and what stands in the way of one that would', async () => {
    await send(
      ['Product Viewed', 'a', 0],
      ['Product Viewed', 'b', 1],
      ['Product Viewed', 'a', 2],
      ['Product Viewed', 'b', 3],
      ['Product Added', 'a', HOUR],
      ['Product Added', 'b', 2 * HOUR],
    );
    const when: Condition = {
      event: 'Product Viewed',
      per: 'product_id',
      count: { gte: 2 },
      within: '7d',
      unless: { event: 'Product Added', within: '7d' },
    };
    // Both hold, and b does a millisecond longer.
    expect(treeOf(await explain(when, 3))).toEqual([
      'event',
      true,
      7 * DAY + 1,
      ['e0', 'e1', 'e2', 'e3'],
      [],
      [],
    ]);
    expect(treeOf(await explain(when, HOUR))).toEqual(['event', true, 7 * DAY + 1, ['e1', 'e3'], [], []]);
    const all = ['e0', 'e1', 'e2', 'e3', 'e4', 'e5'];
    expect(treeOf(await explain(when, 2 * HOUR))).toEqual(['event', false, null, all, ['e4', 'e5'], []]);
  });

  it('shows how far a sequence came, and what ended it', async () => {
    await send(
      ['Product Added', 'a', 0],
      ['Checkout Started', 'a', 10 * MINUTE],
      ['Order Completed', 'a', 50 * MINUTE],
      ['Product Added', 'b', 2 * DAY],
    );
    const when: Condition = {
      sequence: [
        { event: 'Product Added' },
        { event: 'Checkout Started', within: '30m' },
        { absent: 'Order Completed', for: '1h' },
      ],
      within: '3d',
    };
    const sequence = (holds: boolean, until: number | null, events: string[], against: string[]): Tree => [
      ...(['sequence', holds, until] as const),
      events,
      against,
      [],
    ];
    expect(treeOf(await explain(when, 0))).toEqual(sequence(false, null, ['e0'], []));
    expect(treeOf(await explain(when, 10 * MINUTE))).toEqual(sequence(false, 70 * MINUTE, ['e0', 'e1'], []));
    expect(treeOf(await explain(when, 50 * MINUTE))).toEqual(
      sequence(false, null, ['e0', 'e1', 'e2'], ['e2']),
    );
    expect(treeOf(await explain(when, 4 * DAY))).toEqual(sequence(false, null, ['e3'], []));
  });

  it('names what sessions made by themselves, also one that only time has ended', async () => {
    await send(['Page Viewed', '', 0], ['Page Viewed', '', 2 * HOUR]);
    const ended = (n: number): Condition => ({ event: 'Session Ended', count: { gte: n } });
    const ids = async (when: Condition, ms: number) => (await explain(when, ms)).events;
    expect(await ids({ event: 'Session Started' }, 2 * HOUR)).toEqual([
      '!session-started:e0',
      '!session-started:e1',
    ]);
    expect(await ids(ended(1), 30 * MINUTE - 1)).toEqual([]);
    expect(await ids(ended(1), 30 * MINUTE)).toEqual(['!session-ended:e0']);
    expect(await ids(ended(2), 2 * HOUR)).toEqual(['!session-ended:e0']);
    expect(await ids(ended(2), 3 * HOUR)).toEqual(['!session-ended:e0', '!session-ended:e1']);
  });

  it('shows what a segment and a stage stand for', async () => {
    await world.put({ key: 'seen', name: 'seen', when: { event: 'Product Viewed' } });
    const stages = await world.engine().segments.putStages(world.site().siteId, [
      { key: 'visitor', when: { event: 'Product Viewed' } },
      { key: 'buyer', when: { event: 'Order Completed' } },
    ]);
    expect(stages.ok).toBe(true);
    await send(['Product Viewed', 'a', 0], ['Order Completed', 'a', HOUR]);
    const when: Condition = { all: [{ segment: 'seen' }, { stage: 'visitor' }] };
    const bought = (holds: boolean): Tree => ['event', holds, null, holds ? ['e1'] : [], [], []];
    const viewed: Tree = ['event', true, null, ['e0'], [], []];
    for (const [ms, isBuyer] of [
      [0, false],
      [HOUR, true],
    ] as const) {
      expect(treeOf(await explain(when, ms))).toEqual([
        'all',
        !isBuyer,
        null,
        [],
        [],
        [
          ['segment', true, null, [], [], [viewed]],
          ['stage', !isBuyer, null, [], [], [viewed, ['not', !isBuyer, null, [], [], [bought(isBuyer)]]]],
        ],
      ]);
    }
  });

  it('names where traits and circumstances were told', async () => {
    await world.event('ann', 'Traits Updated', { plan: 'free' });
    await world.pass(HOUR);
    await world.event('ann', 'Traits Updated', { plan: 'pro' });
    await world.event('ann', 'Traits Updated', { seats: 3 });
    const when: Condition = {
      all: [
        { trait: 'plan', eq: 'pro' },
        { context: 'device', exists: false },
      ],
    };
    const events = async (ms: number) => (await explain(when, ms)).children.map((child) => child.events);
    expect(await events(0)).toEqual([['e0'], ['e0']]);
    expect(await events(HOUR)).toEqual([['e1'], ['e2']]);
  });

  it('says that nobody is in a segment before being seen, whatever the tree says', async () => {
    await send(['Page Viewed', '', HOUR]);
    await world.put({ key: 'asked', name: 'asked', when: { not: { event: 'Order Completed' } } });
    const { history } = world.engine();
    const ask = (ms: number) =>
      history.explain(world.site().siteId, world.visitorOf('ann'), 'asked', start + ms);
    expect(await ask(0)).toMatchObject({
      value: { holds: false, withheld: 'unseen', node: { holds: true } },
    });
    expect(await ask(HOUR)).toMatchObject({ value: { holds: true, withheld: null } });
  });
});
