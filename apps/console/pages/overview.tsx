/** How the shop is doing, and what Inkling changed. */
import { useCallback, useState } from 'react';
import { useLive } from '../ui/live.ts';
import { Banner, ButtonLink, EmptyState, Inline, Page, Select, Stack, Text } from '../ui/ui.ts';
import { isEmpty, listNotes, PERIODS, type PeriodDays, viewFigures } from '../view-models/overview.ts';
import { SHELL } from '../words/shell.ts';
import { useConsole, useWords } from './console.ts';
import { FirstRun } from './first-run/first-run.tsx';
import { Loaded } from './loaded.tsx';
import { askOverview, type Overview } from './overview/ask.ts';
import { Changed } from './overview/changed.tsx';
import { Figures } from './overview/figures.tsx';
import { Funnel, Pages, Sources } from './overview/lists.tsx';
import { Money, Visits } from './overview/plots.tsx';
import { useWriting } from './overview/writing.ts';

/** As often as the server counts. */
const EVERY_MS = 60_000;
const USUAL: PeriodDays = 28;

export default function OverviewPage() {
  const { api } = useConsole();
  const shell = useWords(SHELL);
  const { words, format } = useWriting();
  const [days, setDays] = useState<PeriodDays>(USUAL);
  const ask = useCallback(() => askOverview(api, days), [api, days]);
  const live = useLive(ask, EVERY_MS);
  const choose = (value: string): void => setDays(PERIODS.find((known) => String(known) === value) ?? USUAL);
  return (
    <Page title={shell.pages.overview} intro={words.intro}>
      <FirstRun>
        <Stack gap="wide">
          <Inline>
            <Select
              label={words.period}
              value={String(days)}
              onChange={choose}
              options={PERIODS.map((known) => ({
                value: String(known),
                label: words.days(format.count(known)),
              }))}
            />
          </Inline>
          <Loaded live={live}>{(overview) => <Content {...overview} />}</Loaded>
        </Stack>
      </FirstRun>
    </Page>
  );
}

function Content({ now, before, changers, hasMore }: Overview) {
  const { hrefOf } = useConsole();
  const writing = useWriting();
  const { words, format } = writing;
  const changed = <Changed changers={changers} hasMore={hasMore} />;
  if (isEmpty(now)) {
    return (
      <Stack gap="wide">
        <EmptyState title={words.empty}>
          <Text>{words.emptyText}</Text>
          <ButtonLink href={hrefOf('install')}>{words.install}</ButtonLink>
        </EmptyState>
        {changed}
      </Stack>
    );
  }
  return (
    <Stack gap="wide">
      {now.isBehind && <Banner tone="info" title={words.behind} />}
      <Figures
        between={words.between(format.day(now.from), format.day(now.to))}
        figures={viewFigures(now, before, writing)}
        notes={listNotes(now, writing)}
      />
      {changed}
      <Visits answer={now} />
      <Funnel answer={now} />
      <Money answer={now} />
      <Pages answer={now} />
      <Sources answer={now} />
    </Stack>
  );
}
