/** What a period of the log says of a site's visitors and of their segments. */
import type { LoggedEntry, SiteId, VisitorId } from '../entry.ts';
import type { Store } from '../ports.ts';
import { decodeProfile } from '../profiles/codec.ts';
import { createKinships, ownerOf } from '../profiles/kinship.ts';
import type { Profile } from '../profiles/profile.ts';
import { KPIS } from '../segments/condition.ts';
import { readNotice, standingNotices, type Told } from '../segments/notices.ts';
import { nextTurn } from '../turn.ts';
import { countsFor } from './kpis.ts';
import type { History } from './strata.ts';

/** From `from` on the visitor was in the segment, until `to`. */
export type Stay = { readonly from: number; readonly to: number };

export type Period = {
  /** Entries before this instant may be missing, UTC ms. */
  readonly since: number;
  /** Whether it reaches back less far than was asked for, since the log was too long. */
  readonly isCut: boolean;
  readonly entries: number;
  /** By visitor id. */
  readonly histories: readonly History[];
  /** By segment key, then by place in the histories. */
  readonly stays: ReadonlyMap<string, ReadonlyMap<number, readonly Stay[]>>;
  /** Latest move of each segment, UTC ms, by key. */
  readonly lastMoves: ReadonlyMap<string, number>;
};

export type PeriodPorts = {
  readonly store: Pick<Store, 'readSince' | 'readLinks' | 'loadProfiles'>;
  /** Place of the newest entry in the log. */
  readonly newest: number;
  readonly sessionGapMs: number;
};

export type PeriodRange = { readonly site: SiteId; readonly from: number; readonly mostEntries: number };

const LOG_PAGE = 2_000;
const PROFILE_PAGE = 500;

type Deed = { readonly t: number; readonly device: string | undefined; readonly kpis: readonly string[] };
type Traces = { readonly deeds: Map<VisitorId, Deed[]>; readonly told: Map<VisitorId, Told[]> };

/** @param range `from` is UTC ms; of more than `mostEntries` entries (of all sites) only the newest are read. */
export async function readPeriod(ports: PeriodPorts, range: PeriodRange): Promise<Period> {
  const start = await findStart(ports, range.from);
  const first = Math.max(start, ports.newest - range.mostEntries);
  const isCut = first > start;
  const cutAt = isCut ? (await ports.store.readSince(first, 1))[0]?.receivedAt : undefined;
  const since = Math.max(range.from, cutAt ?? range.from);
  const traces: Traces = { deeds: new Map(), told: new Map() };
  const entries = await readTraces(ports, { site: range.site, first }, traces);
  return { since, isCut, entries, ...(await describeTraces(ports, range.site, since, traces)) };
}

/** Arrival never goes back in the log, and nothing arrives before it happened. */
async function findStart({ store, newest }: PeriodPorts, from: number): Promise<number> {
  let before = 0;
  let after = newest;
  while (before < after) {
    const middle = (before + after) >> 1;
    const [entry] = await store.readSince(middle, 1);
    if (entry !== undefined && entry.receivedAt < from) before = Math.max(middle + 1, entry.seq);
    else after = middle;
  }
  return before;
}

async function readTraces(
  { store }: PeriodPorts,
  { site, first }: { readonly site: SiteId; readonly first: number },
  { deeds, told }: Traces,
): Promise<number> {
  const kinships = createKinships(store);
  let count = 0;
  for (let seq = first; ; await nextTurn()) {
    const page = await store.readSince(seq, LOG_PAGE);
    const own = page.filter((entry) => entry.site === site && entry.visitor !== null);
    const ids = new Set(own.flatMap(({ visitor }) => visitor ?? []));
    await kinships.readAll(
      site,
      [...ids].filter((id) => kinships.peek(site, id) === undefined),
    );
    for (const entry of own) {
      const recorded = entry.visitor as VisitorId;
      if (entry.type === 'notice') addTo(told, recorded, readNotice(entry));
      const kinship = kinships.peek(site, recorded);
      if (entry.type === 'event' && kinship) addTo(deeds, ownerOf(kinship, entry), deedOf(entry));
    }
    // Of this site alone: how busy others are is not told.
    count += page.filter((entry) => entry.site === site).length;
    seq = page.at(-1)?.seq ?? seq;
    if (page.length < LOG_PAGE) return count;
  }
}

function deedOf(entry: LoggedEntry): Deed {
  return { t: entry.t, device: entry.context?.device, kpis: KPIS.filter((kpi) => countsFor(kpi, entry)) };
}

function addTo<T>(lists: Map<VisitorId, T[]>, visitor: VisitorId, item: T): void {
  const list = lists.get(visitor);
  if (list === undefined) lists.set(visitor, [item]);
  else list.push(item);
}

