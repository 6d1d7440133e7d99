/** The stored form of how a visitor stands with campaigns. */
import type { CampaignTrack, CampaignTracks, Exposed, LastDecision } from './campaign-tracks.ts';

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
  began: readonly [trigger: string, t: number],
];
type EncodedTrack = readonly [
  campaign: string,
  arm: string | null,
  last: EncodedLast | null,
  dismissedAt: number | null,
  shownAt: number | null,
  exposed: readonly EncodedExposed[],
];
export type EncodedCampaigns = readonly [isHeld: boolean | null, tracks: readonly EncodedTrack[]];

const MIXED = 1;
const CLICKED = 2;
const DISMISSED = 4;

export function encodeCampaigns({ isHeld, campaigns }: CampaignTracks): EncodedCampaigns {
  return [isHeld, campaigns.map(encodeTrack)];
}

export function decodeCampaigns([isHeld, tracks]: EncodedCampaigns): CampaignTracks {
  return { isHeld, campaigns: tracks.map(decodeTrack) };
}

function encodeTrack({ campaign, arm, last, dismissedAt, shownAt, exposed }: CampaignTrack): EncodedTrack {
  return [campaign, arm, last && encodeLast(last), dismissedAt, shownAt, exposed.map(encodeExposed)];
}

function encodeLast({ id, trigger, t, step, page, began }: LastDecision): EncodedLast {
  return [id, trigger, t, step, page, [began.trigger, began.t]];
}

function decodeLast([id, trigger, t, step, page, [first, since]]: EncodedLast): LastDecision {
  return { id, trigger, t, step, page, began: { trigger: first, t: since } };
}

function decodeTrack([campaign, arm, last, dismissedAt, shownAt, exposed]: EncodedTrack): CampaignTrack {
  return {
    campaign,
    arm,
    last: last && decodeLast(last),
    dismissedAt,
    shownAt,
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
