/** Decisions and what became of them as entries of the log. */
import type { Entry, Json, LoggedEntry, Properties, SiteId, Source, VisitorId } from '../entry.ts';
import { derivedId } from '../identity/hash.ts';
import type { Candidate, Considered, Outcome } from './choose.ts';
import type { CouponCode } from './treatment.ts';
import type { Draw } from './uplift/draw.ts';

/** A decision is not shown after this; its place is given back a little later. */
export const SHOWN_WITHIN_MS = 30_000;
export const HELD_FOR_MS = 35_000;

export type EntryFrame = {
  readonly site: SiteId;
  /** The id that the occasion was recorded under. */
  readonly visitor: VisitorId;
  /** Hash of the page load that asked. */
  readonly page?: string;
  readonly now: number;
};

/** @param decision The decision's id. @example decisionEntryId('0f…') // 'decision:0f…' */
export function decisionEntryId(decision: string): string {
  return `decision:${decision}`;
}

/**
 * A choice as it is logged: what was chosen, and why nothing else was.
 *
 * @param until UTC ms after which it is not carried out any more.
 */
export function decisionEntry(
  around: EntryFrame,
  { live, trigger, since, slot, outcome, variant, draw }: Candidate,
  given: {
    readonly decision: string;
    readonly until: number;
    readonly step: number;
    readonly others: readonly Considered[];
    readonly coupon?: CouponCode;
  },
): Entry {
  const { campaign, version } = live;
  const { decision, until, step, others, coupon } = given;
  return {
    ...frame(around),
    id: decisionEntryId(decision),
    type: 'decision',
    name: outcome,
    properties: {
      decision,
      campaign: campaign.key,
      version,
      arm: variant?.key ?? outcome,
      channel: campaign.channel,
      trigger,
      since,
      until,
      step,
      ...(slot === undefined ? {} : { slot }),
      ...presentDraw(draw, outcome),
      ...(coupon === undefined ? {} : { coupon }),
      ...(others.length === 0 ? {} : { others: others.map(presentOther) }),
    },
  };
}

/** A control arm is drawn from nothing: only how likely its visitors were to be treated is said of them. */
function presentDraw(draw: Draw | null, outcome: Outcome): Properties {
  if (draw === null) return {};
  const { propensity, at, uplift } = draw;
  const isRandom = propensity !== null && propensity > 0 && propensity < 1;
  return {
    ...(isRandom && { propensity }),
    ...(at !== null && outcome !== 'control' && { allottedAt: at }),
    ...(uplift !== null && { uplift }),
  };
}

/**
 * Where nothing was chosen though audience and trigger of something held. Equal reasons are said once a session.
 *
 * @param session Start of the session, UTC ms.
 */
export function suppressionEntry(
  around: EntryFrame,
  others: readonly Considered[],
  session: number | null,
): Entry {
  const said = others.map(({ campaign, reason, limit = '' }) => `${campaign} ${reason} ${limit}`).toSorted();
  return {
    ...frame(around),
    id: derivedId('suppressed', around.visitor, session ?? '', ...said),
    type: 'decision',
    name: 'suppressed',
    properties: { others: others.map(presentOther) },
  };
}

/** A trigger of channels that no page waits for: written with its event, carried out afterwards. */
export function dueEntry(event: Entry & { readonly visitor: VisitorId }): Entry {
  const { site, visitor, t, receivedAt, id } = event;
  return {
    ...frame({ site, visitor, now: receivedAt }),
    t,
    id: derivedId('due', site, id),
    type: 'decision',
    name: 'due',
    properties: { event: id },
  };
}

/** What became of a decision. `withheld`: the control arm, at the moment it would have been shown. */
export type ExposureName =
  | 'shown'
  | 'withheld'
  | 'opened'
  | 'clicked'
  | 'dismissed'
  | 'converted'
  | 'answered';
/** An event of the goal, of somebody who was exposed: told to whoever follows, counted by the fold. */
export const GOAL_REACHED = 'goal_reached';

/** Each happens once to a decision. @param more Further properties. */
export function exposureEntry(
  decision: Entry & { readonly visitor: VisitorId },
  name: ExposureName,
  at: { readonly t: number; readonly receivedAt: number; readonly source: Source },
  more: Properties = {},
): Entry {
  const { site, visitor, page, properties } = decision;
  const { decision: id = null, campaign = null, version = null, arm = null, channel = null } = properties;
  return {
    site,
    visitor,
    ...(page === undefined ? {} : { page }),
    ...at,
    id: derivedId(name, String(id)),
    type: 'exposure',
    name,
    properties: { decision: id, campaign, version, arm, channel, ...more },
  };
}

/**
 * Somebody did what a campaign is for.
 *
 * @param value What the goal sums of the event, in major units; null: it sums nothing.
 */
export function goalEntry(
  event: LoggedEntry & { readonly visitor: VisitorId },
  reached: { readonly campaign: string; readonly version: number; readonly arm: string },
  value: number | null,
): Entry {
  const { site, visitor, t, receivedAt, id, name, source } = event;
  const { campaign, version, arm } = reached;
  return {
    site,
    visitor,
    t,
    receivedAt,
    source,
    id: derivedId(GOAL_REACHED, campaign, version, id),
    type: 'exposure',
    name: GOAL_REACHED,
    properties: { campaign, version, arm, event: id, event_name: name, ...(value !== null && { value }) },
  };
}

function presentOther({ campaign, reason, limit }: Considered): Json {
  return limit === undefined ? { campaign, reason } : { campaign, reason, limit };
}

function frame({ site, visitor, page, now }: EntryFrame) {
  const own = { site, visitor, t: now, receivedAt: now, source: 'server' as const };
  return page === undefined ? own : { ...own, page };
}
