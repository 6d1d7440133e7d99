/** Views and visitors, orders and revenue, day by day. */
import type { StatisticsAnswer } from '../../api/answers/overview.ts';
import { Plot } from '../../ui/plot.tsx';
import { Card, Stack, Text } from '../../ui/ui.ts';
import { dateOf, ticksOf } from '../../view-models/days.ts';
import { viewOrders, viewRevenue, viewVisits } from '../../view-models/overview.ts';
import type { Series } from '../../view-models/plot.ts';
import { useWriting } from './writing.ts';

type AnswerProps = { readonly answer: StatisticsAnswer };

export function Visits({ answer }: AnswerProps) {
  const { words, format } = useWriting();
  const { title, summary } = words.byDay;
  const said = summary(format.day(answer.from), format.day(answer.to));
  return (
    <Card title={title}>
      <ByDay {...{ answer, series: viewVisits(answer, words), said }} name="visits" write={format.count} />
    </Card>
  );
}

export function Money({ answer }: AnswerProps) {
  const { words, format } = useWriting();
  const { title, summary } = words.money;
  const said = summary(format.day(answer.from), format.day(answer.to));
  const money = (amount: number): string => format.money(amount, answer.currency);
  return (
    <Card title={title}>
      <Stack gap="wide">
        <Text look="strong">{words.figures.revenue}</Text>
        <ByDay {...{ answer, series: viewRevenue(answer, words), said }} name="revenue" write={money} />
        <Text look="strong">{words.figures.orders}</Text>
        <ByDay
          {...{ answer, series: viewOrders(answer, words), said: words.figures.orders }}
          name="orders"
          write={format.count}
        />
      </Stack>
    </Card>
  );
}

type ByDayProps = AnswerProps & {
  readonly series: readonly Series[];
  readonly said: string;
  readonly name: string;
  readonly write: (value: number) => string;
};

function ByDay({ answer, series, said, name, write }: ByDayProps) {
  const { words, format } = useWriting();
  return (
    <Plot
      series={series}
      summary={said}
      name={name}
      xLabel={words.day}
      words={words.plot}
      xAt={ticksOf(answer.days)}
      writeX={(t) => format.shortDay(dateOf(t))}
      writeY={write}
    />
  );
}
