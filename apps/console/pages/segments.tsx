/** The segments of the site, with who is in each now. */
import { useCallback } from 'react';
import type { List } from '../api/answers/list.ts';
import type { SegmentAnswer } from '../api/answers/segments.ts';
import { useLive } from '../ui/live.ts';
import { Badge, Card, EmptyState, Page, Table, Text } from '../ui/ui.ts';
import { viewSegment } from '../view-models/segments.ts';
import { SEGMENTS } from '../words/segments.ts';
import { SHELL } from '../words/shell.ts';
import { useConsole, useFormat, useWords } from './console.ts';
import { Loaded } from './loaded.tsx';

/** A segment that is being counted grows while somebody watches. */
const EVERY_MS = 5_000;
const MOST = 1_000;

export default function SegmentsPage() {
  const { api } = useConsole();
  const shell = useWords(SHELL);
  const words = useWords(SEGMENTS);
  const ask = useCallback(() => api.get<List<SegmentAnswer>>('/v1/segments', { limit: MOST }), [api]);
  const live = useLive(ask, EVERY_MS);
  return (
    <Page title={shell.pages.segments} intro={words.intro}>
      <Loaded live={live}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={words.empty}>{words.emptyText}</EmptyState>
          ) : (
            <SegmentTable items={items} />
          )
        }
      </Loaded>
    </Page>
  );
}

function SegmentTable({ items }: Pick<List<SegmentAnswer>, 'items'>) {
  const shell = useWords(SHELL);
  const words = useWords(SEGMENTS);
  const format = useFormat();
  const { name, when, size, state } = words.columns;
  return (
    <Card>
      <Table
        label={shell.pages.segments}
        columns={[{ title: name }, { title: when }, { title: size, isNumber: true }, { title: state }]}
        rows={items.map((line) => {
          const row = viewSegment(line, words, format);
          return {
            key: row.key,
            cells: [
              <Text key="name" as="span" look="strong">
                {row.name}
              </Text>,
              row.when,
              row.size,
              <Badge key="state" tone={row.badge.tone}>
                {row.badge.text}
              </Badge>,
            ],
          };
        })}
      />
    </Card>
  );
}
