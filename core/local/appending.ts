/**
 * How a site without a server appends to a visitor's session state: what the plugin does in PHP under a lock, word for
 * word. `test/cases/session-state.json` says both the same.
 */
import { clockOffsetMs, eventTime } from '../collect/skew.ts';
import { compareEntries, type Json, type Properties } from '../entry.ts';
import type { Hears, Marks, SessionState, StateDecision, StateRow } from './state.ts';
import { keepProperties } from './state.ts';
import { bytesOf, thinState } from './thinning.ts';

export type PostedItem = {
  readonly i: string;
  readonly n: string;
  /** Of the browser's clock. */
  readonly t: number;
  readonly p?: Properties;
};

export type Post = {
  /** UTC ms by the site's clock. */
  readonly receivedAt: number;
  /** When it left, by the browser's clock. */
  readonly s: number;
  readonly e: readonly PostedItem[];
};

export type AppendTerms = {
  readonly hears: Hears;
  readonly caps: { readonly [campaign: string]: { readonly max: number; readonly per: 'session' | 'day' } };
  /** How long a choice that nobody has seen yet takes a place, ms. */
  readonly holds: number;
  /** Ms without any event that end a session. */
  readonly session_gap: number;
};

/** What the session's file holds: the state that is answered, and what of it no page needs. */
export type SessionFile = {
  readonly st: SessionState;
  /** The latest ids that were taken in, oldest first: a post that is repeated counts once. */
  readonly ids: readonly string[];
};

export type Appended = {
  readonly file: SessionFile;
  /** Decisions that may be shown. */
  readonly go: readonly string[];
};

/** What a page reports of itself: it is no event of the visitor's. */
export const REPORTS: readonly string[] = ['Treatment Chosen', 'Segment Entered', 'Intent Scored'];
const MOST_IDS = 100;
/** As sessions everywhere. */
const MOST_EVENTS = 500;
const LONGEST_MS = 12 * 3_600_000;
const MOST_DECISION_BYTES = 1_200;

/** @param unit Of somebody who is seen for the first time. @example appendPost(null, unit, post, terms).go */
export function appendPost(
  file: SessionFile | null,
  unit: string,
  { receivedAt, s, e }: Post,
  terms: AppendTerms,
): Appended {
  const offset = clockOffsetMs(s, receivedAt);
  const timed = e.flatMap((item) => {
    const time = eventTime(item.t, offset, receivedAt);
    return time === null ? [] : [{ t: time.t, id: item.i, item }];
  });
  const known = new Set(file?.ids);
  const fresh = timed.filter(({ id }) => !known.has(id) && known.add(id)).sort(compareEntries);
  let st: SessionState = file?.st ?? { v: 1, u: unit, s: receivedAt, l: 0, n: 0, r: [], d: [] };
  for (const { t, item } of fresh) {
    if (!REPORTS.includes(item.n)) st = appendEvent(st, item, t, terms);
  }
  const go: string[] = [];
  // Also those of a post that is repeated: whoever missed the answer is answered again.
  for (const { item } of timed.toSorted(compareEntries)) {
    if (item.n !== 'Treatment Chosen') continue;
    const granted = appendChoice(st, item.p ?? {}, receivedAt, terms);
    if (granted === null) continue;
    st = granted.st;
    go.push(granted.decision);
  }
  const ids = [...(file?.ids ?? []), ...fresh.map(({ id }) => id)].slice(-MOST_IDS);
  return { file: { st: thinState(st), ids }, go };
}

function appendEvent(
  st: SessionState,
  { n: name, p = {} }: PostedItem,
  t: number,
  { hears, session_gap }: AppendTerms,
): SessionState {
  const latest = st.s + st.l;
  const end = st.n >= MOST_EVENTS ? latest : Math.min(latest + session_gap, st.s + LONGEST_MS);
  if (st.n === 0 || t >= end) {
    const { v, u, d } = st;
    return addRow({ v, u, s: t, l: 0, n: 1, r: [], d }, name, p, 0, hears);
  }
  if (t < st.s) {
    // It is of a session before this one.
    return st.s - t >= session_gap ? st : addRow(beginAt(st, t), name, p, 0, hears);
  }
  const after = t - st.s;
  return addRow({ ...st, l: Math.max(st.l, after), n: st.n + 1 }, name, p, after, hears);
}

/** It began a little earlier than was known. */
function beginAt(st: SessionState, t: number): SessionState {
  const by = st.s - t;
  const r = st.r.map(
    ([name, properties, ...after]): StateRow => [name, properties, ...after.map((ms) => ms + by)],
  );
  return { ...st, s: t, l: st.l + by, n: st.n + 1, r };
}

