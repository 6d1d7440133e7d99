/**
 * rehearse: what a campaign would have decided for one visitor, by folding the visitor's log again and asking at every
 * moment at which it would have been asked. Pure. It takes for granted that what is decided is shown, that a page asks
 * at every event of the web, and that it stays open until the next one.
 */
import type { Entry, SiteId, VisitorId } from '../entry.ts';
import { fold } from '../profiles/fold.ts';
import { planFold, type RefoldInput } from '../profiles/merge.ts';
import type { Profile } from '../profiles/profile.ts';
import type { FoldRules } from '../profiles/rules.ts';
import { sessionEnd } from '../profiles/sessions.ts';
import type { SiteSegments } from '../segments/segment-book.ts';
import { judgeDue } from '../segments/standing.ts';
import type { Move } from '../segments/tracks.ts';
import { asksOfPage, eventAsk, nextStep, segmentTrigger } from './asks.ts';
import type { Campaign } from './campaign.ts';
import { type Ask, type Candidate, choose, type Outcome, type Reason, type SiteTerms } from './choose.ts';
import { decisionEntry, exposureEntry } from './decision-entries.ts';
import { countsOf } from './limits.ts';
import type { LiveCampaign, SiteCampaigns } from './live.ts';
import { type Present, present } from './person.ts';
import type { Target } from './uplift/targets.ts';

export type Rehearsed = {
  /** UTC ms. */
  readonly t: number;
  readonly outcome: Outcome;
  readonly arm: string;
  readonly trigger: string;
  readonly step: number;
};

export type Rehearsal = {
  readonly decisions: readonly Rehearsed[];
  /** Why it was not, where audience and trigger held, and how often. */
  readonly reasons: Readonly<Partial<Record<Reason, number>>>;
};

export type RehearsalInput = {
  readonly site: SiteId;
  readonly log: RefoldInput;
  readonly known: { readonly ids: readonly VisitorId[]; readonly isAnonymous: boolean };
  /** With this campaign alone, live since the beginning of the rehearsal. */
  readonly campaigns: SiteCampaigns;
  readonly live: LiveCampaign;
  readonly segments: SiteSegments | null;
  readonly terms: SiteTerms;
  /** What the others showed in earnest counts toward shared limits. */
  readonly campaignOf: (key: string) => Campaign | null;
  /** What is expected of the campaign by now: it is rehearsed as it would go on. */
  readonly targetOf: (campaign: string) => Target | null;
  /** IANA, of the site. */
  readonly zone: string;
  /** UTC ms, inclusive. */
  readonly from: number;
  readonly to: number;
  /** Instants of a schedule between the two, ascending, with the day of each. */
  readonly scheduled: readonly { readonly at: number; readonly date: string }[];
};

/** @example rehearse(input).decisions.length // how often */
export function rehearse(input: RehearsalInput): Rehearsal {
  const { log, to } = input;
  const { start, past, join, rest, rulesAt } = planFold({ ...log, until: to });
  const stage = openStage(input, start);
  for (const entry of past) step(stage, entry, rulesAt(entry));
  stage.profile = join(stage.profile);
  for (const entry of rest) step(stage, entry, log.rules);
  passTo(stage, to, log.rules);
  const { decisions, reasons } = stage;
  return { decisions, reasons };
}

type Place = { readonly at: number; readonly keys: readonly string[] };
type Timed = { readonly at: number; readonly asks: readonly Ask[] };

/** How far the rehearsal has come. */
type Stage = {
  readonly input: RehearsalInput;
  readonly isOnPage: boolean;
  readonly scheduled: { readonly at: number; readonly date: string }[];
  /** The ledger. */
  readonly places: Place[];
  readonly decisions: Rehearsed[];
  readonly reasons: Partial<Record<Reason, number>>;
  /** Ids of decisions that somebody saw, sooner or later. */
  readonly seen: ReadonlySet<unknown>;
  profile: Profile;
  /** Moves between segments up to this instant have been looked at. */
  seenTo: number;
  /** The event after which idleness has been asked for. */
  idleAfter: number;
  /** The step of a sequence that has been asked for last, UTC ms. */
  steppedTo: number;
};

