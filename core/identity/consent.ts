/**
 * What a visitor allows, per purpose, as pure state made from consent entries.
 *
 * Whoever speaks of a purpose is a voice: the visitor, a device whose log-in is only a claim, a platform's default.
 * Inside a voice the latest word counts. A grant lifts denials of its own voice and of weaker ones, never those of a
 * stronger one: so a default cannot undo a choice or a GPC signal, and a claimed log-in cannot undo a person's opt-out.
 * Where two profiles become one, a denial that stands on either side outlives every grant made before.
 */
import { compareEntries, type Entry, type Json, PURPOSES, type Purpose } from '../entry.ts';

type Word = { readonly t: number; readonly id: string; readonly source: string; readonly text?: string };

/** `holds`: the last instant whose grants it beats; later than its own `t` where a merge renewed it. */
export type Denial = Word & { readonly holds: number };
/** `until`: the instant it ends by itself. */
export type Grant = Word & { readonly until?: number };

export type Voice = {
  /** `OWN`, `DEFAULT`, or the device whose claim it is. */
  readonly by: string;
  readonly denial?: Denial;
  readonly grant?: Grant;
};

/** In code unit order of `by`. */
export type ConsentState = Readonly<Partial<Record<Purpose, readonly Voice[]>>>;

export const NO_CONSENT: ConsentState = {};

/** The visitor's own voice: said under their own id, or on a device whose log-in is proved. */
export const OWN = 'own';
const DEFAULT = 'default';
/** A signal of the browser: it only ever denies. */
const GPC = 'gpc';
/** What the site's owner means for whoever says nothing. */
export const SITE_DEFAULT = 'site-default';
const DEFAULT_SOURCES: ReadonlySet<string> = new Set(['platform-default', SITE_DEFAULT]);

/** The last instant a date can hold: an end beyond it is none. */
const LAST_INSTANT = 8.64e15;

/** The decision in force: who made it, since when, and when it ends or ended by itself. */
export type Standing = {
  readonly allowed: boolean;
  readonly since: number;
  readonly until: number | null;
  readonly source: string;
};

/** Two sides of one profile become one. `side` is as `sideOf` names it; `as` turns its own voice into a claim's. */
export type ConsentJoin = {
  readonly side: string;
  readonly into: string;
  readonly t: number;
  readonly as?: string;
};

/**
 * Takes in one consent entry: `properties {purposes, source, text?, until?}`. Order is no matter.
 *
 * @param self Whose state it is: what was recorded under another id counts as a claim, unless `by` says more.
 */
export function recordConsent(
  state: ConsentState,
  entry: Pick<Entry, 't' | 'id' | 'visitor' | 'properties'>,
  self: string,
  by?: string,
): ConsentState {
  const { purposes, source, text, until } = entry.properties;
  if (!isObject(purposes)) return state;
  const word = {
    t: entry.t,
    id: entry.id,
    source: typeof source === 'string' ? source : '',
    ...(typeof text === 'string' && { text }),
  };
  const speaker = DEFAULT_SOURCES.has(word.source)
    ? DEFAULT
    : (by ?? (entry.visitor === self ? OWN : `${entry.visitor}`));
  const next: Partial<Record<Purpose, readonly Voice[]>> = { ...state };
  for (const purpose of PURPOSES) {
    const allowed = purposes[purpose];
    if (typeof allowed !== 'boolean' || (allowed && word.source === GPC)) continue;
    const end = typeof until === 'number' && until <= LAST_INSTANT ? { until } : {};
    next[purpose] = say(next[purpose] ?? [], speaker, word, allowed ? end : null);
  }
  return next;
}

/** Two states become one at `t`. Associative, commutative, and a side that never spoke changes nothing. */
export function joinConsents(a: ConsentState, b: ConsentState, t: number): ConsentState {
  const joined: Partial<Record<Purpose, readonly Voice[]>> = {};
  for (const purpose of PURPOSES) {
    const [ours, theirs] = [a[purpose], b[purpose]];
    const voices = ours && theirs ? joinVoices(renew(ours, t), renew(theirs, t), t) : (ours ?? theirs);
    if (voices) joined[purpose] = voices;
  }
  return joined;
}

