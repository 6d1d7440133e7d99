import { describe, expect, it } from 'vitest';
import type { LoggedEntry, VisitorId } from '../../../core/entry.ts';
import type { Head } from '../../../core/ports.ts';
import { createFollowing } from '../../../core/profiles/following.ts';
import { event, PERSON, START, visitorId } from './world.ts';

const OTHER = visitorId('other');

/** A log that is shown in part: places that somebody still writes at appear later. */
function openLog() {
  const log = new Map<number, LoggedEntry>();
  const hidden = new Set<number>();
  const own = new Set<number>();
  const handed: number[] = [];
  const heard: number[] = [];
  const fault: { next: Error | null } = { next: null };
  /** What handing on waits for, and what happens when a page is read. */
  const during = { handing: Promise.resolve(), reading: (_after: number): void => undefined };
  const read: number[] = [];
  const seen = (): LoggedEntry[] =>
    [...log.values()].filter(({ seq }) => !hidden.has(seq)).sort((a, b) => a.seq - b.seq);
  const toHead = ({ seq, site, visitor, type }: LoggedEntry): Head => ({
    ...{ seq, site, visitor, type, account: null, isReplacing: false },
    isOwn: own.has(seq),
  });
  const following = createFollowing({
    news: {
      readHeads: async (after, limit) => {
        read.push(after);
        during.reading(after);
        const all = seen().filter(({ seq }) => seq > after);
        const heads = all.slice(0, limit).map(toHead);
        const settledTo = Math.min(log.size, ...[...hidden].map((seq) => seq - 1));
        return { heads, settledTo, hasMore: all.length > limit };
      },
      readPlaces: async (seqs) => seen().filter(({ seq }) => seqs.includes(seq)),
    },
    concerns: ({ visitor, isOwn }) => isOwn || visitor === PERSON,
    handOn: async (entries) => {
      await during.handing;
      const { next } = fault;
      fault.next = null;
      if (next !== null) throw next;
      handed.push(...entries.map(({ seq }) => seq));
    },
    isHeard: ({ type, isOwn }) => !isOwn && type === 'fact',
    hear: (entries) => heard.push(...entries.map(({ seq }) => seq)),
  });
  const write = (visitor: VisitorId | null = PERSON, more: Partial<LoggedEntry> = {}): LoggedEntry => {
    const entry = { ...event('Page Viewed', { t: START, visitor, ...more }), seq: log.size + 1 };
    log.set(entry.seq, entry);
    return entry;
  };
  return { following, write, hidden, own, handed, heard, read, fault, during };
}

describe('what others append', () => {
  it('is handed on once, as far as it concerns anybody here', async () => {
    const { following, write, handed } = openLog();
    write();
    write(OTHER);
    write();
    await following.follow();
    await following.follow();
    expect(handed).toEqual([1, 3]);
    expect(following.followedTo()).toBe(3);
  });

  it('is handed on before what appears later at an earlier place, and that once', async () => {
    const { following, write, hidden, handed } = openLog();
    for (let count = 0; count < 4; count += 1) write();
    hidden.add(2);
    await following.follow();
    expect([handed, following.followedTo()]).toEqual([[1, 3, 4], 1]);
    hidden.delete(2);
    await following.follow();
    expect([handed, following.followedTo()]).toEqual([[1, 3, 4, 2], 4]);
  });

  it('is handed on to its end, however much it is', async () => {
    const { following, write, hidden, handed } = openLog();
    for (let count = 0; count < 4_500; count += 1) write();
    hidden.add(7);
    await following.follow();
    expect([handed.length, following.followedTo()]).toEqual([4_499, 6]);
    hidden.delete(7);
    await following.follow();
    expect([handed.length, handed.at(-1), following.followedTo()]).toEqual([4_500, 7, 4_500]);
  });

  it('is not passed over where it appears while the rest is being read', async () => {
    const { following, write, hidden, handed, during } = openLog();
    for (let count = 0; count < 2_500; count += 1) write();
    hidden.add(7);
    during.reading = (after) => {
      if (after > 0) hidden.delete(7);
    };
    await following.follow();
    expect(following.followedTo()).toBe(6);
    await following.follow();
    expect([handed.length, handed.at(-1)]).toEqual([2_500, 7]);
  });

  it('is heard of whomever it concerns, where it is a fact', async () => {
    const { following, write, heard, handed } = openLog();
    write(null, { type: 'fact' });
    write(OTHER);
    await following.follow();
    expect([heard, handed]).toEqual([[1], []]);
  });

  it('is handed on again by whoever takes over from its writer, and is not passed over behind that', async () => {
    const { following, write, handed } = openLog();
    for (const visitor of [OTHER, PERSON, OTHER]) write(visitor);
    await following.follow();
    expect(await following.followFrom(1)).toBe(2);
    expect(handed).toEqual([2, 2, 3]);
    write();
    await following.follow();
    expect([handed.slice(3), following.followedTo()]).toEqual([[4], 4]);
  });
});

describe('what this server appends', () => {
  it('is handed on at once and not again, and nobody follows past it before', async () => {
    const { following, write, own, handed } = openLog();
    const entry = write();
    own.add(entry.seq);
    const taking = following.takeOwn([entry]);
    expect([following.isInHand(1), following.followedTo()]).toEqual([true, 0]);
    await Promise.all([taking, following.follow()]);
    await following.follow();
    expect([handed, following.isInHand(1), following.followedTo()]).toEqual([[1], false, 1]);
  });

  it('is handed on by the next look where it could not be, and nobody follows past it', async () => {
    const { following, write, own, fault, handed } = openLog();
    const entry = write(OTHER);
    own.add(entry.seq);
    fault.next = new Error('no memory');
    await expect(following.takeOwn([entry])).rejects.toThrow('no memory');
    expect([handed, following.followedTo()]).toEqual([[], 0]);
    await following.follow();
    expect([handed, following.followedTo()]).toEqual([[1], 1]);
  });

  it('is waited for by whoever asks what there is, also where handing it on fails', async () => {
    const { following, write, own, fault, handed, during } = openLog();
    const entry = write(OTHER);
    own.add(entry.seq);
    fault.next = new Error('no memory');
    const { promise, resolve } = Promise.withResolvers<void>();
    during.handing = promise;
    const taking = following.takeOwn([entry]);
    const order: string[] = [];
    const ends = [
      taking.catch(() => order.push('taken')),
      following.follow().then(() => order.push('followed')),
    ];
    setImmediate(resolve);
    await Promise.all(ends);
    expect([order, following.followedTo()]).toEqual([['taken', 'followed'], 0]);
    await following.follow();
    expect([handed, following.followedTo()]).toEqual([[1], 1]);
  });

  it('is told to nobody as another server’s', async () => {
    const { following, write, own, heard } = openLog();
    own.add(write(null, { type: 'fact' }).seq);
    await following.follow();
    expect(heard).toEqual([]);
  });
});

describe('asking what there is', () => {
  it('is done once for all who ask at the same time, and begins after each has asked', async () => {
    const { following, write, read, handed } = openLog();
    const first = following.follow();
    write();
    const others = [following.follow(), following.follow(), following.follow()];
    await Promise.all([first, ...others]);
    expect([read.length, handed]).toEqual([2, [1]]);
  });
});
