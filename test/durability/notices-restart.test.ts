import { describe, expect, it } from 'vitest';
import type { Entry, VisitorId } from '../../core/entry.ts';
import { readNotice, standingNotices } from '../../core/segments/notices.ts';
import { event, link, MINUTE, visitorId } from '../core/profiles/world.ts';
import { createDrivenClock } from '../support/driven-clock.ts';
import { durables } from './durable.ts';
import { createHearing } from './hearing.ts';
import { DEVICE, NOW, OTHER_DEVICE, order, PERSON, startLives } from './lives.ts';

describe.each(durables('notices-restart'))('notices of memberships on $name', (durable) => {
  const life = startLives(durable);
  const LATELY = { key: 'lately', name: 'Lately', when: { event: 'Page Viewed', within: '2m' } } as const;
  const TEAM = {
    key: 'team',
    name: 'Team',
    when: { account: { event: 'Page Viewed', count: { gte: 2 } } },
  } as const;
  const OFTEN = { key: 'often', name: 'Often', when: { event: 'Product Viewed', within: '2d' } } as const;

  const forTeam = (parts: { readonly t: number; readonly visitor: VisitorId }): Entry =>
    event('Page Viewed', { ...parts, context: { account: visitorId('team') } });

  const { put, listNotices, readNotices, listStanding } = createHearing(life);

  it('come after a kill, though the row was written when time had ended the membership and nobody was told', async () => {
    let now = NOW;
    // Its timers are late: none of them has rung yet.
    await life.killAndStart({ clock: { now: () => now, after: () => () => undefined } });
    await put(LATELY);
    await life.append(event('Page Viewed', { t: NOW, visitor: DEVICE }));
    await life.open.engine.segments.idle();
    now += 3 * MINUTE;
    // A restart reads the log behind this.
    await life.append(event('Cart Viewed', { t: now, visitor: OTHER_DEVICE }));
    await life.open.engine.book.touch(life.open.site.siteId, DEVICE);
    await life.open.engine.book.flush();
    await life.killAndStart({ clock: createDrivenClock(now) });
    expect(await listNotices()).toEqual(['entered lately 0', `left lately ${2 * MINUTE}`]);
  });

  it('come after a kill, though an earlier telling was done when the row was written', async () => {
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const written = Promise.withResolvers<void>();
    let tellings = 0;
    await life.killAndStart({
      wrap: (store) => ({
        ...store,
        append: async (entries) => {
          if (entries[0]?.type !== 'notice') return store.append(entries);
          await gates[tellings++]?.promise;
          const outcomes = await store.append(entries);
          setImmediate(written.resolve);
          return outcomes;
        },
      }),
    });
    await put(LATELY);
    await put(OFTEN);
    await life.append(event('Page Viewed', { t: NOW, visitor: DEVICE }));
    await life.append(event('Product Viewed', { t: NOW - 1, visitor: DEVICE }));
    gates[0]?.resolve();
    await written.promise;
    await life.open.engine.book.flush();
    await life.killAndStart();
    expect(await listNotices()).toEqual(['entered often -1', 'entered lately 0']);
  });

  it('come after a kill, though an earlier telling was done while more was folded', async () => {
    const clock = createDrivenClock(NOW);
    const [telling, folding] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const [told, halfFolded] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    await life.killAndStart({
      clock,
      wrap: (store) => ({
        ...store,
        append: async (entries) => {
          if (entries[0]?.type !== 'notice') return store.append(entries);
          await telling.promise;
          const outcomes = await store.append(entries);
          setImmediate(told.resolve);
          return outcomes;
        },
        readVisitor: async (site, visitors, wanted) => {
          if (!visitors.includes(OTHER_DEVICE)) return store.readVisitor(site, visitors, wanted);
          halfFolded.resolve();
          await folding.promise;
          return store.readVisitor(site, visitors, wanted);
        },
      }),
    });
    await put(LATELY);
    await put(OFTEN);
    await put(TEAM);
    await life.append(event('Page Viewed', { t: NOW, visitor: DEVICE }));
    const more = event('Product Viewed', { t: NOW - 1, visitor: DEVICE });
    const folded = life.append(more, forTeam({ t: NOW, visitor: OTHER_DEVICE }));
    await halfFolded.promise;
    telling.resolve();
    await told.promise;
    await life.writeBehind(clock);
    await life.open.abandon();
    folding.resolve();
    await folded.catch(() => undefined);
    await life.killAndStart();
    expect(await listNotices()).toEqual(['entered often -1', 'entered lately 0']);
  });

  it('come after a kill, though a later telling was done first when the row was written', async () => {
    await life.killAndStart({
      wrap: (store) => ({
        ...store,
        append: async (entries) => {
          const isOnItsWay = entries.some(({ type, name }) => type === 'notice' && name === 'entered');
          return isOnItsWay ? new Promise(() => undefined) : store.append(entries);
        },
      }),
    });
    await put(LATELY);
    await life.append(event('Page Viewed', { t: NOW, visitor: DEVICE }));
    await life.append(event('Page Viewed', { t: NOW, visitor: DEVICE }));
    await new Promise((resolve) => setImmediate(resolve));
    await life.open.engine.book.flush();
    await life.killAndStart();
    expect(await listNotices()).toEqual(['entered lately 0']);
  });

  it('are not taken back by a restart that takes them up where the row was written', async () => {
    const clock = createDrivenClock(NOW);
    const gate = Promise.withResolvers<void>();
    let isFull = false;
    await life.killAndStart({
      clock,
      wrap: (store) => ({
        ...store,
        append: async (entries) => {
          if (entries[0]?.type === 'notice') await gate.promise;
          return store.append(entries);
        },
        saveProfiles: async (rows, checkpoint) => (isFull ? undefined : store.saveProfiles(rows, checkpoint)),
      }),
    });
    await put(LATELY);
    await life.open.startSegments();
    await life.append(event('Page Viewed', { t: NOW, visitor: DEVICE }));
    await life.open.engine.book.flush();
    isFull = true;
    gate.resolve();
    await life.open.engine.segments.idle();
    await clock.moveTo(NOW + 3 * MINUTE);
    await life.open.engine.segments.idle();
    await life.killAndStart({ clock: createDrivenClock(NOW + 4 * MINUTE) });
    expect(await listNotices()).toEqual(['entered lately 0', `left lately ${2 * MINUTE}`]);
  });

  it('come in time after a kill, though the row knew of a later instant only', async () => {
    await put(LATELY);
    await put({ key: 'hourly', name: 'Hourly', when: { event: 'Product Viewed', within: '1h' } });
    await life.append(event('Product Viewed', { t: NOW, visitor: DEVICE }));
    await life.open.engine.segments.idle();
    await life.open.engine.book.flush();
    await life.append(event('Page Viewed', { t: NOW, visitor: DEVICE }));
    await life.open.engine.segments.idle();
    const clock = createDrivenClock(NOW);
    await life.killAndStart({ clock: clock });
    await life.open.startSegments();
    await clock.moveTo(NOW + 3 * MINUTE);
    await life.open.engine.segments.idle();
    expect(await readNotices()).toContain(`left lately ${2 * MINUTE}`);
  });

  it('come after a kill, though the device of which they tell is somebody else now', async () => {
    await put(LATELY);
    await life.append(
      event('Page Viewed', { t: NOW - 2, visitor: DEVICE }),
      link('reset', DEVICE, null, { t: NOW - 1 }),
    );
    await life.append(link('login', DEVICE, PERSON, { t: NOW, more: { proved: true } }));
    await life.open.engine.segments.idle();
    await life.open.engine.book.flush();
    await life.killAndStart({ clock: createDrivenClock(NOW + 3 * MINUTE) });
    await life.open.engine.retention.endAnonymous();
    await life.killAndStart({ clock: createDrivenClock(NOW + 3 * MINUTE) });
    expect(await listNotices()).toEqual(['entered lately -2', `left lately ${2 * MINUTE - 2}`]);
  });

  it('of an account come after a kill that leaves a row ahead of what is folded again', async () => {
    await life.killAndStart({
      wrap: (store) => ({
        ...store,
        append: (entries) =>
          entries[0]?.type === 'notice' ? new Promise(() => undefined) : store.append(entries),
      }),
    });
    await put(LATELY);
    await put(TEAM);
    await life.append(forTeam({ visitor: DEVICE, t: NOW - 1 }));
    await life.append(forTeam({ visitor: OTHER_DEVICE, t: NOW }));
    await life.open.engine.book.flush();
    await life.killAndStart();
    expect(await listNotices()).toEqual(['entered lately -1', 'entered team 0']);
  });

  it('that are due are caught up with, though their rows are still being looked for', async () => {
    const clock = createDrivenClock(NOW);
    const gate = Promise.withResolvers<void>();
    let isSlow = false;
    await life.killAndStart({
      clock,
      wrap: (store) => ({
        ...store,
        readDue: async (from, to, limit) => {
          if (isSlow) await gate.promise;
          return store.readDue(from, to, limit);
        },
      }),
    });
    const { segments } = life.open.engine;
    // Further off than instants are kept in memory.
    await put({ key: 'seen', name: 'Seen', when: { event: 'Page Viewed', within: '150m' } });
    isSlow = true;
    await life.append(event('Page Viewed', { t: NOW, visitor: DEVICE }));
    await segments.idle();
    await life.open.engine.book.flush();
    await clock.moveTo(NOW + 180 * MINUTE);
    const caughtUp = segments.catchUp();
    gate.resolve();
    await caughtUp;
    expect(await readNotices()).toEqual(['entered seen 0', `left seen ${150 * MINUTE}`]);
  });

  it('are taken back after a kill, though the row was written between the fold and the telling', async () => {
    const clock = createDrivenClock(NOW);
    const gate = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    await life.killAndStart({
      clock,
      wrap: (store) => ({
        ...store,
        readVisitor: async (site, visitors, wanted) => {
          const waits = visitors.includes(OTHER_DEVICE);
          if (waits) reached.resolve();
          if (waits) await gate.promise;
          return store.readVisitor(site, visitors, wanted);
        },
      }),
    });
    await put({
      key: 'looking',
      name: 'Looking',
      when: { all: [LATELY.when, { not: { event: 'Order Completed', within: '5m' } }] },
    });
    await put(TEAM);
    const folding = life.append(
      event('Page Viewed', { t: NOW, visitor: DEVICE, id: 'a' }),
      forTeam({ t: NOW, visitor: OTHER_DEVICE }),
    );
    await reached.promise;
    await life.writeBehind(clock);
    gate.resolve();
    await folding;
    await life.open.engine.segments.idle();
    await life.open.engine.book.flush();
    await life.append(event('Page Viewed', { t: NOW, visitor: PERSON }));
    await life.open.engine.segments.idle();
    await life.open.engine.book.flush();
    await life.killAndStart();
    // Of one instant, and so what it undoes never was.
    await life.append(order({ t: NOW, visitor: DEVICE }));
    await life.open.engine.segments.idle();
    expect(await listStanding()).toEqual([]);
  });

  it('are taken back, after they are told, though they were on their way when a log-in moved what they tell of', async () => {
    const gate = Promise.withResolvers<void>();
    let isFirst = true;
    await life.killAndStart({
      wrap: (store) => ({
        ...store,
        append: async (entries) => {
          const waits = isFirst && entries[0]?.type === 'notice';
          if (waits) isFirst = false;
          if (waits) await gate.promise;
          return store.append(entries);
        },
      }),
    });
    await put(LATELY);
    await life.append(event('Page Viewed', { t: NOW, visitor: DEVICE }));
    await life.append(link('login', DEVICE, PERSON, { t: NOW + 1, more: { proved: true } }));
    gate.resolve();
    await life.open.engine.segments.idle();
    const { store, site } = life.open;
    const notices = await store.readVisitor(site.siteId, [DEVICE, PERSON], { types: ['notice'] });
    const standing = standingNotices(notices.map(readNotice)).map(({ id }) => id);
    const whose = notices.filter(({ id }) => standing.includes(id)).map(({ visitor }) => visitor);
    expect(whose).toEqual([PERSON]);
    const told = notices.toSorted((a, b) => a.seq - b.seq).map(readNotice);
    const takenBack = told.findIndex(({ revokes }) => revokes !== null);
    expect(told.slice(0, takenBack).map(({ id }) => id)).toContain(told[takenBack]?.revokes);
  });
});