type Described = {
  readonly histories: History[];
  readonly stays: Map<string, Map<number, readonly Stay[]>>;
  readonly lastMoves: Map<string, number>;
};

async function describeTraces(
  { store, sessionGapMs }: PeriodPorts,
  site: SiteId,
  since: number,
  { deeds, told }: Traces,
): Promise<Described> {
  const visitors = [...new Set([...deeds.keys(), ...told.keys()])].toSorted();
  const described: Described = { histories: [], stays: new Map(), lastMoves: new Map() };
  for (let at = 0; at < visitors.length; at += PROFILE_PAGE) {
    const rows = await store.loadProfiles(site, visitors.slice(at, at + PROFILE_PAGE));
    for (const row of rows.toSorted((a, b) => (a.visitor < b.visitor ? -1 : 1))) {
      const profile = decodeProfile(row.data);
      const own = deeds.get(row.visitor) ?? [];
      const history = profile === null ? null : describe(profile, own, { since, sessionGapMs });
      if (history !== null) addHistory(described, history, told.get(row.visitor) ?? [], row.members);
    }
    await nextTurn();
  }
  return described;
}

/** @param members Segments the visitor is in now, `key@version`. */
function addHistory(
  { histories, stays, lastMoves }: Described,
  history: History,
  told: readonly Told[],
  members: readonly string[],
): void {
  const place = histories.push(history) - 1;
  const standing = standingNotices(told);
  const keys = members.map((member) => member.slice(0, member.lastIndexOf('@')));
  for (const [key, own] of staysOf(standing, keys)) {
    stays.set(key, (stays.get(key) ?? new Map()).set(place, own));
  }
  for (const { segment, at } of standing) {
    lastMoves.set(segment, Math.max(at, lastMoves.get(segment) ?? at));
  }
}

/** Null for who has no event. */
function describe(
  { visitor, events, sessions, orders, touches }: Profile,
  deeds: readonly Deed[],
  { since, sessionGapMs }: { readonly since: number; readonly sessionGapMs: number },
): History | null {
  if (events === null) return null;
  const inOrder = deeds.toSorted((a, b) => a.t - b.t);
  const starts = inOrder.flatMap(({ t }, at) => {
    const before = inOrder[at - 1]?.t ?? Number.NEGATIVE_INFINITY;
    return t - before >= sessionGapMs ? [t] : [];
  });
  const counted = orders.recent.filter(({ grossMinor, cancelled }) => grossMinor !== null && !cancelled);
  const didOf = (kpi: string) => inOrder.flatMap(({ t, kpis }) => (kpis.includes(kpi) ? [t] : []));
  return {
    visitor,
    firstAt: events.first,
    sessionsBefore: Math.max(0, sessions.count - starts.length),
    sessions: starts,
    olderOrders: orders.older.tally?.count ?? 0,
    orders: counted.map(({ at }) => at).toSorted((a, b) => a - b),
    devices: devicesOf(inOrder, touches.context.device, since),
    did: { ...Object.fromEntries(KPIS.map((kpi) => [kpi, didOf(kpi)])), retention: starts },
  };
}

/** Where it changed; before the period, the one known last. */
function devicesOf(deeds: readonly Deed[], last: string | undefined, since: number): History['devices'] {
  const told = deeds.map(({ t, device = 'unknown' }) => ({ t, device }));
  const changes = told.filter(({ device }, at) => device !== told[at - 1]?.device);
  return changes.length > 0 || last === undefined ? changes : [{ t: since, device: last }];
}

function staysOf(
  standing: readonly Told[],
  members: readonly string[],
): ReadonlyMap<string, readonly Stay[]> {
  const told = Map.groupBy(
    standing.toSorted((a, b) => a.at - b.at),
    ({ segment }) => segment,
  );
  const keys = new Set([...told.keys(), ...members]);
  return new Map([...keys].map((key) => [key, foldStays(told.get(key) ?? [], members.includes(key))]));
}

/** Whoever leaves without having entered was inside when the period began; so is a member of whom nothing is told. */
function foldStays(moves: readonly Told[], isMember: boolean): readonly Stay[] {
  const [ever, never] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  if (moves.length === 0) return isMember ? [{ from: ever, to: never }] : [];
  const stays: Stay[] = [];
  let from: number | null = moves[0]?.type === 'left' ? ever : null;
  for (const { type, at } of moves) {
    if (type === 'entered') from ??= at;
    else if (from !== null) {
      stays.push({ from, to: at });
      from = null;
    }
  }
  return from === null ? stays : [...stays, { from, to: never }];
}