const NEVER = Number.NEGATIVE_INFINITY;

function openStage(input: RehearsalInput, profile: Profile): Stage {
  return {
    input,
    isOnPage: input.live.campaign.channel === 'onsite',
    scheduled: [...input.scheduled],
    places: [],
    decisions: [],
    reasons: {},
    seen: listSeen(input.log.entries),
    profile,
    seenTo: NEVER,
    idleAfter: NEVER,
    steppedTo: NEVER,
  };
}

function step(stage: Stage, entry: Entry, rules: FoldRules): void {
  if (isOwn(entry, stage.input.live.campaign.key)) return;
  passTo(stage, entry.t - 1, rules);
  noteOthers(stage, entry);
  stage.profile = fold(stage.profile, entry, rules);
  const asks = asksOf(stage, entry, rules).filter(({ campaigns }) => campaigns.length > 0);
  stage.seenTo = Math.max(stage.seenTo, entry.t);
  decide(stage, asks, entry.t, rules);
}

/** What the campaign did in earnest is no part of its rehearsal. */
function isOwn({ type, properties }: Entry, key: string): boolean {
  return (type === 'decision' || type === 'exposure') && properties.campaign === key;
}

function listSeen(entries: readonly Entry[]): ReadonlySet<unknown> {
  const shown = entries.filter(({ type, name }) => type === 'exposure' && name === 'shown');
  return new Set(shown.map(({ properties }) => properties.decision));
}

/** A place is taken when it is decided, and held until it is seen: what was never seen has given it back. */
function noteOthers({ input, places, seen }: Stage, { type, name, t, properties }: Entry): void {
  if (type !== 'decision' || name !== 'chosen' || !seen.has(properties.decision)) return;
  const other = input.campaignOf(String(properties.campaign));
  if (other !== null) places.push({ at: t, keys: countsOf(other, true) });
}

function look({ input, profile }: Stage, now: number, rules: FoldRules): Present {
  const { log, known, segments, zone, targetOf } = input;
  return present(profile, { canonical: log.canonical, ...known }, { rules, segments, now, zone, targetOf });
}

function decide(stage: Stage, asks: readonly Ask[], now: number, rules: FoldRules): void {
  if (now < stage.input.from || asks.length === 0) return;
  const choice = choose(look(stage, now, rules).person, asks, stage.input.terms, now);
  for (const { reason } of choice.considered) count(stage, reason);
  for (const [candidate] of choice.places.values()) {
    if (candidate === undefined || candidate.repeats !== null) continue;
    if (isFull(stage, candidate)) count(stage, 'capped');
    else carryOut(stage, candidate, now, rules);
  }
}

function count({ reasons }: Stage, reason: Reason): void {
  reasons[reason] = (reasons[reason] ?? 0) + 1;
}

function isFull({ places }: Stage, { limits }: Candidate): boolean {
  return limits.some(({ key, max, since }) => {
    const taken = places.filter(({ at, keys }) => at > since && keys.includes(key));
    return taken.length >= max;
  });
}

/** As if it had been shown at once. */
function carryOut(stage: Stage, candidate: Candidate, now: number, rules: FoldRules): void {
  const { input, places, decisions } = stage;
  const { outcome, trigger, step: place, variant, counts, live } = candidate;
  const decision = `${live.campaign.key}:${decisions.length}`;
  places.push({ at: now, keys: counts });
  decisions.push({ t: now, outcome, arm: variant?.key ?? outcome, trigger, step: place });
  const visitor = input.log.canonical;
  const frame = { site: input.site, visitor, now };
  const decided = decisionEntry(frame, candidate, { decision, until: now, step: place, others: [] });
  const at = { t: now, receivedAt: now, source: 'server' } as const;
  const shown = exposureEntry({ ...decided, visitor }, outcome === 'chosen' ? 'shown' : 'withheld', at);
  stage.profile = fold(fold(stage.profile, decided, rules), shown, rules);
}

