/**
 * choose: who gets what now, and why nobody else does. Pure and deterministic: the same visitor, campaigns and instant
 * make the same choice. Caps are not its business but for naming them: places are taken through the store (decide.ts).
 */

import type { ConsentState } from '../identity/consent.ts';
import { consentAt, isAllowed } from '../identity/consent.ts';
import type { Limit } from '../ports.ts';
import { type CampaignTrack, type CampaignTracks, trackOf } from '../profiles/campaign-tracks.ts';
import { declinesProfiling, mayScore } from '../scoring/profiling.ts';
import type { Countable } from '../segments/counter.ts';
import { assignArm, isHeldOut, takesPart } from './assignment.ts';
import type { Campaign, Cap, Variant } from './campaign.ts';
import { HELD_FOR_MS } from './decision-entries.ts';
import type { GoodsFault } from './goods.ts';
import { countsOf, limitsOf, quietUntil } from './limits.ts';
import { isOf, type LiveCampaign } from './live.ts';
import { findOfferFault, type OfferFault } from './offer.ts';
import type { Treatment } from './treatment.ts';
import { type Draw, drawTreatment, type Expectation } from './uplift/draw.ts';

/** What is known of a visitor when something is to be chosen. */
export type Person = {
  /** The id that the earliest of its entries were recorded under: the unit of stable shares. */
  readonly unit: string;
  /** Nobody allowed it to last: what is known ends with the day. */
  readonly isAnonymous: boolean;
  /** IANA; the site's where the visitor's is not known. */
  readonly zone: string;
  readonly consent: ConsentState;
  /** Start of the open session, UTC ms; null: there is none. */
  readonly session: number | null;
  readonly campaigns: CampaignTracks;
  isIn(segment: string): boolean;
  /** What is expected of a campaign; null where it is not known, or the person is not to be profiled. */
  expect(campaign: string): Expectation | null;
  /** Carts that were left until now. */
  readonly leftCarts: number;
};

/** Something that may set campaigns off. */
export type Ask = {
  /** Tells one occasion from the next: an event's id, a notice's, a slot in a session. */
  readonly trigger: string;
  readonly campaigns: readonly LiveCampaign[];
  /** Where it is an event: campaigns may ask for its properties. */
  readonly event?: Countable;
  readonly slot?: string;
  /** When it was, UTC ms; absent: now. */
  readonly at?: number;
  /** Of a sequence that is under way: which of its steps, from 1. */
  readonly step?: number;
  /** Hash of the page load that asks; absent: no page does. */
  readonly page?: string;
};

export type SiteTerms = {
  /** Share of visitors who are left out of everything. */
  readonly holdout: number;
  readonly caps: readonly Cap[];
};

export type Reason =
  | 'out_of_window'
  | 'not_in_traffic'
  | 'no_consent'
  | 'dismissed'
  | 'entered_before'
  | 'quiet_hours'
  | 'capped'
  | 'lower_priority'
  | 'unreachable'
  | 'no_products'
  | 'no_code'
  | GoodsFault
  | OfferFault;

/** `passed_over`: outside the control arm of a campaign that is not for everybody, and shown nothing like it. */
export type Outcome = 'chosen' | 'passed_over' | 'control' | 'holdout';

export type Considered = {
  readonly campaign: string;
  readonly trigger: string;
  readonly reason: Reason;
  /** Of `capped`: which limit was full. */
  readonly limit?: string;
};

export type Candidate = {
  readonly live: LiveCampaign;
  readonly trigger: string;
  /** When the occasion was, or what its sequence began with, UTC ms. */
  readonly since: number;
  readonly isOfEvent: boolean;
  readonly slot?: string;
  /** Of a sequence; 0 is the variant itself. */
  readonly step: number;
  readonly outcome: Outcome;
  /** Null where somebody is left out of everything. */
  readonly variant: Variant | null;
  /** Null where somebody is left out of everything, and at the steps of a sequence. */
  readonly draw: Draw | null;
  /** What treating is expected to bring, whoever is treated; 0 where nothing is known. */
  readonly expectedValue: number;
  /** What is shown or sent; null: nothing, and the moment counts. */
  readonly treatment: Treatment | null;
  readonly limits: readonly Limit[];
  readonly counts: readonly string[];
  /** The decision that answered this very occasion before; null: none did. */
  readonly repeats: string | null;
  /** When that was, UTC ms. */
  readonly repeatsFrom: number | null;
};

