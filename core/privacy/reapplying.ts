/** Erasures that the log knows and the store does not: a backup was put back, or a crash came between the two. */
import type { SiteId, VisitorId } from '../entry.ts';
import type { ErasureLog, RemovalCounts, Store } from '../ports.ts';
import { addCounts } from '../profiles/forget.ts';
import { nextTurn } from '../turn.ts';
import type { Act, Before, Target } from './erasures.ts';
import { type LoggedErasure, readErasure } from './logged-erasure.ts';
import type { Receipt } from './receipt.ts';
import type { Tombstones } from './tombstones.ts';

/** Erasures that have begun. */
export const OPEN = 'erasures-open';
const PAGE = 1_000;
const MOST_OPEN = 10_000;

export type Reapplied = {
  /** Erasures that the store did not know. */
  readonly erasures: number;
  /** Ids of them under which something was held again. */
  readonly visitors: number;
  readonly removed: RemovalCounts;
};

export type ReapplyingPorts = {
  readonly store: Pick<Store, 'listRecords' | 'listRecorded'>;
  readonly sites: { list(): readonly { readonly siteId: SiteId }[]; byId(site: SiteId): unknown };
  readonly erased: Pick<Tombstones, 'findHash' | 'raise' | 'hashOf'>;
  readonly erasureLog?: ErasureLog;
};

type CarryOut = (act: Act, targets: readonly Target[], before: Before) => Promise<Receipt>;

/**
 * Reads what is left to do. From then on its tombstones are in force, also those of erasures that are not done again yet.
 *
 * @example (await createReapplying(ports, carryOut)).run({ dryRun: true })
 */
export async function createReapplying(ports: ReapplyingPorts, carryOut: CarryOut) {
  const { store, sites, erased, erasureLog } = ports;
  const left = new Map<string, LoggedErasure>();
  /** Of those, the ones that our log has. */
  const logged = new Set<string>();

  /** Only one of a site that is here. */
  function take(erasure: LoggedErasure | null): boolean {
    if (erasure === null || sites.byId(erasure.site) === undefined) return false;
    if (!isUnknown(erased, erasure)) return false;
    left.set(erasure.id, erasure);
    return true;
  }

  for (const { siteId } of sites.list()) {
    for (const { value } of await store.listRecords(OPEN, siteId, null, MOST_OPEN)) {
      const erasure = readErasure(JSON.stringify(value));
      if (erasure !== null) left.set(erasure.id, erasure);
    }
  }
  for await (const line of erasureLog?.readLines() ?? []) {
    const erasure = readErasure(line);
    take(erasure);
    if (erasure !== null && left.has(erasure.id)) logged.add(erasure.id);
  }
  raiseAll();

  function raiseAll(): void {
    for (const erasure of left.values()) if (isUnknown(erased, erasure)) raise(erased, erasure);
  }

  async function takeOver(lines: AsyncIterable<string>): Promise<void> {
    for await (const line of lines) {
      const erasure = readErasure(line);
      if (erasure !== null && !left.has(erasure.id)) take(erasure);
    }
    raiseAll();
  }

  async function again(erasure: LoggedErasure, ids: readonly VisitorId[]): Promise<RemovalCounts> {
    const { denied: _denied, objected: _objected, tombstones: hashes, ...act } = erasure;
    const targets = ids.map((visitor) => ({ visitor, own: erasure.own }));
    const before = { act: 'erasure reapplied', isLogged: logged.has(erasure.id), tombstones: hashes };
    const { removed } = await carryOut(act, targets, before);
    left.delete(erasure.id);
    return removed;
  }

  async function findHeld(site: SiteId, erasures: readonly LoggedErasure[]) {
    const byHash = new Map(erasures.flatMap((one) => one.tombstones.map((hash) => [hash, one.id] as const)));
    const held = new Map<string, VisitorId[]>();
    for (let after: VisitorId | null = null; ; ) {
      const page: readonly VisitorId[] = await store.listRecorded(site, after, PAGE);
      for (const visitor of page) {
        const id = byHash.get(erased.hashOf(site, visitor));
        if (id !== undefined) held.set(id, [...(held.get(id) ?? []), visitor]);
      }
      if (page.length < PAGE) return held;
      after = page.at(-1) ?? null;
      await nextTurn();
    }
  }

  return {
    run: async ({
      dryRun = false,
      more,
    }: {
      dryRun?: boolean;
      more?: AsyncIterable<string>;
    }): Promise<Reapplied> => {
      if (more !== undefined) await takeOver(more);
      const removed: RemovalCounts[] = [];
      let visitors = 0;
      const known = left.size;
      for (const [site, erasures] of Map.groupBy(left.values(), (one) => one.site)) {
        const held = await findHeld(site, erasures);
        for (const erasure of erasures) {
          const ids = held.get(erasure.id) ?? [];
          visitors += ids.length;
          if (!dryRun) removed.push(await again(erasure, ids));
        }
      }
      return { erasures: known, visitors, removed: addCounts(removed) };
    },
  };
}

function raise(erased: Pick<Tombstones, 'raise'>, erasure: LoggedErasure): void {
  const { site, tombstones: hashes, at, denied, objected = false } = erasure;
  erased.raise(site, hashes, { erasedAt: at, denied, hasObjected: objected });
}

function isUnknown(
  erased: Pick<Tombstones, 'findHash'>,
  { site, at, tombstones: hashes }: Pick<LoggedErasure, 'site' | 'at' | 'tombstones'>,
): boolean {
  return hashes.some((hash) => (erased.findHash(site, hash)?.erasedAt ?? 0) < at);
}
