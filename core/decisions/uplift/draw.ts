/** Who gets it, where a campaign is for a share of those it reaches: whom it changes most, and some by chance. */
import type { CampaignTrack } from '../../profiles/campaign-tracks.ts';
import { allot, type Cut } from '../../scoring/uplift/allotment.ts';
import { shareOf } from '../../segments/share.ts';
import { treatedShare } from '../assignment.ts';
import type { LiveCampaign } from '../live.ts';

/** What is expected of a treatment, by a ranking that a trial has shown to be better than chance. */
export type Expectation = {
  /** What it changes in the probability of the goal: -1 to 1. */
  readonly uplift: number;
  /** What that is worth, in major units of the site's currency. */
  readonly value: number;
  cutAt(budget: number): Cut;
};

/** What a decision says of its draw. */
export type Draw = {
  /** Of everybody outside the control arm: false passes over. */
  readonly isTreated: boolean;
  /** How likely it was, before the arm was known, that this visitor is treated; null: it was drawn before. */
  readonly propensity: number | null;
  /** When it was drawn, UTC ms; null where the campaign is for everybody. */
  readonly at: number | null;
  /** What was expected of it; null where it was left to chance. */
  readonly uplift: number | null;
};

/** Of the share that is treated: drawn by chance, so that it can be judged whether the ranking still is right. */
const EXPLORED = 0.2;

type Drawing = {
  readonly track: CampaignTrack | undefined;
  /** The same occasion again. */
  readonly isRepeat: boolean;
  readonly unit: string;
  readonly expected: Expectation | null;
  readonly now: number;
};

/**
 * Whoever was drawn or passed over stays so until the goal's window is over: before that it cannot be seen what came of
 * it. The same visitor has the same luck at every draw, so that two pages that ask at once are answered alike.
 *
 * @example drawTreatment(live, { track, isRepeat: false, unit, expected: null, now }).isTreated
 */
export function drawTreatment(live: LiveCampaign, drawing: Drawing): Draw {
  const { campaign, createdAt, goalMs } = live;
  const { track, isRepeat, unit, expected, now } = drawing;
  const isFirst = track?.last == null;
  const treated = treatedShare(campaign);
  if (campaign.uplift === undefined)
    return { isTreated: true, propensity: isFirst ? treated : null, at: null, uplift: null };
  const known = track?.allotted ?? null;
  if (known !== null && known.t >= createdAt && (isRepeat || now < known.t + goalMs))
    return { isTreated: known.isTreated, propensity: null, at: known.t, uplift: null };
  const { chance, propensity } = chancesOf(campaign.uplift.share, expected, 1 - treated);
  const isTreated = shareOf(`uplift:${campaign.key}:${unit}`) < chance;
  return { isTreated, propensity: isFirst ? propensity : null, at: now, uplift: expected?.uplift ?? null };
}

function chancesOf(share: number, expected: Expectation | null, holdout: number) {
  if (expected === null) return { chance: share, propensity: share * (1 - holdout) };
  const exploration = share * EXPLORED;
  const budget = (share - exploration) / (1 - exploration);
  return allot(expected.uplift, expected.cutAt(budget), { holdout, exploration });
}
