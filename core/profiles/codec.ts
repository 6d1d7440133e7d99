/**
 * The stored text of a profile: JSON arrays in a fixed order, equal for equal profiles. Sums stand as numbers where
 * those are exact, else as decimal text.
 */
import { type Context, PURPOSES, type Source, type VisitorId } from '../entry.ts';
import type { ConsentState, Denial, Grant, Voice } from '../identity/consent.ts';
import { decodeTracks, type EncodedTracks, encodeTracks } from '../segments/codec.ts';
import { decodeActivity, type EncodedActivity, encodeActivity } from './activity-codec.ts';
import { decodeCampaigns, type EncodedCampaigns, encodeCampaigns } from './campaign-codec.ts';
import { NO_CAMPAIGNS } from './campaign-tracks.ts';
import { activityOf, knownActivity } from './deferred-activity.ts';
import {
  decodeFlags,
  decodeNames,
  decodeOrders,
  decodeTally,
  decodeTouch,
  decodeTrait,
  type EncodedFlags,
  type EncodedNames,
  type EncodedOrders,
  type EncodedTally,
  type EncodedTouch,
  type EncodedTrait,
  encodeFlags,
  encodeNames,
  encodeOrders,
  encodeTally,
  encodeTouch,
  encodeTrait,
} from './parts-codec.ts';
import { FOLD_VERSION, type Profile } from './profile.ts';
import type { HeldScore } from './scores.ts';
import type { Session, Sessions } from './sessions.ts';
import type { Touches } from './touches.ts';

type EncodedSession = readonly [
  start: number,
  lastAfterMs: number,
  events: number,
  entryPath: string | null,
  exitPath: string | null,
  step: number,
  source: Source,
];
type EncodedSessions = readonly [
  count: number,
  ended: number,
  totalMs: number,
  drops: readonly number[],
  open: EncodedSession | null,
  recent: readonly EncodedSession[],
];
type EncodedTouches = readonly [
  context: Context,
  firstCampaign: EncodedTouch,
  lastCampaign: EncodedTouch,
  account: string | null,
  page: string | null,
];
type EncodedWord = readonly [
  t: number,
  id: string,
  source: string,
  text: string | null,
  instant: number | null,
];
type EncodedVoice = readonly [by: string, denial: EncodedWord | null, grant: EncodedWord | null];
/** In the order of `PURPOSES`. */
type EncodedConsent = readonly (readonly EncodedVoice[] | null)[];

type EncodedScore = readonly [label: string, p: number, t: number];

type EncodedProfile = readonly [
  version: number,
  visitor: VisitorId,
  head: readonly [t: number, id: string] | null,
  events: EncodedTally,
  names: EncodedNames,
  sessions: EncodedSessions,
  orders: EncodedOrders,
  traits: readonly EncodedTrait[],
  touches: EncodedTouches,
  flags: EncodedFlags,
  consent: EncodedConsent,
  tracks: EncodedTracks,
  activity: EncodedActivity,
  scores: readonly EncodedScore[],
  /** Left out where there are none; `null` before campaigns. */
  accounts?: readonly EncodedProfile[] | null,
  campaigns?: EncodedCampaigns,
];

/** @example store.saveProfiles([{ …row, data: encodeProfile(profile) }]) */
export function encodeProfile(profile: Profile): string {
  return JSON.stringify(encodeParts(profile));
}

function encodeParts(profile: Profile): EncodedProfile {
  return [
    FOLD_VERSION,
    profile.visitor,
    profile.head && [profile.head.t, profile.head.id],
    encodeTally(profile.events),
    encodeNames(profile.names),
    encodeSessions(profile.sessions),
    encodeOrders(profile.orders),
    profile.traits.map(encodeTrait),
    encodeTouches(profile.touches),
    encodeFlags(profile.flags),
    encodeConsent(profile.consent),
    encodeTracks(profile.tracks),
    encodeActivity(activityOf(profile)),
    profile.scores.map(encodeScore),
    ...encodeRare(profile),
  ];
}

/** What few profiles have. */
function encodeRare({
  accounts,
  campaigns,
}: Profile): readonly [] | readonly [readonly EncodedProfile[] | null, EncodedCampaigns?] {
  const encoded = accounts.length === 0 ? null : accounts.map(encodeParts);
  if (campaigns !== NO_CAMPAIGNS) return [encoded, encodeCampaigns(campaigns)];
  return encoded === null ? [] : [encoded];
}

