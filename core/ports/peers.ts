/** Servers that share one store: what one of them does that another one may remember otherwise. */
import type { Json, LoggedEntry, SiteId, VisitorId } from '../entry.ts';
import type { Clock } from './machine.ts';

export type PeerNotice = { readonly topic: string; readonly site: string; readonly body: Json };

/** Work that goes on without end, on one server at a time. */
export type LedWork = {
  start(): void;
  /** Resolves when nothing of it is under way. */
  stop(): Promise<void>;
};

/**
 * What servers tell each other. A notice is durable once it is told, and heard in the order of telling. A server that has not
 * been able to say that it lives for the length of its lease is waited for no longer; it knows by itself that it is not.
 */
export type Peers = {
  /** Calls back for each notice of the topic that another server tells. It counts as heard when the call has resolved. */
  on(topic: string, hear: (notice: PeerNotice) => Promise<void>): void;
  /** Every server that is alive hears of it within a second. */
  tell(notice: PeerNotice): Promise<void>;
  /**
   * Does a piece of work and tells of it. Others hear of it within two seconds also where this server ends in between,
   * or does not know itself what became of the work.
   */
  tellOf<T>(notice: PeerNotice, work: () => Promise<T>): Promise<T>;
  /** Resolves when every other server that is alive has heard it, and done what it does on that. */
  tellAndWait(notice: PeerNotice): Promise<void>;
  /** The same, but for so long at most. Answers the names of those that are taken to be alive and have not heard it by then. */
  tellWithin(notice: PeerNotice, ms: number): Promise<readonly string[]>;
  /** What was told of a site is kept for nobody any more. For a site whose removal every server that is alive has heard of. */
  forgetSite(site: string): Promise<void>;
  /** Hears everything that was told before the call. */
  hear(): Promise<void>;
  /**
   * False once others may have stopped waiting for this server: what it has in memory may be something that they removed,
   * and is written nowhere until it has heard them again.
   */
  isCurrent(): boolean;
  /**
   * Does the work while no other server that is alive does it. Stopping gives it to another one.
   *
   * @returns Whether it is this one's at an instant: a server that stood still has lost it before it is told to stop.
   */
  lead(name: string, work: LedWork): () => boolean;
  close(): Promise<void>;
};

/** The part of an entry that says whom it concerns. */
export type Head = Pick<LoggedEntry, 'seq' | 'site' | 'visitor' | 'type'> & {
  /** Account that an event of a visitor names. */
  readonly account: string | null;
  /** Written by this server. */
  readonly isOwn: boolean;
  /** It took the place of another copy. */
  readonly isReplacing: boolean;
};

export type Heads = {
  /** In the order of the log. */
  readonly heads: readonly Head[];
  /** Nothing more is written up to this place. */
  readonly settledTo: number;
  /** There are more behind the last one. */
  readonly hasMore: boolean;
};

/**
 * What other servers write into the log, as soon as it is there: also behind places at which somebody still writes. An entry
 * may appear before one of an earlier place.
 */
export type News = {
  readHeads(after: number, limit: number): Promise<Heads>;
  /** Those that are still there, in the order of the log. */
  readPlaces(seqs: readonly number[]): Promise<readonly LoggedEntry[]>;
  /** Places of entries of these visitors, and of links that end at them, behind each one's place. */
  readNewer(
    site: SiteId,
    since: ReadonlyMap<VisitorId, number>,
  ): Promise<ReadonlyMap<VisitorId, readonly number[]>>;
  /** The highest place that was given out: whatever was acknowledged before the call stands at it or before it. */
  readEnd(): Promise<number>;
  /** By each other server, whether it is alive or not, the place up to which its rows say all. */
  readCheckpoints(): Promise<ReadonlyMap<string, number>>;
  /** The place up to which every server's rows say all; rows of servers that ended without a word are among them. */
  readCheckpoint(): Promise<number>;
  /** Servers that are no longer alive, and the place up to which the rows of all of them say all; null: there are none. */
  readAbandoned(): Promise<Abandoned | null>;
  /** Everything that they left is in rows now. */
  adopt(servers: readonly string[]): Promise<void>;
};

export type Abandoned = { readonly servers: readonly string[]; readonly checkpoint: number };

/** All that a server has to do with others on the same store. */
export type Fellows = {
  readonly news: News;
  readonly peers: Peers;
  /** By which the others live: the machine's, whatever this server takes the time to be. */
  readonly clock: Clock;
  /** Whether somebody watches the events of a site as they come in; left out: nobody does. */
  readonly isWatched?: (site: SiteId) => boolean;
  /** Hears what others appended: facts, what leaves the house, and events of a site that somebody watches. */
  readonly onForeign: (entries: readonly LoggedEntry[]) => void;
};
