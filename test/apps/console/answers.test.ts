/** What pages take answers to be is what the server writes: the compiler says where it is not. */
import { expectTypeOf, it } from 'vitest';
import type {
  CampaignAnswer,
  CampaignTemplateAnswer,
  DryRunAnswer,
  InstalledAnswer,
  ReportAnswer,
} from '../../../apps/console/api/answers/campaigns.ts';
import type { CustomersAnswer, LifetimeAnswer } from '../../../apps/console/api/answers/customers.ts';
import type { PlanAnswer, ViolationAnswer } from '../../../apps/console/api/answers/events.ts';
import type { FirstRunFacts, SampleAnswer } from '../../../apps/console/api/answers/first-run.ts';
import type { AttributionAnswer, SignalsAnswer } from '../../../apps/console/api/answers/journeys.ts';
import type {
  ConversionAnswer,
  DecisionAnswer,
  LiveAnswer,
  NoticeAnswer,
  TailLineAnswer,
} from '../../../apps/console/api/answers/live.ts';
import type {
  ModelAnswer,
  ModelLine,
  ScoreAnswer,
  SpreadAnswer,
} from '../../../apps/console/api/answers/models.ts';
import type {
  ChangeReport,
  ChangerAnswer,
  StatisticsAnswer,
} from '../../../apps/console/api/answers/overview.ts';
import type {
  CheckAnswer,
  EntryAnswer,
  ExplanationAnswer,
  HealthAnswer,
  PreviewAnswer,
  SegmentAnswer,
} from '../../../apps/console/api/answers/segments.ts';
import type {
  ChoicesAnswer,
  DropsAnswer,
  EventCountsAnswer,
} from '../../../apps/console/api/answers/statistics.ts';
import type { CampaignLine, DryRunView, ReportView } from '../../../apps/server/campaign-answers.ts';
import type { Installed, TemplateLine } from '../../../apps/server/campaign-installs.ts';
import type { FirstRun } from '../../../apps/server/first-run.ts';
import type { AttributionView } from '../../../apps/server/routes/attribution.ts';
import type { CustomersView } from '../../../apps/server/routes/customers.ts';
import type { LiveView } from '../../../apps/server/routes/live.ts';
import type { ModelAnswer as ServedModel } from '../../../apps/server/routes/models.ts';
import type { SpreadAnswer as ServedSpread } from '../../../apps/server/routes/scores.ts';
import type { HealthView } from '../../../apps/server/routes/segment-health.ts';
import type { SignalsView } from '../../../apps/server/routes/signals.ts';
import type { ChoicesView, EventsView, StatisticsView } from '../../../apps/server/routes/statistics.ts';
import type { SampleState } from '../../../apps/server/sample/samples.ts';
import type { ModelView, ScoreView } from '../../../apps/server/score-answers.ts';
import type { ExplanationLine, PreviewLine, SegmentLine } from '../../../apps/server/segment-answers.ts';
import type { TailLineView } from '../../../apps/server/tail-writer.ts';
import type { ConversionView, DecisionView } from '../../../core/deliveries/decision-view.ts';
import type { NoticeView } from '../../../core/deliveries/notice-view.ts';
import type { TrackingPlan } from '../../../core/events/plan.ts';
import type { ViolationLog } from '../../../core/events/violation-log.ts';
import type { EntryView } from '../../../core/profiles/visitors.ts';
import type { Lifetime } from '../../../core/scoring/lifetime/lifetimes.ts';
import type { Checked } from '../../../core/segments/read-definition.ts';

it('reads segments as the server writes them', () => {
  expectTypeOf<SegmentLine>().toExtend<SegmentAnswer>();
  expectTypeOf<Checked>().toExtend<CheckAnswer>();
  expectTypeOf<PreviewLine>().toExtend<PreviewAnswer>();
  expectTypeOf<HealthView>().toExtend<HealthAnswer>();
  expectTypeOf<ExplanationLine>().toExtend<ExplanationAnswer>();
  expectTypeOf<EntryView>().toExtend<EntryAnswer>();
});

it('reads models and scores as the server writes them', () => {
  expectTypeOf<ModelView>().toExtend<ModelLine>();
  expectTypeOf<ServedModel>().toExtend<ModelAnswer>();
  expectTypeOf<ServedSpread>().toExtend<SpreadAnswer>();
  expectTypeOf<ScoreView>().toExtend<ScoreAnswer>();
});

it('reads journeys and customers as the server writes them', () => {
  expectTypeOf<AttributionView>().toExtend<AttributionAnswer>();
  expectTypeOf<SignalsView>().toExtend<SignalsAnswer>();
  expectTypeOf<CustomersView>().toExtend<CustomersAnswer>();
  expectTypeOf<Lifetime>().toExtend<LifetimeAnswer>();
});

it('reads campaigns as the server writes them', () => {
  expectTypeOf<CampaignLine>().toExtend<CampaignAnswer>();
  expectTypeOf<TemplateLine & { readonly missing: string | null }>().toExtend<CampaignTemplateAnswer>();
  expectTypeOf<Installed>().toExtend<InstalledAnswer>();
  expectTypeOf<DryRunView>().toExtend<DryRunAnswer>();
  expectTypeOf<ReportView>().toExtend<ReportAnswer>();
});

it('reads the present moment and its streams as the server writes them', () => {
  expectTypeOf<LiveView>().toExtend<LiveAnswer>();
  expectTypeOf<TailLineView>().toExtend<TailLineAnswer>();
  expectTypeOf<NoticeView>().toExtend<NoticeAnswer>();
  expectTypeOf<DecisionView>().toExtend<DecisionAnswer>();
  expectTypeOf<ConversionView>().toExtend<ConversionAnswer>();
});

it('reads the tracking plan and what broke it as the server writes them', () => {
  expectTypeOf<TrackingPlan>().toExtend<PlanAnswer>();
  type Counted = Awaited<ReturnType<ViolationLog['list']>>[number];
  expectTypeOf<Omit<Counted, 'firstAt' | 'lastAt'>>().toExtend<Omit<ViolationAnswer, 'firstAt' | 'lastAt'>>();
});

it('reads statistics, and what campaigns changed, as the server writes them', () => {
  expectTypeOf<StatisticsView>().toExtend<StatisticsAnswer>();
  expectTypeOf<StatisticsView>().toExtend<DropsAnswer>();
  expectTypeOf<EventsView>().toExtend<EventCountsAnswer>();
  expectTypeOf<ChoicesView>().toExtend<ChoicesAnswer>();
  expectTypeOf<CampaignLine>().toExtend<ChangerAnswer>();
  expectTypeOf<ReportView>().toExtend<ChangeReport>();
});

it('reads the first run and the sample as the server writes them', () => {
  expectTypeOf<FirstRun & { readonly isPutAway: false }>().toExtend<FirstRunFacts>();
  expectTypeOf<SampleState>().toExtend<SampleAnswer>();
});
