/**
 * How a visitor stands with campaigns: the arm, what was shown, what came of it. A part of the fold, so that it is the
 * same whatever order entries arrive in, and one person's whatever devices they came from.
 */
import { type CompiledGoal, gainOf } from '../decisions/goal.ts';
import type { Entry } from '../entry.ts';
import type { Gained } from './gains.ts';
import type { Names } from './names.ts';

/** Of one version of a campaign, from the first exposure on. */
export type Exposed = {
  readonly version: number;
  readonly arm: string;
  /** The first exposure, UTC ms. */
  readonly t: number;
  /** Seen in another arm as well: it says nothing about either. */
  readonly isMixed: boolean;
  readonly isClicked: boolean;
  readonly isDismissed: boolean;
  /** Exposures. */
  readonly shown: number;
  /** Goal events in the window, and what they sum. */
  readonly count: number;
  readonly value: number;
  /** The latest of them, UTC ms. */
  readonly reachedAt: number | null;
  /** What had been of the goal before. */
  readonly before: number;
};

export type LastDecision = {
  readonly id: string;
  /** What it answered. */
  readonly trigger: string;
  readonly t: number;
  /** Place of the step in a sequence, from 0. */
  readonly step: number;
  /** Hash of the page load that it was made for. */
  readonly page: string | null;
  /** Somebody saw it, or was where it would have been seen. */
  readonly isShown: boolean;
  /** The occasion that it answers, or that its sequence began with. */
  readonly began: Occasion;
};

export type Occasion = {
  readonly trigger: string;
  /** When that was, UTC ms: the decision comes a moment later, or much. */
  readonly t: number;
};

/** That somebody outside the control arm was drawn, or passed over, where a campaign is not for everybody. */
export type Allotted = {
  readonly isTreated: boolean;
  /** Of the draw, UTC ms. */
  readonly t: number;
};

export type CampaignTrack = {
  readonly campaign: string;
  /** The arm of the earliest decision: it stays, whoever the visitor turns out to be. */
  readonly arm: string | null;
  /** The latest draw; null: there was none. */
  readonly allotted: Allotted | null;
  readonly last: LastDecision | null;
  readonly dismissedAt: number | null;
  /** By version, ascending. */
  readonly exposed: readonly Exposed[];
};

export type CampaignTracks = {
  /** Left out of everything, as the earliest decision found; null: none was made. */
  readonly isHeld: boolean | null;
  /** By key, in code unit order. */
  readonly campaigns: readonly CampaignTrack[];
  /** What events had been to them that retention has removed. */
  readonly gone: readonly Gained[];
};

export const NO_CAMPAIGNS: CampaignTracks = { isHeld: null, campaigns: [], gone: [] };

/** Of every version of every campaign that a site has had. */
export type CampaignRules = {
  goalOf(campaign: string, version: number): CompiledGoal | undefined;
};

const NOTHING: Omit<CampaignTrack, 'campaign'> = {
  arm: null,
  allotted: null,
  last: null,
  dismissedAt: null,
  exposed: [],
};

/**
 * With one more entry, later than all before.
 *
 * @param names What had happened before it.
 */
export function stepCampaigns(
  tracks: CampaignTracks,
  entry: Entry,
  names: Names,
  rules: CampaignRules | undefined,
): CampaignTracks {
  if (entry.type === 'event') return rules === undefined ? tracks : stepGoals(tracks, entry, rules);
  if (entry.type === 'decision') return stepDecision(tracks, entry);
  if (entry.type === 'exposure') return stepExposure(tracks, entry, names, rules);
  return tracks;
}

/** @returns undefined where nothing is known of it. */
export function trackOf({ campaigns }: CampaignTracks, campaign: string): CampaignTrack | undefined {
  return campaigns.find((track) => track.campaign === campaign);
}

function change(
  tracks: CampaignTracks,
  campaign: string,
  make: (track: CampaignTrack) => CampaignTrack,
): CampaignTracks {
  const { campaigns } = tracks;
  const at = campaigns.findIndex((track) => track.campaign >= campaign);
  const known = campaigns[at];
  if (known?.campaign === campaign) return { ...tracks, campaigns: campaigns.with(at, make(known)) };
  const place = at < 0 ? campaigns.length : at;
  return { ...tracks, campaigns: campaigns.toSpliced(place, 0, make({ campaign, ...NOTHING })) };
}

/** What was only considered, or is still to be decided, assigns nobody. */
const ASSIGNING: ReadonlySet<string> = new Set(['chosen', 'passed_over', 'control', 'holdout']);

