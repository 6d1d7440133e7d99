/** What a visitor adds to results of campaigns: kept beside the profile's row, and replaced with it. */
import { outcomeOf } from '../decisions/goal.ts';
import type { Contribution } from '../ports.ts';
import { endOfAnonymous, type Profile } from './profile.ts';
import type { FoldRules } from './rules.ts';

/**
 * One of each version of a campaign that the visitor was exposed to; a version that is deleted has no result.
 *
 * @example contributionsOf(profile, rules)[0]?.y // 1
 */
export function contributionsOf(profile: Profile, { campaigns: rules }: FoldRules): readonly Contribution[] {
  const { campaigns } = profile.campaigns;
  if (campaigns.length === 0 || rules === undefined) return [];
  const unit = endOfAnonymous(profile) === null ? 'person' : 'visitor_day';
  return campaigns.flatMap(({ campaign, exposed }) =>
    exposed.flatMap(({ version, arm, isMixed, isClicked, isDismissed, shown, count, value, before }) => {
      const goal = rules.goalOf(campaign, version);
      if (goal === undefined) return [];
      const y = outcomeOf(goal.kind, { count, value });
      const marks = { isMixed, isConverted: count > 0, isClicked, isDismissed };
      return [{ campaign, version, arm, unit, y, x: before, shown, ...marks } as const];
    }),
  );
}
