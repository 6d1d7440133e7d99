/**
 * Which products are looked at, or bought, together: counted from the log in the background, answered from memory.
 */

import type { SiteId } from '../../entry.ts';
import { createLoop } from '../../loop.ts';
import type { Clock, Peers } from '../../ports.ts';
import { createTurns } from '../../turns.ts';
import { type Follower, type FollowerPorts, openFollower } from './follower.ts';
import { type Related, rankRelated } from './ranking.ts';
import type { RelationKind } from './site-relations.ts';

export type RelatedQuestion = {
  readonly kind: RelationKind;
  readonly limit: number;
  /** UTC ms. */
  readonly now: number;
};

export type Relations = {
  /** What the log of a site has told so far; nothing is related before {@link Relations.start}. */
  of(site: SiteId): {
    /** Best first. @example relations.of(site).related('p1', { kind: 'viewed', limit: 10, now }) */
    related(product: string, question: RelatedQuestion): readonly Related[];
  };
  /** Follows the log from now on. */
  start(): void;
  /** The log has grown: it is followed within a second. Never waits, and does nothing before the start. */
  wake(): void;
  /** Counts what the log holds by now; answers how many entries that were. @throws what the store throws */
  catchUp(): Promise<number>;
  /** Finishes the batch under way and saves; what was not caught up with counts after the next start. */
  stop(): Promise<void>;
  /** The site is gone. */
  forget(site: SiteId): Promise<void>;
  /** How many times following broke off since the start; it is tried again. */
  failures(): number;
};

export type RelationsPorts = FollowerPorts & {
  readonly clock: Clock;
  /** Other servers on the same store, and the machine's clock: each counts for itself, and one of them saves. */
  readonly fellows?: { readonly peers: Pick<Peers, 'lead'>; readonly clock: Pick<Clock, 'after'> } | null;
};

/** Events of so long are read together. */
const GATHER_MS = 1_000;
/** Other servers append as well, and tell nobody. */
const OTHERS_MS = 5_000;
const RETRY_MS = 60_000;
/** What a crash lets count anew: ten minutes of events, or so many. */
const SAVE_MS = 600_000;
const SAVE_ENTRIES = 100_000;

const ignore = (): void => undefined;

/** @example const relations = createRelations({ store, clock, sites, gapMsOf }); relations.start(); */
export function createRelations(ports: RelationsPorts): Relations {
  const { clock, fellows = null } = ports;
  let follower: Follower | null = null;
  let savedAt = clock.now();
  const takeTurn = createTurns();
  let cancelLook: (() => void) | null = null;
  let isOn = false;
  let isStopping = false;
  let failures = 0;
  let isSaving = fellows === null;
  const lookAtOthers = fellows && createLoop(fellows.clock, OTHERS_MS, async () => lookIn(0), ignore);

  async function follow(): Promise<number> {
    follower ??= await openFollower(ports);
    const open = follower;
    const isFull = () => isSaving && open.unsaved() >= SAVE_ENTRIES;
    const isDue = () => isFull() || clock.now() >= savedAt + SAVE_MS;
    for (let count = 0; ; ) {
      const read = await open.readOn(() => isStopping || isFull());
      count += read;
      if (isDue()) await save(open);
      if (read === 0 || isStopping) return count;
    }
  }

  async function save(open: Follower): Promise<void> {
    if (!isSaving) return;
    await open.save();
    savedAt = clock.now();
  }

  async function look(): Promise<void> {
    cancelLook = null;
    await takeTurn(follow).catch(() => {
      failures += 1;
      lookIn(RETRY_MS);
    });
  }

  function lookIn(ms: number): void {
    if (isOn) cancelLook ??= clock.after(ms, look);
  }

  return {
    of: (site) => ({
      related: (product, { kind, limit, now }) => {
        const table = follower?.of(site)?.tables[kind];
        return table === undefined ? [] : rankRelated(table, product, now).slice(0, limit);
      },
    }),
    start: () => {
      isOn = true;
      lookIn(0);
      lookAtOthers?.start();
      fellows?.peers.lead('relations', {
        start: () => {
          isSaving = true;
        },
        stop: () =>
          takeTurn(async () => {
            isSaving = false;
          }),
      });
    },
    wake: () => lookIn(GATHER_MS),
    catchUp: () => takeTurn(follow),
    stop: async () => {
      isOn = false;
      isStopping = true;
      await lookAtOthers?.stop();
      cancelLook?.();
      cancelLook = null;
      await takeTurn(async () => {
        if (follower !== null) await save(follower);
      });
    },
    forget: (site) => takeTurn(async () => follower?.forget(site)),
    failures: () => failures,
  };
}
