/** A profile as `GET /v1/visitors/:id` answers it: instants in ISO 8601, money in major units, as of one instant. */
import { type Context, type Json, PURPOSES, type Purpose, type VisitorId } from '../entry.ts';
import { toMajor } from '../events/money.ts';
import { FUNNEL_STEPS, type FunnelStep } from '../events/spec.ts';
import { type ConsentState, consentAt } from '../identity/consent.ts';
import { objectedSince } from '../identity/objected.ts';
import { quintilesOf } from '../segments/rfm-edges.ts';
import type { RfmEdges } from '../segments/subject.ts';
import type { Names, PropertySum, Tally } from './names.ts';
import type { FlagCounts, Profile } from './profile.ts';
import { rfmFacts } from './rfm.ts';
import type { FoldRules } from './rules.ts';
import { type Session, type Sessions, sessionEnd, sessionsAt } from './sessions.ts';
import type { Touch } from './touches.ts';
import type { Trait } from './traits.ts';

type TallyView = { readonly count: number; readonly first: string; readonly last: string };
type NameView = TallyView & { readonly sums: Readonly<Record<string, number>> };

type SessionView = {
  readonly start: string;
  /** Its latest event. */
  readonly last: string;
  /** When it ended, or will if nothing more happens. */
  readonly end: string;
  readonly events: number;
  readonly durationMs: number;
  readonly entryPath: string | null;
  /** Furthest funnel step and last page: where the visitor dropped off, once it has ended. */
  readonly drop: { readonly step: FunnelStep; readonly path: string | null };
};

type ConsentView = {
  readonly allowed: boolean;
  readonly since: string;
  readonly until: string | null;
  readonly source: string;
};

export type ProfileView = {
  readonly visitor: VisitorId;
  readonly events: TallyView | null;
  readonly aggregates: Readonly<Record<string, NameView>>;
  /** Events under names beyond the first 100. */
  readonly otherEvents?: TallyView;
  readonly sessions: {
    readonly count: number;
    readonly ended: number;
    readonly totalDurationMs: number;
    readonly drops: Readonly<Record<FunnelStep, number>>;
    readonly open: SessionView | null;
    readonly recent: readonly SessionView[];
  };
  readonly orders: {
    readonly recencyMs: number | null;
    readonly frequency: number;
    readonly monetary: number;
    readonly currency: string;
    readonly first: string | null;
    readonly last: string | null;
    /** Which fifth of the site's buyers, 5 the best; null without an order, or where no segment asks for it. */
    readonly quintiles: { readonly r: number; readonly f: number; readonly m: number } | null;
  };
  readonly traits: Readonly<Record<string, Json>>;
  readonly context: Context;
  readonly page: string | null;
  readonly account: string | null;
  readonly campaigns: { readonly first: TouchView | null; readonly last: TouchView | null };
  readonly consent: Readonly<Partial<Record<Purpose, ConsentView>>>;
  /** Since when the visitor objects to being profiled; null: they do not. */
  readonly objection: { readonly since: string } | null;
  readonly flags: FlagCounts;
};

type TouchView = { readonly at: string; readonly campaign: Readonly<Record<string, string>> };

export type ViewRules = FoldRules & {
  /** Where the fifths of the site's buyers end; null or absent: nobody knows. */
  readonly edges?: RfmEdges | null;
};

/**
 * @param now UTC ms, not before the profile's last entry.
 * @example response.json(viewProfile(profile, clock.now(), rules))
 */
export function viewProfile(profile: Profile, now: number, rules: ViewRules): ProfileView {
  const { names, touches } = profile;
  return {
    visitor: profile.visitor,
    events: profile.events && viewTally(profile.events),
    aggregates: viewNames(names, rules),
    ...(names.other && { otherEvents: viewTally(names.other) }),
    sessions: viewSessions(sessionsAt(profile.sessions, now, rules), rules),
    orders: viewOrders(profile, now, rules),
    traits: viewTraits(profile.traits),
    context: touches.context,
    page: touches.page,
    account: touches.account,
    campaigns: { first: viewTouch(touches.firstCampaign), last: viewTouch(touches.lastCampaign) },
    consent: viewConsent(profile.consent, now),
    objection: viewObjection(profile.consent, now),
    flags: profile.flags,
  };
}

function viewNames({ kept }: Names, rules: FoldRules): Readonly<Record<string, NameView>> {
  return Object.fromEntries(
    kept.map((tally) => [tally.name, { ...viewTally(tally), sums: viewSums(tally.sums, rules) }]),
  );
}

function viewSums(sums: readonly PropertySum[], rules: FoldRules): Readonly<Record<string, number>> {
  const major = ({ property, total }: PropertySum): number =>
    rules.isMoney(property) ? toMajor(Number(total), rules.currency) : Number(total) / 1_000_000;
  return Object.fromEntries(sums.map((sum) => [sum.property, major(sum)]));
}

function viewSessions(sessions: Sessions, rules: FoldRules): ProfileView['sessions'] {
  const drops = FUNNEL_STEPS.map((step, at) => [step, sessions.drops[at] ?? 0] as const);
  return {
    count: sessions.count,
    ended: sessions.ended,
    totalDurationMs: sessions.totalMs,
    drops: Object.fromEntries(drops) as Record<FunnelStep, number>,
    open: sessions.open && viewSession(sessions.open, rules),
    recent: sessions.recent.map((session) => viewSession(session, rules)),
  };
}

function viewSession(session: Session, rules: FoldRules): SessionView {
  const { start, last, events, entryPath, exitPath, step } = session;
  return {
    start: iso(start),
    last: iso(last),
    end: iso(sessionEnd(session, rules)),
    events,
    durationMs: last - start,
    entryPath,
    drop: { step: FUNNEL_STEPS[step] ?? 'browse', path: exitPath },
  };
}

function viewOrders(
  profile: Profile,
  now: number,
  { currency, edges = null }: ViewRules,
): ProfileView['orders'] {
  const { recencyMs, frequency, monetaryMinor, firstAt, lastAt } = rfmFacts(profile, now);
  return {
    recencyMs,
    frequency,
    monetary: toMajor(monetaryMinor, currency),
    currency,
    first: firstAt === null ? null : iso(firstAt),
    last: lastAt === null ? null : iso(lastAt),
    quintiles:
      edges === null || recencyMs === null
        ? null
        : quintilesOf({ recencyMs, frequency, monetaryMinor }, edges),
  };
}

function viewTraits(traits: readonly Trait[]): Readonly<Record<string, Json>> {
  return Object.fromEntries(traits.flatMap(({ name, value }) => (value === null ? [] : [[name, value]])));
}

function viewConsent(state: ConsentState, now: number): ProfileView['consent'] {
  const entries = PURPOSES.flatMap((purpose) => {
    const standing = consentAt(state, purpose, now);
    if (standing === null) return [];
    const { allowed, since, until, source } = standing;
    return [
      [purpose, { allowed, since: iso(since), until: until === null ? null : iso(until), source }] as const,
    ];
  });
  return Object.fromEntries(entries);
}

function viewObjection(state: ConsentState, now: number): ProfileView['objection'] {
  const since = objectedSince(state, now);
  return since === null ? null : { since: iso(since) };
}

function viewTouch(touch: Touch | null): TouchView | null {
  return touch && { at: iso(touch.t), campaign: touch.campaign };
}

function viewTally({ count, first, last }: Tally): TallyView {
  return { count, first: iso(first), last: iso(last) };
}

function iso(t: number): string {
  return new Date(t).toISOString();
}
