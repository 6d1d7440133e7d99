/** What retired events had been to campaigns: kept apart, since an exposure is folded without them from then on. */
import { gainOf } from '../decisions/goal.ts';
import { compareEntries, type Entry } from '../entry.ts';
import { type CampaignTracks, NO_CAMPAIGNS, stepCampaigns } from './campaign-tracks.ts';
import { countEvent, NO_NAMES } from './names.ts';
import type { FoldRules } from './rules.ts';

/** Of one version of a campaign that the visitor was exposed to. */
export type Gained = {
  readonly campaign: string;
  readonly version: number;
  /** Goal events in the window, and what they sum. */
  readonly count: number;
  readonly value: number;
  /** What came after the exposure and counts among what had been of the goal, now that it stands before everything. */
  readonly later: number;
};

/**
 * What each event adds to the results of its visitor, by its id.
 *
 * @param exposures Of the visitor, whatever their order.
 * @param start What is left of exposures before them.
 * @example gainsOf(exposures, expired, rules).get(order.id) // [{ campaign: 'hello', version: 1, count: 1, … }]
 */
export function gainsOf(
  exposures: readonly Entry[],
  events: readonly Entry[],
  rules: FoldRules,
  start: CampaignTracks = NO_CAMPAIGNS,
): ReadonlyMap<string, readonly Gained[]> {
  const gains = new Map<string, readonly Gained[]>();
  const isSeen = exposures.length > 0 || start.campaigns.length > 0;
  if (!isSeen || rules.campaigns === undefined) return gains;
  let tracks = start;
  for (const entry of [...exposures, ...events].toSorted(compareEntries)) {
    if (entry.type === 'event') gains.set(entry.id, listGains(tracks, entry, rules));
    else tracks = stepCampaigns(tracks, entry, NO_NAMES, rules.campaigns);
  }
  return gains;
}

function listGains({ campaigns }: CampaignTracks, event: Entry, rules: FoldRules): readonly Gained[] {
  const names = countEvent(NO_NAMES, event, rules);
  return campaigns.flatMap(({ campaign, exposed }) =>
    exposed.flatMap(({ version, t }) => {
      const goal = rules.campaigns?.goalOf(campaign, version);
      if (goal === undefined) return [];
      const { count, value } = gainOf(goal, event, t) ?? { count: 0, value: 0 };
      const later = goal.before(names);
      return count === 0 && later === 0 ? [] : [{ campaign, version, count, value, later }];
    }),
  );
}

/** Associative and commutative: by campaign and version, in order. */
export function addGains(a: readonly Gained[], b: readonly Gained[]): readonly Gained[] {
  if (a.length === 0 || b.length === 0) return a.length === 0 ? b : a;
  const sums = new Map<string, Gained>();
  for (const own of [...a, ...b]) {
    const key = JSON.stringify([own.campaign, own.version]);
    const known = sums.get(key);
    sums.set(key, known === undefined ? own : addOne(known, own));
  }
  return [...sums.values()].toSorted(inOrder);
}

function addOne(a: Gained, b: Gained): Gained {
  return { ...a, count: a.count + b.count, value: a.value + b.value, later: a.later + b.later };
}

function inOrder(a: Gained, b: Gained): number {
  if (a.campaign !== b.campaign) return a.campaign < b.campaign ? -1 : 1;
  return a.version - b.version;
}
