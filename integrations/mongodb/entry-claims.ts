/**
 * Ids across shards. There an `_id` is unique on one shard only, and an entry lies where its visitor places it: of two who
 * bring one id to two shards both would be stored. So whoever puts an id under a visitor claims it before: one document for
 * each id, found by its `_id`, which says under whom and up to which place in the log it may still be written.
 *
 * - Nobody has claimed it: it is claimed, and written.
 * - Somebody has, under the same visitor: both write to one shard, where the `_id` decides.
 * - Somebody has, under another one: it is looked for once more; while that server may still write, it waits. A server that
 *   died in between holds it no longer than its places in the log.
 *
 * A claim is of the moment: what stands is found by its id on whichever shard it lies, and what was taken out is marked. What
 * is claimed and never written keeps nobody from anything, and expires.
 */
import { isOwnId } from '../../core/collect/event-id.ts';
import type { InklingError } from '../../core/errors.ts';
import type { Collections, EntryClaimDocument } from './collections.ts';
import { tryAgain, unavailable, WRITE_MS } from './faults.ts';
import { insertAll } from './insert.ts';
import type { LogPlaces, Mark } from './log-places.ts';

/** An id that is to be put under a visitor. */
export type Putting = {
  readonly key: string;
  readonly site: string;
  readonly visitor: string | null;
  /** Another copy of it stands, and is written over as it stands or not at all. */
  readonly isStanding: boolean;
};

/** Claims for one group of entries, over all its tries. */
export type ClaimRounds = {
  /** Before it is read what stands. */
  look(): Promise<void>;
  /** Answers the keys of those that somebody else may be writing: they are to be read again, and not written before. */
  take(all: readonly Putting[], mark: Mark): Promise<ReadonlySet<string>>;
  /** Of one that was waited for long enough. */
  faultOf(key: string): InklingError | null;
};

/** @param assertHeld As of a {@link Mark}. Answers how many were written. */
type WriteMoving = (free: readonly Putting[], assertHeld: () => void) => Promise<number>;

export type EntryClaims = {
  begin(): ClaimRounds;
  /** Claims what stands already and moves, while it is written. Answers how many were. */
  whileMoving(all: readonly Putting[], write: WriteMoving): Promise<number>;
  /**
   * Whose claims are to be known no more. That the ids are claimed stays for as long as it matters: others may be about to
   * write them.
   */
  forget(site: string, visitor: string): Promise<void>;
};

const NO_ROUNDS: ClaimRounds = {
  look: async () => undefined,
  take: async () => new Set(),
  faultOf: () => null,
};

/** Where there are no shards an `_id` is unique by itself. */
export const NO_CLAIMS: EntryClaims = {
  begin: () => NO_ROUNDS,
  whileMoving: (all, write) => write(all, () => undefined),
  forget: async () => undefined,
};

/** In the place of a visitor who is to be known no more: what stood under them has been removed. */
const NOBODY = '';

/** Each is a handful of commands: the other one has no more to do. */
const MOST_ROUNDS = 20;
/**
 * A primary that has been replaced, and does not know it yet, answers for seconds without what its successor wrote: it may be
 * that something stands which it does not show. (https://www.mongodb.com/docs/manual/core/read-isolation-consistency-recency)
 */
const DEPOSED_MS = 60_000;
/** What was read so long ago may have been claimed, written, and its claim expired. */
const READ_MS = 60_000;

/**
 * Whether an entry that is to be stored may come under another visitor as well: an order that a page and a server tell of,
 * and whatever a page sends again after midnight, from another network or once it has consent. Not what the log itself
 * names by its visitor.
 *
 * @param before Under whom it stands; undefined: nowhere.
 */
export function isClaimed(id: string, visitor: string | null, before: string | null | undefined): boolean {
  return before === undefined ? !isOwnId(id) : before !== visitor;
}

type Claims = Pick<Collections, 'entryClaims'>;
type Seen = { readonly one: Putting; readonly seen: EntryClaimDocument };

const encode = (
  { key, site, visitor }: Putting,
  { name }: Mark,
  q: number,
  at: Date,
): EntryClaimDocument => ({
  _id: key,
  s: site,
  v: visitor,
  q,
  n: name,
  at,
});

async function read(
  { entryClaims }: Claims,
  keys: readonly string[],
): Promise<readonly EntryClaimDocument[]> {
  return keys.length === 0 ? [] : entryClaims.find({ _id: { $in: [...keys] } }).toArray();
}

/** In the place of claims as they were seen, and of nothing else. Answers the keys of those that changed since. */
async function takeOver(
  collections: Claims,
  all: readonly Seen[],
  mark: Mark,
  at: Date,
): Promise<readonly string[]> {
  if (all.length === 0) return [];
  const writes = all.map(({ one, seen: { _id, s, v, q, n } }) => {
    // Whoever claimed it under the same visitor may still be at it.
    const { _id: _, ...replacement } = encode(one, mark, Math.max(q, mark.first), at);
    return { replaceOne: { filter: { _id, s, v, q, n }, replacement } };
  });
  const options = { ordered: false, maxTimeMS: WRITE_MS };
  const { matchedCount } = await collections.entryClaims.bulkWrite(writes, options);
  if (matchedCount === all.length) return [];
  const keys = all.map(({ one }) => one.key);
  const found = await read(collections, keys);
  const own = new Set(found.flatMap(({ _id, n }) => (n === mark.name ? _id : [])));
  return keys.filter((key) => !own.has(key));
}

