/** The stored form of how a visitor stands with campaigns. */
import type { CampaignTrack, CampaignTracks, Exposed, LastDecision } from './campaign-tracks.ts';
import type { Gained } from './gains.ts';

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
  const { version, arm, t, isMixed, isClicked, isDismissed, shown, count, value, before, reachedAt } = own;
  const marks = (isMixed ? MIXED : 0) | (isClicked ? CLICKED : 0) | (isDismissed ? DISMISSED : 0);
  return [version, arm, t, marks, shown, count, value, before, reachedAt];
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
    isMixed: (marks & MIXED) > 0,
    isClicked: (marks & CLICKED) > 0,
    isDismissed: (marks & DISMISSED) > 0,
    shown,
    count,
    value,
    before,
    reachedAt,
  };
}