function stepDecision(tracks: CampaignTracks, { name, t, page, properties }: Entry): CampaignTracks {
  const { campaign, arm, trigger, decision, step, since, allottedAt } = properties;
  if (!ASSIGNING.has(name) || typeof campaign !== 'string' || typeof decision !== 'string') return tracks;
  const isHeld = tracks.isHeld ?? name === 'holdout';
  const place = typeof step === 'number' ? step : 0;
  const occasion = { trigger: String(trigger), t: typeof since === 'number' ? since : t };
  const asked = { trigger: occasion.trigger, t, step: place, page: page ?? null };
  const made = { id: decision, ...asked, isShown: false };
  return change({ ...tracks, isHeld }, campaign, (track) => ({
    ...track,
    arm: track.arm ?? (name === 'holdout' ? null : String(arm)),
    allotted:
      typeof allottedAt === 'number' ? { isTreated: name === 'chosen', t: allottedAt } : track.allotted,
    last: { ...made, began: place > 0 && track.last !== null ? track.last.began : occasion },
  }));
}

/** What is done with a treatment shows that it was seen, also where that is told at the same instant and sorts after it. */
function stepExposure(
  tracks: CampaignTracks,
  entry: Entry,
  names: Names,
  rules: CampaignRules | undefined,
): CampaignTracks {
  const { t, name } = entry;
  const { campaign, version, arm } = entry.properties;
  if (typeof campaign !== 'string' || typeof version !== 'number' || typeof arm !== 'string') return tracks;
  const isShown = name === 'shown' || name === 'withheld';
  if (!isShown && name !== 'clicked' && name !== 'dismissed') return tracks;
  const seen = { version, arm, t, times: isShown ? 1 : 0 };
  const gone = tracks.gone.find((own) => own.campaign === campaign && own.version === version);
  const before = (rules?.goalOf(campaign, version)?.before(names) ?? 0) - (gone?.later ?? 0);
  return change(tracks, campaign, (track) => {
    const exposed = expose(track.exposed, seen, { before, count: gone?.count ?? 0, value: gone?.value ?? 0 });
    if (isShown) return { ...track, last: showLast(track.last, entry), exposed };
    if (name === 'clicked') return { ...track, exposed: mark(exposed, seen, { isClicked: true }) };
    return { ...track, dismissedAt: t, exposed: mark(exposed, seen, { isDismissed: true }) };
  });
}

function showLast(last: LastDecision | null, { properties }: Entry): LastDecision | null {
  return last?.id === properties.decision && last !== null ? { ...last, isShown: true } : last;
}

type Seen = Pick<Exposed, 'version' | 'arm'>;

function mark(
  exposed: readonly Exposed[],
  seen: Seen,
  marks: Partial<Pick<Exposed, 'isClicked' | 'isDismissed'>>,
): readonly Exposed[] {
  return exposed.map((own) => (isSame(own, seen) ? { ...own, ...marks } : own));
}

function isSame(a: Seen, b: Seen): boolean {
  return a.version === b.version && a.arm === b.arm;
}

function expose(
  exposed: readonly Exposed[],
  { version, arm, t, times }: Seen & { readonly t: number; readonly times: number },
  known: Pick<Exposed, 'before' | 'count' | 'value'>,
): readonly Exposed[] {
  const at = exposed.findIndex((own) => own.version >= version);
  const own = exposed[at];
  if (own?.version === version) {
    const isMixed = own.isMixed || own.arm !== arm;
    return exposed.with(at, { ...own, shown: own.shown + times, isMixed });
  }
  const marks = { isMixed: false, isClicked: false, isDismissed: false };
  const fresh = { version, arm, t, ...marks, shown: times, ...known, reachedAt: null };
  return exposed.toSpliced(at < 0 ? exposed.length : at, 0, fresh);
}

function stepGoals(tracks: CampaignTracks, event: Entry, rules: CampaignRules): CampaignTracks {
  let { campaigns } = tracks;
  for (const [at, { campaign, exposed }] of campaigns.entries()) {
    for (const [place, own] of exposed.entries()) {
      const gained = gain(own, event, rules.goalOf(campaign, own.version));
      if (gained === own) continue;
      const track = campaigns[at] as CampaignTrack;
      campaigns = campaigns.with(at, { ...track, exposed: track.exposed.with(place, gained) });
    }
  }
  return campaigns === tracks.campaigns ? tracks : { ...tracks, campaigns };
}

function gain(own: Exposed, event: Entry, goal: CompiledGoal | undefined): Exposed {
  const gained = goal === undefined ? null : gainOf(goal, event, own.t);
  if (gained === null) return own;
  return { ...own, count: own.count + gained.count, value: own.value + gained.value, reachedAt: event.t };
}
