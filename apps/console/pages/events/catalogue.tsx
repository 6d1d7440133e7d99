/** Events by name. */
import { Badge, Card, EmptyState, Rows, Stack, Text } from '../../ui/ui.ts';
import { type CatalogueFacts, listCatalogue } from '../../view-models/events.ts';
import { EVENTS } from '../../words/events.ts';
import { useFormat, useWords } from '../console.ts';

export function Catalogue({ facts }: { readonly facts: CatalogueFacts }) {
  const words = useWords(EVENTS);
  const format = useFormat();
  const rows = listCatalogue(facts, words, format);
  if (rows.length === 0)
    return <EmptyState title={words.catalogueEmpty}>{words.catalogueEmptyText}</EmptyState>;
  return (
    <Card>
      <Stack>
        <Text look="quiet">{words.catalogueText}</Text>
        <Rows
          rows={rows.map(({ key, name, badge, properties, seen }) => ({
            key,
            content: (
              <Stack gap="small">
                <Text look="strong">{name}</Text>
                {properties !== '' && <Text>{properties}</Text>}
                <Text look="quiet">{seen}</Text>
              </Stack>
            ),
            end: <Badge tone={badge.tone}>{badge.text}</Badge>,
          }))}
        />
      </Stack>
    </Card>
  );
}
