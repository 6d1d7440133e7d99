/**
 * What other servers write into the log, taken in beside what this one appends. Each entry is handed on once, in whatever
 * order it appears; nothing is passed over, since folding goes by the time of an entry and not by its place in the log.
 */
import type { LoggedEntry } from '../entry.ts';
import type { Head, News } from '../ports.ts';
import { createCatchingUp } from './catching-up.ts';

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

type Wanted = (head: Head) => boolean;

const everything: Wanted = () => true;

/** @example const following = createFollowing({ news, concerns, handOn, isHeard, hear }); await following.follow() */
export function createFollowing(ports: FollowingPorts): Following {
  const { news, handOn, isHeard, hear } = ports;
  /** Behind `settledTo`: what was handed on, or is none of our concern. */
  const done = new Set<number>();
  const inHand = new Set<number>();
  let settledTo = 0;

  async function take(entries: readonly LoggedEntry[]): Promise<void> {
    if (entries.length === 0) return;
    for (const { seq } of entries) inHand.add(seq);
    try {
      await handOn(entries);
      for (const { seq } of entries) if (seq > settledTo) done.add(seq);
    } finally {
      for (const { seq } of entries) inHand.delete(seq);
    }
  }

  async function takePage(heads: readonly Head[], concerns: Wanted): Promise<number> {
    const fresh = heads.filter(({ seq }) => !done.has(seq) && !inHand.has(seq));
    const own = new Set(fresh.filter(concerns).map(({ seq }) => seq));
    const heard = new Set(fresh.filter((head) => isHeard(head)).map(({ seq }) => seq));
    const places = fresh.map(({ seq }) => seq).filter((seq) => own.has(seq) || heard.has(seq));
    const entries = places.length === 0 ? [] : await news.readPlaces(places);
    await take(entries.filter(({ seq }) => own.has(seq)));
    const foreign = entries.filter(({ seq }) => heard.has(seq));
    if (foreign.length > 0) hear(foreign);
    for (const { seq } of fresh) done.add(seq);
    return own.size;
  }

  function settle(place: number): void {
    // What this server appends is in hand until it is folded, however far the log may be read.
    let reached = place;
    for (const seq of inHand) reached = Math.min(reached, seq - 1);
    if (reached <= settledTo) return;
    settledTo = reached;
    for (const seq of done) if (seq <= reached) done.delete(seq);
  }

  async function read(from: number, concerns: Wanted): Promise<number> {
    let count = 0;
    let reached = Number.POSITIVE_INFINITY;
    for (let after = from; ; ) {
      const page = await news.readHeads(after, PAGE);
      count += await takePage(page.heads, concerns);
      // What may be read further since the first page was asked for was not all in the pages after it.
      reached = Math.min(reached, page.settledTo);
      const last = page.heads.at(-1);
      if (!page.hasMore || last === undefined) break;
      after = last.seq;
    }
    settle(reached);
    return count;
  }

  return {
    follow: createCatchingUp(async () => {
      await read(settledTo, ports.concerns);
    }),
    followFrom: async (place) => {
      for (const seq of done) if (seq > place) done.delete(seq);
      settledTo = Math.min(settledTo, place);
      return read(place, everything);
    },
    takeOwn: take,
    followedTo: () => settledTo,
    isInHand: (seq) => inHand.has(seq),
  };
}
