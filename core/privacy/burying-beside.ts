/** Whoever is being erased is turned away by every server, this one too, before anything of them is removed on one. */
import { PURPOSES, type SiteId } from '../entry.ts';
import type { PeerNotice, Peers } from '../ports.ts';
import type { ProfileBook } from '../profiles/book.ts';
import { MISSED, unreadableNotice } from '../unreadable-notice.ts';
import type { ErasureGuard } from './erasure-guard.ts';
import type { Tombstone } from './tombstone-table.ts';
import type { Tombstones } from './tombstones.ts';

const TOPIC = 'buried';

type Buried = Omit<Tombstone, 'hasReturned'> & { readonly hashes: readonly string[] };

export type BuryingBeside = {
  /** Resolves when the tombstones are in force on every server, and what was on its way into the store has ended. */
  tell(site: SiteId, buried: Buried): Promise<void>;
};

export type BuryingBesidePorts = Pick<ErasureGuard, 'passed'> & {
  readonly peers?: Pick<Peers, 'on' | 'tellAndWait'> | undefined;
  readonly erased: Pick<Tombstones, 'raise' | 'readAll'>;
  readonly book: Pick<ProfileBook, 'settled'>;
};

/** @example await createBuryingBeside(ports).tell(site, { hashes, erasedAt, denied: [], hasObjected: false }) */
export function createBuryingBeside({ peers, erased, book, passed }: BuryingBesidePorts): BuryingBeside {
  peers?.on(TOPIC, async (notice) => {
    const { hashes, ...tombstone } = readBuried(notice);
    erased.raise(notice.site as SiteId, hashes, tombstone);
    await Promise.all([book.settled(), passed()]);
  });
  peers?.on(MISSED, async () => {
    await erased.readAll();
    await Promise.all([book.settled(), passed()]);
  });
  return {
    tell: async (site, { hashes, erasedAt, denied, hasObjected }) => {
      const body = { hashes, erasedAt, denied, hasObjected };
      await Promise.all([passed(), peers?.tellAndWait({ topic: TOPIC, site, body })]);
    },
  };
}

function readBuried({ topic, body }: PeerNotice): Buried {
  const { hashes, erasedAt, denied, hasObjected } = (body as Partial<Buried> | null) ?? {};
  const areLists = Array.isArray(hashes) && Array.isArray(denied);
  if (!areLists || typeof erasedAt !== 'number' || typeof hasObjected !== 'boolean')
    throw unreadableNotice(topic);
  return { hashes, erasedAt, denied: PURPOSES.filter((purpose) => denied.includes(purpose)), hasObjected };
}