/** @returns null where another fold version wrote it, or it is no profile at all: it is then refolded from the log. */
export function decodeProfile(text: string): Profile | null {
  try {
    const encoded: EncodedProfile = JSON.parse(text);
    return Array.isArray(encoded) && encoded[0] === FOLD_VERSION ? decodeParts(encoded) : null;
  } catch {
    // Damaged at any place: the log says all of it once more.
    return null;
  }
}

function decodeParts([
  _version,
  visitor,
  head,
  events,
  names,
  sessions,
  orders,
  traits,
  touches,
  flags,
  consent,
  tracks,
  activity,
  scores,
  accounts,
  campaigns,
]: EncodedProfile): Profile {
  return {
    visitor,
    head: head && { t: head[0], id: head[1] },
    events: decodeTally(events),
    names: decodeNames(names),
    sessions: decodeSessions(sessions),
    orders: decodeOrders(orders),
    traits: traits.map(decodeTrait),
    touches: decodeTouches(touches),
    flags: decodeFlags(flags),
    consent: decodeConsent(consent),
    accounts: accounts?.map(decodeParts) ?? [],
    tracks: decodeTracks(tracks),
    campaigns: campaigns === undefined ? NO_CAMPAIGNS : decodeCampaigns(campaigns),
    activity: knownActivity(decodeActivity(activity)),
    scores: scores.map(decodeScore),
  };
}

function encodeScore({ label, p, t }: HeldScore): EncodedScore {
  return [label, p, t];
}

function decodeScore([label, p, t]: EncodedScore): HeldScore {
  return { label, p, t };
}

function encodeSession(session: Session): EncodedSession {
  const { start, last, events, entryPath, exitPath, step, source } = session;
  return [start, last - start, events, entryPath, exitPath, step, source];
}

function decodeSession([
  start,
  lastAfterMs,
  events,
  entryPath,
  exitPath,
  step,
  source,
]: EncodedSession): Session {
  return { start, last: start + lastAfterMs, events, entryPath, exitPath, step, source };
}

function encodeSessions({ count, ended, totalMs, drops, open, recent }: Sessions): EncodedSessions {
  return [count, ended, totalMs, drops, open && encodeSession(open), recent.map(encodeSession)];
}

function decodeSessions([count, ended, totalMs, drops, open, recent]: EncodedSessions): Sessions {
  return {
    count,
    ended,
    totalMs,
    drops,
    open: open && decodeSession(open),
    recent: recent.map(decodeSession),
  };
}

function encodeTouches({ context, firstCampaign, lastCampaign, account, page }: Touches): EncodedTouches {
  return [context, encodeTouch(firstCampaign), encodeTouch(lastCampaign), account, page];
}

function decodeTouches([context, firstCampaign, lastCampaign, account, page]: EncodedTouches): Touches {
  return {
    context,
    firstCampaign: decodeTouch(firstCampaign),
    lastCampaign: decodeTouch(lastCampaign),
    account,
    page,
  };
}

function encodeConsent(state: ConsentState): EncodedConsent {
  return PURPOSES.map((purpose) => state[purpose]?.map(encodeVoice) ?? null);
}

function decodeConsent(encoded: EncodedConsent): ConsentState {
  const spoken = PURPOSES.flatMap((purpose, at) => {
    const voices = encoded[at];
    return voices ? [[purpose, voices.map(decodeVoice)] as const] : [];
  });
  return Object.fromEntries(spoken);
}

function encodeVoice({ by, denial, grant }: Voice): EncodedVoice {
  return [
    by,
    denial ? encodeWord(denial, denial.holds) : null,
    grant ? encodeWord(grant, grant.until ?? null) : null,
  ];
}

function encodeWord({ t, id, source, text }: Denial | Grant, instant: number | null): EncodedWord {
  return [t, id, source, text ?? null, instant];
}

function decodeVoice([by, denial, grant]: EncodedVoice): Voice {
  return { by, ...(denial && { denial: decodeDenial(denial) }), ...(grant && { grant: decodeGrant(grant) }) };
}

function decodeDenial([t, id, source, text, holds]: EncodedWord): Denial {
  return { t, id, source, ...(text !== null && { text }), holds: holds ?? t };
}

function decodeGrant([t, id, source, text, until]: EncodedWord): Grant {
  return { t, id, source, ...(text !== null && { text }), ...(until !== null && { until }) };
}
