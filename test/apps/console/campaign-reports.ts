/** Reports as the server writes them. */
import type { ReportAnswer } from '../../../apps/console/api/answers/campaigns.ts';
import { presentReport } from '../../../apps/server/campaign-answers.ts';
import { parseCampaign } from '../../../core/decisions/parse.ts';
import { reportCampaign } from '../../../core/measurement/campaign-report.ts';
import type { ArmSums } from '../../../core/ports.ts';

export const NOW = Date.UTC(2026, 10, 27, 12);
const DAY_MS = 86_400_000;
type Arm = { readonly visitors: number; readonly converted: number; readonly before?: number };

/** The server's own report of arms that did so. */
export function reportOf(arms: Readonly<Record<string, Arm>>, days = 14): ReportAnswer {
  const variants = Object.keys(arms).map((key) => ({
    key,
    weight: 50,
    treatment: key === 'control' ? null : { kind: 'banner', text: 'Hello' },
  }));
  const read = parseCampaign({ name: 'Test', trigger: { event: 'Product Added' }, variants }, 'test');
  if (!read.ok) throw new Error(read.hint);
  const { value: campaign } = read;
  const since = NOW - days * DAY_MS;
  const own = variants.map(({ key, weight, treatment }) => ({ key, weight, isControl: treatment === null }));
  const versions = [{ version: 1, goal: campaign.goal, arms: own, since }];
  const times = { createdAt: since, changedAt: since, liveSince: since };
  const sums = Object.entries(arms).map(
    ([arm, { visitors, converted, before = 0 }]): ArmSums => ({
      ...{ version: 1, arm, unit: 'person', isMixed: false, n: visitors },
      ...{ y: converted, yy: converted, x: before, xx: before, xy: Math.min(before, converted) },
      ...{ converted, clicked: 3, dismissed: 2, shown: visitors },
    }),
  );
  const report = reportCampaign({
    entry: { campaign, version: 1, versions, ...times },
    ...{ sums, currency: 'EUR', now: NOW },
  });
  if (report === null) throw new Error('there is a report');
  return JSON.parse(JSON.stringify(presentReport({ ...report, uplift: null }))) as ReportAnswer;
}
