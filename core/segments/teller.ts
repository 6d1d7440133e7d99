/**
 * Tells what happened to memberships: writes the notices that a profile owes into the log, and says when time alone
 * will owe the next one.
 */
import type { Entry, LoggedEntry, SiteId } from '../entry.ts';
import type { Clock, Store } from '../ports.ts';
import type { FoldRules } from '../profiles/rules.ts';
import type { Looked, Slot } from '../profiles/slot-cache.ts';
import { settleTimeline } from '../profiles/timeline.ts';
import { createNoticeWriter } from './notice-writer.ts';
import { type Live, type NoticeCause, oweNotices, readNotice, type Told } from './notices.ts';
import { judgeDue } from './standing.ts';

/** Which segments of a site are in force. */
export type LiveSegments = {
  liveOf(segment: number): Live | null;
  liveNamed(key: string): Live | null;
};

export type TellerPorts = {
  readonly store: Pick<Store, 'append'>;
  readonly clock: Clock;
  readonly rulesOf: (site: SiteId) => FoldRules;
  /** Null where a site has no segments. */
  readonly liveOf: (site: SiteId) => LiveSegments | null;
  /** Notices that are durable now. */
  readonly publish: (notices: readonly LoggedEntry[]) => void;
  /** When this profile has to be told again; null: not by time. */
  readonly schedule: (slot: Slot, due: number | null) => void;
  /** No restart may pass over the notices of a telling before the rows of those told of say so. */
  readonly whileTelling: (tell: () => Promise<readonly ToldOf[]>) => Promise<void>;
};

/** A profile of which notices are durable now, the first of them at this place in the log. */
export type ToldOf = { readonly slot: Slot; readonly seq: number };

export type Reason = Exclude<NoticeCause, 'time'>;

export type Teller = {
  /**
   * Resolves when what these profiles owe is durable, or could not be written and is tried again.
   *
   * @param upTo What time alone does after this instant (UTC ms) waits its turn; without it, all until now is told.
   */
  tell(slots: Iterable<Slot>, reason: Reason, upTo?: number): Promise<void>;
  /** Without waiting: what is answered to a page does not wait for the commit of a notice. */
  tellSoon(slots: Iterable<Slot>, reason: Reason): void;
  /** Resolves when nothing is being told. */
  idle(): Promise<void>;
  /** Notices written since the start. */
  count(): number;
  /** Notices of the log that a profile is read beside, for example after a crash. */
  hear(slot: Slot, notices: readonly LoggedEntry[]): void;
};

const RETRY_MS = 1_000;
/** Fewer notices are not worth a look at what may go. */
const MOST_TOLD = 24;

/** @example await createTeller(ports).tell([slot], 'event') */
export function createTeller(ports: TellerPorts): Teller {
  const { clock, rulesOf, schedule } = ports;
  const writer = createNoticeWriter(ports);

  const tell: Teller['tell'] = (slots, reason, upTo) =>
    ports.whileTelling(() => tellOf([...slots], reason, upTo));

  async function tellOf(
    slots: readonly Slot[],
    reason: Reason,
    upTo: number | undefined,
  ): Promise<readonly ToldOf[]> {
    const now = clock.now();
    const asOf = Math.min(now, upTo ?? now);
    const debts = slots.map((slot) => owe(ports, slot, reason, { now, asOf }));
    const notices = debts.flatMap(({ owed }) => owed).toSorted((a, b) => a.t - b.t);
    const { places, unwritten } = await writer.write(notices);
    for (const { slot, owed } of debts) {
      arrive(slot, owed, unwritten);
      if (slot.looked === null) schedule(slot, now + RETRY_MS);
      else settle(slot, slot.looked, rulesOf(slot.site));
    }
    return debts.flatMap(({ slot, owed }) => {
      const seqs = owed.flatMap(({ id }) => places.get(id) ?? []);
      return seqs.length === 0 ? [] : [{ slot, seq: Math.min(...seqs) }];
    });
  }

  const underWay = new Set<Promise<void>>();

  function tellSoon(slots: Iterable<Slot>, reason: Reason): void {
    const telling = tell(slots, reason).finally(() => underWay.delete(telling));
    underWay.add(telling);
  }

  return {
    tell,
    tellSoon,
    count: writer.count,
    idle: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    hear: (slot, notices) => {
      const own = notices.filter(({ visitor }) => visitor === slot.visitor);
      const news = own.map(readNotice).filter(({ id, at }) => at > slot.settled && !isTold(slot, id));
      if (news.length > 0) slot.told = [...slot.told, ...news];
    },
  };
}

/** What was on its way is durable, or is owed again. */
function arrive(slot: Slot, notices: readonly Entry[], unwritten: ReadonlySet<string>): void {
  if (notices.length === 0) return;
  const ids = new Set(notices.map(({ id }) => id));
  slot.onTheWay = slot.onTheWay.filter(({ id }) => !ids.has(id));
  if (!notices.some(({ id }) => unwritten.has(id))) return;
  slot.told = slot.told.filter(({ id }) => !unwritten.has(id));
  slot.looked = null;
}

/** A long past is not kept: what lies before the entries that may still be folded again stands. */
function settle(slot: Slot, { changes, upTo }: Looked, { segments }: FoldRules): void {
  // What has come meanwhile is told by whoever brought it.
  if (slot.changes !== changes) return;
  const durableTo = slot.onTheWay.reduce((end, { at }) => Math.min(end, at - 1), upTo);
  slot.knownTo = Math.max(slot.knownTo, durableTo);
  if (slot.told.length < MOST_TOLD || segments?.isUntold === true) return;
  const { checkpoint } = slot.timeline;
  const settled = Math.min(slot.knownTo, (checkpoint.head?.t ?? Number.NEGATIVE_INFINITY) - 1);
  if (settled <= slot.settled) return;
  slot.settled = settled;
  slot.told = slot.told.filter(({ at }) => at > settled);
  slot.timeline = settleTimeline(slot.timeline, settled);
}

function isTold({ told }: Slot, id: string): boolean {
  return told.some((notice) => notice.id === id);
}

type Debt = { readonly slot: Slot; readonly owed: readonly Entry[] };

/** What is owed counts as told from now on, so that nobody tells it twice meanwhile. */
function owe(
  ports: TellerPorts,
  slot: Slot,
  reason: Reason,
  { now, asOf }: { readonly now: number; readonly asOf: number },
): Debt {
  const live = ports.liveOf(slot.site);
  const { site, visitor, settled, told, changes } = slot;
  const upTo = Math.min(now, Math.max(asOf, lookedTo(slot)));
  slot.looked = { changes, upTo };
  if (live === null) return { slot, owed: [] };
  const { tracks, due } = judgeDue(slot.timeline.profile, upTo, ports.rulesOf(site));
  ports.schedule(slot, due);
  const { moves } = tracks;
  if (moves.length === 0 && told.length === 0) return { slot, owed: [] };
  const owed = oweNotices({ site, visitor, settled, told, moves, reason, now, ...live });
  if (owed.length > 0) send(slot, owed.map(readNotice));
  return { slot, owed };
}

/** What was told of as far as that is not told of again as of an earlier instant: it would be taken back. */
function lookedTo({ told, looked }: Slot): number {
  return told.reduce((latest, { at }) => Math.max(latest, at), looked?.upTo ?? Number.NEGATIVE_INFINITY);
}

function send(slot: Slot, notices: readonly Told[]): void {
  slot.told = [...slot.told, ...notices];
  slot.onTheWay = [...slot.onTheWay, ...notices];
  slot.knownTo = notices.reduce((end, { at }) => Math.min(end, at - 1), slot.knownTo);
}