function addRow(st: SessionState, name: string, p: Properties, after: number, hears: Hears): SessionState {
  const asked = Object.hasOwn(hears, name) ? hears[name] : hears['*'];
  if (asked === undefined) return st;
  const properties = keepProperties(p, asked);
  const key = JSON.stringify([name, properties]);
  const at = st.r.findIndex(([own, kept]) => JSON.stringify([own, kept]) === key);
  const row = st.r[at];
  if (row === undefined) return { ...st, r: [...st.r, [name, properties, after]] };
  const [, , ...times] = row;
  const place = times.findLastIndex((ms) => ms <= after) + 1;
  return { ...st, r: st.r.with(at, [name, row[1], ...times.toSpliced(place, 0, after)]) };
}

const DECISION = /^[0-9a-f]{32}$/;
const KEY = /^[a-z0-9_-]{1,64}$/;

function appendChoice(
  st: SessionState,
  { decision, campaign, variant }: Properties,
  now: number,
  { caps, holds }: AppendTerms,
): { readonly st: SessionState; readonly decision: string } | null {
  if (!matches(DECISION, decision) || !matches(KEY, campaign) || !matches(KEY, variant)) return null;
  const id = decision.slice(0, 8);
  const at = st.d.findIndex(([own]) => own === id);
  const known = st.d[at];
  if (known !== undefined && isSettled(known)) return { st, decision };
  const cap = Object.hasOwn(caps, campaign) ? caps[campaign] : undefined;
  const others = st.d.filter(
    (row) =>
      row !== known &&
      row[1] === campaign &&
      (cap?.per !== 'session' || row[3].c >= st.s) &&
      (isSettled(row) || now - row[3].c < holds),
  );
  if (cap !== undefined && others.length >= cap.max) return null;
  if (known === undefined) {
    const d = makeRoom([...st.d, [id, campaign, variant, { c: now }]], now, holds);
    return d === null ? null : { st: { ...st, d }, decision };
  }
  if (now - known[3].c < holds) return { st, decision };
  return { st: { ...st, d: st.d.with(at, [id, known[1], known[2], { ...known[3], c: now }]) }, decision };
}

/** Whoever saw it, or would have, has had it; whether it was closed or clicked besides changes nothing. */
function isSettled([, , , { s, w }]: StateDecision): boolean {
  return s !== undefined || w !== undefined;
}

/** What nobody came to see goes first, the oldest of it first; null: there is no room. */
function makeRoom(d: readonly StateDecision[], now: number, holds: number): readonly StateDecision[] | null {
  let kept = d;
  while (bytesOf(kept) > MOST_DECISION_BYTES) {
    const at = kept.findIndex((row) => !isSettled(row) && now - row[3].c >= holds);
    if (at < 0) return null;
    kept = kept.toSpliced(at, 1);
  }
  return kept;
}

function matches(pattern: RegExp, value: Json | undefined): value is string {
  return typeof value === 'string' && pattern.test(value);
}

/** What a page says of a decision, as on the wire. */
export type Report = {
  readonly decision: string;
  readonly shown?: boolean;
  readonly withheld?: true;
  readonly action?: string;
  readonly at?: number;
  readonly s?: number;
};

/** In any order and more than once; of a decision that the day does not know, nothing. */
export function appendReport(file: SessionFile, report: Report, now: number): SessionFile {
  const { st } = file;
  const at = st.d.findIndex(([own]) => own === report.decision.slice(0, 8));
  const row = st.d[at];
  if (row === undefined) return file;
  const t = timeOf(report, row[3], now);
  const marks: Marks = { ...row[3] };
  const marked = Object.fromEntries(marksOf(report).map((mark) => [mark, row[3][mark] ?? t]));
  const d = st.d.with(at, [row[0], row[1], row[2], { ...marks, ...marked }]);
  return { ...file, st: thinState({ ...st, d }) };
}

/** Whatever was done with it, it was seen first. */
function marksOf({ shown, withheld, action }: Report): readonly ('s' | 'w' | 'k' | 'x')[] {
  if (withheld === true) return ['w'];
  if (action === 'clicked') return ['s', 'k'];
  if (action === 'dismissed') return ['s', 'x'];
  return shown === true || action !== undefined ? ['s'] : [];
}

function timeOf({ at, s }: Report, { c }: Marks, now: number): number {
  if (at === undefined) return now;
  const t = eventTime(at, s === undefined ? 0 : clockOffsetMs(s, now), now)?.t ?? now;
  return Math.max(t, c);
}
