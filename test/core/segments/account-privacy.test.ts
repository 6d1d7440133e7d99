import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { VisitorId } from '../../../core/entry.ts';
import { openSegments, type SegmentWorld } from './segment-world.ts';

let world: SegmentWorld;
beforeEach(async () => {
  world = await openSegments();
  await world.put({
    key: 'used',
    name: 'Used twice',
    when: {
      all: [
        { account: { event: 'Feature Used', count: { gte: 2 }, per: 'feature_id' } },
        { account: { trait: 'role', eq: 'owner-of-ben' } },
        { account: { context: 'campaign.utm_source', exists: true } },
        { not: { trait: 'role', eq: 'member' } },
        { not: { context: 'device', eq: 'mobile' } },
      ],
    },
  });
});
afterEach(() => world.close());

/** What only ben did, under words that are his alone. */
async function actAsBen(): Promise<void> {
  const at = { account: 'acme', context: { device: 'tablet' } };
  const page = { url: 'https://shop.example/benpath?utm_source=benmail' };
  await world.event('ben', 'Feature Used', { feature_id: 'bens-feature', ...page }, world.now(), at, 'ben-1');
  await world.event('ben', 'Feature Used', { feature_id: 'bens-feature', ...page }, world.now(), at, 'ben-2');
  await world.event('ben', 'Traits Updated', { role: 'owner-of-ben', ...page }, world.now(), at, 'ben-3');
}

const traces = (): readonly string[] => [
  world.visitorOf('ben'),
  'bens-feature',
  'owner-of-ben',
  'benpath',
  'benmail',
  'ben-1',
  'ben-2',
  'ben-3',
  'tablet',
];

/** Everything that is answered about a visitor, to whoever may ask. */
async function answersOf(visitor: VisitorId): Promise<string> {
  const { visitors, history } = world.engine();
  const { siteId } = world.site();
  const explained = await history.explain(siteId, visitor, 'used', world.now());
  return JSON.stringify([
    await visitors.view(siteId, visitor),
    await visitors.entries(siteId, visitor, null, 100),
    await visitors.latest(siteId, visitor, 100),
    await visitors.own(siteId, visitor, 100),
    await visitors.resolve(siteId, visitor),
    await history.membershipsAt(siteId, visitor, world.now()),
    explained.ok && { ...explained.value, node: withoutTexts(explained.value.node) },
  ]);
}

/** The words of the condition name what it asks for. */
function withoutTexts(node: { readonly children: readonly unknown[] }): object {
  return { ...node, text: '', children: node.children.map((child) => withoutTexts(child as typeof node)) };
}

describe('what another member did for the account', () => {
  it('moves a member, and is answered to nobody who asks about that member', async () => {
    await world.event('ann', 'Page Viewed', {}, world.now(), { account: 'acme' }, 'ann-1');
    await actAsBen();
    expect(await world.membersOf('used')).toEqual(['ann', 'ben']);
    const ofBen = await answersOf(world.visitorOf('ben'));
    expect(traces().filter((trace) => !ofBen.includes(trace))).toEqual([]);
    const ofAnn = await answersOf(world.visitorOf('ann'));
    expect(ofAnn).toContain('ann-1');
    expect(traces().filter((trace) => ofAnn.includes(trace))).toEqual([]);
  });

  it('is in no row of theirs under the id of who did it, nor at all once that person is erased', async () => {
    await world.event('ann', 'Page Viewed', {}, world.now(), { account: 'acme' }, 'ann-1');
    await actAsBen();
    const rowOfAnn = async () => {
      await world.engine().book.flush();
      const rows = await world.store().loadProfiles(world.site().siteId, [world.visitorOf('ann')]);
      return rows.map(({ data }) => data).join();
    };
    const before = await rowOfAnn();
    expect(before).toContain('bens-feature');
    expect(before).not.toContain(world.visitorOf('ben'));
    await world.engine().visitors.forget(world.site().siteId, world.visitorOf('ben'));
    const after = await rowOfAnn();
    expect(after).toContain('ann-1');
    expect(traces().filter((trace) => after.includes(trace))).toEqual([]);
  });

  it('is in no row of theirs that a stop amid the erasure leaves', async () => {
    await world.event('ann', 'Page Viewed', {}, world.now(), { account: 'acme' }, 'ann-1');
    await actAsBen();
    await world.engine().book.flush();
    await world.restart(async () => undefined);
    const { siteId } = world.site();
    const [ann, ben] = [world.visitorOf('ann'), world.visitorOf('ben')];
    const rowsThen: string[] = [];
    await world.engine().book.erase(siteId, [ben], async () => {
      const removed = await world.store().removeVisitor(siteId, [ben]);
      for (const { data } of await world.store().loadProfiles(siteId, [ann])) rowsThen.push(data);
      return removed;
    });
    expect(rowsThen).toEqual(['']);
    await world.restart(async () => undefined, 'killed');
    expect(await world.membersOf('used')).toEqual([]);
  });
});
