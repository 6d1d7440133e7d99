/**
 * What other servers write into the log, taken in beside what this one appends. Each entry is handed on once, in whatever
 * order it appears; nothing is passed over, since folding goes by the time of an entry and not by its place in the log.
 */

import { createCatchingUp } from '../catching-up.ts';
import type { LoggedEntry } from '../entry.ts';
import type { Head, News } from '../ports.ts';

const PAGE = 2_000;

export type Following = {
  /** Resolves when everything that was in the log at the call has been handed on. */
  follow(): Promise<void>;
  /** Hands on everything behind a place, whomever it concerns, once more; answers how many entries those were. */
  followFrom(place: number): Promise<number>;
  /** Hands on what this server appended, which is not waited for. */
  takeOwn(entries: readonly LoggedEntry[]): Promise<void>;
  /** Everything up to this place was handed on. */
  followedTo(): number;
  /** An entry at this place is on its way to whomever it concerns. */
  isInHand(seq: number): boolean;
};

export type FollowingPorts = {
  readonly news: Pick<News, 'readHeads' | 'readPlaces'>;
  /** Whether something that this server has in memory is another one by the entry. */
  readonly concerns: (head: Head) => boolean;
  /** Called for the entries that concern it, those of one call in the order of the log. */
  readonly handOn: (entries: readonly LoggedEntry[]) => Promise<void>;
  /** Whether the entry is heard of, whomever it concerns. */
  readonly isHeard: (head: Head) => boolean;
  /** Called for what other servers appended, once it has been handed on. */
  readonly hear: (entries: readonly LoggedEntry[]) => void;
};

/** Which entries are handed on, and whether those that were are once more. */
type Way = Pick<FollowingPorts, 'concerns'> & { readonly isAgain: boolean };

/** @example const following = createFollowing({ news, concerns, handOn, isHeard, hear }); await following.follow() */
export function createFollowing(ports: FollowingPorts): Following {
  const { news, handOn, isHeard, hear } = ports;
  /** Behind `settledTo`: what was handed on, or is none of our concern. */
  const done = new Set<number>();
  const inHand = new Set<number>();
  let settledTo = 0;

  const taking = new Set<Promise<void>>();

  function take(entries: readonly LoggedEntry[]): Promise<void> {
    if (entries.length === 0) return Promise.resolve();
    const own = handAll(entries).finally(() => taking.delete(own));
    taking.add(own);
    return own;
  }

  async function handAll(entries: readonly LoggedEntry[]): Promise<void> {
    for (const { seq } of entries) inHand.add(seq);
    try {
      await handOn(entries);
      for (const { seq } of entries) if (seq > settledTo) done.add(seq);
    } finally {
      for (const { seq } of entries) inHand.delete(seq);
    }
  }

  const isDone = (seq: number): boolean => seq <= settledTo || done.has(seq);

  /** Whoever is brought into memory meanwhile has it already, and waits for nothing in hand. */
  async function takeAgain(entries: readonly LoggedEntry[]): Promise<void> {
    if (entries.length > 0) await handOn(entries);
  }

  async function takePage(heads: readonly Head[], { concerns, isAgain }: Way): Promise<number> {
    const fresh = heads.filter(({ seq }) => !inHand.has(seq) && (isAgain || !isDone(seq)));
    const own = new Set(fresh.filter(concerns).map(({ seq }) => seq));
    const heard = new Set(fresh.filter((head) => isHeard(head)).map(({ seq }) => seq));
    const places = fresh.map(({ seq }) => seq).filter((seq) => own.has(seq) || heard.has(seq));
    const entries = places.length === 0 ? [] : await news.readPlaces(places);
    const concerned = entries.filter(({ seq }) => own.has(seq));
    await takeAgain(concerned.filter(({ seq }) => isDone(seq)));
    await take(concerned.filter(({ seq }) => !isDone(seq)));
    const foreign = entries.filter(({ seq }) => heard.has(seq));
    if (foreign.length > 0) hear(foreign);
    for (const { seq } of fresh) if (seq > settledTo) done.add(seq);
    return own.size;
  }

  function settle(reached: number): void {
    if (reached <= settledTo) return;
    settledTo = reached;
    for (const seq of done) if (seq <= reached) done.delete(seq);
  }

  async function read(from: number, way: Way): Promise<number> {
    let count = 0;
    let reached = Number.POSITIVE_INFINITY;
    const left: number[] = [];
    for (let after = from; ; ) {
      const page = await news.readHeads(after, PAGE);
      left.push(...page.heads.flatMap(({ seq }) => (inHand.has(seq) ? seq : [])));
      count += await takePage(page.heads, way);
      // What may be read further since the first page was asked for was not all in the pages after it.
      reached = Math.min(reached, page.settledTo);
      const last = page.heads.at(-1);
      if (!page.hasMore || last === undefined) break;
      after = last.seq;
    }
    // What somebody else has in hand is in memory when whoever asked for it is answered; a fault of it is theirs to tell.
    await Promise.allSettled(taking);
    settle(left.reduce((place, seq) => (isDone(seq) ? place : Math.min(place, seq - 1)), reached));
    return count;
  }

  return {
    follow: createCatchingUp(async () => {
      await read(settledTo, { concerns: ports.concerns, isAgain: false });
    }),
    followFrom: (place) => read(place, { concerns: () => true, isAgain: true }),
    takeOwn: take,
    followedTo: () => settledTo,
    isInHand: (seq) => inHand.has(seq),
  };
}
