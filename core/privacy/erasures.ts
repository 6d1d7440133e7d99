/**
 * Erasing somebody: tombstones first, so that nothing comes back meanwhile; then the log of erasures; then everything that
 * is held; then the receipt. Whatever breaks off in between is finished at the next start.
 */
import { PURPOSES, type Purpose, type SiteId, type VisitorId } from '../entry.ts';
import { consentAt } from '../identity/consent.ts';
import type { KeyRing } from '../identity/keys.ts';
import { type Naming, namedVisitor } from '../identity/naming.ts';
import { objectedSince } from '../identity/objected.ts';
import type { Vault } from '../identity/vault.ts';
import type { Clock, ErasureLog, Keys, RemovalCounts, Store } from '../ports.ts';
import type { ProfileBook } from '../profiles/book.ts';
import { addCounts, forgetPerson, forgetRecorded, listGoing } from '../profiles/forget.ts';
import { consentedPages, owns, readKinships } from '../profiles/kinship.ts';
import type { Site } from '../sites/site.ts';
import { collectTraces, forgetTraces, type Traces } from '../statistics/forgetting.ts';
import type { AuditLog } from './audit.ts';
import { type BuryingBeside, type BuryingBesidePorts, createBuryingBeside } from './burying-beside.ts';
import { type LoggedErasure, writeErasure } from './logged-erasure.ts';
import { createReapplying, OPEN, type Reapplied } from './reapplying.ts';
import { createReceipts, makeErasureId, type Receipt, type Receipts } from './receipt.ts';
import { createTelling, type Forgetter } from './telling.ts';
import type { Tombstone } from './tombstone-table.ts';
import type { Tombstones } from './tombstones.ts';

export type { Forgetter } from './telling.ts';

const IDENTIFIERS = ['device', 'visitor', 'userId', 'inner', 'email'] as const;
const MOST_OPEN = 1_000;
const NOBODY: RemovalCounts = { entries: 0 };

/** Whom to erase. `own`: what was recorded under the id, for somebody who can show no more than the id itself. */
export type Target = { readonly visitor: VisitorId; readonly own: boolean };

export type Erasures = {
  /**
   * Erases whoever a request names, by every identifier in it: an address may never have been linked to the customer
   * number beside it.
   *
   * @param by Who asked: `secret key`, `command line`.
   * @returns null when the request names nobody.
   */
  erase(site: Site, naming: Naming, by: string): Promise<Receipt | null>;
  /** For visitors themselves. Of whom nothing is held, nothing is noted either: anybody may send any id. */
  eraseHeld(site: Site, targets: readonly Target[], by: string): Promise<RemovalCounts>;
  read(site: SiteId, id: string): Promise<Receipt | null>;
  /** All receipts of a site, oldest first. */
  list(site: SiteId): Promise<readonly Receipt[]>;
  /** Newest first, as `Receipts` has it. */
  readonly page: Receipts['page'];
  /** How many have begun and not ended. */
  countOpen(site: SiteId): Promise<number>;
  /**
   * Does again what the log of erasures knows and the store does not: it was put back from a backup, or a crash came
   * between.
   *
   * @param more Lines of another copy of the log, taken over where ours lacks them.
   */
  reapply(options?: { readonly dryRun?: boolean; readonly more?: AsyncIterable<string> }): Promise<Reapplied>;
  /** Tells platforms whose time has come. */
  tell(): Promise<void>;
  /** How many ids are kept out. */
  count(): number;
  /** Lets what has begun end. */
  stop(): Promise<void>;
};

export type ErasuresPorts = Pick<BuryingBesidePorts, 'passed'> & {
  readonly store: Store;
  readonly clock: Clock;
  readonly keys: Pick<Keys, 'random'>;
  readonly ring: KeyRing;
  readonly book: ProfileBook;
  readonly sites: { list(): readonly Site[]; byId(site: SiteId): Site | undefined };
  readonly erased: Tombstones;
  readonly vault: Vault;
  readonly audit: AuditLog;
  readonly now: () => number;
  readonly erasureLog?: ErasureLog;
  readonly forgetters?: () => readonly Forgetter[];
  /** Other servers on the same store, whose memory holds tombstones of its own. */
  readonly peers?: BuryingBesidePorts['peers'];
  /** Faults of what works by itself. */
  readonly onFault?: (error: unknown) => void;
};

