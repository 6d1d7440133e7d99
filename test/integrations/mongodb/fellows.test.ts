import { describe, expect, it } from 'vitest';
import type { Entry, VisitorId } from '../../../core/entry.ts';
import type { Store } from '../../../core/ports.ts';
import { MISSED } from '../../../core/unreadable-notice.ts';
import { event, link, MINUTE, SITE, START, visitorId } from '../../core/profiles/world.ts';
import { mongoDatabases } from '../../support/mongodb/databases.ts';
import { type Meeting, meetAt, NOW, readRows, type Side } from './two-books.ts';

const nextUrl = mongoDatabases('fellows');

const ANNA = visitorId('anna');
const PHONE = visitorId('phone');
const ADOPT_MS = 31_000;
/** Nobody waits for longer to hear that an erasure is over. */
const ERASING_MS = 121_000;

const viewed = (visitor: VisitorId, minute: number): Entry =>
  event('Page Viewed', { visitor, t: START + minute * MINUTE });

async function openPair(): Promise<readonly [Side, Side, Meeting]> {
  const meeting = meetAt(nextUrl());
  return [await meeting.open('one'), await meeting.open('two'), meeting];
}

async function countIn({ book }: Side, visitor: VisitorId): Promise<number> {
  return (await book.read(SITE, visitor, NOW)).slot.timeline.profile.events?.count ?? 0;
}

const writtenOf = async (side: Side, visitor: VisitorId): Promise<number | undefined> =>
  (await readRows(side)).get(visitor)?.events?.count;

describe('a server that ends without a word', () => {
  it('has its rows written by another one that goes on', async () => {
    const [one, two, { clock }] = await openPair();
    await one.book.append([viewed(ANNA, 1)]);
    await one.abandon();
    expect(await writtenOf(two, ANNA)).toBeUndefined();
    await clock.moveTo(clock.now() + ADOPT_MS);
    await two.book.settled();
    expect(await countIn(two, ANNA)).toBe(1);
    await expect.poll(() => writtenOf(two, ANNA)).toBe(1);
    // That nothing of it is left is noted once its rows are written.
    await expect.poll(() => two.store.follow(async () => []).readAbandoned()).toBeNull();
  });

  it('has its rows written by whoever needs them, before anybody knows that it has ended', async () => {
    const [one, two] = await openPair();
    await one.book.append([viewed(ANNA, 1), viewed(PHONE, 1)]);
    await two.book.append([viewed(PHONE, 2)]);
    one.peers.deafen();
    for (const minute of [3, 4]) {
      await two.book.flush();
      expect(await writtenOf(two, ANNA)).toBe(1);
      expect(await writtenOf(two, PHONE)).toBe(minute - 1);
      await two.book.append([viewed(PHONE, minute)]);
    }
    const left = await two.store.follow(async () => ['one']).readCheckpoints();
    expect([...left.keys()]).toEqual(['one']);
  });

  it('has them written by the next one that starts, where nobody went on', async () => {
    const [one, two, meeting] = await openPair();
    await one.book.append([viewed(ANNA, 1)]);
    await two.book.append([viewed(ANNA, 2), link('login', PHONE, ANNA, { t: START })]);
    await one.abandon();
    await two.abandon();
    const three = await meeting.open('three');
    expect(await writtenOf(three, ANNA)).toBe(2);
    expect(await countIn(three, ANNA)).toBe(2);
  });
});

describe('an entry that landed though its append failed', () => {
  it('is folded by whoever took it, and is a duplicate when it is sent again', async () => {
    const [one] = await openPair();
    const sent = viewed(ANNA, 1);
    await one.book.append([viewed(PHONE, 0)]);
    await expect(loseAnswers(one.store).append([sent])).rejects.toThrow('lost');
    const [outcome] = await one.book.append([sent]);
    expect(outcome?.status).toBe('duplicate');
    await one.book.flush();
    expect(await writtenOf(one, ANNA)).toBe(1);
    expect(await countIn(one, ANNA)).toBe(1);
  });
});

/** Everything is written, and nobody is told. */
function loseAnswers(store: Store): Pick<Store, 'append'> {
  return {
    append: async (entries) => {
      await store.append(entries);
      throw new Error('lost');
    },
  };
}

describe('an erasure on one server', () => {
  it('leaves nothing that another one has in memory, or reads meanwhile, to be written', async () => {
    const [one, two] = await openPair();
    await two.book.append([viewed(ANNA, 1), viewed(PHONE, 1)]);
    const rows = async () => [...(await readRows(one)).keys()];
    await one.book.erase(SITE, [ANNA], async () => {
      expect(await countIn(two, ANNA)).toBe(1);
      await one.store.removeVisitor(SITE, [ANNA]);
      await two.book.flush();
      expect(await rows()).toEqual([PHONE]);
    });
    expect([await countIn(one, ANNA), await countIn(two, ANNA)]).toEqual([0, 0]);
    await two.book.flush();
    expect(await rows()).toEqual([PHONE]);
  });

  it('waits for what is on its way into the log on another one', async () => {
    const meeting = meetAt(nextUrl());
    const { promise: isBegun, resolve: begin } = Promise.withResolvers<void>();
    meeting.room.join().on('erasing-begun', async () => begin());
    const steps: string[] = [];
    const wrap = (store: Store): Store => ({
      ...store,
      append: async (entries) => {
        await isBegun;
        const outcomes = await store.append(entries);
        steps.push('appended');
        return outcomes;
      },
    });
    const one = await meeting.open('one');
    const two = await meeting.open('two', { wrap });
    const onItsWay = two.book.append([viewed(ANNA, 1)]);
    await one.book.erase(SITE, [ANNA], () => {
      steps.push('removing');
      return one.store.removeVisitor(SITE, [ANNA]);
    });
    await onItsWay;
    expect(steps).toEqual(['appended', 'removing']);
    expect(await one.store.readVisitor(SITE, [ANNA])).toEqual([]);
  });

  it('takes the part of a shared device out of what another one has in memory', async () => {
    const [one, two] = await openPair();
    await two.book.append([link('login', PHONE, ANNA, { t: START }), viewed(PHONE, 1)]);
    await one.book.append([viewed(ANNA, 2)]);
    const part = (await one.store.readVisitor(SITE, [PHONE])).filter(({ type }) => type === 'event');
    await one.book.erase(SITE, [ANNA, PHONE], () =>
      one.store.removePart(SITE, PHONE, { entryIds: part.map(({ id }) => id), sinces: [] }),
    );
    expect([await countIn(one, ANNA), await countIn(two, ANNA)]).toEqual([1, 1]);
    await two.book.flush();
    expect(await writtenOf(two, ANNA)).toBe(1);
  });
});

