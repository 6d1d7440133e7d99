/** The stored form of how a visitor stands with campaigns. */
import type { CampaignTrack, CampaignTracks, Exposed, LastDecision } from './campaign-tracks.ts';
import type { Gained } from './gains.ts';
import type { LeftCampaign, LeftExposed } from './left-campaigns.ts';

type EncodedExposed = readonly [
  version: number,
  arm: string,
  t: number,
  marks: number,
  shown: number,
  count: number,
  value: number,
  before: number,
  reachedAt: number | null,
];
type EncodedLast = readonly [
  id: string,
  trigger: string,
  t: number,
  step: number,
  page: string | null,
  isShown: 0 | 1,
  began: readonly [trigger: string, t: number],
];
type EncodedTrack = readonly [
  campaign: string,
  arm: string | null,
  last: EncodedLast | null,
  dismissedAt: number | null,
  exposed: readonly EncodedExposed[],
  allotted?: readonly [isTreated: 0 | 1, t: number],
];
export type EncodedGained = readonly [
  campaign: string,
  version: number,
  count: number,
  value: number,
  later: number,
];
type EncodedLeftExposed = readonly [
  version: number,
  arm: string,
  t: number,
  marks: number,
  shown: number,
  before: number,
];
export type EncodedLeft = readonly [
  campaign: string,
  first: readonly [t: number, isHeld: 0 | 1] | null,
  arm: readonly [t: number, arm: string] | null,
  allotted: readonly [isTreated: 0 | 1, t: number] | null,
  dismissedAt: number | null,
  exposed: readonly EncodedLeftExposed[],
];
export type EncodedCampaigns = readonly [
  isHeld: boolean | null,
  tracks: readonly EncodedTrack[],
  gone?: readonly EncodedGained[],
];

const MIXED = 1;
const CLICKED = 2;
const DISMISSED = 4;

export function encodeCampaigns({ isHeld, campaigns, gone }: CampaignTracks): EncodedCampaigns {
  const tracks = campaigns.map(encodeTrack);
  return gone.length === 0 ? [isHeld, tracks] : [isHeld, tracks, gone.map(encodeGained)];
}

export function decodeCampaigns([isHeld, tracks, gone = []]: EncodedCampaigns): CampaignTracks {
  return { isHeld, campaigns: tracks.map(decodeTrack), gone: gone.map(decodeGained) };
}

export function encodeGained({ campaign, version, count, value, later }: Gained): EncodedGained {
  return [campaign, version, count, value, later];
}

export function decodeGained([campaign, version, count, value, later]: EncodedGained): Gained {
  return { campaign, version, count, value, later };
}

export function encodeLeft({
  campaign,
  first,
  arm,
  allotted,
  dismissedAt,
  exposed,
}: LeftCampaign): EncodedLeft {
  return [
    campaign,
    first && [first.t, first.isHeld ? 1 : 0],
    arm && [arm.t, arm.arm],
    allotted && [allotted.isTreated ? 1 : 0, allotted.t],
    dismissedAt,
    exposed.map((own) => [own.version, own.arm, own.t, marksOf(own), own.shown, own.before]),
  ];
}

export function decodeLeft([
  campaign,
  first,
  arm,
  allotted,
  dismissedAt,
  exposed,
]: EncodedLeft): LeftCampaign {
  return {
    campaign,
    first: first && { t: first[0], isHeld: first[1] === 1 },
    arm: arm && { t: arm[0], arm: arm[1] },
    allotted: allotted && { isTreated: allotted[0] === 1, t: allotted[1] },
    dismissedAt,
    exposed: exposed.map(decodeLeftExposed),
  };
}

function decodeLeftExposed([version, arm, t, marks, shown, before]: EncodedLeftExposed): LeftExposed {
  return { version, arm, t, ...readMarks(marks), shown, before };
}

function marksOf({ isMixed, isClicked, isDismissed }: LeftExposed): number {
  return (isMixed ? MIXED : 0) | (isClicked ? CLICKED : 0) | (isDismissed ? DISMISSED : 0);
}

function readMarks(marks: number): Pick<Exposed, 'isMixed' | 'isClicked' | 'isDismissed'> {
  return {
    isMixed: (marks & MIXED) > 0,
    isClicked: (marks & CLICKED) > 0,
    isDismissed: (marks & DISMISSED) > 0,
  };
}

function encodeTrack({ campaign, arm, allotted, last, dismissedAt, exposed }: CampaignTrack): EncodedTrack {
  const common = [campaign, arm, last && encodeLast(last), dismissedAt, exposed.map(encodeExposed)] as const;
  return allotted === null ? common : [...common, [allotted.isTreated ? 1 : 0, allotted.t]];
}

function encodeLast({ id, trigger, t, step, page, isShown, began }: LastDecision): EncodedLast {
  return [id, trigger, t, step, page, isShown ? 1 : 0, [began.trigger, began.t]];
}

function decodeLast([id, trigger, t, step, page, isShown, [first, since]]: EncodedLast): LastDecision {
  return { id, trigger, t, step, page, isShown: isShown === 1, began: { trigger: first, t: since } };
}

function decodeTrack([campaign, arm, last, dismissedAt, exposed, allotted]: EncodedTrack): CampaignTrack {
  return {
    campaign,
    arm,
    allotted: allotted === undefined ? null : { isTreated: allotted[0] === 1, t: allotted[1] },
    last: last && decodeLast(last),
    dismissedAt,
    exposed: exposed.map(decodeExposed),
  };
}

function encodeExposed(own: Exposed): EncodedExposed {
  const { version, arm, t, shown, count, value, before, reachedAt } = own;
  return [version, arm, t, marksOf(own), shown, count, value, before, reachedAt];
}

function decodeExposed([
  version,
  arm,
  t,
  marks,
  shown,
  count,
  value,
  before,
  reachedAt,
]: EncodedExposed): Exposed {
  return {
    version,
    arm,
    t,
    ...readMarks(marks),
    shown,
    count,
    value,
    before,
    reachedAt,
  };
}
