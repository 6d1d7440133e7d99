import { afterEach, describe, expect, it } from 'vitest';
import { type Bounds, createSegmentHealth } from '../../../core/measurement/health.ts';
import { recordSizes } from '../../../core/measurement/sizes.ts';
import type { SegmentDefinition } from '../../../core/segments/condition.ts';
import { campaign, MESSAGE } from '../decisions/world.ts';
import { DAY, HOUR, MINUTE, openSegments, type SegmentWorld } from '../segments/segment-world.ts';

const VIEWED: SegmentDefinition = {
  key: 'viewed',
  name: 'Viewed',
  when: { event: 'Product Viewed', within: '7d' },
  kpi: 'conversion',
};
const HERE: SegmentDefinition = { key: 'here', name: 'Here', when: { event: 'Page Viewed' } };

let world: SegmentWorld;
let orders = 0;
afterEach(() => world.close());

const nameOf = (n: number): string => `v${n}`;
const page = (name: string) => world.event(name, 'Page Viewed', { path: '/' });
const view = (name: string) => world.event(name, 'Product Viewed', { product_id: 'p' });
const buy = (name: string) =>
  world.event(name, 'Order Completed', { order_id: `o${orders++}`, total: 9, products: [] });

const read = (days = 30) => world.engine().segmentHealth.read(world.site().siteId, days);

function readBounded(bounds: Partial<Bounds>) {
  const { book, sites, segments, campaigns, now } = world.engine();
  const ports = { store: world.store(), book, sites, segments, campaigns, now, bounds };
  return createSegmentHealth(ports).read(world.site().siteId, 30);
}

