import { describe, expect, it, vi } from 'vitest';
import { parseCampaign } from '../../../core/decisions/parse.ts';
import { put } from '../../core/decisions/world.ts';
import { mongoDatabases } from '../../support/mongodb/databases.ts';
import { MINUTE, openTown } from './two-engines.ts';

const nextUrl = mongoDatabases('changes');

const KEEN = {
  key: 'keen',
  name: 'Keen',
  when: { event: 'Page Viewed', count: { gte: 2 }, within: '30m' },
} as const;
const EAGER = { ...KEEN, when: { ...KEEN.when, count: { gte: 1 } } } as const;

/** The first one builds. */
async function openPair() {
  const town = await openTown(nextUrl());
  const first = await town.open('first');
  const second = await town.open('second');
  const site = town.site();
  const statesOn = ({ engine }: typeof first) =>
    engine.segments.of(site.siteId)?.catalog.segments.map(({ version, state }) => `${version} ${state}`) ??
    [];
  return { town, site, first, second, statesOn };
}

describe('segments that one server defines', () => {
  it('are built by another, and hold on both for what came to either before', async () => {
    const { town, site, first, second, statesOn } = await openPair();
    await second.event('anna', 'Page Viewed');
    await second.event('anna', 'Page Viewed');
    await first.event('ben', 'Page Viewed');
    expect(await second.engine.segments.put(site.siteId, KEEN)).toMatchObject({ ok: true });
    expect(statesOn(second)).toEqual(['1 building']);
    await town.settle();
    expect([statesOn(first), statesOn(second)]).toEqual([['1 live'], ['1 live']]);
    expect([await first.membersOf('keen'), await second.membersOf('keen')]).toEqual([['anna'], ['anna']]);
    await first.event('ben', 'Page Viewed');
    await second.event('carl', 'Page Viewed');
    await second.event('carl', 'Page Viewed');
    expect(await first.membersOf('keen')).toEqual(['anna', 'ben', 'carl']);
    expect(await second.membersOf('keen')).toEqual(['anna', 'ben', 'carl']);
  });

  it('come into force as they were changed last, with what waits in the memory of the other', async () => {
    const { town, site, first, second, statesOn } = await openPair();
    await first.engine.segments.put(site.siteId, KEEN);
    await town.settle();
    await second.event('anna', 'Page Viewed');
    await first.engine.segments.put(site.siteId, EAGER);
    await second.event('ben', 'Page Viewed');
    await town.settle();
    expect([statesOn(first), statesOn(second)]).toEqual([
      ['1 retired', '2 live'],
      ['1 retired', '2 live'],
    ]);
    await town.pass(MINUTE);
    expect([await first.membersOf('keen'), await second.membersOf('keen')]).toEqual([
      ['anna', 'ben'],
      ['anna', 'ben'],
    ]);
  });

  it('are changed one after the other, though neither server has heard of the other', async () => {
    const { town, site, first, second, statesOn } = await openPair();
    const listen = [first.deafen(), second.deafen()];
    const keen = first.engine.segments.put(site.siteId, KEEN);
    await vi.waitFor(() => expect(statesOn(first)).toHaveLength(1));
    const eager = second.engine.segments.put(site.siteId, { ...EAGER, key: 'eager' });
    await vi.waitFor(() => expect(statesOn(second)).toHaveLength(2));
    for (const on of listen) on();
    await Promise.all([keen, eager]);
    await town.settle();
    for (const { engine } of [first, second])
      expect(engine.segments.of(site.siteId)?.catalog.segments).toMatchObject([
        { definition: { key: 'keen' }, state: 'live' },
        { definition: { key: 'eager' }, state: 'live' },
      ]);
  });

  it('come into force only once everybody is folded with them, whenever they were put', async () => {
    const { town, site, first, second, statesOn } = await openPair();
    await first.event('anna', 'Page Viewed');
    const [listenFirst, listenSecond] = [first.deafen(), second.deafen()];
    const keen = first.engine.segments.put(site.siteId, KEEN);
    await vi.waitFor(() => expect(statesOn(first)).toHaveLength(1));
    const eager = second.engine.segments.put(site.siteId, { ...EAGER, key: 'eager' });
    await vi.waitFor(() => expect(statesOn(second)).toHaveLength(2));
    listenSecond();
    await first.engine.segments.idle();
    listenFirst();
    await Promise.all([keen, eager]);
    await town.settle();
    for (const server of [first, second]) expect(await server.membersOf('eager')).toEqual(['anna']);
  });

  it('are not lost in a row that a server had yet to write when it heard of them', async () => {
    const { town, site, first, second, statesOn } = await openPair();
    const listen = second.deafen();
    await second.event('anna', 'Page Viewed');
    const put = first.engine.segments.put(site.siteId, EAGER);
    await vi.waitFor(() => expect(statesOn(first)).toHaveLength(1));
    listen();
    await put;
    await town.settle();
    await second.engine.book.flush();
    expect([await first.membersOf('keen'), await second.membersOf('keen')]).toEqual([['anna'], ['anna']]);
  });

  it('are built by the server that is left when the one that builds ends', async () => {
    const { town, site, first, second, statesOn } = await openPair();
    await first.kill();
    await second.event('anna', 'Page Viewed');
    await second.engine.segments.put(site.siteId, EAGER);
    await town.settle();
    expect([statesOn(second), await second.membersOf('keen')]).toEqual([['1 live'], ['anna']]);
  });

  it('are folded anew under settings that the other server changed', async () => {
    const { town, site, first, second } = await openPair();
    await first.engine.segments.put(site.siteId, EAGER);
    await town.settle();
    const changed = await second.engine.sites.change(site.site, { timezone: 'Asia/Tokyo' });
    expect(changed.ok).toBe(true);
    second.engine.segments.refresh(site.siteId);
    await town.settle();
    for (const { engine } of [first, second])
      expect(engine.segments.of(site.siteId)).toMatchObject({
        circumstances: expect.stringContaining('Asia/Tokyo'),
        catalog: { foldedUnder: expect.stringContaining('Asia/Tokyo') },
      });
  });
});

