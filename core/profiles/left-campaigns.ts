/**
 * What is left of the decisions and exposures that retention takes: the arm, and what came of it. Which page a visitor was
 * on, what set the campaign off and by which decision goes. It adds up in every order.
 */
import { compareEntries, type Entry } from '../entry.ts';
import {
  type Allotted,
  type CampaignTrack,
  type CampaignTracks,
  type Exposed,
  NO_CAMPAIGNS,
  stepCampaigns,
} from './campaign-tracks.ts';
import type { Gained } from './gains.ts';
import { NO_NAMES } from './names.ts';

/** Goal events are known to {@link Gained}: whether they went before the exposure or stay longer. */
export type LeftExposed = Omit<Exposed, 'count' | 'value' | 'reachedAt'>;

export type LeftCampaign = {
  readonly campaign: string;
  /** The earliest decision that assigned anybody; null: none did. */
  readonly first: { readonly t: number; readonly isHeld: boolean } | null;
  /** The earliest one that gave an arm. */
  readonly arm: { readonly t: number; readonly arm: string } | null;
  readonly allotted: Allotted | null;
  readonly dismissedAt: number | null;
  /** By version, ascending. */
  readonly exposed: readonly LeftExposed[];
};

/**
 * @param going Decisions and exposures, of one visitor.
 * @param known How the visitor stands with them in the part that stays, above all what had been of each goal before.
 * @example leaveCampaigns(expired, profile.campaigns)[0]?.exposed
 */
export function leaveCampaigns(going: readonly Entry[], known: CampaignTracks): readonly LeftCampaign[] {
  const sorted = going.toSorted(compareEntries);
  const { campaigns } = sorted.reduce(
    (tracks, entry) => stepCampaigns(tracks, entry, NO_NAMES, undefined),
    NO_CAMPAIGNS,
  );
  return campaigns.map((track) => leave(track, sorted, known));
}

/** What happened at one instant on two devices counts as the whole of it did: the parts alone do not know its order. */
function leave(
  { campaign, allotted, dismissedAt, exposed }: CampaignTrack,
  going: readonly Entry[],
  known: CampaignTracks,
): LeftCampaign {
  const own = going.filter(({ type, properties }) => type === 'decision' && properties.campaign === campaign);
  const assigning = own.filter(assignsAnybody);
  const [first] = assigning;
  const drawn = assigning.find(({ name }) => name !== 'holdout');
  const kept = known.campaigns.find((track) => track.campaign === campaign);
  return {
    campaign,
    first: first === undefined ? null : { t: first.t, isHeld: known.isHeld ?? first.name === 'holdout' },
    arm: drawn === undefined ? null : { t: drawn.t, arm: kept?.arm ?? String(drawn.properties.arm) },
    allotted: allotted !== null && kept?.allotted?.t === allotted.t ? kept.allotted : allotted,
    dismissedAt,
    exposed: exposed.map((one) => leaveExposed(one, going, kept)),
  };
}

/** Only what was done in the arm that counts is marked, and that is the one of the whole. */
function leaveExposed(own: Exposed, going: readonly Entry[], kept: CampaignTrack | undefined): LeftExposed {
  const { count: _, value: __, reachedAt: ___, ...left } = own;
  const whole = kept?.exposed.find(({ version }) => version === own.version);
  const arm = whole?.arm ?? own.arm;
  const did = (name: string): boolean =>
    going.some(
      ({ type, name: done, properties: { campaign, version, arm: of } }) =>
        type === 'exposure' &&
        done === name &&
        campaign === kept?.campaign &&
        version === own.version &&
        of === arm,
    );
  const marks = { isClicked: did('clicked'), isDismissed: did('dismissed') };
  return { ...left, ...marks, arm, isMixed: own.isMixed || arm !== own.arm, before: whole?.before ?? 0 };
}

