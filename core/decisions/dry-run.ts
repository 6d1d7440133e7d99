/** A dry run: whom a campaign would have reached over the last days, and how often, by rehearsing every visitor. */
import { calendarSpan } from '../calendar.ts';
import type { SiteId, VisitorId } from '../entry.ts';
import { isAnonymous, recordedIds } from '../profiles/kinship.ts';
import { type ListingPorts, listProfiles } from '../profiles/listing.ts';
import type { FoldRules } from '../profiles/rules.ts';
import { type LogStore, readVisitorLog } from '../profiles/visitor-log.ts';
import { declinesProfiling } from '../scoring/profiling.ts';
import type { SiteSegments } from '../segments/segment-book.ts';
import type { Site } from '../sites/site.ts';
import { nextTurn } from '../turn.ts';
import { localDate } from '../zone.ts';
import type { Campaign } from './campaign.ts';
import type { Outcome, Reason } from './choose.ts';
import { clockOn } from './limits.ts';
import { compileCampaigns, type LiveCampaign, type SiteCampaigns } from './live.ts';
import { type Rehearsal, type RehearsalInput, rehearse } from './rehearsal.ts';
import { isOnDay } from './schedule.ts';
import type { Targets } from './uplift/targets.ts';

export type DryRun = {
  readonly campaign: string;
  /** UTC ms. */
  readonly from: number;
  readonly to: number;
  /** Visitors looked at. */
  readonly visitors: number;
  /** Visitors who would have been shown or sent something, and how many times in all. */
  readonly reached: number;
  readonly treatments: number;
  /** Of the control arm, of those passed over since it is not for everybody, and of those left out of everything. */
  readonly control: number;
  readonly passedOver: number;
  readonly holdout: number;
  readonly arms: Readonly<Record<string, { readonly visitors: number; readonly decisions: number }>>;
  /** How many visitors would have been reached how often. */
  readonly times: Readonly<Record<string, number>>;
  /** Treatments by day of the site's calendar. */
  readonly days: Readonly<Record<string, number>>;
  /** Why it was not, where audience and trigger held. */
  readonly reasons: Readonly<Partial<Record<Reason, number>>>;
  /** The first of those reached, by id. */
  readonly items: readonly { readonly visitor: VisitorId; readonly times: number; readonly arm: string }[];
};

export type DryRunPorts = ListingPorts & {
  readonly store: LogStore;
  readonly rulesOf: (site: SiteId) => FoldRules;
  readonly segmentsOf: (site: SiteId) => SiteSegments | null;
  readonly campaignOf: (site: SiteId, key: string) => Campaign | null;
  readonly targets: Pick<Targets, 'of'>;
};

const VISITORS_A_SLICE = 100;
const MOST_ITEMS = 1_000;
const DAY_MS = 86_400_000;

/**
 * Budgets and throttles of the whole site, and whether a channel reaches somebody, are left aside: they depend on what
 * else goes on.
 *
 * @example (await dryRun(ports, site, campaign, { days: 14, now })).reached
 */
export async function dryRun(
  ports: DryRunPorts,
  site: Site,
  campaign: Campaign,
  { days, now }: { readonly days: number; readonly now: number },
): Promise<DryRun> {
  const from = now - days * DAY_MS;
  const campaigns = stageOf(campaign, from);
  const live = campaigns.live[0] as LiveCampaign;
  const shared = {
    site: site.siteId,
    campaigns,
    live,
    segments: ports.segmentsOf(site.siteId),
    terms: site.settings.decisions,
    campaignOf: (key: string) => ports.campaignOf(site.siteId, key),
    targetOf: (key: string) => ports.targets.of(site.siteId, key),
    zone: site.settings.timezone,
    from,
    to: now,
    scheduled: listScheduled(live, from, now, site.settings.timezone),
  };
  const rules = { ...ports.rulesOf(site.siteId), campaigns: campaigns.rules };
  const sum = createSum(campaign.key, from, now, site.settings.timezone);
  for await (const { canonical, input } of readInputs(ports, site.siteId, rules, now))
    sum.add(canonical, rehearse({ ...shared, ...input }));
  return sum.result();
}