/** What time alone sets off until an instant, in its order. */
function passTo(stage: Stage, until: number, rules: FoldRules): void {
  for (let next = nextTimed(stage, until, rules); next !== null; next = nextTimed(stage, until, rules))
    decide(stage, next.asks, next.at, rules);
}

/** The earliest, which is taken: it does not come again. */
function nextTimed(stage: Stage, until: number, rules: FoldRules): Timed | null {
  const move = findMove(stage, until, rules);
  const sequel = findStep(stage, until);
  const idle = findIdle(stage, until, rules);
  const run = stage.scheduled[0];
  const at = Math.min(...[move?.at, sequel?.at, idle, run?.at].map((t) => t ?? Number.POSITIVE_INFINITY));
  if (at > until) return null;
  if (move?.at === at) {
    stage.seenTo = at;
    return { at, asks: moveAsks(stage, move) };
  }
  if (sequel?.at === at) {
    stage.steppedTo = at;
    return { at, asks: [sequel.ask] };
  }
  if (idle === at) return takeIdle(stage, at, rules);
  stage.scheduled.shift();
  return { at, asks: [{ trigger: `schedule:${run?.date}`, campaigns: [stage.input.live] }] };
}

/** Of channels that no page waits for: a page asks for its segments itself. */
function findMove({ isOnPage, profile, seenTo }: Stage, until: number, rules: FoldRules): Move | undefined {
  if (isOnPage) return undefined;
  return judgeDue(profile, until, rules).tracks.moves.find(({ at }) => at > seenTo && at <= until);
}

function moveAsks({ input: { segments, campaigns } }: Stage, { segment, type, at }: Move): readonly Ask[] {
  const name = segments?.live.liveOf(segment)?.key;
  if (name === undefined) return [];
  const set = type === 'entered' ? campaigns.onEntry(name) : campaigns.onExit(name);
  const trigger = segmentTrigger(type === 'entered' ? 'entry' : 'exit', name, at);
  return set.length === 0 ? [] : [{ trigger, campaigns: set }];
}

function findStep({ isOnPage, input, profile, steppedTo }: Stage, until: number) {
  const next = isOnPage ? null : nextStep(input.live, profile);
  return next !== null && next.at <= until && next.at > steppedTo ? next : undefined;
}

function findIdle({ input, profile, idleAfter }: Stage, until: number, rules: FoldRules): number | undefined {
  const { open } = profile.sessions;
  const { idleMs } = input.live;
  if (idleMs === null || open === null || idleAfter === open.last) return undefined;
  const at = open.last + idleMs;
  return at <= until && at < sessionEnd(open, rules) ? at : undefined;
}

function takeIdle(stage: Stage, at: number, rules: FoldRules): Timed {
  stage.idleAfter = stage.profile.sessions.open?.last ?? NEVER;
  const moment = { events: [], slots: [], now: at };
  return { at, asks: asksOfPage(stage.input.campaigns, look(stage, at, rules), moment) };
}

function asksOf(stage: Stage, entry: Entry, rules: FoldRules): readonly Ask[] {
  const { input, isOnPage, profile, seenTo } = stage;
  if (!isOnPage) {
    const moves = profile.tracks.moves.filter(({ at }) => at === entry.t && at > seenTo);
    const moved = moves.flatMap((move) => moveAsks(stage, move));
    return entry.type === 'event' ? [...moved, eventAsk(entry, input.campaigns.onEvent(entry.name))] : moved;
  }
  if (entry.type !== 'event' || entry.source !== 'web') return [];
  const { trigger } = input.live.campaign;
  const slots = 'slot' in trigger ? [trigger.slot] : [];
  return asksOfPage(input.campaigns, look(stage, entry.t, rules), { events: [entry], slots, now: entry.t });
}
