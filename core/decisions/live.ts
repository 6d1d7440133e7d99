/** The campaigns of a site, compiled: found by what sets them off. */
import type { CampaignRules } from '../profiles/campaign-tracks.ts';
import { type Countable, createCounter } from '../segments/counter.ts';
import { durationMs } from '../segments/duration.ts';
import type { Audience, Campaign, Goal, Trigger, UpliftTargeting } from './campaign.ts';
import { type CompiledGoal, compileGoal } from './goal.ts';

/** What a version is measured by: another goal, other arms or another share make another version, whose result begins anew. */
export type CampaignVersion = {
  readonly version: number;
  readonly goal: Goal;
  readonly arms: readonly { readonly key: string; readonly weight: number; readonly isControl: boolean }[];
  readonly uplift?: UpliftTargeting;
  /** UTC ms. */
  readonly since: number;
};

export type CampaignEntry = {
  readonly campaign: Campaign;
  readonly version: number;
  readonly versions: readonly CampaignVersion[];
  readonly createdAt: number;
  readonly changedAt: number;
  /** Last put live, UTC ms: what happened before sets nothing off. Kept while it is paused; null: it was not live yet. */
  readonly liveSince: number | null;
};

export type LiveCampaign = {
  readonly campaign: Campaign;
  readonly version: number;
  /** Decisions from before were another campaign's of the same key, UTC ms. */
  readonly createdAt: number;
  /** UTC ms. */
  readonly liveSince: number;
  /** UTC ms; infinite where nothing is said. */
  readonly startsAt: number;
  readonly endsAt: number;
  readonly validForMs: number;
  /** Null: never again. */
  readonly reentryMs: number | null;
  readonly idleMs: number | null;
  /** The end of the goal's window, after the first exposure. */
  readonly goalMs: number;
  /** Whether an event sets it off. */
  answers(event: Countable): boolean;
};

export type SiteCampaigns = {
  readonly entries: ReadonlyMap<string, CampaignEntry>;
  /** By descending priority, then by key. */
  readonly live: readonly LiveCampaign[];
  liveOf(key: string): LiveCampaign | null;
  onEvent(name: string): readonly LiveCampaign[];
  /** Whether such an event sets off something that no page waits for. */
  setsOff(name: string): boolean;
  /** Whether it is of the goal of any version. */
  isGoal(name: string): boolean;
  onEntry(segment: string): readonly LiveCampaign[];
  onExit(segment: string): readonly LiveCampaign[];
  onSlot(slot: string): readonly LiveCampaign[];
  readonly onIdle: readonly LiveCampaign[];
  readonly onSchedule: readonly LiveCampaign[];
  /** Segments whose members, or who enters or leaves, some live campaign asks for. */
  readonly segments: ReadonlySet<string>;
  /** Some live campaign acts on pages. */
  readonly isOnPages: boolean;
  readonly rules: CampaignRules;
};

const EXIT_INTENT = 'Exit Intent Detected';
const NONE: readonly LiveCampaign[] = [];

/** @example compileCampaigns(new Map([['hello', entry]])).onEvent('Product Added') */
export function compileCampaigns(entries: ReadonlyMap<string, CampaignEntry>): SiteCampaigns {
  const live = [...entries.values()]
    .filter(({ campaign }) => campaign.state === 'live')
    .map(compileLive)
    .toSorted(inOrder);
  const byKey = new Map(live.map((one) => [one.campaign.key, one]));
  const by = (keysOf: (trigger: Trigger) => readonly string[]) => index(live, keysOf);
  const events = by(eventsOf);
  const [entering, leaving, slots] = [
    by((trigger) => ('entry' in trigger ? [trigger.entry] : [])),
    by((trigger) => ('exit' in trigger ? [trigger.exit] : [])),
    by((trigger) => ('slot' in trigger ? [trigger.slot] : [])),
  ];
  const onEvent = (name: string): readonly LiveCampaign[] => [
    ...(events.get(name) ?? NONE),
    ...(events.get('*') ?? NONE),
  ];
  const goals = new Set([...entries.values()].flatMap(({ versions }) => versions.flatMap(goalNames)));
  const isOffPage = ({ campaign }: LiveCampaign): boolean => campaign.channel !== 'onsite';
  return {
    entries,
    live,
    liveOf: (key) => byKey.get(key) ?? null,
    onEvent,
    setsOff: (name) => onEvent(name).some(isOffPage),
    isGoal: (name) => goals.has(name) || goals.has('*'),
    onEntry: (segment) => entering.get(segment) ?? NONE,
    onExit: (segment) => leaving.get(segment) ?? NONE,
    onSlot: (slot) => slots.get(slot) ?? NONE,
    onIdle: live.filter(({ idleMs }) => idleMs !== null),
    onSchedule: live.filter(({ campaign }) => 'schedule' in campaign.trigger),
    segments: new Set(live.flatMap(({ campaign }) => segmentsOf(campaign))),
    isOnPages: live.some(({ campaign }) => campaign.channel === 'onsite'),
    rules: compileRules(entries),
  };
}