describe('a segment that goes on one server while another puts a campaign that asks for it', () => {
  async function openUsed() {
    const pair = await openPair();
    const { town, site, first, second } = pair;
    const { siteId } = site;
    await first.engine.segments.put(siteId, KEEN);
    await town.settle();
    const parsed = parseCampaign(put({ audience: { all: ['keen'] } }), 'spring');
    if (!parsed.ok) throw new Error(JSON.stringify(parsed));
    const isWhole = ({ engine }: typeof first) => {
      const asks = engine.campaigns.list(siteId).length > 0;
      const keen = engine.segments.of(siteId)?.catalog.segments.find(({ state }) => state === 'live');
      return !asks || keen !== undefined;
    };
    return {
      ...{ ...pair, siteId },
      put: () => second.engine.campaigns.put(siteId, parsed.value),
      remove: () => first.engine.segments.remove(siteId, 'keen'),
      areWhole: () => [isWhole(first), isWhole(second)],
    };
  }

  it('is one that no campaign asks for, in whichever order', async () => {
    const { town, siteId, second, put, remove, areWhole } = await openUsed();
    const [putting, removing] = await Promise.all([put(), remove()]);
    expect(putting.ok && removing.ok).toBe(false);
    await town.settle();
    expect(areWhole()).toEqual([true, true]);
    await second.engine.campaigns.remove(siteId, 'spring');
    await town.settle();
  });

  it('has the campaign taken back which was put by who had not heard of it', async () => {
    const { town, siteId, second, put, remove, areWhole } = await openUsed();
    const hear = second.deafen();
    expect(await remove()).toMatchObject({ ok: true });
    const putting = put();
    await vi.waitFor(() => expect(second.engine.campaigns.list(siteId)).toHaveLength(1));
    hear();
    expect(await putting).toMatchObject({ code: 'not_available', at: 'audience' });
    await town.settle();
    expect(areWhole()).toEqual([true, true]);
    expect(second.engine.campaigns.list(siteId)).toEqual([]);
  });

  it('stays where who removes it had not heard of the campaign', async () => {
    const { town, first, put, remove, areWhole } = await openUsed();
    const hear = first.deafen();
    expect(await put()).toMatchObject({ ok: true });
    const removing = remove();
    const { store } = first.engine;
    await vi.waitFor(async () =>
      expect(await store.getRecord('segments-leaving', town.site().siteId, 'keen')).toBeDefined(),
    );
    hear();
    expect(await removing).toMatchObject({ code: 'in_use' });
    await town.settle();
    expect(areWhole()).toEqual([true, true]);
    expect(first.engine.campaigns.list(town.site().siteId)).toHaveLength(1);
  });
});