describe('the health of segments', () => {
  it('says who did it after coming in, beside others of whom the same was known', async () => {
    world = await openSegments();
    await world.put(VIEWED);
    for (let n = 0; n < 80; n++) await page(nameOf(n));
    await world.pass(2 * DAY);
    for (let n = 40; n < 80; n++) await page(nameOf(n));
    await world.pass(MINUTE);
    for (let n = 0; n < 40; n++) await view(nameOf(n));
    await world.pass(2 * HOUR);
    // 10 members and 4 others within a day; 2 members more within three.
    for (const n of [...Array(10).keys(), 40, 41, 42, 43]) await buy(nameOf(n));
    await world.pass(DAY);
    expect((await read()).segments[0]?.outcomes?.map(({ members }) => members)).toEqual([
      { did: 10, of: 40 },
      { did: 0, of: 0 },
    ]);
    await world.pass(DAY);
    for (const n of [9, 10, 11]) await buy(nameOf(n));
    await world.pass(DAY);
    const [viewed] = (await read()).segments;
    expect(viewed?.outcomes).toMatchObject([
      {
        hours: 24,
        members: { did: 10, of: 40 },
        matched: { members: { did: 10, of: 40 }, others: { did: 4, of: 40 } },
        difference: { value: 0.15 },
      },
      { hours: 72, members: { did: 12, of: 40 }, matched: { others: { did: 4, of: 40 } } },
    ]);
  });

  it('compares the members of all pairs, and says which to merge', async () => {
    world = await openSegments();
    await world.put(VIEWED);
    await world.put(HERE);
    for (const name of ['ann', 'ben', 'cem', 'dee']) await page(name);
    for (const name of ['ann', 'ben', 'eve']) await view(name);
    const health = await read();
    const shares = { both: 2, either: 5, jaccard: 0.4 };
    expect(health.overlaps).toEqual([{ a: 'here', b: 'viewed', inA: 4, inB: 3, ...shares }]);
    expect(health.merges).toEqual([]);
    await world.pass(8 * DAY);
    await view('ann');
    await view('ben');
    expect((await read()).merges).toMatchObject([{ merge: 'viewed', into: 'here', jaccard: 0.5 }]);
  });

  it('names what a segment lacks', async () => {
    world = await openSegments();
    await world.put(VIEWED);
    await world.put({ ...HERE, campaigns: ['hello'] });
    await page('ann');
    const findings = async () =>
      Object.fromEntries(
        (await read()).segments.map(({ key, findings }) => [key, findings.map(({ kind }) => kind)]),
      );
    expect(await findings()).toEqual({
      here: ['no KPI', 'too small'],
      viewed: ['no campaign', 'too small'],
    });
    await world.pass(20 * DAY);
    await view('ann');
    await world.pass(20 * DAY);
    expect(await findings()).toMatchObject({ here: ['no KPI', 'too small', 'never changes'] });
    expect((await findings()).viewed).not.toContain('never changes');
  });

  it('counts a campaign that is for its members, however it says so, and none that only leaves them out', async () => {
    world = await openSegments();
    const { siteId } = world.site();
    const KEYS = ['audience', 'trigger', 'step', 'draft', 'left-out'];
    for (const key of KEYS) await world.put({ ...HERE, key });
    for (const own of [
      campaign({ audience: { any: ['audience'], none: ['left-out'] } }, 'one'),
      campaign({ state: 'paused', trigger: { entry: 'trigger' } }, 'two'),
      campaign({ steps: [{ wait: '1d', when: { all: ['step'] }, treatment: MESSAGE }] }, 'three'),
      campaign({ state: 'draft', audience: { any: ['draft'] } }, 'four'),
    ])
      expect(await world.engine().campaigns.put(siteId, own)).toMatchObject({ ok: true });
    const told = (await read()).segments.map(({ key, campaigns }) => [key, campaigns]);
    expect(Object.fromEntries(told)).toEqual({
      audience: ['one'],
      trigger: ['two'],
      step: ['three'],
      draft: [],
      'left-out': [],
    });
  });

  it('keeps a size a local day, the first of the day, for 400 days', async () => {
    world = await openSegments({ timezone: 'Pacific/Auckland' });
    await world.put(VIEWED);
    const record = () => world.engine().segmentHealth.recordSizes();
    await view('ann');
    await record();
    await view('ben');
    await record();
    await world.pass(23 * HOUR);
    await record();
    await world.pass(HOUR);
    await record();
    expect((await read()).segments[0]?.sizes).toEqual([
      { date: '2026-04-16', size: 1 },
      { date: '2026-04-17', size: 2 },
    ]);
    expect((await read(1)).segments[0]?.sizes).toEqual([{ date: '2026-04-17', size: 2 }]);
    await recordSizes(world.store(), world.site().siteId, { date: '2026-04-17', sizes: { viewed: 9 } });
    expect((await read(1)).segments[0]?.sizes).toEqual([{ date: '2026-04-17', size: 2 }]);
    await world.pass(398 * DAY);
    await record();
    expect((await read(400)).segments[0]?.sizes.map(({ date }) => date)).toEqual([
      '2026-04-16',
      '2026-04-17',
      '2027-05-20',
    ]);
    await world.pass(DAY);
    await record();
    const dates = await world.store().listRecords('segment-sizes', world.site().siteId, null, 10);
    expect(dates.map(({ key }) => key)).toEqual(['2026-04-17', '2027-05-20', '2027-05-21']);
  });

  it('samples visitors by their ids where there are too many, and says so', async () => {
    world = await openSegments();
    await world.put(VIEWED);
    await world.put(HERE);
    for (let n = 0; n < 40; n++) {
      await page(nameOf(n));
      await view(nameOf(n));
    }
    const health = await readBounded({ members: 20 });
    expect(health.basis).toMatchObject({ sampledVisitors: 0.25, comparedSegments: 2 });
    const inSample = Array.from({ length: 40 }, (_, n) => world.visitorOf(nameOf(n))).filter(
      (visitor) => visitor < '4',
    ).length;
    expect(inSample).toBeGreaterThan(3);
    expect(health.overlaps).toMatchObject([{ both: inSample, either: inSample, jaccard: 1 }]);
    expect(health.merges[0]?.why).toContain('of the sample');
    expect((await readBounded({ segments: 1 })).basis.comparedSegments).toBe(1);
  });

  it('says when the log was too long to be read', async () => {
    world = await openSegments();
    await world.put(HERE);
    for (let n = 0; n < 30; n++) await page(nameOf(n));
    await world.pass(40 * DAY);
    expect(await readBounded({})).toMatchObject({
      basis: { since: world.now() - 31 * DAY, entries: 0, isCut: false },
      segments: [{ findings: expect.arrayContaining([expect.objectContaining({ kind: 'never changes' })]) }],
    });
    for (let n = 0; n < 10; n++) await view(nameOf(n));
    const { basis, segments } = await readBounded({ entries: 5 });
    expect(basis).toEqual({
      sampledVisitors: 1,
      comparedSegments: 1,
      since: world.now(),
      entries: 5,
      isCut: true,
    });
    expect(segments[0]?.findings.map(({ kind }) => kind)).not.toContain('never changes');
  });
});
