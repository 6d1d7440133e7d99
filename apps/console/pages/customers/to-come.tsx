/** Who still buys, and who will bring the most; or what is missing to say so. */
import type { CustomersAnswer } from '../../api/answers/customers.ts';
import { Bars } from '../../ui/bars.tsx';
import { Card, ProgressBar, Text } from '../../ui/ui.ts';
import { viewAlive, viewValue } from '../../view-models/customers.ts';
import { CUSTOMERS } from '../../words/customers.ts';
import { useFormat, useWords } from '../console.ts';

type AnswerProps = { readonly answer: CustomersAnswer };

export function ToCome({ answer }: AnswerProps) {
  const words = useWords(CUSTOMERS);
  const format = useFormat();
  const { lifetimes, currency } = answer;
  if (lifetimes === null) return <Missing answer={answer} />;
  const value = viewValue(lifetimes, currency, words, format);
  const { alive, save } = words;
  return (
    <>
      <Card title={alive.title}>
        <Text>{alive.text}</Text>
        <Bars
          summary={alive.title}
          columns={alive.columns}
          bars={viewAlive(lifetimes, words, format)}
          file={{
            name: 'still-buying',
            save,
            columns: alive.columns,
            rows: lifetimes.alive.map(({ from, buyers }) => [from, buyers]),
          }}
        />
        <Text look="quiet">
          {alive.fitted(format.date(lifetimes.fittedAt), format.count(lifetimes.historyDays))}
        </Text>
      </Card>
      <Card title={words.value.title}>
        {value === null ? (
          <Text look="quiet">{words.value.tooFew}</Text>
        ) : (
          <>
            <Text>{value.text}</Text>
            <Bars
              summary={words.value.title}
              columns={words.value.columns}
              bars={value.bars}
              file={{
                name: 'value-to-come',
                save,
                columns: words.value.columns,
                rows: (lifetimes.fifths ?? []).map(({ mean }, place) => [place + 1, mean]),
              }}
            />
          </>
        )}
      </Card>
    </>
  );
}

function Missing({ answer: { missing, repeatBuyers, leastRepeatBuyers } }: AnswerProps) {
  const { missing: words } = useWords(CUSTOMERS);
  const format = useFormat();
  const needed = format.count(leastRepeatBuyers);
  const few = repeatBuyers === 0 ? words.veryFew(needed) : words.few(format.count(repeatBuyers), needed);
  return (
    <Card title={words.title}>
      {missing === 'not_fitted_yet' ? (
        <Text>{words.unfitted}</Text>
      ) : (
        <>
          <Text look="strong">{few}</Text>
          <ProgressBar share={Math.min(1, repeatBuyers / leastRepeatBuyers)} label={few} />
          <Text>{words.fewText}</Text>
        </>
      )}
    </Card>
  );
}