function compileLive({ campaign, version, createdAt, liveSince }: CampaignEntry): LiveCampaign {
  const { trigger, goal, starts, ends, validFor, reentry } = campaign;
  const counter = 'event' in trigger ? createCounter({ match: trigger }) : null;
  return {
    campaign,
    version,
    createdAt,
    liveSince: liveSince ?? Number.POSITIVE_INFINITY,
    startsAt: starts === undefined ? Number.NEGATIVE_INFINITY : Date.parse(starts),
    endsAt: ends === undefined ? Number.POSITIVE_INFINITY : Date.parse(ends),
    validForMs: durationMs(validFor),
    reentryMs: reentry === null ? null : durationMs(reentry),
    goalMs: durationMs(goal.within),
    idleMs: 'idle' in trigger ? durationMs(trigger.idle) : null,
    answers: (event) => counter === null || counter.read(event, 0).length > 0,
  };
}

function inOrder(a: LiveCampaign, b: LiveCampaign): number {
  if (a.campaign.priority !== b.campaign.priority) return b.campaign.priority - a.campaign.priority;
  return a.campaign.key < b.campaign.key ? -1 : 1;
}

function eventsOf(trigger: Trigger): readonly string[] {
  if ('exitIntent' in trigger) return [EXIT_INTENT];
  if (!('event' in trigger)) return [];
  return typeof trigger.event === 'string' ? [trigger.event] : trigger.event;
}

function goalNames({ goal: { event } }: CampaignVersion): readonly string[] {
  return typeof event === 'string' ? [event] : event;
}

function index(
  live: readonly LiveCampaign[],
  keysOf: (trigger: Trigger) => readonly string[],
): ReadonlyMap<string, readonly LiveCampaign[]> {
  const found = new Map<string, LiveCampaign[]>();
  for (const one of live) {
    for (const key of keysOf(one.campaign.trigger)) found.set(key, [...(found.get(key) ?? []), one]);
  }
  return found;
}

/** Every segment that a campaign names. @example segmentsOf(campaign) // ['cart-abandoned'] */
export function segmentsOf(campaign: Asking): readonly string[] {
  return listSegments(campaign, ({ any = [], all = [], none = [] }) => [...any, ...all, ...none]);
}

/** Those of them for whose members it does something: whom it leaves out it does nothing for. */
export function treatedSegments(campaign: Asking): readonly string[] {
  return listSegments(campaign, ({ any = [], all = [] }) => [...any, ...all]);
}

type Asking = Pick<Campaign, 'audience' | 'trigger' | 'steps'>;

function listSegments(
  { audience, trigger, steps }: Asking,
  listAudience: (audience: Audience) => readonly string[],
): readonly string[] {
  const named = [audience, ...steps.flatMap(({ when }) => when ?? [])].flatMap(listAudience);
  const own = 'entry' in trigger ? [trigger.entry] : 'exit' in trigger ? [trigger.exit] : [];
  return [...new Set([...own, ...named])];
}

/** Whether somebody belongs to an audience. */
export function isOf({ any, all, none }: Audience, isIn: (segment: string) => boolean): boolean {
  if (any !== undefined && !any.some(isIn)) return false;
  if (all !== undefined && !all.every(isIn)) return false;
  return none === undefined || !none.some(isIn);
}

function compileRules(entries: ReadonlyMap<string, CampaignEntry>): CampaignRules {
  const goals = new Map<string, ReadonlyMap<number, CompiledGoal>>();
  for (const [key, { versions }] of entries)
    goals.set(key, new Map(versions.map(({ version, goal }) => [version, compileGoal(goal)])));
  return { goalOf: (campaign, version) => goals.get(campaign)?.get(version) };
}
