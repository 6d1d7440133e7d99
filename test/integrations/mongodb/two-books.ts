/** Two servers' profiles on one database, and what the log alone makes of everybody. */
import { onTestFinished } from 'vitest';
import type { VisitorId } from '../../../core/entry.ts';
import type { News, Store } from '../../../core/ports.ts';
import { createProfileBook, type ProfileBook } from '../../../core/profiles/book.ts';
import { decodeProfile } from '../../../core/profiles/codec.ts';
import { createKinships } from '../../../core/profiles/kinship.ts';
import { refold } from '../../../core/profiles/merge.ts';
import type { Profile } from '../../../core/profiles/profile.ts';
import { readVisitorLog } from '../../../core/profiles/visitor-log.ts';
import { createMongoStore, type MongoStore } from '../../../integrations/mongodb/store.ts';
import { EVERYBODY, rules, SITE, START } from '../../core/profiles/world.ts';
import { createDrivenClock, type DrivenClock } from '../../support/driven-clock.ts';
import { createPeerRoom, type PeerRoom } from '../../support/peer-room.ts';
import { waitingByMachine } from '../../support/waiting-clock.ts';

export const NOW = START + 40 * 24 * 3_600_000;

export type Side = {
  readonly store: MongoStore;
  readonly book: ProfileBook;
  readonly peers: ReturnType<PeerRoom['join']>;
  /** Others' entries behind this place in the log are not seen here, as if somebody still wrote at it; null: all are. */
  hideAt(place: number | null): void;
  /** Ends without a word, as a kill does. */
  abandon(): Promise<void>;
  close(): Promise<void>;
};

export type OpenHow = {
  /** For profiles in memory; the meeting's when left out. */
  readonly cacheBytes?: number;
  /** Puts something between the profiles and their store. */
  readonly wrap?: (store: Store) => Store;
};

export type Meeting = {
  readonly clock: DrivenClock;
  /** Hears what they tell each other before those that are opened later. */
  readonly room: PeerRoom;
  open(node: string, how?: OpenHow): Promise<Side>;
};

/** @example const meeting = meetAt(nextUrl()); const one = await meeting.open('one'); const two = await meeting.open('two') */
export function meetAt(url: string, usualBytes = 2 ** 28): Meeting {
  const clock = createDrivenClock(NOW);
  const room = createPeerRoom();
  const alive = new Set<string>();
  return {
    clock,
    room,
    async open(node, { cacheBytes = usualBytes, wrap = (store: Store) => store } = {}) {
      const store = await createMongoStore({ url, node, now: clock.now });
      const peers = room.join(node);
      const sight: { hidden: number | null } = { hidden: null };
      const news = shortSighted(
        store.follow(async () => [...alive]),
        sight,
      );
      const fellows = { news, peers, clock: waitingByMachine(clock), onForeign: () => undefined };
      const book = createProfileBook({
        store: wrap(store),
        clock,
        rulesOf: () => rules,
        cacheBytes,
        fellows,
      });
      await book.catchUp();
      alive.add(node);
      let isOpen = true;
      const leave = async (work: () => Promise<void>): Promise<void> => {
        if (!isOpen) return;
        isOpen = false;
        alive.delete(node);
        await peers.close();
        await work();
        await store.close();
      };
      const side: Side = {
        store,
        book,
        peers,
        hideAt: (place) => {
          sight.hidden = place;
        },
        abandon: () => leave(async () => undefined),
        close: () => leave(() => book.close()),
      };
      onTestFinished(side.close);
      return side;
    },
  };
}

/** The entry at one place appears later than those behind it. */
function shortSighted(news: News, sight: { readonly hidden: number | null }): News {
  return {
    ...news,
    readHeads: async (after, limit) => {
      const read = await news.readHeads(after, limit);
      const { hidden } = sight;
      if (hidden === null) return read;
      const heads = read.heads.filter(({ seq }) => seq !== hidden);
      return { ...read, heads, settledTo: Math.min(read.settledTo, hidden - 1) };
    },
    readNewer: async (site, since) => {
      const newer = await news.readNewer(site, since);
      return new Map([...newer].map(([id, seqs]) => [id, seqs.filter((seq) => seq !== sight.hidden)]));
    },
  };
}

/** By visitor, as a book answers. */
export async function readAll({ book }: Side): Promise<ReadonlyMap<VisitorId, Profile>> {
  const profiles = new Map<VisitorId, Profile>();
  for (const visitor of EVERYBODY) {
    const { slot } = await book.read(SITE, visitor, NOW);
    profiles.set(slot.visitor, slot.timeline.profile);
  }
  return profiles;
}

/** Those of whom anything is held, as they are written. */
export async function readRows({ store }: Side): Promise<ReadonlyMap<VisitorId, Profile | null>> {
  const rows = await store.listProfiles(SITE, null, 1_000);
  return new Map(rows.map(({ visitor, data }) => [visitor, decodeProfile(data)]));
}

/** What the log makes of these, whoever wrote it. */
export async function foldLog(
  { store }: Side,
  visitors: Iterable<VisitorId>,
): Promise<ReadonlyMap<VisitorId, Profile>> {
  const kinships = createKinships(store);
  const profiles = new Map<VisitorId, Profile>();
  for (const visitor of visitors) {
    const log = await readVisitorLog(store, SITE, await kinships.read(SITE, visitor), rules);
    profiles.set(visitor, refold({ canonical: visitor, rules, ...log }).profile);
  }
  return profiles;
}
