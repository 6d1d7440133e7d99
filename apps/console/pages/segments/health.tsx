/** How the segments do: what is missing, which are nearly one, and which to merge. */
import type { HealthAnswer } from '../../api/answers/segments.ts';
import { Card, EmptyState, Link, Rows, Stack, Table, Text } from '../../ui/ui.ts';
import { viewFindings, viewMerges, viewOverlaps } from '../../view-models/segments.ts';
import { SEGMENTS } from '../../words/segments.ts';
import { useConsole, useFormat, useWords } from '../console.ts';

const MOST = 50;

export function Health({ health }: { readonly health: HealthAnswer }) {
  const words = useWords(SEGMENTS);
  const { share } = useFormat();
  const { sampledVisitors } = health.basis;
  return (
    <Stack gap="wide">
      <Text>{words.health.intro}</Text>
      <Findings health={health} />
      <Merges health={health} />
      <Overlaps health={health} />
      {sampledVisitors < 1 && <Text look="quiet">{words.health.sampled(share(sampledVisitors))}</Text>}
    </Stack>
  );
}

type HealthProps = { readonly health: HealthAnswer };

function Findings({ health }: HealthProps) {
  const { hrefOf } = useConsole();
  const { health: words, ...all } = useWords(SEGMENTS);
  const { count } = useFormat();
  const rows = viewFindings(health, { health: words, ...all });
  if (rows.length === 0) return <EmptyState title={words.fine}>{words.fineText}</EmptyState>;
  return (
    <Card title={words.findings}>
      <Table
        label={words.findings}
        columns={[{ title: words.segment }, { title: words.finding }, { title: words.todo }]}
        rows={rows.slice(0, MOST).map(({ key, segment, name, title, cure }) => ({
          key,
          cells: [
            <Link key="name" href={hrefOf('segments', segment)}>
              {name}
            </Link>,
            <Text key="title" as="span" look="strong">
              {title}
            </Text>,
            cure,
          ],
        }))}
      />
      {rows.length > MOST && <Text look="quiet">{words.more(count(rows.length - MOST))}</Text>}
    </Card>
  );
}

function Merges({ health }: HealthProps) {
  const { hrefOf } = useConsole();
  const words = useWords(SEGMENTS);
  const rows = viewMerges(health, words, useFormat());
  return (
    <Card title={words.health.merges}>
      {rows.length === 0 ? (
        <Text look="quiet">{words.health.noMerges}</Text>
      ) : (
        <Rows
          rows={rows.slice(0, MOST).map(({ key, into, text, why }) => ({
            key,
            content: (
              <>
                <Link href={hrefOf('segments', into)}>{text}</Link>
                <Text look="quiet">{why}</Text>
              </>
            ),
            end: null,
          }))}
        />
      )}
    </Card>
  );
}

function Overlaps({ health }: HealthProps) {
  const words = useWords(SEGMENTS);
  const format = useFormat();
  const rows = viewOverlaps(health, words, format, MOST);
  const { overlaps, overlapsIntro, noOverlaps, segment, other, both, alike, more } = words.health;
  const left = health.overlaps.length - rows.length;
  return (
    <Card title={overlaps}>
      <Text look="quiet">{rows.length === 0 ? noOverlaps : overlapsIntro}</Text>
      {rows.length > 0 && (
        <Table
          label={overlaps}
          columns={[
            { title: segment },
            { title: other },
            { title: both, isNumber: true },
            { title: alike, isNumber: true },
          ]}
          rows={rows.map((row) => ({ key: row.key, cells: [row.a, row.b, row.both, row.alike] }))}
        />
      )}
      {left > 0 && <Text look="quiet">{more(format.count(left))}</Text>}
    </Card>
  );
}
