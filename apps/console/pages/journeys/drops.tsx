/** The way to an order, step by step, and where visitors stop. */
import { useCallback, useState } from 'react';
import type { DropsAnswer } from '../../api/answers/statistics.ts';
import { Bars } from '../../ui/bars.tsx';
import { useLive } from '../../ui/live.ts';
import { Card, Inline, Link, Select, Stack, Text } from '../../ui/ui.ts';
import { type DropsView, viewDrops } from '../../view-models/drops.ts';
import { DROPS } from '../../words/drops.ts';
import { JOURNEYS } from '../../words/journeys.ts';
import { useConsole, useFormat, useWords } from '../console.ts';

const PERIODS = [7, 28, 90] as const;
const USUAL = 28;
/** As often as the server counts. */
const EVERY_MS = 60_000;

/** What is asked, and what came of it. */
export function useDrops() {
  const { api } = useConsole();
  const [days, setDays] = useState<number>(USUAL);
  const ask = useCallback(() => api.get<DropsAnswer>('/v1/statistics', { days }), [api, days]);
  return { live: useLive(ask, EVERY_MS), days, setDays };
}

type DropsProps = {
  readonly answer: DropsAnswer;
  readonly days: number;
  readonly setDays: (days: number) => void;
};

export function Drops({ answer, days, setDays }: DropsProps) {
  const words = useWords(DROPS);
  const format = useFormat();
  return (
    <Card title={words.title}>
      <Stack gap="wide">
        <Text>{words.text}</Text>
        <Inline>
          <Select
            label={words.period}
            value={String(days)}
            options={PERIODS.map((own) => ({ value: String(own), label: words.periods(format.count(own)) }))}
            onChange={(value) => setDays(Number(value))}
          />
        </Inline>
        <Shown view={viewDrops(answer, words, format)} />
      </Stack>
    </Card>
  );
}

function Shown({ view: { worst, columns, bars, rows, notes } }: { readonly view: DropsView }) {
  const { hrefOf } = useConsole();
  const words = useWords(DROPS);
  const { save } = useWords(JOURNEYS);
  if (worst === null)
    return (
      <Stack>
        <Text>{words.empty}</Text>
        <div>
          <Link href={hrefOf('install')}>{words.install}</Link>
        </div>
      </Stack>
    );
  return (
    <>
      <Text look="strong">{worst.text}</Text>
      <Stack>
        <Text>{worst.next}</Text>
        <div>
          <Link href={hrefOf('campaigns')}>{words.campaigns}</Link>
        </div>
      </Stack>
      <Bars
        summary={words.title}
        columns={columns}
        bars={bars}
        file={{ name: 'steps', save, columns: words.file, rows }}
      />
      {notes.map((note) => (
        <Text key={note} look="quiet">
          {note}
        </Text>
      ))}
    </>
  );
}
