/** Events that reach a goal, told one by one: for webhooks, the stream, and whoever reads the log. */
import type { Entry, LoggedEntry, VisitorId } from '../entry.ts';
import { toMajor } from '../events/money.ts';
import type { CampaignRules, CampaignTracks } from '../profiles/campaign-tracks.ts';
import { goalEntry } from './decision-entries.ts';
import { isInWindow } from './goal.ts';

const MILLION = 1_000_000;

/**
 * An entry for every version of a campaign whose goal the event reaches, in its window, for somebody seen in one arm.
 *
 * @param tracks Of the visitor, with the event folded in.
 * @example goalsReached(event, profile.campaigns, rules).map(({ properties }) => properties.campaign)
 */
export function goalsReached(
  event: LoggedEntry & { readonly visitor: VisitorId },
  { campaigns }: CampaignTracks,
  rules: CampaignRules,
): readonly Entry[] {
  return campaigns.flatMap(({ campaign, exposed }) =>
    exposed.flatMap(({ version, arm, t, isMixed }) => {
      const goal = rules.goalOf(campaign, version);
      const isHeard = goal !== undefined && (goal.names === null || goal.names.includes(event.name));
      if (!isHeard || isMixed || !isInWindow(goal, event.t - t)) return [];
      const gained = goal.read(event);
      if (gained === null) return [];
      const value = sumsValue(goal.kind) ? toUnits(gained.value, event) : null;
      return [goalEntry(event, { campaign, version, arm }, value)];
    }),
  );
}

function sumsValue(kind: string): boolean {
  return kind === 'revenue' || kind === 'expansion';
}

function toUnits(value: number, { currency }: Entry): number {
  return currency === undefined ? value / MILLION : toMajor(value, currency);
}