describe('a server that could not read what another one told', () => {
  it('reads again whatever it has in memory, since it may have been an erasure of anybody', async () => {
    const [one, two, { room }] = await openPair();
    const [written, unwritten] = [ANNA, PHONE];
    await two.book.append([viewed(written, 1)]);
    await two.book.flush();
    await two.book.append([viewed(unwritten, 1), viewed(unwritten, 2)]);
    const [kept] = await one.store.readVisitor(SITE, [unwritten]);
    await one.store.removePart(SITE, unwritten, { entryIds: [kept?.id ?? ''], sinces: [] });
    await one.store.removeVisitor(SITE, [written]);
    expect([await countIn(two, written), await countIn(two, unwritten)]).toEqual([1, 2]);
    await room.join().tell({ topic: MISSED, site: '', body: null });
    await room.heard();
    expect([await countIn(two, written), await countIn(two, unwritten)]).toEqual([0, 1]);
    await two.book.flush();
    expect([...(await readRows(one)).keys()]).toEqual([unwritten]);
  });
});

describe('an erasure of which a server hears no end', () => {
  it('leaves nothing of what is gone in its memory, nor in a row that it writes', async () => {
    const [one, two, { clock, room }] = await openPair();
    const [gone, left] = [viewed(ANNA, 1), viewed(ANNA, 2)];
    await two.book.append([gone, left]);
    const body = { going: [PHONE], sharing: [ANNA] };
    await room.join().tell({ topic: 'erasing-begun', site: SITE, body });
    await room.heard();
    await one.store.removePart(SITE, ANNA, { entryIds: [gone.id], sinces: [] });
    await clock.moveTo(clock.now() + ERASING_MS);
    await two.book.flush();
    expect(await writtenOf(one, ANNA)).toBe(1);
    expect(await countIn(two, ANNA)).toBe(1);
  });
});

describe('a row of somebody who is erased', () => {
  it('that a server has written while it was not waited for goes once it hears of the erasure', async () => {
    const [one, two, { room }] = await openPair();
    await two.book.append([viewed(ANNA, 1)]);
    await two.book.flush();
    const late = await one.store.loadProfiles(SITE, [ANNA]);
    two.peers.lose();
    await one.book.erase(SITE, [ANNA], () => one.store.removeVisitor(SITE, [ANNA]));
    await one.book.flush();
    await two.store.saveProfiles(late);
    expect(await writtenOf(one, ANNA)).toBe(1);
    two.peers.find({ isCurrent: false });
    const body = { going: [ANNA], sharing: [] };
    for (const topic of ['erasing-begun', 'erasing-done'])
      await room.join().tell({ topic, site: SITE, body });
    await room.heard();
    two.peers.find();
    await two.book.flush();
    expect((await readRows(one)).size).toBe(0);
  });
});

describe('a server that has lost touch with the others', () => {
  it('takes nothing in, and writes nothing from memory', async () => {
    const [one, two] = await openPair();
    await two.book.append([viewed(ANNA, 1)]);
    two.peers.lose();
    await one.book.erase(SITE, [ANNA], () => one.store.removeVisitor(SITE, [ANNA]));
    await expect(two.book.append([viewed(ANNA, 2)])).rejects.toMatchObject({ code: 'store_unavailable' });
    await expect(two.book.flush()).rejects.toMatchObject({ code: 'store_unavailable' });
    await two.abandon();
    expect((await readRows(one)).size).toBe(0);
  });
});

describe('a server that was out of touch', () => {
  it('answers nobody, and writes no row for whoever asked it to, until it has heard the others', async () => {
    const [one, two, { room }] = await openPair();
    await two.book.append([viewed(ANNA, 1)]);
    const hear = two.peers.deafen();
    await room.join().tell({ topic: 'rows', site: '', body: null });
    two.peers.lose();
    await one.book.erase(SITE, [ANNA], () => one.store.removeVisitor(SITE, [ANNA]));
    hear();
    await room.heard();
    expect(await writtenOf(one, ANNA)).toBeUndefined();
    expect([one.book.stats().isInTouch, two.book.stats().isInTouch]).toEqual([true, false]);
    await expect(countIn(two, ANNA)).rejects.toMatchObject({ code: 'store_unavailable' });
    two.peers.find();
    await room.join().tell({ topic: 'erasing-begun', site: SITE, body: { going: [ANNA], sharing: [] } });
    await room.heard();
    expect(await countIn(two, ANNA)).toBe(0);
  });
});
