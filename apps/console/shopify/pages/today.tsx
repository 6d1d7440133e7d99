/** The day so far. */

import { useLive } from '../../ui/live.ts';
import { Card, EmptyState, Inline, Page, Stack, Table, Text } from '../../ui/ui.ts';
import { type TodayView, viewToday } from '../view-models/today.ts';
import { formatOf, useConsole } from './console.ts';
import { Loaded } from './loaded.tsx';

const EVERY_MS = 10_000;

export default function TodayPage() {
  const shared = useConsole();
  const { client, words } = shared;
  const live = useLive(client.today, EVERY_MS);
  return (
    <Page title={words.pages.today}>
      <Loaded live={live} stamp={({ at }) => words.today.counted(formatOf(shared).time(at))}>
        {(today) => <Day view={viewToday(today, words, formatOf(shared))} />}
      </Loaded>
    </Page>
  );
}

function Day({ view }: { readonly view: TodayView }) {
  const { words } = useConsole();
  if (view.isEmpty) return <EmptyState title={words.today.empty}>{words.today.emptyText}</EmptyState>;
  const [name, count] = words.today.columns;
  return (
    <>
      <Text look="quiet">{view.intro}</Text>
      <Card>
        <Inline isEven>
          {view.figures.map(({ label, value, note }) => (
            <Stack key={label}>
              <Text as="h2" look="strong">
                {label}
              </Text>
              <Text look="figure">{value}</Text>
              <Text look="quiet">{note}</Text>
            </Stack>
          ))}
        </Inline>
      </Card>
      <Card title={words.today.names}>
        <Table
          label={words.today.names}
          columns={[{ title: name }, { title: count, isNumber: true }]}
          rows={view.names.map(([event, times]) => ({ key: event, cells: [event, times] }))}
        />
      </Card>
    </>
  );
}
