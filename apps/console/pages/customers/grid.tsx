/** The fields of buyers, and what to do about the one that is chosen. */
import { useState } from 'react';
import type { CustomerCellAnswer, CustomersAnswer } from '../../api/answers/customers.ts';
import { Heat } from '../../ui/heat.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { Button, ButtonLink, Card, Inline, Stack, Text } from '../../ui/ui.ts';
import { writeCsv } from '../../view-models/csv.ts';
import { keyOf, viewCell, viewGrid } from '../../view-models/customers.ts';
import { CUSTOMERS } from '../../words/customers.ts';
import { useConsole, useFormat, useWords } from '../console.ts';
import { NEW, WORDS } from '../segments/places.ts';

type AnswerProps = { readonly answer: CustomersAnswer };

export function Grid({ answer }: AnswerProps) {
  const words = useWords(CUSTOMERS);
  const [current, setCurrent] = useState<string | null>(null);
  const { columns, rows, file } = viewGrid(answer, words, useFormat());
  const { grid, save } = words;
  const chosen = answer.cells.find((cell) => keyOf(cell) === current);
  return (
    <Card title={grid.title}>
      <Text>{grid.text}</Text>
      <Heat
        label={grid.title}
        corner={grid.corner}
        columns={columns}
        rows={rows}
        current={current}
        onChange={setCurrent}
      />
      <div role="status">
        {chosen === undefined ? (
          <Text look="quiet">{grid.choose}</Text>
        ) : (
          <Chosen cell={chosen} currency={answer.currency} />
        )}
      </div>
      <Text look="quiet">{grid.note}</Text>
      {answer.isSample && <Text look="quiet">{grid.sample}</Text>}
      <Inline>
        <Button onPress={() => saveFile('customers.csv', writeCsv(grid.columns, file), 'text/csv')}>
          {save}
        </Button>
      </Inline>
    </Card>
  );
}

function Chosen({ cell, currency }: { readonly cell: CustomerCellAnswer; readonly currency: string }) {
  const { hrefOf } = useConsole();
  const words = useWords(CUSTOMERS);
  const { title, advice, facts } = viewCell(cell, currency, words, useFormat());
  return (
    <Stack>
      <Text as="h3" look="strong">
        {title}
      </Text>
      <Text>{advice}</Text>
      {facts.length > 0 && <Text>{facts.join(' ')}</Text>}
      <Inline>
        <ButtonLink href={hrefOf('segments', NEW, WORDS, cell.words)}>{words.grid.segment}</ButtonLink>
      </Inline>
    </Stack>
  );
}