/** What an erasure is before anything of it is known: who asked, when, under which id. */
export type Act = Pick<LoggedErasure, 'id' | 'site' | 'at' | 'by' | 'own'>;

/** What is known of an erasure that is done again. */
export type Before = {
  readonly act: string;
  readonly isLogged: boolean;
  readonly tombstones: readonly string[];
};
const NEW: Before = { act: 'visitor erased', isLogged: false, tombstones: [] };

/** @example await (await createErasures(ports)).erase(site, { userId: 'customer-7' }, 'secret key') */
export async function createErasures(ports: ErasuresPorts): Promise<Erasures> {
  const { store, keys, now, erased, audit, erasureLog } = ports;
  const { forgetters = () => [], onFault = () => undefined } = ports;
  const receipts = createReceipts(store);
  const telling = createTelling({ ...ports, receipts, forgetters });
  let turn: Promise<unknown> = Promise.resolve();
  /** One at a time: two of one person would each count what the other removes. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work, work);
    turn = mine.catch(() => undefined);
    return mine;
  };

  async function carryOut(act: Act, targets: readonly Target[], before: Before = NEW): Promise<Receipt> {
    const { site, id, at, by } = act;
    const { erasure, visitors } = await bury(ports, beside, act, targets);
    const hashes = [...new Set([...before.tombstones, ...erasure.tombstones])];
    if (!before.isLogged) await erasureLog?.append(writeErasure({ ...erasure, tombstones: hashes }));
    await erased.keep(site, hashes);
    const platform = ports.sites.byId(site)?.platform ?? null;
    const told = await telling.queue({ id, site, erasedAt: at, visitors }, platform);
    const removed: RemovalCounts[] = [];
    for (const target of targets) removed.push(await remove(ports, site, target));
    // What an earlier run removed before it was cut short counts as well.
    const known = await receipts.read(site, id);
    const receipt: Receipt = {
      id,
      erasedAt: new Date(at).toISOString(),
      by,
      removed: addCounts([...(known === null ? [] : [known.removed]), ...removed]),
      told,
    };
    await receipts.put(site, receipt);
    await store.deleteRecord(OPEN, site, id);
    await audit.write(site, { act: before.act, by, detail: { id, ...receipt.removed } });
    if (Object.keys(told).length > 0) void telling.run().catch(onFault);
    return receipt;
  }

  function begin(site: SiteId, by: string, own: boolean): Act {
    const at = now();
    return { id: makeErasureId(at, keys), site, at, by, own };
  }

  const beside = createBuryingBeside(ports);
  const reapplying = await createReapplying(ports, carryOut);

  return {
    erase: async (site, naming, by) => {
      const named = IDENTIFIERS.flatMap((key) => namedVisitor({ [key]: naming[key] }, site) ?? []);
      if (named.length === 0) return null;
      const targets = [...new Set(named)].map((visitor) => ({ visitor, own: false }));
      return inTurn(() => carryOut(begin(site.siteId, by, false), targets));
    },
    eraseHeld: (site, targets, by) =>
      inTurn(async () => {
        const removed: RemovalCounts[] = [];
        for (const target of targets) {
          if (!(await isHeld(ports, site.siteId, target))) continue;
          const act = begin(site.siteId, by, target.own);
          removed.push((await carryOut(act, [target])).removed);
        }
        return removed.length === 0 ? NOBODY : addCounts(removed);
      }),
    read: receipts.read,
    list: receipts.list,
    page: receipts.page,
    countOpen: async (site) => (await store.listRecords(OPEN, site, null, MOST_OPEN)).length,
    reapply: (options = {}) => inTurn(() => reapplying.run(options)),
    tell: telling.run,
    count: erased.count,
    stop: async () => {
      await turn;
      await telling.stop();
    },
  };
}

type Buried = { readonly erasure: LoggedErasure; readonly visitors: readonly VisitorId[] };

/** Tombstones for every id that goes, those included that a link under way adds until there are no more. */
async function bury(
  ports: ErasuresPorts,
  beside: BuryingBeside,
  act: Act,
  targets: readonly Target[],
): Promise<Buried> {
  const { store, erased } = ports;
  const { site, at } = act;
  const visitors = new Set<VisitorId>();
  const { denied, hasObjected } = await readRefused(ports, site, targets);
  for (;;) {
    const lists = await Promise.all(targets.map((target) => listIds(ports, site, target)));
    const fresh = [...new Set(lists.flat())].filter((id) => !visitors.has(id));
    const hashes = [...visitors, ...fresh].map((id) => erased.hashOf(site, id));
    const objected = hasObjected ? ({ objected: true } as const) : {};
    const erasure = { ...act, denied: [...denied], ...objected, tombstones: hashes };
    if (fresh.length === 0) return { erasure, visitors: [...visitors] };
    for (const id of fresh) visitors.add(id);
    erased.raise(site, hashes.slice(-fresh.length), { erasedAt: at, denied, hasObjected });
    // It goes through the store's queue: what was appended before is in the log when it has been written.
    await store.putRecord(OPEN, site, act.id, erasure);
    await beside.tell(site, { hashes, erasedAt: at, denied: [...denied], hasObjected });
  }
}

async function listIds(
  { store, clock }: Pick<ErasuresPorts, 'store' | 'clock'>,
  site: SiteId,
  { visitor, own }: Target,
): Promise<readonly VisitorId[]> {
  if (own) return [visitor];
  const { whole, shared } = await listGoing({ store, clock }, site, visitor);
  // A device that others use as well goes on with them.
  return shared.includes(visitor) || whole.includes(visitor) ? whole : [visitor, ...whole];
}

/** What stands denied now: a choice of the person, no grant that has ended. */
async function readRefused(
  { book, now }: Pick<ErasuresPorts, 'book' | 'now'>,
  site: SiteId,
  targets: readonly Target[],
): Promise<Pick<Tombstone, 'denied' | 'hasObjected'>> {
  const found = new Set<Purpose>();
  let hasObjected = false;
  for (const { visitor } of targets) {
    const { slot } = await book.read(site, visitor, now());
    const { consent } = slot.timeline.profile;
    hasObjected ||= objectedSince(consent, now()) !== null;
    for (const purpose of PURPOSES) {
      const standing = consentAt(consent, purpose, now());
      if (standing?.allowed === false && standing.until === null) found.add(purpose);
    }
  }
  return { denied: [...found], hasObjected };
}

async function remove(
  { store, book, clock }: ErasuresPorts,
  site: SiteId,
  target: Target,
): Promise<RemovalCounts> {
  const { visitor, own } = target;
  const traces = await findTraces({ store, clock }, site, target);
  // Before their events, which say which orders they are should this be cut short; and what was counted meanwhile.
  const before = await forgetTraces(store, site, traces);
  const counts = own
    ? await forgetRecorded({ store, book, clock }, site, visitor)
    : await forgetPerson({ store, book, clock }, site, visitor);
  const after = await forgetTraces(store, site, traces);
  return addCounts([counts, { records: before + after }]);
}

async function findTraces(
  { store, clock }: Pick<ErasuresPorts, 'store' | 'clock'>,
  site: SiteId,
  { visitor, own }: Target,
): Promise<Traces> {
  if (own) {
    const [kinship] = await readKinships(store, site, [visitor]);
    const pages = kinship === undefined ? [] : consentedPages(kinship);
    const ids = [visitor, ...pages.map((load) => load.visitor)];
    return collectTraces(store, site, [...new Set(ids)], ({ visitor: under, page }) =>
      [{ visitor, page }, ...pages].some((load) => load.visitor === under && load.page === page),
    );
  }
  const { kinship, whole, shared } = await listGoing({ store, clock }, site, visitor);
  return collectTraces(
    store,
    site,
    [...whole, ...shared],
    (recorded) => whole.some((id) => id === recorded.visitor) || owns(kinship, recorded),
  );
}

/** Somebody who logged in has all they did under the ids of their devices, and nothing but links under their own. */
async function isHeld(ports: Pick<ErasuresPorts, 'store' | 'clock'>, site: SiteId, target: Target) {
  const { store } = ports;
  const ids = await listIds(ports, site, target);
  const [entry] = await store.readVisitor(site, ids, { limit: 1 });
  if (entry !== undefined || (await store.readBases(site, ids)).length > 0) return true;
  if (!target.own && (await store.readLinks(site, ids)).length > 0) return true;
  // What was passed over may be theirs.
  return ((await store.health()).unreadable ?? []).length > 0;
}