/** What a group has seen of claims that others hold. */
function createWaits(collections: Claims) {
  const seen = new Map<string, EntryClaimDocument>();
  const waits = new Map<string, number>();
  return {
    isEmpty: () => seen.size === 0,
    seen: (key: string) => seen.get(key),
    async note(keys: readonly string[]): Promise<void> {
      const found = new Map((await read(collections, keys)).map((claim) => [claim._id, claim]));
      for (const key of keys) {
        waits.set(key, (waits.get(key) ?? 0) + 1);
        const claim = found.get(key);
        if (claim === undefined) seen.delete(key);
        else seen.set(key, claim);
      }
    },
    giveUp(keys: readonly string[]): void {
      for (const key of keys) waits.set(key, MOST_ROUNDS);
    },
    isOver: (key: string) => (waits.get(key) ?? 0) >= MOST_ROUNDS,
  };
}

/** @example const { begin } = createEntryClaims(collections, places, Date.now); const rounds = begin() */
export function createEntryClaims(
  collections: Claims,
  places: Pick<LogPlaces, 'reach' | 'take' | 'release' | 'giveUp'>,
  now: () => number,
): EntryClaims {
  function begin(): ClaimRounds {
    const waits = createWaits(collections);
    let reach = 0;
    let lookedAt = 0;
    return {
      async look() {
        lookedAt = now();
        // Before the entries: what was written up to there is there when they are read.
        if (!waits.isEmpty()) reach = await places.reach();
      },
      async take(all, mark) {
        const known = all.flatMap((one): readonly Seen[] => {
          const seen = waits.seen(one.key);
          return seen === undefined ? [] : [{ one, seen }];
        });
        const fresh = all.filter(({ key }) => waits.seen(key) === undefined);
        const at = new Date(now());
        const isFree = ({ one, seen }: Seen): boolean => {
          if (seen.v === one.visitor) return true;
          const isOld = at.getTime() - seen.at.getTime() >= DEPOSED_MS;
          return seen.q <= reach && (one.isStanding || seen.v === NOBODY || isOld);
        };
        mark.assertHeld();
        assertRecent(at.getTime() - lookedAt);
        const taken = await insertAll(
          collections.entryClaims,
          fresh.map((one) => encode(one, mark, mark.first, at)),
        );
        const lost = await takeOver(collections, known.filter(isFree), mark, at);
        const waiting = known.filter((one) => !isFree(one)).map(({ one }) => one.key);
        // What only time can tell is waited for by whoever sends it again.
        waits.giveUp(known.flatMap((wait) => (!isFree(wait) && wait.seen.q <= reach ? wait.one.key : [])));
        const held = [...taken.flatMap((place) => fresh[place]?.key ?? []), ...lost, ...waiting];
        await waits.note(held);
        return new Set(held);
      },
      faultOf: (key) => (waits.isOver(key) ? stuck() : null),
    };
  }

  return {
    begin,
    whileMoving: createWhileMoving(begin, places),
    async forget(site, visitor) {
      await collections.entryClaims.updateMany({ s: site, v: visitor }, { $set: { v: NOBODY } });
    },
  };
}

function createWhileMoving(
  begin: () => ClaimRounds,
  places: Pick<LogPlaces, 'take' | 'release' | 'giveUp'>,
): EntryClaims['whileMoving'] {
  return async (all, write) => {
    const rounds = begin();
    let count = 0;
    for (let left = all; left.length > 0; ) {
      await rounds.look();
      const mark = await places.take(1);
      const held = await untilWritten(places, mark, async () => {
        const others = await rounds.take(left, mark);
        count += await write(
          left.filter(({ key }) => !others.has(key)),
          mark.assertHeld,
        );
        await tryAgain(() => places.release(mark));
        return others;
      });
      left = left.filter(({ key }) => held.has(key));
      for (const { key } of left) {
        const fault = rounds.faultOf(key);
        if (fault !== null) throw fault;
      }
    }
    return count;
  };
}

/** Gives the mark up where the work fails. */
async function untilWritten<T>(
  places: Pick<LogPlaces, 'giveUp'>,
  mark: Mark,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await Promise.allSettled([tryAgain(() => places.giveUp(mark))]);
    throw error;
  }
}

function assertRecent(ms: number): void {
  if (ms <= READ_MS) return;
  throw unavailable('claiming a group took too long', 'look at how long the database takes to answer');
}

function stuck(): InklingError {
  return unavailable('another server began to write this and has not ended', 'send it again in a minute');
}
