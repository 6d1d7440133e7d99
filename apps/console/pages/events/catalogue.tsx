/** Events by name. */
import { Badge, Card, EmptyState, Stack, Table, Text } from '../../ui/ui.ts';
import { type CatalogueFacts, listCatalogue } from '../../view-models/events.ts';
import { EVENTS } from '../../words/events.ts';
import { useFormat, useWords } from '../console.ts';

export function Catalogue({ facts }: { readonly facts: CatalogueFacts }) {
  const words = useWords(EVENTS);
  const format = useFormat();
  const rows = listCatalogue(facts, words, format);
  const { name, state, properties, seen } = words.columns;
  if (rows.length === 0)
    return <EmptyState title={words.catalogueEmpty}>{words.catalogueEmptyText}</EmptyState>;
  return (
    <Card>
      <Stack>
        <Text look="quiet">{words.catalogueText}</Text>
        <Table
          label={words.catalogue}
          columns={[{ title: name }, { title: state }, { title: properties }, { title: seen }]}
          rows={rows.map((row) => ({
            key: row.key,
            cells: [
              <Text key="name" as="span" look="strong">
                {row.name}
              </Text>,
              <Badge key="state" tone={row.badge.tone}>
                {row.badge.text}
              </Badge>,
              row.properties,
              row.seen,
            ],
          }))}
        />
      </Stack>
    </Card>
  );
}