export type Choice = {
  /** By place (over the page, a slot, a channel): who is tried first, and who where that has no room. */
  readonly places: ReadonlyMap<string, readonly Candidate[]>;
  /** Where audience and trigger held. */
  readonly considered: readonly Considered[];
};

/** @example choose(person, [{ trigger: event.id, campaigns: site.onEvent(event.name), event }], terms, now).places */
export function choose(person: Person, asks: readonly Ask[], terms: SiteTerms, now: number): Choice {
  const places = new Map<string, Candidate[]>();
  const considered: Considered[] = [];
  for (const ask of asks) {
    for (const live of ask.campaigns) {
      const { campaign } = live;
      if (ask.event !== undefined && !live.answers(ask.event)) continue;
      if (!belongs(live, ask, person)) continue;
      const found = consider(live, ask, person, terms, now);
      if (found === null) continue;
      if ('reason' in found) considered.push(found);
      else add(places, placeOf(campaign, ask), found);
    }
  }
  for (const candidates of places.values()) candidates.sort(inTurn);
  return { places, considered };
}

/** Whoever is under way in a sequence has to belong to what the step asks for, no longer to the audience. */
function belongs({ campaign }: LiveCampaign, { step }: Ask, { isIn }: Person): boolean {
  if (step === undefined) return isOf(campaign.audience, isIn);
  return isOf(campaign.steps[step - 1]?.when ?? {}, isIn);
}

function add(places: Map<string, Candidate[]>, place: string, candidate: Candidate): void {
  const own = places.get(place);
  if (own === undefined) {
    places.set(place, [candidate]);
    return;
  }
  // Two occasions of one moment set a campaign off once: by the one answered before, else by the first by name.
  const at = own.findIndex(({ live }) => live === candidate.live);
  const other = own[at];
  if (other === undefined) own.push(candidate);
  else if (isBefore(candidate, other)) own[at] = candidate;
}

function isBefore(a: Candidate, b: Candidate): boolean {
  if ((a.repeats === null) !== (b.repeats === null)) return a.repeats !== null;
  return a.trigger < b.trigger;
}

/** Over a page lies one thing at a time; a message of one campaign keeps none of another from leaving. */
function placeOf({ channel, key }: Campaign, { slot }: Ask): string {
  if (channel !== 'onsite') return `${channel}:${key}`;
  return slot === undefined ? 'page' : `slot:${slot}`;
}

/** Higher priority first, then what is expected to bring more, then the key. */
function inTurn(a: Candidate, b: Candidate): number {
  const [left, right] = [a.live.campaign, b.live.campaign];
  if (left.priority !== right.priority) return right.priority - left.priority;
  if (a.expectedValue !== b.expectedValue) return b.expectedValue - a.expectedValue;
  return left.key < right.key ? -1 : 1;
}

function consider(
  live: LiveCampaign,
  ask: Ask,
  person: Person,
  terms: SiteTerms,
  now: number,
): Candidate | Considered | null {
  const { campaign } = live;
  const { trigger, slot, step = 0, at = now } = ask;
  const track = trackOf(person.campaigns, campaign.key);
  const repeats = track?.last?.trigger === trigger ? track.last.id : null;
  if (answered(track, trigger) && isDone(track, ask, now)) return null;
  const reason = findReason(live, person, { now, track, step, isUnderWay: repeats !== null || step > 0 });
  if (reason !== null) return { campaign: campaign.key, trigger, reason };
  const isHeld = person.campaigns.isHeld ?? isHeldOut(person.unit, terms.holdout);
  const variant = isHeld ? null : assignArm(campaign, track?.arm ?? null, person.unit);
  const expected = person.expect(campaign.key);
  const drawing = { track, isRepeat: repeats !== null, unit: person.unit, expected, now };
  const draw = isHeld || step > 0 ? null : drawTreatment(live, drawing);
  const outcome = outcomeOf(variant, draw);
  const isShown = outcome === 'chosen';
  return {
    live,
    trigger,
    since: at,
    ...(slot === undefined ? {} : { slot }),
    isOfEvent: ask.event !== undefined,
    step,
    treatment: isShown && variant !== null ? treatmentAt(campaign, variant, step) : null,
    outcome,
    variant,
    draw,
    expectedValue: expected?.value ?? 0,
    limits: limitsOf(campaign, terms.caps, now, person.zone),
    counts: countsOf(campaign, isShown),
    repeats,
    repeatsFrom: repeats === null ? null : (track?.last?.t ?? null),
  };
}

