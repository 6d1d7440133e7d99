import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Entry, VisitorId } from '../../core/entry.ts';
import { InklingError } from '../../core/errors.ts';
import type { Store } from '../../core/ports.ts';
import type { SegmentDefinition } from '../../core/segments/condition.ts';
import { readNotice, standingNotices, type Told } from '../../core/segments/notices.ts';
import { event, HOUR, link, START, visitorId } from '../core/profiles/world.ts';
import { makeDataFolder } from '../support/data-folder.ts';
import { createDrivenClock } from '../support/driven-clock.ts';
import { type OpenEngine, openEngine } from './open-engine.ts';

const NOW = START + 24 * HOUR;
const DEVICE = visitorId('device');
const OTHER_DEVICE = visitorId('other device');
const PERSON = visitorId('person');
const OTHER_PERSON = visitorId('other person');
const ADDRESS = visitorId('address');

let dataDir = '';
let open: OpenEngine;

async function start(wrap?: (store: Store) => Store): Promise<void> {
  open = await openEngine(dataDir, createDrivenClock(NOW), wrap);
}

/** As a kill does: rows that wait are not written. */
async function killAndStart(): Promise<void> {
  await open.abandon();
  await start();
}

async function append(...entries: readonly Entry[]): Promise<void> {
  const { siteId: site } = open.site;
  await open.engine.append(entries.map((entry) => ({ ...entry, site })));
}

async function countEvents(visitor: VisitorId): Promise<number> {
  const view = await open.engine.visitors.view(open.site.siteId, visitor);
  return view?.events?.count ?? 0;
}

const order = (parts: Partial<Entry>) => event('Order Completed', { t: START, id: 'order:1', ...parts });

const visit = event('Page Viewed', { t: START - HOUR, visitor: DEVICE });

beforeEach(async () => {
  dataDir = makeDataFolder();
  await start();
  onTestFinished(() => open.close());
});

describe('an order that page and server report', () => {
  it("leaves the page's visitor when the server is killed before it has written that", async () => {
    await append(visit, order({ visitor: DEVICE }));
    await open.engine.book.flush();
    await append(order({ visitor: PERSON, source: 'server' }));
    await killAndStart();
    expect([await countEvents(DEVICE), await countEvents(PERSON)]).toEqual([1, 1]);
  });

  it('leaves everybody whose copy was superseded, one after the other', async () => {
    await append(visit, order({ visitor: DEVICE }));
    await open.engine.book.flush();
    await append(order({ visitor: OTHER_DEVICE, t: START - 1 }));
    await append(order({ visitor: PERSON, source: 'server' }));
    await killAndStart();
    const counts = await Promise.all([DEVICE, OTHER_DEVICE, PERSON].map(countEvents));
    expect(counts).toEqual([1, 0, 1]);
  });

  it('counts once when one commit brings both copies', async () => {
    await Promise.all([
      append(order({ visitor: DEVICE })),
      append(order({ visitor: PERSON, source: 'server' })),
    ]);
    expect([await countEvents(DEVICE), await countEvents(PERSON)]).toEqual([0, 1]);
  });
});

describe('an alias', () => {
  const alias = (to: VisitorId, t: number) => link('alias', ADDRESS, to, { t });

  it('that arrives late, after a restart, takes what an address did from whom it went to before', async () => {
    await append(event('Product Viewed', { t: START, visitor: ADDRESS }), alias(PERSON, START + 10));
    expect(await countEvents(PERSON)).toBe(1);
    await open.close();
    await start();
    await append(alias(OTHER_PERSON, START + 5));
    expect([await countEvents(PERSON), await countEvents(OTHER_PERSON)]).toEqual([0, 1]);
  });

  it('moves what the devices of the person do from then on', async () => {
    await append(link('login', DEVICE, ADDRESS, { t: START, more: { proved: true } }));
    await append(event('Product Viewed', { t: START + 1, visitor: DEVICE }));
    await append(alias(PERSON, START + 10));
    await append(event('Product Viewed', { t: START + 20, visitor: DEVICE }));
    expect(await countEvents(PERSON)).toBe(2);
  });
});

describe('a fold that breaks off', () => {
  it('is made up for by the next entry, and by a restart', async () => {
    await open.close();
    let faults = 1;
    await start((store) => ({
      ...store,
      loadProfiles: (site, visitors) => {
        faults -= 1;
        if (faults !== 0) return store.loadProfiles(site, visitors);
        throw new InklingError('store_unavailable', 'test', 'the disk cannot be read', 'wait');
      },
    }));
    await expect(append(event('Product Viewed', { t: START, visitor: DEVICE }))).rejects.toThrow('disk');
    await append(event('Product Viewed', { t: START + 1, visitor: PERSON }));
    expect([await countEvents(DEVICE), await countEvents(PERSON)]).toEqual([1, 1]);
    await open.engine.book.flush();
    await killAndStart();
    expect([await countEvents(DEVICE), await countEvents(PERSON)]).toEqual([1, 1]);
  });
});

