/** The stored form of how a visitor stands with campaigns. */
import type { CampaignTrack, CampaignTracks, Exposed } from './campaign-tracks.ts';

type EncodedExposed = readonly [
  version: number,
  arm: string,
  t: number,
  marks: number,
  shown: number,
  count: number,
  value: number,
  before: number,
];
type EncodedTrack = readonly [
  campaign: string,
  arm: string | null,
  last: readonly [id: string, trigger: string, t: number, step: number, page: string | null] | null,
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
  const decision = last && ([last.id, last.trigger, last.t, last.step, last.page] as const);
  return [campaign, arm, decision, dismissedAt, shownAt, exposed.map(encodeExposed)];
}

function decodeTrack([campaign, arm, last, dismissedAt, shownAt, exposed]: EncodedTrack): CampaignTrack {
  return {
    campaign,
    arm,
    last: last && { id: last[0], trigger: last[1], t: last[2], step: last[3], page: last[4] },
    dismissedAt,
    shownAt,
    exposed: exposed.map(decodeExposed),
  };
}

function encodeExposed(own: Exposed): EncodedExposed {
  const { version, arm, t, isMixed, isClicked, isDismissed, shown, count, value, before } = own;
  const marks = (isMixed ? MIXED : 0) | (isClicked ? CLICKED : 0) | (isDismissed ? DISMISSED : 0);
  return [version, arm, t, marks, shown, count, value, before];
}

function decodeExposed([version, arm, t, marks, shown, count, value, before]: EncodedExposed): Exposed {
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
  };
}