/** The campaign alone, live since the beginning. */
function stageOf(campaign: Campaign, from: number): SiteCampaigns {
  const { goal } = campaign;
  const versions = [{ version: 1, goal, arms: [], since: from }];
  const live = { ...campaign, state: 'live' } as const;
  const times = { createdAt: from, changedAt: from, liveSince: from };
  return compileCampaigns(new Map([[campaign.key, { campaign: live, version: 1, versions, ...times }]]));
}

function listScheduled(
  { campaign: { trigger } }: LiveCampaign,
  from: number,
  to: number,
  zone: string,
): RehearsalInput['scheduled'] {
  if (!('schedule' in trigger)) return [];
  const found: { readonly at: number; readonly date: string }[] = [];
  for (let day = calendarSpan('day', from, zone); day.from <= to; day = calendarSpan('day', day.to, zone)) {
    const at = clockOn(day.from, trigger.schedule.at, zone);
    const date = localDate(day.from, zone);
    if (at >= from && at <= to && isOnDay(trigger.schedule.on, date)) found.push({ at, date });
  }
  return found;
}

type Read = { readonly canonical: VisitorId; readonly input: Pick<RehearsalInput, 'log' | 'known'> };

async function* readInputs(
  ports: DryRunPorts,
  site: SiteId,
  rules: FoldRules,
  now: number,
): AsyncGenerator<Read> {
  for await (const { found } of listProfiles(ports, site, { pageRows: VISITORS_A_SLICE })) {
    for (const { profile, kinship } of found) {
      // Also of the time before they did: nothing is made of it any more.
      if (declinesProfiling(profile, now)) continue;

      const canonical = kinship.visitor;
      const log = await readVisitorLog(ports.store, site, kinship, rules);
      const known = { ids: recordedIds(kinship), isAnonymous: isAnonymous(kinship, profile) };
      yield { canonical, input: { log: { canonical, rules, ...log }, known } };
    }
    await nextTurn();
  }
}

function createSum(campaign: string, from: number, to: number, zone: string) {
  const arms: Record<string, { visitors: number; decisions: number }> = {};
  const times: Record<string, number> = {};
  const days: Record<string, number> = {};
  const reasons: Partial<Record<Reason, number>> = {};
  const items: { visitor: VisitorId; times: number; arm: string }[] = [];
  const counts = { visitors: 0, reached: 0, treatments: 0, control: 0, passedOver: 0, holdout: 0 };

  function addArms({ decisions }: Rehearsal): void {
    for (const [arm, own] of Map.groupBy(decisions, (one) => one.arm)) {
      const known = arms[arm] ?? { visitors: 0, decisions: 0 };
      arms[arm] = { visitors: known.visitors + 1, decisions: known.decisions + own.length };
    }
  }

  function addReached(visitor: VisitorId, { decisions }: Rehearsal): void {
    const chosen = decisions.filter(({ outcome }) => outcome === 'chosen');
    for (const { t } of chosen) add(days, localDate(t, zone));
    counts.treatments += chosen.length;
    if (chosen.length === 0) return;
    counts.reached += 1;
    add(times, String(chosen.length));
    if (items.length < MOST_ITEMS) items.push({ visitor, times: chosen.length, arm: chosen[0]?.arm ?? '' });
  }

  return {
    add: (visitor: VisitorId, rehearsed: Rehearsal): void => {
      counts.visitors += 1;
      const has = (wanted: Outcome): boolean => rehearsed.decisions.some(({ outcome }) => outcome === wanted);
      if (has('control')) counts.control += 1;
      if (has('passed_over')) counts.passedOver += 1;
      if (has('holdout')) counts.holdout += 1;
      addArms(rehearsed);
      addReached(visitor, rehearsed);
      for (const [reason, many] of Object.entries(rehearsed.reasons) as [Reason, number][])
        reasons[reason] = (reasons[reason] ?? 0) + many;
    },
    result: (): DryRun => ({ campaign, from, to, ...counts, arms, times, days, reasons, items }),
  };
}

function add(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}