/** Whether a decision, alone, assigns somebody. */
function assignsAnybody(entry: Entry): boolean {
  return stepCampaigns(NO_CAMPAIGNS, entry, NO_NAMES, undefined) !== NO_CAMPAIGNS;
}

/** @example startCampaigns(base.campaigns, base.gains) // what kept entries are folded onto */
export function startCampaigns(left: readonly LeftCampaign[], gains: readonly Gained[]): CampaignTracks {
  if (left.length === 0) return gains.length === 0 ? NO_CAMPAIGNS : { ...NO_CAMPAIGNS, gone: gains };
  const firsts = left.flatMap(({ first }) => first ?? []);
  const first = firsts.length === 0 ? null : firsts.reduce(earlierFirst);
  return {
    isHeld: first === null ? null : first.isHeld,
    campaigns: left.map((own) => startTrack(own, gains)),
    gone: gains,
  };
}

function startTrack(
  { campaign, arm, allotted, dismissedAt, exposed }: LeftCampaign,
  gains: readonly Gained[],
): CampaignTrack {
  const gainedOf = (version: number) =>
    gains.find((own) => own.campaign === campaign && own.version === version) ?? { count: 0, value: 0 };
  return {
    campaign,
    arm: arm?.arm ?? null,
    allotted,
    last: null,
    dismissedAt,
    exposed: exposed.map(({ before, ...own }) => {
      const { count, value } = gainedOf(own.version);
      return { ...own, count, value, reachedAt: null, before };
    }),
  };
}

/** Associative and commutative: by campaign and version, in order. */
export function addLeft(a: readonly LeftCampaign[], b: readonly LeftCampaign[]): readonly LeftCampaign[] {
  if (a.length === 0 || b.length === 0) return a.length === 0 ? b : a;
  const sums = new Map(a.map((own) => [own.campaign, own]));
  for (const own of b) {
    const known = sums.get(own.campaign);
    sums.set(own.campaign, known === undefined ? own : addOne(known, own));
  }
  return [...sums.values()].toSorted((x, y) => (x.campaign < y.campaign ? -1 : 1));
}

function addOne(a: LeftCampaign, b: LeftCampaign): LeftCampaign {
  return {
    campaign: a.campaign,
    first: either(a.first, b.first, earlierFirst),
    arm: either(a.arm, b.arm, (x, y) => (x.t < y.t || (x.t === y.t && x.arm <= y.arm) ? x : y)),
    allotted: either(a.allotted, b.allotted, (x, y) => (x.t > y.t || (x.t === y.t && x.isTreated) ? x : y)),
    dismissedAt: either(a.dismissedAt, b.dismissedAt, Math.max),
    exposed: addExposed(a.exposed, b.exposed),
  };
}

type First = NonNullable<LeftCampaign['first']>;

function earlierFirst(a: First, b: First): First {
  return a.t < b.t || (a.t === b.t && a.isHeld) ? a : b;
}

function either<T>(a: T | null, b: T | null, choose: (a: T, b: T) => T): T | null {
  return a === null || b === null ? (a ?? b) : choose(a, b);
}

function addExposed(a: readonly LeftExposed[], b: readonly LeftExposed[]): readonly LeftExposed[] {
  const versions = Map.groupBy([...a, ...b], ({ version }) => version);
  return [...versions.values()]
    .map((own) => own.reduce(joinExposed))
    .toSorted((x, y) => x.version - y.version);
}

function joinExposed(a: LeftExposed, b: LeftExposed): LeftExposed {
  const isFirst = a.t < b.t || (a.t === b.t && (a.arm < b.arm || (a.arm === b.arm && a.before >= b.before)));
  return {
    ...(isFirst ? a : b),
    isMixed: a.isMixed || b.isMixed || a.arm !== b.arm,
    isClicked: a.isClicked || b.isClicked,
    isDismissed: a.isDismissed || b.isDismissed,
    shown: a.shown + b.shown,
  };
}
