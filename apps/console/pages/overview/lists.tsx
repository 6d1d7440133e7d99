/** Pages, sources and the way to an order, as tables that can be saved. */
import type { StatisticsAnswer } from '../../api/answers/overview.ts';
import { saveFile } from '../../ui/save-file.ts';
import { Button, Card, Inline, Stack, Table, Text } from '../../ui/ui.ts';
import { writeCsv } from '../../view-models/csv.ts';
import { type TableView, viewFunnel, viewPages, viewSources } from '../../view-models/overview-tables.ts';
import { useWriting } from './writing.ts';

type AnswerProps = { readonly answer: StatisticsAnswer };

export function Pages({ answer }: AnswerProps) {
  const { words, format } = useWriting();
  const { title, empty, withheld } = words.pages;
  const note = withheld(format.count(answer.withheldBelow));
  const table = viewPages(answer, { words, format });
  return <Listed {...{ title, empty, table, notes: [note] }} name="pages" />;
}

export function Sources({ answer }: AnswerProps) {
  const { words, format } = useWriting();
  const { title, empty, withheld } = words.sources;
  const note = withheld(format.count(answer.withheldBelow));
  const table = viewSources(answer, { words, format });
  return <Listed {...{ title, empty, table, notes: [note] }} name="sources" />;
}

export function Funnel({ answer }: AnswerProps) {
  const { words, format } = useWriting();
  const { worst, note, ...table } = viewFunnel(answer, { words, format });
  const notes = worst === null ? [note] : [worst, note];
  return <Listed {...{ title: words.funnel.title, empty: note, table, notes }} name="funnel" />;
}

type ListedProps = {
  readonly title: string;
  readonly empty: string;
  readonly notes: readonly string[];
  readonly table: TableView;
  /** Of the file. */
  readonly name: string;
};

function Listed({ title, empty, notes, table: { columns, rows, file }, name }: ListedProps) {
  const { words } = useWriting();
  const save = (): void =>
    saveFile(
      `${name}.csv`,
      writeCsv(
        columns.map((column) => column.title),
        file,
      ),
      'text/csv',
    );
  return (
    <Card title={title}>
      <Stack gap="wide">
        {rows.length === 0 ? <Text>{empty}</Text> : <Table label={title} columns={columns} rows={rows} />}
        {notes.map((note) => (
          <Text key={note} look="quiet">
            {note}
          </Text>
        ))}
        {rows.length > 0 && (
          <Inline>
            <Button onPress={save} label={words.save(title)}>
              {words.plot.save}
            </Button>
          </Inline>
        )}
      </Stack>
    </Card>
  );
}