/**
 * The state of one profile from all consent entries and joins of its sides. At one instant joins come before records:
 * a grant given with the merge, on the page that asks for it, is not one made before it.
 *
 * @param input.self The profile's own side, into which the joins lead.
 */
export function consentOf<Consent extends Entry>(input: {
  readonly self: string;
  readonly records: readonly Consent[];
  readonly joins: readonly ConsentJoin[];
  sideOf(record: Consent): string;
}): ConsentState {
  const sides = new Map<string, ConsentState>();
  const joined = new Map<string, ConsentJoin>();
  const pending = input.joins.toSorted((a, b) => a.t - b.t);
  let done = 0;
  const joinUntil = (t: number): void => {
    for (let join = pending[done]; join && join.t <= t; join = pending[++done]) merge(sides, joined, join);
  };
  for (const record of input.records.toSorted(compareEntries)) {
    joinUntil(record.t);
    const { side, by } = followJoins(input.sideOf(record), joined);
    sides.set(side, recordConsent(sides.get(side) ?? NO_CONSENT, record, side, by));
  }
  joinUntil(Number.POSITIVE_INFINITY);
  return sides.get(followJoins(input.self, joined).side) ?? NO_CONSENT;
}

/**
 * The decision in force for a purpose at `now` (UTC ms, not before the last record); null when nobody ever spoke.
 *
 * @example consentAt(profile.consent, 'analytics', now)?.since
 */
export function consentAt(state: ConsentState, purpose: Purpose, now: number): Standing | null {
  const voices = state[purpose];
  if (voices === undefined) return null;
  const refusals = voices.flatMap((voice) => {
    const { denial } = voice;
    return denial && stands(denial, voice, voices, now) ? [refusal(denial, voice, now)] : [];
  });
  if (refusals.length > 0) return refusals.reduce((a, b) => (b.since > a.since ? b : a));
  const strongest = Math.max(...voices.map(strength));
  const grants = voices.flatMap((voice) =>
    voice.grant && strength(voice) === strongest ? [voice.grant] : [],
  );
  return permission(
    grants.reduce((a, b) => laterGrant(a, b, now)),
    now,
  );
}

/** Whether it may be done at `now`. Silence is no consent. @example isAllowed(profile.consent, 'analytics', now) */
export function isAllowed(state: ConsentState, purpose: Purpose, now: number): boolean {
  return consentAt(state, purpose, now)?.allowed === true;
}

/** What was refused and stands, as one refusal for each purpose: a grant that merely ended is none. */
export function denialsOf(state: ConsentState, now: number): readonly { purpose: Purpose; denial: Denial }[] {
  return PURPOSES.flatMap((purpose) => {
    const voices = state[purpose] ?? [];
    const standing = voices.flatMap((voice) =>
      voice.denial !== undefined && stands(voice.denial, voice, voices, now) ? [voice.denial] : [],
    );
    const [first] = standing;
    return first === undefined ? [] : [{ purpose, denial: standing.reduce(longerDenial, first) }];
  });
}

/** Instants at which grants end by themselves. */
export function endsOf(state: ConsentState): readonly number[] {
  return PURPOSES.flatMap((purpose) => (state[purpose] ?? []).flatMap(({ grant }) => grant?.until ?? []));
}

function say(
  voices: readonly Voice[],
  by: string,
  word: Word,
  allowed: { until?: number } | null,
): readonly Voice[] {
  const known = voices.find((voice) => voice.by === by) ?? { by };
  const spoken = allowed
    ? { ...known, grant: laterWord(known.grant, { ...word, ...allowed }) }
    : { ...known, denial: longerDenial(known.denial, { ...word, holds: word.t }) };
  return withVoice(voices, spoken);
}

function withVoice(voices: readonly Voice[], voice: Voice): readonly Voice[] {
  const others = voices.filter(({ by }) => by !== voice.by);
  const at = others.findIndex(({ by }) => by > voice.by);
  return others.toSpliced(at < 0 ? others.length : at, 0, voice);
}

