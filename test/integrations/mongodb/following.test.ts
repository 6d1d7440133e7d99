import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry, VisitorId } from '../../../core/entry.ts';
import { encodeProfile } from '../../../core/profiles/codec.ts';
import type { Profile } from '../../../core/profiles/profile.ts';
import {
  arrivals,
  event,
  link,
  MINUTE,
  SITE,
  START,
  sharedHistory,
  visitorId,
} from '../../core/profiles/world.ts';
import { isFullSize } from '../../support/full-size.ts';
import { mongoDatabases } from '../../support/mongodb/databases.ts';
import { foldLog, type Meeting, meetAt, NOW, readAll, readRows, type Side } from './two-books.ts';

const nextUrl = mongoDatabases('following');

const RUNS = isFullSize ? 200 : 8;
/** Of so few bytes that hardly anybody stays in memory. */
const CRAMPED = 4_000;
const ROOMY = 2 ** 28;

/** As rows hold it: what only orders of arrival tell apart is no part of it. */
function texts(profiles: ReadonlyMap<string, Profile | null>) {
  return Object.fromEntries(
    [...profiles].map(([visitor, profile]) => [visitor, profile && encodeProfile(profile)]),
  );
}

async function expectFoldOfLog(side: Side): Promise<void> {
  const read = await readAll(side);
  expect(texts(read)).toEqual(texts(await foldLog(side, read.keys())));
}

