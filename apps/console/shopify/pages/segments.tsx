/** The segments of the shop, and templates to make one of. */
import { useState } from 'react';
import type { Segments } from '../../../../integrations/shopify/admin-page/contract.ts';
import { type Live, useLive } from '../../ui/live.ts';
import { Badge, Button, Card, EmptyState, Modal, Page, Stack, Table, Text } from '../../ui/ui.ts';
import { viewSegments } from '../view-models/segments.ts';
import { useCall } from './call.ts';
import { formatOf, useConsole } from './console.ts';
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
              <List segments={segments} live={live} />
            )}
            <Templates segments={segments} live={live} isOpen={isAdding} onClose={() => setIsAdding(false)} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

type ListProps = { readonly segments: Segments; readonly live: Live<Segments> };
type Named = { readonly key: string; readonly name: string };

function List({ segments, live }: ListProps) {
  const shared = useConsole();
  const { words } = shared;
  const [leaving, setLeaving] = useState<Named | null>(null);
  const [name, size, state, act] = words.segments.columns;
  const format = formatOf(shared);
  return (
    <Card>
      <Table
        label={words.pages.segments}
        columns={[{ title: name }, { title: size, isNumber: true }, { title: state }, { title: act }]}
        rows={viewSegments(segments, words, format).map((line) => ({
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
            <Button key="remove" onPress={() => setLeaving(line)} label={words.segments.remove(line.name)}>
              {words.segments.removeShort}
            </Button>,
          ],
        }))}
      />
      <Text look="quiet">{words.segments.fewNote(format.count(segments.leastTold))}</Text>
      {leaving !== null && <Removal segment={leaving} live={live} onClose={() => setLeaving(null)} />}
    </Card>
  );
}

type RemovalProps = {
  readonly segment: Named;
  readonly live: Live<Segments>;
  readonly onClose: () => void;
};

function Removal({ segment: { key, name }, live, onClose }: RemovalProps) {
  const { client, words, notify } = useConsole();
  const { isBusy, fault, run } = useCall(live);
  const remove = async (): Promise<void> => {
    if (!(await run(() => client.removeSegment(key)))) return;
    notify(words.segments.removed(name));
    onClose();
  };
  const offer = { label: words.segments.removeShort, onPress: () => void remove(), isBusy };
  return (
    <Modal
      {...{ title: words.segments.remove(name), isOpen: true, onClose, closeLabel: words.cancel, offer }}
    >
      <Stack>
        <Text>{words.segments.removeText}</Text>
        {fault !== null && <Text look="bad">{fault}</Text>}
      </Stack>
    </Modal>
  );
}
