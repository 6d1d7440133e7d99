/** Campaigns as the API and the command line answer them: instants in ISO 8601. */

import { isObject } from '../../core/collect/json.ts';
import type { CampaignResult } from '../../core/decisions/campaigns.ts';
import type { DryRun } from '../../core/decisions/dry-run.ts';
import type { CampaignEntry } from '../../core/decisions/live.ts';
import { reachOf } from '../../core/decisions/reach.ts';
import type { UnitReport } from '../../core/measurement/campaign-report.ts';
import { presentUpliftPart } from './uplift-answers.ts';

export type CampaignLine = ReturnType<typeof presentCampaign>;

/** @example presentCampaign(entry).version // 1 */
export function presentCampaign({
  campaign,
  version,
  versions,
  createdAt,
  changedAt,
  liveSince,
}: CampaignEntry) {
  return {
    ...campaign,
    version,
    versions: versions.map(({ since, ...own }) => ({ ...own, since: toIso(since) })),
    createdAt: toIso(createdAt),
    changedAt: toIso(changedAt),
    liveSince: liveSince === null ? null : toIso(liveSince),
    reach: reachOf(campaign),
  };
}

/** What an answer says of a campaign beside what was put. */
const ANSWERED: ReadonlySet<string> = new Set([
  'version',
  'versions',
  'createdAt',
  'changedAt',
  'liveSince',
  'reach',
]);

/** A campaign as it was answered, changed and put again: what only answers say is left aside. */
export function readAnswered(input: unknown): unknown {
  if (!isObject(input)) return input;
  return Object.fromEntries(Object.entries(input).filter(([name]) => !ANSWERED.has(name)));
}

function toIso(t: number): string {
  return new Date(t).toISOString();
}

export type ReportView = ReturnType<typeof presentReport>;
export type DryRunView = ReturnType<typeof presentDryRun>;

/** The unit with more visitors stands in front; both are there. */
export function presentReport({ units, since, uplift, ...report }: CampaignResult) {
  const visitors = ({ arms }: UnitReport) => arms.reduce((sum, arm) => sum + arm.visitors, 0);
  const [main] = units.toSorted((a, b) => visitors(b) - visitors(a));
  return { ...report, since: toIso(since), ...main, units, uplift: presentUpliftPart(uplift) };
}

export function presentDryRun({ from, to, ...run }: DryRun) {
  return { ...run, from: toIso(from), to: toIso(to) };
}
