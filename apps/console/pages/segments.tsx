/** The segments of the shop, and templates to make one of. */
import { useState } from 'react';
import type { Segments } from '../../../integrations/shopify/admin-page/contract.ts';
import { Badge, Card, EmptyState, Page, Stack, Table, Text } from '../ui/ui.ts';
import { viewSegments } from '../view-models/segments.ts';
import { formatOf, useConsole } from './console.ts';
import { useLive } from './live.ts';
import { Loaded } from './loaded.tsx';
import { Templates } from './templates.tsx';

/** A segment that is being counted grows while somebody watches. */
const EVERY_MS = 5_000;

export default function SegmentsPage() {
  const { client, words } = useConsole();
  const live = useLive(client.segments, EVERY_MS);
  const [isAdding, setIsAdding] = useState(false);
  const open = { label: words.segments.add, onPress: () => setIsAdding(true) };
  const isEmpty = live.value?.items.length === 0;
  return (
    <Page title={words.pages.segments} offer={{ ...open, isDisabled: live.value === null }}>
      <Loaded live={live}>
        {(segments) => (
          <>
            {isEmpty ? (
              <EmptyState title={words.segments.empty} offer={open}>
                {words.segments.emptyText}
              </EmptyState>
            ) : (
              <List segments={segments} />
            )}
            <Templates segments={segments} live={live} isOpen={isAdding} onClose={() => setIsAdding(false)} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function List({ segments }: { readonly segments: Segments }) {
  const shared = useConsole();
  const { words } = shared;
  const [name, size, state] = words.segments.columns;
  return (
    <Card>
      <Table
        label={words.pages.segments}
        columns={[{ title: name }, { title: size, isNumber: true }, { title: state }]}
        rows={viewSegments(segments, words, formatOf(shared)).map((line) => ({
          key: line.key,
          cells: [
            <Stack key="name">
              <Text as="span" look="strong">
                {line.name}
              </Text>
              {line.about !== null && (
                <Text as="span" look="quiet">
                  {line.about}
                </Text>
              )}
            </Stack>,
            line.size,
            <Badge key="state" tone={line.badge.tone}>
              {line.badge.text}
            </Badge>,
          ],
        }))}
      />
    </Card>
  );
}
