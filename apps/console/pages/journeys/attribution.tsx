/** What led to orders: every model side by side. */
import { useCallback, useState } from 'react';
import type { AttributionAnswer } from '../../api/answers/journeys.ts';
import { useLive } from '../../ui/live.ts';
import { saveFile } from '../../ui/save-file.ts';
import { Button, Card, Disclosure, Inline, Select, Table, Text } from '../../ui/ui.ts';
import { writeCsv } from '../../view-models/csv.ts';
import {
  type AttributionChoice,
  type Breakdown,
  type Measure,
  nameWindow,
  pickWindow,
  viewAttribution,
} from '../../view-models/journeys.ts';
import { JOURNEYS } from '../../words/journeys.ts';
import { useConsole, useFormat, useWords } from '../console.ts';

const DAY_MS = 86_400_000;
const PERIODS = [7, 30, 90, 365] as const;
/** What the server answers where nothing is asked. */
const USUAL_DAYS = 30;
const USUAL: AttributionChoice = { unit: 'person', window: '30d', by: 'campaigns', measure: 'conversions' };

/** @param at By the server's clock, ISO 8601; whoever looks may have another one. */
type Asked = { readonly days: number; readonly at: string | null };

/** What is asked, and what came of it. */
export function useAttribution() {
  const { api } = useConsole();
  const [asked, setAsked] = useState<Asked>({ days: USUAL_DAYS, at: null });
  const ask = useCallback(() => {
    const from =
      asked.at === null ? null : new Date(Date.parse(asked.at) - asked.days * DAY_MS).toISOString();
    return api.get<AttributionAnswer>('/v1/attribution', { from });
  }, [api, asked]);
  return { live: useLive(ask, null), days: asked.days, setAsked };
}

type AttributionProps = {
  readonly answer: AttributionAnswer;
  readonly days: number;
  readonly setAsked: (asked: Asked) => void;
};

export function Attribution({ answer, days, setAsked }: AttributionProps) {
  const { attribution: words } = useWords(JOURNEYS);
  const [choice, setChoice] = useState(USUAL);
  return (
    <Card title={words.title}>
      <Text>{words.text}</Text>
      <Choices
        {...{ answer, choice, setChoice, days }}
        setDays={(own) => setAsked({ days: own, at: answer.at })}
      />
      <Shared answer={answer} choice={choice} />
    </Card>
  );
}

type ChoicesProps = {
  readonly answer: AttributionAnswer;
  readonly choice: AttributionChoice;
  readonly setChoice: (choice: AttributionChoice) => void;
  readonly days: number;
  readonly setDays: (days: number) => void;
};

const BYS: readonly Breakdown[] = ['campaigns', 'channels'];
const MEASURES: readonly Measure[] = ['conversions', 'value'];

function Choices({ answer: { units }, choice, setChoice, days, setDays }: ChoicesProps) {
  const { attribution: words } = useWords(JOURNEYS);
  const format = useFormat();
  const windows = units[0]?.windows ?? [];
  return (
    <Inline isEven>
      <Select
        label={words.period}
        value={String(days)}
        options={PERIODS.map((own) => ({ value: String(own), label: words.periods(format.count(own)) }))}
        onChange={(value) => setDays(Number(value))}
      />
      <Select
        label={words.measure}
        value={choice.measure}
        options={MEASURES.map((value) => ({ value, label: words.measures[value] }))}
        onChange={(value) => setChoice({ ...choice, measure: pick(MEASURES, value) })}
      />
      <Select
        label={words.by}
        value={choice.by}
        options={BYS.map((value) => ({ value, label: words.bys[value] }))}
        onChange={(value) => setChoice({ ...choice, by: pick(BYS, value) })}
      />
      <Select
        label={words.window}
        value={choice.window}
        options={windows.map(({ window }) => ({
          value: window,
          label: nameWindow(window, format),
        }))}
        onChange={(window) => setChoice({ ...choice, window })}
      />
      <Select
        label={words.unit}
        value={choice.unit}
        options={units.map(({ unit }) => ({ value: unit, label: words.units[unit] }))}
        onChange={(unit) => setChoice({ ...choice, unit })}
      />
    </Inline>
  );
}

function pick<Value extends string>(
  known: readonly [Value, ...Value[]] | readonly Value[],
  value: string,
): Value {
  const found = known.find((own) => own === value) ?? known[0];
  if (found === undefined) throw new RangeError('[inkling] [console] there is nothing to choose from');
  return found;
}

type SharedProps = { readonly answer: AttributionAnswer; readonly choice: AttributionChoice };

function Shared({ answer, choice }: SharedProps) {
  const words = useWords(JOURNEYS);
  const format = useFormat();
  const found = pickWindow(answer, choice);
  const { attribution } = words;
  if (found === null || found[choice.by].length === 0) return <Text>{attribution.empty}</Text>;
  const { total, columns, rows, file } = viewAttribution(found, choice, answer.currency, words, format);
  const titles = columns.map(({ title }) => title);
  return (
    <>
      <Text look="strong">{total}</Text>
      <Table label={attribution.title} columns={columns} rows={rows} />
      <Text>{attribution.believe}</Text>
      <Disclosure title={attribution.modelTitle}>
        {Object.entries(attribution.modelTexts).map(([model, text]) => (
          <Text key={model}>{text}</Text>
        ))}
      </Disclosure>
      <Text look="quiet">{attribution.steps}</Text>
      <Text look="quiet">{attribution.unitNote}</Text>
      <Inline>
        <Button onPress={() => saveFile('attribution.csv', writeCsv(titles, file), 'text/csv')}>
          {words.save}
        </Button>
      </Inline>
    </>
  );
}