describe('notices of memberships', () => {
  const MINUTE = 60_000;
  const LATELY = { key: 'lately', name: 'Lately', when: { event: 'Page Viewed', within: '2m' } } as const;
  const OFTEN = { key: 'often', name: 'Often', when: { event: 'Product Viewed', within: '2d' } } as const;

  const forTeam = (parts: { readonly t: number; readonly visitor: VisitorId }): Entry =>
    event('Page Viewed', { ...parts, context: { account: visitorId('team') } });

  async function put(definition: SegmentDefinition): Promise<void> {
    const put = await open.engine.segments.put(open.site.siteId, definition);
    if (!put.ok) throw new Error(put.hint);
    await open.engine.segments.idle();
  }

  async function listNotices(): Promise<readonly string[]> {
    const { engine } = open;
    await engine.segments.start();
    await engine.segments.catchUp();
    await engine.segments.idle();
    return readNotices();
  }

  async function readNotices(): Promise<readonly string[]> {
    return (await readTold()).map(({ type, segment, at }) => `${type} ${segment} ${at - NOW}`);
  }

  async function listStanding(): Promise<readonly string[]> {
    return standingNotices(await readTold()).map(({ type, segment, at }) => `${type} ${segment} ${at - NOW}`);
  }

  async function readTold(): Promise<readonly Told[]> {
    const { store, site } = open;
    const notices = await store.readVisitor(site.siteId, [DEVICE], { types: ['notice'] });
    return notices.map(readNotice);
  }

  it('come after a kill, though the row was written when time had ended the membership and nobody was told', async () => {
    await open.abandon();
    let now = NOW;
    // Its timers are late: none of them has rung yet.
    open = await openEngine(dataDir, { now: () => now, after: () => () => undefined });
    await put(LATELY);
    await append(event('Page Viewed', { t: NOW, visitor: DEVICE }));
    await open.engine.segments.idle();
    now += 3 * MINUTE;
    // A restart reads the log behind this.
    await append(event('Cart Viewed', { t: now, visitor: OTHER_DEVICE }));
    await open.engine.book.touch(open.site.siteId, DEVICE);
    await open.engine.book.flush();
    await open.abandon();
    open = await openEngine(dataDir, createDrivenClock(now));
    expect(await listNotices()).toEqual(['entered lately 0', `left lately ${2 * MINUTE}`]);
  });

  it('come after a kill, though an earlier telling was done when the row was written', async () => {
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const written = Promise.withResolvers<void>();
    let tellings = 0;
    await open.abandon();
    await start((store) => ({
      ...store,
      append: async (entries) => {
        if (entries[0]?.type !== 'notice') return store.append(entries);
        await gates[tellings++]?.promise;
        const outcomes = await store.append(entries);
        setImmediate(written.resolve);
        return outcomes;
      },
    }));
    await put(LATELY);
    await put(OFTEN);
    await append(event('Page Viewed', { t: NOW, visitor: DEVICE }));
    await append(event('Product Viewed', { t: NOW - 1, visitor: DEVICE }));
    gates[0]?.resolve();
    await written.promise;
    await open.engine.book.flush();
    await killAndStart();
    expect(await listNotices()).toEqual(['entered often -1', 'entered lately 0']);
  });

  it('come after a kill, though a later telling was done first when the row was written', async () => {
    await open.abandon();
    await start((store) => ({
      ...store,
      append: async (entries) => {
        const isOnItsWay = entries.some(({ type, name }) => type === 'notice' && name === 'entered');
        return isOnItsWay ? new Promise(() => undefined) : store.append(entries);
      },
    }));
    await put(LATELY);
    await append(event('Page Viewed', { t: NOW, visitor: DEVICE }));
    await append(event('Page Viewed', { t: NOW, visitor: DEVICE }));
    await new Promise((resolve) => setImmediate(resolve));
    await open.engine.book.flush();
    await killAndStart();
    expect(await listNotices()).toEqual(['entered lately 0']);
  });

  it('are not taken back by a restart that takes them up where the row was written', async () => {
    await open.abandon();
    const clock = createDrivenClock(NOW);
    const gate = Promise.withResolvers<void>();
    let isFull = false;
    open = await openEngine(dataDir, clock, (store) => ({
      ...store,
      append: async (entries) => {
        if (entries[0]?.type === 'notice') await gate.promise;
        return store.append(entries);
      },
      saveProfiles: async (rows, checkpoint) => (isFull ? undefined : store.saveProfiles(rows, checkpoint)),
    }));
    await put(LATELY);
    await open.engine.segments.start();
    await append(event('Page Viewed', { t: NOW, visitor: DEVICE }));
    await open.engine.book.flush();
    isFull = true;
    gate.resolve();
    await open.engine.segments.idle();
    await clock.moveTo(NOW + 3 * MINUTE);
    await open.engine.segments.idle();
    await open.abandon();
    open = await openEngine(dataDir, createDrivenClock(NOW + 4 * MINUTE));
    expect(await listNotices()).toEqual(['entered lately 0', `left lately ${2 * MINUTE}`]);
  });

  it('come in time after a kill, though the row knew of a later instant only', async () => {
    await put(LATELY);
    await put({ key: 'hourly', name: 'Hourly', when: { event: 'Product Viewed', within: '1h' } });
    await append(event('Product Viewed', { t: NOW, visitor: DEVICE }));
    await open.engine.segments.idle();
    await open.engine.book.flush();
    await append(event('Page Viewed', { t: NOW, visitor: DEVICE }));
    await open.engine.segments.idle();
    await open.abandon();
    const clock = createDrivenClock(NOW);
    open = await openEngine(dataDir, clock);
    await open.engine.segments.start();
    await clock.moveTo(NOW + 3 * MINUTE);
    await open.engine.segments.idle();
    expect(await readNotices()).toContain(`left lately ${2 * MINUTE}`);
  });

  it('come after a kill, though the device of which they tell is somebody else now', async () => {
    await put(LATELY);
    await append(
      event('Page Viewed', { t: NOW - 2, visitor: DEVICE }),
      link('reset', DEVICE, null, { t: NOW - 1 }),
    );
    await append(link('login', DEVICE, PERSON, { t: NOW, more: { proved: true } }));
    await open.engine.segments.idle();
    await open.engine.book.flush();
    await open.abandon();
    open = await openEngine(dataDir, createDrivenClock(NOW + 3 * MINUTE));
    await open.engine.retention.endAnonymous();
    await open.abandon();
    open = await openEngine(dataDir, createDrivenClock(NOW + 3 * MINUTE));
    expect(await listNotices()).toEqual(['entered lately -2', `left lately ${2 * MINUTE - 2}`]);
  });

  it('of an account come after a kill that leaves a row ahead of what is folded again', async () => {
    await open.abandon();
    await start((store) => ({
      ...store,
      append: (entries) =>
        entries[0]?.type === 'notice' ? new Promise(() => undefined) : store.append(entries),
    }));
    await put(LATELY);
    await put({ key: 'team', name: 'Team', when: { account: { event: 'Page Viewed', count: { gte: 2 } } } });
    await append(forTeam({ visitor: DEVICE, t: NOW - 1 }));
    await append(forTeam({ visitor: OTHER_DEVICE, t: NOW }));
    await open.engine.book.flush();
    await killAndStart();
    expect(await listNotices()).toEqual(['entered lately -1', 'entered team 0']);
  });

  it('are taken back after a kill, though the row was written between the fold and the telling', async () => {
    const gate = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    await open.abandon();
    await start((store) => ({
      ...store,
      readVisitor: async (site, visitors, wanted) => {
        const waits = visitors.includes(OTHER_DEVICE);
        if (waits) reached.resolve();
        if (waits) await gate.promise;
        return store.readVisitor(site, visitors, wanted);
      },
    }));
    await put({
      key: 'looking',
      name: 'Looking',
      when: { all: [LATELY.when, { not: { event: 'Order Completed', within: '5m' } }] },
    });
    await put({ key: 'team', name: 'Team', when: { account: { event: 'Page Viewed', count: { gte: 9 } } } });
    const folding = append(
      event('Page Viewed', { t: NOW, visitor: DEVICE, id: 'a' }),
      forTeam({ t: NOW, visitor: OTHER_DEVICE }),
    );
    await reached.promise;
    await open.engine.book.flush();
    gate.resolve();
    await folding;
    await open.engine.segments.idle();
    await open.engine.book.flush();
    await append(event('Page Viewed', { t: NOW, visitor: PERSON }));
    await open.engine.segments.idle();
    await open.engine.book.flush();
    await killAndStart();
    // Of one instant, and so what it undoes never was.
    await append(order({ t: NOW, visitor: DEVICE }));
    await open.engine.segments.idle();
    expect(await listStanding()).toEqual([]);
  });

  it('are taken back, after they are told, though they were on their way when a log-in moved what they tell of', async () => {
    const gate = Promise.withResolvers<void>();
    let isFirst = true;
    await open.abandon();
    await start((store) => ({
      ...store,
      append: async (entries) => {
        const waits = isFirst && entries[0]?.type === 'notice';
        if (waits) isFirst = false;
        if (waits) await gate.promise;
        return store.append(entries);
      },
    }));
    await put(LATELY);
    await append(event('Page Viewed', { t: NOW, visitor: DEVICE }));
    await append(link('login', DEVICE, PERSON, { t: NOW + 1, more: { proved: true } }));
    gate.resolve();
    await open.engine.segments.idle();
    const { store, site } = open;
    const notices = await store.readVisitor(site.siteId, [DEVICE, PERSON], { types: ['notice'] });
    const standing = standingNotices(notices.map(readNotice)).map(({ id }) => id);
    const whose = notices.filter(({ id }) => standing.includes(id)).map(({ visitor }) => visitor);
    expect(whose).toEqual([PERSON]);
    const told = notices.toSorted((a, b) => a.seq - b.seq).map(readNotice);
    const takenBack = told.flatMap(({ revokes }, at) => (revokes === null ? [] : [{ revokes, at }]));
    expect(takenBack).toHaveLength(1);
    for (const { revokes, at } of takenBack) expect(told.slice(0, at).map(({ id }) => id)).toContain(revokes);
  });
});
