/** What a campaign achieved: a verdict an arm, how sure that is, and what to do next. */
import { useCallback, useState } from 'react';
import type { CampaignAnswer, ReportAnswer } from '../../api/answers/campaigns.ts';
import { Intervals } from '../../ui/intervals.tsx';
import { useLive } from '../../ui/live.ts';
import { saveFile } from '../../ui/save-file.ts';
import { Badge, Button, Card, EmptyState, Inline, Select, Stack, Table, Text } from '../../ui/ui.ts';
import { armsOf } from '../../view-models/campaigns-draft.ts';
import { createFigures } from '../../view-models/campaigns-figures.ts';
import { isShareGoal } from '../../view-models/campaigns-list.ts';
import { baselineOf } from '../../view-models/campaigns-plan.ts';
import {
  type UnitView,
  type VerdictView,
  viewReport,
  writeDifference,
} from '../../view-models/campaigns-report.ts';
import { writeCsv } from '../../view-models/csv.ts';
import { CAMPAIGN_REPORT } from '../../words/campaigns-report.ts';
import { useConsole, useFormat, useWords } from '../console.ts';
import { Loaded } from '../loaded.tsx';
import { PlanCard } from './plan.tsx';

/** Numbers come while somebody watches. */
const EVERY_MS = 30_000;

export function ReportCard({ campaign }: { readonly campaign: CampaignAnswer }) {
  const { api } = useConsole();
  const words = useWords(CAMPAIGN_REPORT);
  const format = useFormat();
  const [version, setVersion] = useState(String(campaign.version));
  const ask = useCallback(
    () => api.get<ReportAnswer>(`/v1/campaigns/${encodeURIComponent(campaign.key)}/report`, { version }),
    [api, campaign.key, version],
  );
  const live = useLive(ask, campaign.state === 'live' ? EVERY_MS : null);
  return (
    <Stack gap="wide">
      {campaign.versions.length > 1 && (
        <Select
          label={words.version}
          value={version}
          options={campaign.versions.toReversed().map((own) => ({
            value: String(own.version),
            label: words.ofVersion(String(own.version), format.time(own.since)),
          }))}
          onChange={setVersion}
        />
      )}
      <Loaded live={live}>{(report) => <Report campaign={campaign} report={report} />}</Loaded>
    </Stack>
  );
}

type ReportProps = { readonly campaign: CampaignAnswer; readonly report: ReportAnswer };

function Report({ campaign, report }: ReportProps) {
  const { locale } = useConsole();
  const words = useWords(CAMPAIGN_REPORT);
  const format = useFormat();
  const { currency, goal } = report;
  const writing = { words, format, figures: createFigures(locale), currency, isShare: isShareGoal(goal) };
  const units = viewReport(report, writing);
  const { days } = report.units[0]?.experiment ?? { days: 0 };
  const all = report.units.reduce(
    (sum, { arms }) => sum + arms.reduce((own, { visitors }) => own + visitors, 0),
    0,
  );
  return (
    <Stack gap="wide">
      {units.every(({ isEmpty }) => isEmpty) ? (
        <EmptyState title={words.empty}>{words.emptyText}</EmptyState>
      ) : (
        units.map((unit) => (
          <Unit key={unit.unit} unit={unit} campaign={report.campaign} write={writeDifference(writing)} />
        ))
      )}
      <PlanCard
        arms={armsOf({ variants: campaign.variants })}
        baseline={baselineOf(report)}
        isAmount={!isShareGoal(goal)}
        daily={all === 0 ? null : all / Math.max(1, days)}
      />
    </Stack>
  );
}

type UnitProps = {
  readonly unit: UnitView;
  readonly campaign: string;
  readonly write: (value: number) => string;
};

function Unit({ unit, campaign, write }: UnitProps) {
  const words = useWords(CAMPAIGN_REPORT);
  const save = (): void =>
    saveFile(
      `${campaign}-${unit.unit}.csv`,
      writeCsv(
        unit.columns,
        unit.arms.map(({ cells }) => cells),
      ),
      'text/csv',
    );
  return (
    <Card title={`${words.title}: ${unit.title}`}>
      <Text look="quiet">{unit.note}</Text>
      {unit.isEmpty ? (
        <Text>{words.unitEmpty}</Text>
      ) : (
        <Stack gap="wide">
          {unit.verdicts.map((verdict) => (
            <Verdict key={verdict.key} verdict={verdict} />
          ))}
          {unit.intervals.some(({ range }) => range !== null) && (
            <Stack>
              <Intervals intervals={unit.intervals} summary={words.plot} write={write} />
              <Text look="quiet">{words.plotNote}</Text>
            </Stack>
          )}
          <Table
            label={`${words.title}: ${unit.title}`}
            columns={unit.columns.map((title, place) => ({ title, isNumber: place > 0 }))}
            rows={unit.arms}
          />
          <Inline>
            <Button onPress={save}>{words.save}</Button>
          </Inline>
          {unit.notes.length > 0 && (
            <Stack>
              <Text as="h3" look="strong">
                {words.notes}
              </Text>
              {unit.notes.map((note) => (
                <Text key={note}>{note}</Text>
              ))}
            </Stack>
          )}
        </Stack>
      )}
    </Card>
  );
}

function Verdict({ verdict }: { readonly verdict: VerdictView }) {
  const words = useWords(CAMPAIGN_REPORT);
  return (
    <Stack>
      <Inline>
        <Text as="h3" look="heading">
          {verdict.title}
        </Text>
      </Inline>
      <Text>{verdict.because}</Text>
      <Text>
        <Badge tone={verdict.tone}>{words.nextLabel}</Badge> {verdict.next}
      </Text>
    </Stack>
  );
}
