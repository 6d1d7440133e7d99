/** What campaigns changed, each beside those who did not get it. */
import { saveFile } from '../../ui/save-file.ts';
import { Badge, Button, ButtonLink, Card, Inline, Link, Stack, Table, Text } from '../../ui/ui.ts';
import { writeCsv } from '../../view-models/csv.ts';
import { type ChangedRow, type Changer, viewChanged } from '../../view-models/overview-changed.ts';
import { useConsole } from '../console.ts';
import { useWriting } from './writing.ts';

type ChangedProps = { readonly changers: readonly Changer[]; readonly hasMore: boolean };

export function Changed({ changers, hasMore }: ChangedProps) {
  const { hrefOf } = useConsole();
  const { words, format } = useWriting();
  const { title, intro, none, first, more } = words.changed;
  if (changers.length === 0) {
    return (
      <Card title={title}>
        <Stack gap="wide">
          <Text>{none}</Text>
          <Inline>
            <ButtonLink href={hrefOf('campaigns')}>{first}</ButtonLink>
          </Inline>
        </Stack>
      </Card>
    );
  }
  return (
    <Card title={title}>
      <Stack gap="wide">
        <Text look="quiet">{intro}</Text>
        <ChangedTable rows={changers.map((changer) => viewChanged(changer, { words, format }))} />
        {hasMore && <Text look="quiet">{more}</Text>}
      </Stack>
    </Card>
  );
}

function ChangedTable({ rows }: { readonly rows: readonly ChangedRow[] }) {
  const { hrefOf } = useConsole();
  const { words } = useWriting();
  const { title, campaign, verdict, result } = words.changed;
  const titles = [campaign, verdict, result];
  const save = (): void => {
    const lines = rows.map(({ name, badge, results }) => [name, badge.text, results.join('; ')]);
    saveFile('changed.csv', writeCsv(titles, lines), 'text/csv');
  };
  return (
    <>
      <Table
        label={title}
        columns={titles.map((each) => ({ title: each }))}
        rows={rows.map(({ key, name, badge, results }) => ({
          key,
          cells: [
            <Link key="name" href={hrefOf('campaigns', key)}>
              {name}
            </Link>,
            <Badge key="verdict" tone={badge.tone}>
              {badge.text}
            </Badge>,
            <Stack key="results" gap="small">
              {results.map((each) => (
                <Text key={each} as="span">
                  {each}
                </Text>
              ))}
            </Stack>,
          ],
        }))}
      />
      <Inline>
        <Button onPress={save} label={words.save(title)}>
          {words.plot.save}
        </Button>
      </Inline>
    </>
  );
}
