/** Everything that the overview shows, asked for together: nothing moves when one of it comes later. */
import type { Answer } from '../../api/answer.ts';
import type { List } from '../../api/answers/list.ts';
import type { ChangeReport, ChangerAnswer, StatisticsAnswer } from '../../api/answers/overview.ts';
import type { Api } from '../../api/api.ts';
import { dayBefore } from '../../view-models/overview.ts';
import { type Changer, listChangers, MOST_CHANGERS } from '../../view-models/overview-changed.ts';

export type Overview = {
  readonly now: StatisticsAnswer;
  /** As many days, before these. */
  readonly before: StatisticsAnswer;
  readonly changers: readonly Changer[];
  readonly hasMore: boolean;
};

const STATISTICS = '/v1/statistics';
const MOST_CAMPAIGNS = 200;

/** @example await askOverview(api, 28) */
export async function askOverview(api: Api, days: number): Promise<Answer<Overview>> {
  const [now, campaigns] = await Promise.all([
    api.get<StatisticsAnswer>(STATISTICS, { days }),
    api.get<List<ChangerAnswer>>('/v1/campaigns', { limit: MOST_CAMPAIGNS }),
  ]);
  if (!now.ok) return now;
  if (!campaigns.ok) return campaigns;
  const known = listChangers(campaigns.value.items);
  const [before, changers] = await Promise.all([
    api.get<StatisticsAnswer>(STATISTICS, { to: dayBefore(now.value.from), days }),
    Promise.all(known.slice(0, MOST_CHANGERS).map((campaign) => askChanger(api, campaign))),
  ]);
  if (!before.ok) return before;
  const hasMore = known.length > MOST_CHANGERS || campaigns.value.next !== null;
  return { ok: true, value: { now: now.value, before: before.value, changers, hasMore } };
}

/** The page stands without the report of one campaign. */
async function askChanger(api: Api, campaign: ChangerAnswer): Promise<Changer> {
  const report = await api.get<ChangeReport>(`/v1/campaigns/${encodeURIComponent(campaign.key)}/report`);
  return { campaign, report: report.ok ? report.value : null };
}