function renew(voices: readonly Voice[], t: number): readonly Voice[] {
  return voices.map((voice) => {
    const { denial } = voice;
    if (denial === undefined || !stands(denial, voice, voices, t)) return voice;
    return { ...voice, denial: { ...denial, holds: Math.max(denial.holds, t - 1) } };
  });
}

function joinVoices(ours: readonly Voice[], theirs: readonly Voice[], t: number): readonly Voice[] {
  let joined = ours;
  for (const voice of theirs) {
    const known = joined.find(({ by }) => by === voice.by);
    joined = withVoice(joined, known ? joinVoice(known, voice, t) : voice);
  }
  return joined;
}

function joinVoice(a: Voice, b: Voice, t: number): Voice {
  const denial = a.denial && b.denial ? longerDenial(a.denial, b.denial) : (a.denial ?? b.denial);
  const grant = a.grant && b.grant ? laterGrant(a.grant, b.grant, t) : (a.grant ?? b.grant);
  return { by: a.by, ...(denial && { denial }), ...(grant && { grant }) };
}

function merge(sides: Map<string, ConsentState>, joined: Map<string, ConsentJoin>, join: ConsentJoin): void {
  const from = sides.get(join.side);
  const { side: into, by } = followJoins(join.side, joined.set(join.side, join));
  if (from === undefined) return;
  const said = by === OWN ? from : speakAs(from, by);
  sides.set(into, joinConsents(sides.get(into) ?? NO_CONSENT, said, join.t));
}

/** Where a side has got to by the joins so far, and whose voice it has there. */
function followJoins(from: string, joined: ReadonlyMap<string, ConsentJoin>): { side: string; by: string } {
  let [side, by] = [from, OWN];
  for (let join = joined.get(side); join; join = joined.get(side)) {
    side = join.into;
    if (by === OWN) by = join.as ?? OWN;
  }
  return { side, by };
}

function speakAs(state: ConsentState, by: string): ConsentState {
  const renamed: Partial<Record<Purpose, readonly Voice[]>> = {};
  for (const purpose of PURPOSES) {
    const voices = state[purpose];
    const own = voices?.find((voice) => voice.by === OWN);
    if (voices)
      renamed[purpose] = own
        ? withVoice(
            voices.filter((voice) => voice !== own),
            { ...own, by },
          )
        : voices;
  }
  return renamed;
}

function stands(denial: Denial, voice: Voice, voices: readonly Voice[], now: number): boolean {
  return !voices.some(
    ({ by, grant }) =>
      (by === voice.by || strength({ by }) > strength(voice)) &&
      grant !== undefined &&
      grant.t > denial.holds &&
      !hasEnded(grant, now),
  );
}

function strength({ by }: Pick<Voice, 'by'>): number {
  if (by === OWN) return 2;
  return by === DEFAULT ? 0 : 1;
}

function hasEnded({ until }: Grant, now: number): boolean {
  return until !== undefined && now >= until;
}

function laterWord<T extends Word>(a: T | undefined, b: T): T {
  return a !== undefined && compareEntries(a, b) > 0 ? a : b;
}

function longerDenial(a: Denial | undefined, b: Denial): Denial {
  if (a === undefined || a.holds === b.holds) return laterWord(a, b);
  return a.holds > b.holds ? a : b;
}

/** At a merge, a grant that has ended says nothing against one that goes on. */
function laterGrant(a: Grant, b: Grant, now: number): Grant {
  if (hasEnded(a, now) !== hasEnded(b, now)) return hasEnded(a, now) ? b : a;
  return laterWord(a, b);
}

function refusal(denial: Denial, { grant }: Voice, now: number): Standing {
  const renewed = denial.holds > denial.t ? denial.holds + 1 : denial.t;
  const lapsed =
    grant?.until !== undefined && grant.t > denial.holds && now >= grant.until ? grant.until : renewed;
  return { allowed: false, since: Math.max(renewed, lapsed), until: null, source: denial.source };
}

function permission({ t, until, source }: Grant, now: number): Standing {
  const ended = until !== undefined && now >= until;
  return { allowed: !ended, since: ended ? until : t, until: until ?? null, source };
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