function outcomeOf(variant: Variant | null, draw: Draw | null): Outcome {
  if (variant === null) return 'holdout';
  if (variant.treatment === null) return 'control';
  return draw?.isTreated === false ? 'passed_over' : 'chosen';
}

function treatmentAt({ steps }: Campaign, variant: Variant, step: number): Treatment | null {
  return step > 0 ? (steps[step - 1]?.treatment ?? null) : variant.treatment;
}

/** By a decision, or by a sequence that began with one and has gone on since. */
function answered(track: CampaignTrack | undefined, trigger: string): boolean {
  return track?.last?.trigger === trigger || track?.last?.began.trigger === trigger;
}

/** It was seen, went on, or is on its way to another page. What stands in a slot is answered on every page. */
function isDone(track: CampaignTrack | undefined, { trigger, slot, page }: Ask, now: number): boolean {
  const last = track?.last;
  if (last == null || slot !== undefined) return false;
  if (last.trigger !== trigger) return true;
  if (last.isShown) return true;
  return last.page !== (page ?? null) && now < last.t + HELD_FOR_MS;
}

type Looking = {
  readonly now: number;
  readonly track: CampaignTrack | undefined;
  readonly step: number;
  /** It was taken in before: this is the same occasion, or the next step. */
  readonly isUnderWay: boolean;
};

/** The first thing that keeps a campaign, whose audience and trigger hold, from this visitor. */
function findReason(live: LiveCampaign, person: Person, looking: Looking): Reason | null {
  const { campaign, startsAt, endsAt } = live;
  const { now, track, step, isUnderWay } = looking;
  if (now < startsAt || now >= endsAt) return 'out_of_window';
  // Whoever has an arm keeps it, though another id answers since, or fewer are taken.
  if (track?.arm == null && !takesPart(campaign.key, person.unit, campaign.traffic)) return 'not_in_traffic';
  if (!mayTreat(campaign, person.consent, now)) return 'no_consent';
  if (isDismissed(track, person.session)) return 'dismissed';
  if (!isUnderWay && isTooSoon(live, track, now)) return 'entered_before';
  // What can wait for its channel waits there.
  if (campaign.channel === 'onsite' && quietUntil(campaign.limits.quietHours, now, person.zone) !== null)
    return 'quiet_hours';
  return findOfferFault(campaign, { leftCarts: person.leftCarts, step }, now);
}

/** Closing is final for the session. */
function isDismissed(track: CampaignTrack | undefined, session: number | null): boolean {
  if (track?.dismissedAt == null) return false;
  return session !== null && track.dismissedAt >= session;
}

function isTooSoon({ reentryMs }: LiveCampaign, track: CampaignTrack | undefined, now: number): boolean {
  if (track?.last == null) return false;
  return reentryMs === null || now - track.last.t < reentryMs;
}

/**
 * On the page: before anybody spoke of consent, what the site's policy lets be known of the day; from then on only with
 * `personalization`, as long as being counted is not declined: a decision is recorded. A message needs `contact`, and goes to nobody who declined to be profiled unless it is for
 * everybody. What was asked for (`transactional`) needs neither.
 */
export function mayTreat(campaign: Campaign, consent: ConsentState, now: number): boolean {
  if (campaign.channel === 'onsite') return mayScore({ consent }, now);
  if (campaign.transactional) return true;
  const isForAll = 'schedule' in campaign.trigger && Object.keys(campaign.audience).length === 0;
  if (!isForAll && declinesProfiling({ consent }, now)) return false;
  if (campaign.channel === 'email') return isAllowed(consent, 'contact', now);
  return consentAt(consent, 'share', now)?.allowed !== false;
}