describe('what one server changes', () => {
  it('of a plan is what the other takes events by', async () => {
    const { town, site, first, second } = await openPair();
    const plan = { mode: 'strict', events: { 'Page Viewed': { properties: {} } } };
    expect(await first.engine.plans.put(site.siteId, plan)).toMatchObject({ ok: true });
    await town.settle();
    expect(second.engine.plans.source(site.siteId).mode).toBe('strict');
    await expect(second.event('anna', 'Lamp Switched')).rejects.toThrow('unknown_event');
  });

  it('of a campaign is what the other decides by, and counts versions from', async () => {
    const { town, site, first, second } = await openPair();
    const draft = (goal: string) => {
      const parsed = parseCampaign(put({ goal: { event: goal } }), 'spring');
      if (!parsed.ok) throw new Error(JSON.stringify(parsed));
      return parsed.value;
    };
    const versionOn = ({ engine }: typeof first) => engine.campaigns.get(site.siteId, 'spring')?.version;
    const listen = second.deafen();
    await first.engine.campaigns.put(site.siteId, draft('Order Completed'));
    await second.engine.campaigns.put(site.siteId, draft('Product Added'));
    await first.engine.campaigns.put(site.siteId, draft('Checkout Started'));
    listen();
    await town.settle();
    expect([versionOn(first), versionOn(second)]).toEqual([3, 3]);
    await second.engine.campaigns.remove(site.siteId, 'spring');
    await town.settle();
    expect(first.engine.campaigns.list(site.siteId)).toEqual([]);
  });

  it('of an account is what the other counts its people by, whoever of them was there before', async () => {
    const { town, site, first, second } = await openPair();
    const large = { key: 'large', name: 'Large', when: { account: 'seats', gte: 10 } } as const;
    await first.engine.segments.put(site.siteId, large);
    await first.engine.accounts.upsert(site, [{ id: 'acme', seats: 5 }]);
    await town.settle();
    await second.event('anna', 'Feature Used', { account: 'acme' });
    expect(await second.membersOf('large')).toEqual([]);
    await first.engine.accounts.upsert(site, [{ id: 'acme', seats: 12 }]);
    await town.settle();
    await second.event('ben', 'Feature Used', { account: 'acme' });
    await town.pass(MINUTE);
    expect(await second.membersOf('large')).toEqual(['anna', 'ben']);
  });

  it('of whom it erased is in force on the other, and so is that they have begun again', async () => {
    const { town, site, first, second } = await openPair();
    await second.event('anna', 'Page Viewed');
    await town.pass(MINUTE);
    await first.engine.erasures.erase(site, { userId: 'anna' }, 'test');
    await expect(second.event('anna', 'Page Viewed')).rejects.toThrow('erased');
    await town.pass(10 * MINUTE);
    await first.event('anna', 'Order Completed', { id: 'order:1', properties: { order_id: '1', total: 5 } });
    await town.settle();
    await second.event('anna', 'Page Viewed');
    expect(await second.countEvents('anna')).toBe(2);
  });

  it('of sites that it removes takes nothing of them before it opens no door on the other', async () => {
    const { site, first, second } = await openPair();
    const key = site.writeKeys[0]?.key ?? '';
    await second.event('anna', 'Page Viewed');
    const listen = second.deafen();
    const removing = first.engine.removal.remove(site.site, 'test');
    await vi.waitFor(() => expect(first.engine.sites.list()).toEqual([]));
    for (let look = 0; look < 10; look += 1) expect(await second.countEvents('anna')).toBe(1);
    expect(second.engine.sites.byWriteKey(key).ok).toBe(true);
    listen();
    expect(await removing).toMatchObject({ ok: true });
    expect(second.engine.sites.byWriteKey(key)).toMatchObject({ code: 'unknown_key' });
  });

  it('of sites that it removes leaves nothing of them in the memory of the other', async () => {
    const { town, site, first, second } = await openPair();
    const { siteId } = site;
    await first.engine.plans.put(siteId, { mode: 'strict', events: { 'Page Viewed': { properties: {} } } });
    await first.engine.segments.put(siteId, EAGER);
    const label = { key: 'lamp', kind: 'event', event: 'Lamp Lit', withinMs: MINUTE } as const;
    await first.engine.intent.models.putLabel(siteId, label);
    const parsed = parseCampaign(put({}), 'spring');
    if (!parsed.ok) throw new Error(JSON.stringify(parsed));
    await first.engine.campaigns.put(siteId, parsed.value);
    await town.settle();
    const known = ({ engine }: typeof first) => [
      engine.plans.source(siteId).mode,
      engine.segments.of(siteId) !== null,
      engine.intent.models.state(siteId, 'lamp') !== null,
      engine.campaigns.list(siteId).length,
    ];
    expect([known(first), known(second)]).toEqual([
      ['strict', true, true, 1],
      ['strict', true, true, 1],
    ]);
    await first.engine.removal.remove(site.site, 'test');
    await town.settle();
    const nothing = ['lenient', false, false, 0];
    expect([known(first), known(second)]).toEqual([nothing, nothing]);
  });
});
