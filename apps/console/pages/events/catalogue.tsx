/** Events by name. */
import { useCallback, useState } from 'react';
import type { EventCountsAnswer } from '../../api/answers/statistics.ts';
import { useLive } from '../../ui/live.ts';
import { Badge, Card, EmptyState, Inline, Select, Stack, Table, Text } from '../../ui/ui.ts';
import {
  CATALOGUE_ORDERS,
  type CatalogueFacts,
  type CatalogueOrder,
  listCatalogue,
} from '../../view-models/events.ts';
import { EVENTS } from '../../words/events.ts';
import { useConsole, useFormat, useWords } from '../console.ts';
import { Loaded } from '../loaded.tsx';

const COUNTED_DAYS = 28;
/** As often as the server counts. */
const EVERY_MS = 60_000;

/** With how often each came: asked by whoever looks at it alone. */
export function Counted({ facts }: { readonly facts: Omit<CatalogueFacts, 'counts'> }) {
  const { api } = useConsole();
  const ask = useCallback(
    () => api.get<EventCountsAnswer>('/v1/statistics/events', { days: COUNTED_DAYS }),
    [api],
  );
  return (
    <Loaded live={useLive(ask, EVERY_MS)}>{(counts) => <Catalogue facts={{ ...facts, counts }} />}</Loaded>
  );
}

function Catalogue({ facts }: { readonly facts: CatalogueFacts }) {
  const words = useWords(EVENTS);
  const format = useFormat();
  const [order, setOrder] = useState<CatalogueOrder>('count');
  const rows = listCatalogue(facts, order, words, format);
  const { otherCount } = facts.counts;
  if (rows.length === 0)
    return <EmptyState title={words.catalogueEmpty}>{words.catalogueEmptyText}</EmptyState>;
  const { name: title, came, seen } = words.columns;
  return (
    <Card>
      <Stack gap="wide">
        <Text look="quiet">{words.catalogueText}</Text>
        <Inline>
          <Select
            label={words.order}
            value={order}
            options={CATALOGUE_ORDERS.map((value) => ({ value, label: words.orders[value] }))}
            onChange={(value) => setOrder(CATALOGUE_ORDERS.find((known) => known === value) ?? 'count')}
          />
        </Inline>
        <Table
          label={words.catalogue}
          columns={[{ title }, { title: came, isNumber: true }, { title: seen }]}
          rows={rows.map((row) => ({
            key: row.key,
            cells: [
              <Stack key="name" gap="small">
                <Text look="strong">{row.name}</Text>
                <div>
                  <Badge tone={row.badge.tone}>{row.badge.text}</Badge>
                </div>
                {row.properties !== '' && <Text look="quiet">{row.properties}</Text>}
              </Stack>,
              row.came,
              row.seen,
            ],
          }))}
        />
        {otherCount > 0 && <Text look="quiet">{words.others(format.count(otherCount))}</Text>}
      </Stack>
    </Card>
  );
}