describe('two servers that take in the same visitors', () => {
  it('both come to the fold of the log, whoever took which entry, and so do their rows', {
    timeout: 120_000,
  }, async () => {
    const arrival = sharedHistory.chain((entries) =>
      fc.tuple(
        arrivals(entries),
        fc.constantFrom(CRAMPED, ROOMY),
        fc.array(fc.boolean(), { minLength: entries.length, maxLength: entries.length }),
      ),
    );
    await fc.assert(
      fc.asyncProperty(arrival, async ([batches, cacheBytes, sides]) => {
        const meeting = meetAt(nextUrl(), cacheBytes);
        const pair = [await meeting.open('one'), await meeting.open('two')] as const;
        const sideOf = (at: number): Side => pair[sides[at] === true ? 1 : 0];
        let under: Promise<unknown>[] = [];
        for (const [at, batch] of batches.entries()) {
          under.push(sideOf(at).book.append(batch as readonly Entry[]));
          // Some wait for those before, the rest come at once.
          if (sides[at + 1] === sides[at]) {
            await Promise.all(under);
            under = [];
          }
          if (at % 4 === 0) await Promise.all([pair[0], pair[1]].map((side) => readAll(side)));
        }
        await Promise.all(under);
        for (const side of pair) await expectFoldOfLog(side);
        await pair[0].book.flush();
        const rows = await readRows(pair[0]);
        expect(texts(rows)).toEqual(texts(await foldLog(pair[0], rows.keys())));
        for (const side of pair) await side.close();
      }),
      { numRuns: RUNS, seed: 20_261_128 },
    );
  });

  const at = (minute: number) => ({ t: START + minute * MINUTE });
  const viewed = (visitor: VisitorId, minute: number) => event('Page Viewed', { visitor, ...at(minute) });
  const [DEVICE, OTHER, PERSON, DAY] = ['d1', 'd2', 'ann', 'hash1'].map(visitorId) as [
    VisitorId,
    VisitorId,
    VisitorId,
    VisitorId,
  ];

  async function openPair(): Promise<readonly [Side, Side, Meeting]> {
    const meeting = meetAt(nextUrl());
    return [await meeting.open('one'), await meeting.open('two'), meeting];
  }

  /** Time goes on until it is over. */
  async function passUntil({ clock }: Meeting, work: Promise<unknown>): Promise<void> {
    let isOver = false;
    const ending = work.finally(() => {
      isOver = true;
    });
    while (!isOver) await clock.moveTo(clock.now() + 100);
    await ending;
  }

  const placeOf = async ({ store }: Side, { id }: Entry): Promise<number> =>
    (await store.readEntry(SITE, id))?.seq ?? 0;

  it('know what a device did elsewhere of a person whom they have in memory', async () => {
    const meeting = meetAt(nextUrl());
    const one = await meeting.open('one');
    await one.book.append([link('login', DEVICE, PERSON, at(0))]);
    await one.book.flush();
    const two = await meeting.open('two');
    await two.book.read(SITE, PERSON, NOW);
    await one.book.append([viewed(DEVICE, 1)]);
    const { slot } = await two.book.read(SITE, PERSON, NOW);
    expect(slot.timeline.profile.events?.count).toBe(1);
  });

  it('fold nothing that the other took the place of before this one was told that it is stored', async () => {
    const meeting = meetAt(nextUrl());
    const told = Promise.withResolvers<void>();
    const stored = Promise.withResolvers<void>();
    const one = await meeting.open('one', {
      wrap: (store) => ({
        ...store,
        append: async (entries) => {
          const outcomes = await store.append(entries);
          stored.resolve();
          await told.promise;
          return outcomes;
        },
      }),
    });
    const two = await meeting.open('two');
    const order = { ...viewed(DEVICE, 0), id: 'order:1' };
    const slow = one.book.append([order]);
    await stored.promise;
    await two.book.append([{ ...order, visitor: PERSON, source: 'server' }]);
    // The copy is in memory here, with whom it was taken from.
    for (const visitor of [DEVICE, PERSON]) await one.book.read(SITE, visitor, NOW);
    told.resolve();
    await slow;
    for (const side of [one, two]) await expectFoldOfLog(side);
  });

  it('take in an entry that appears after those behind it', async () => {
    const [one, two] = await openPair();
    await two.book.append([viewed(DEVICE, 0)]);
    const [late, next] = [viewed(DEVICE, 1), viewed(DEVICE, 2)];
    await one.book.append([late]);
    two.hideAt(await placeOf(one, late));
    await one.book.append([next]);
    expect((await two.book.read(SITE, DEVICE, NOW)).slot.timeline.profile.events?.count).toBe(2);
    two.hideAt(null);
    await expectFoldOfLog(two);
  });

  it('write no row that says more than is in it', async () => {
    const [one, two, meeting] = await openPair();
    const three = await meeting.open('three');
    await two.book.append([viewed(DEVICE, 0)]);
    const late = viewed(DEVICE, 1);
    await one.book.append([late]);
    await three.book.follow();
    two.hideAt(await placeOf(one, late));
    await two.book.append([viewed(DEVICE, 2)]);
    await one.abandon();
    // Of such a row nobody is told that it is there.
    const refused = expect(two.book.flush()).rejects.toMatchObject({ code: 'store_unavailable' });
    await passUntil(meeting, refused);
    await expectFoldOfLog(three);
    two.hideAt(null);
    await two.book.flush();
    expect((await readRows(three)).get(DEVICE)?.events?.count).toBe(3);
  });

  it('read no row from before a link that took something from it', async () => {
    const [one, two, meeting] = await openPair();
    const three = await meeting.open('three', { cacheBytes: CRAMPED });
    await one.book.append([viewed(DAY, 1), link('day', DAY, DEVICE, at(2))]);
    await two.book.append([viewed(DEVICE, 3)]);
    const claim = link('day', DAY, OTHER, at(1));
    await one.book.append([claim]);
    two.hideAt(await placeOf(one, claim));
    await passUntil(meeting, three.book.flush());
    await two.book.touch(SITE, DEVICE);
    await passUntil(meeting, two.book.flush());
    // Of whom nobody asks now leaves the memory of the third.
    await three.book.append([PERSON, visitorId('bob')].map((visitor) => viewed(visitor, 5)));
    await passUntil(meeting, three.book.flush());
    await three.book.append([visitorId('d3')].map((visitor) => viewed(visitor, 5)));
    await expectFoldOfLog(three);
  });

  it('both have what came at once, or one of them has it, as soon as both are answered', async () => {
    const [one, two] = await openPair();
    await Promise.all([one, two].map(({ book }) => book.append([viewed(DEVICE, 0)])));
    const counts = () =>
      [one, two].map(({ book }) => book.peek(SITE, DEVICE, NOW)?.slot.timeline.profile.events?.count ?? 0);
    for (let round = 1; round <= 20; round += 1) {
      await Promise.all([one, two].map(({ book }) => book.append([viewed(DEVICE, round)])));
      expect(Math.max(...counts())).toBe(2 + 2 * round);
    }
  });
});

describe('an order that a page reports here and a server reports elsewhere', () => {
  it('counts once, though the other copy is known here before the own one is acknowledged', async () => {
    const meeting = meetAt(nextUrl());
    const acknowledged = Promise.withResolvers<void>();
    const written = Promise.withResolvers<void>();
    const one = await meeting.open('one', {
      wrap: (store) => ({
        ...store,
        append: async (entries) => {
          const outcomes = await store.append(entries);
          written.resolve();
          await acknowledged.promise;
          return outcomes;
        },
      }),
    });
    const two = await meeting.open('two');
    const [device, person] = [visitorId('device'), visitorId('person')];
    const order = { id: 'order:1', t: START };
    const own = one.book.append([event('Order Completed', { ...order, visitor: device, source: 'web' })]);
    await written.promise;
    await two.book.append([event('Order Completed', { ...order, visitor: person, source: 'server' })]);
    await one.book.follow();
    acknowledged.resolve();
    await own;
    const count = async (visitor: VisitorId) =>
      (await one.book.read(SITE, visitor, NOW)).slot.timeline.profile.events?.count ?? 0;
    expect([await count(device), await count(person)]).toEqual([0, 1]);
  });
});
