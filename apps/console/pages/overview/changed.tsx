/** What campaigns changed, each beside those who did not get it. */
import { saveFile } from '../../ui/save-file.ts';
import { Badge, Button, ButtonLink, Card, Inline, Link, Rows, Stack, Text } from '../../ui/ui.ts';
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
        <ChangedRows rows={changers.map((changer) => viewChanged(changer, { words, format }))} />
        {hasMore && <Text look="quiet">{more}</Text>}
      </Stack>
    </Card>
  );
}

function ChangedRows({ rows }: { readonly rows: readonly ChangedRow[] }) {
  const { hrefOf } = useConsole();
  const { words } = useWriting();
  const { title, campaign, verdict, result } = words.changed;
  const save = (): void => {
    const lines = rows.map(({ name, badge, results }) => [name, badge.text, results.join('; ')]);
    saveFile('changed.csv', writeCsv([campaign, verdict, result], lines), 'text/csv');
  };
  return (
    <>
      <Rows
        rows={rows.map(({ key, name, badge, results }) => ({
          key,
          content: (
            <Stack gap="small">
              <Link href={hrefOf('campaigns', key)}>{name}</Link>
              {results.map((each) => (
                <Text key={each}>{each}</Text>
              ))}
            </Stack>
          ),
          end: <Badge tone={badge.tone}>{badge.text}</Badge>,
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
