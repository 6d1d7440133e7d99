/** Intake where other servers write the same log: what they append is taken in as well, wherever it matters to memory here. */
import type { LoggedEntry, SiteId } from '../entry.ts';
import { InklingError } from '../errors.ts';
import { createLoop, type Loop, sayingOnce } from '../loop.ts';
import type { Fellows, Head, Store } from '../ports.ts';
import { foldsAccounts } from './accounts.ts';
import { createAllRows } from './all-rows.ts';
import { createFoldQueue } from './fold-queue.ts';
import { createFollowing } from './following.ts';
import type { Intake } from './intake.ts';
import type { Kinships } from './kinship.ts';
import type { FoldRules } from './rules.ts';
import type { BesideOthers } from './shelf.ts';
import type { Slots } from './slots.ts';
import { createStanding } from './standing.ts';
import type { UnderWay } from './under-way.ts';

const FOLLOW_MS = 500;
/** Servers that ended are looked for so often; each has left at most a few seconds of the log in no row. */
const ADOPT_MS = 30_000;

export type BesidePorts = {
  readonly fellows: Fellows;
  readonly store: Pick<Store, 'saveProfiles'>;
  readonly kinships: Kinships;
  readonly rulesOf: (site: SiteId) => FoldRules;
  /** Made after this, which they ask. */
  readonly slots: () => Slots;
  readonly fold: (entries: readonly LoggedEntry[]) => Promise<void>;
  readonly underWay: Pick<UnderWay, 'earliest'>;
  readonly onFault: (error: unknown) => void;
};

/** What is heard of whomever it concerns: what a site knows, and what leaves the house. */
const HEARD: ReadonlySet<Head['type']> = new Set(['fact', 'decision', 'exposure', 'notice', 'score']);

/** @example const intake = createBeside(ports); await intake.catchUp() */
export function createBeside(ports: BesidePorts): Intake & { readonly others: BesideOthers } {
  const { fellows, store, slots, fold, underWay } = ports;
  const { news, peers } = fellows;
  const standing = createStanding(() => Math.min(followedTo(), underWay.earliest() ?? followedTo()));
  const queue = createFoldQueue(
    (entries) => fold(standing(entries)),
    () => slots().tidy(),
  );
  const following = createFollowing({
    news,
    concerns: createConcern(ports),
    handOn: queue.add,
    isHeard: ({ type, isOwn, site }) =>
      !isOwn && (HEARD.has(type) || (type === 'event' && fellows.isWatched?.(site) === true)),
    hear: fellows.onForeign,
  });
  const { follow, followedTo, isInHand } = following;

  /** What servers that ended have left in no row comes into rows of this one. */
  async function adopt(): Promise<void> {
    const left = await news.readAbandoned();
    if (left === null) return;
    await following.followFrom(left.checkpoint);
    await slots().flush();
    await news.adopt(left.servers);
  }

  const assertOpen = (): void => {
    if (!peers.isCurrent()) throw outOfTouch();
  };

  const looking = createLooking({ ...ports, ...fellows, follow, adopt });
  return {
    queue,
    take: async (entries) => {
      await Promise.all([following.takeOwn(entries), follow()]);
    },
    catchUp: async () => {
      const count = await following.followFrom(await news.readCheckpoint());
      await slots().flush();
      // Whoever ends without having said how far its rows go is missed by nobody.
      await store.saveProfiles([], followedTo());
      await adopt();
      looking.start();
      return count;
    },
    follow: async () => {
      await follow();
      // Somebody may have been erased without this server.
      assertOpen();
    },
    ...createAllRows({ ...fellows, slots, follow, assertOpen, followFrom: following.followFrom }),
    foldedUpTo: followedTo,
    // What is read too early is handed on once more, and is in already.
    handedTo: () => Number.POSITIVE_INFINITY,
    assertOpen,
    stop: looking.stop,
    others: { ...news, isInHand, followedTo, mayWrite: peers.isCurrent },
  };
}

/** Whether an entry changes anything in memory. Who is not there is read from the log, once somebody asks. */
function createConcern({ kinships, rulesOf, slots }: BesidePorts): (head: Head) => boolean {
  return ({ site, visitor, type, account, isOwn, isReplacing }) => {
    // Of what this server appended and did not hand on nobody else writes a row.
    if (isOwn || isReplacing || type === 'link') return true;
    if (visitor === null) return false;
    if (slots().has(site, visitor) || kinships.isLinked(site, visitor)) return true;
    return account !== null && foldsAccounts(rulesOf(site));
  };
}

type LookingPorts = Pick<Fellows, 'clock'> &
  Pick<BesidePorts, 'onFault'> & {
    readonly follow: () => Promise<void>;
    readonly adopt: () => Promise<void>;
  };

/** Follows also while nobody asks. */
function createLooking({ clock, onFault, follow, adopt }: LookingPorts): Loop {
  let adoptedAt = clock.now();

  async function look(): Promise<void> {
    await follow();
    if (clock.now() < adoptedAt + ADOPT_MS) return;
    adoptedAt = clock.now();
    await adopt();
  }

  return createLoop(clock, FOLLOW_MS, sayingOnce(look, onFault), onFault);
}

function outOfTouch(): InklingError {
  return new InklingError(
    'store_unavailable',
    'log',
    'this server has not been able to hear the others for a while',
    'send it again in a moment; look at its connection to the database',
  );
}
