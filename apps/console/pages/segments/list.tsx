/** The segments of the site, with who is in each now, and how they do. */
import { useCallback, useState } from 'react';
import type { List } from '../../api/answers/list.ts';
import type { HealthAnswer, SegmentAnswer } from '../../api/answers/segments.ts';
import { useLive } from '../../ui/live.ts';
import { Sparkline } from '../../ui/sparkline.tsx';
import {
  Badge,
  ButtonLink,
  Card,
  EmptyState,
  Inline,
  Link,
  Page,
  Stack,
  Table,
  Tabs,
  Text,
} from '../../ui/ui.ts';
import { sayCondition } from '../../view-models/condition-gist.ts';
import { sizePoints, viewSegment } from '../../view-models/segments.ts';
import { SEGMENTS } from '../../words/segments.ts';
import { SHELL } from '../../words/shell.ts';
import { useConsole, useFormat, useWords } from '../console.ts';
import { Loaded } from '../loaded.tsx';
import { Health } from './health.tsx';
import { PageButtons, usePaging } from './paging.tsx';
import { NEW, TEMPLATES } from './places.ts';

/** A segment that is being counted grows while somebody watches. */
const EVERY_MS = 5_000;
const A_PAGE = 50;
const DAYS = 30;

export function SegmentList() {
  const { api, go, hrefOf } = useConsole();
  const shell = useWords(SHELL);
  const words = useWords(SEGMENTS);
  const [tab, setTab] = useState('list');
  const paging = usePaging();
  const { cursor } = paging;
  const ask = useCallback(
    () => api.get<List<SegmentAnswer>>('/v1/segments', { limit: A_PAGE, cursor }),
    [api, cursor],
  );
  const live = useLive(ask, EVERY_MS);
  const askHealth = useCallback(() => api.get<HealthAnswer>('/v1/segments/health', { days: DAYS }), [api]);
  const health = useLive(askHealth, null);
  return (
    <Page
      title={shell.pages.segments}
      intro={words.intro}
      offer={{ label: words.create, onPress: () => go(hrefOf('segments', NEW)) }}
    >
      <Tabs
        label={words.tabs.label}
        tabs={[
          { key: 'list', label: words.tabs.list },
          { key: 'health', label: words.tabs.health },
        ]}
        current={tab}
        onChange={setTab}
      >
        {tab === 'health' ? (
          <Loaded live={health}>{(value) => <Health health={value} />}</Loaded>
        ) : (
          <Loaded live={live}>
            {({ items, next }) =>
              items.length === 0 && cursor === null ? (
                <EmptyState
                  title={words.empty}
                  offer={{ label: words.templates, onPress: () => go(hrefOf('segments', TEMPLATES)) }}
                >
                  {words.emptyText}
                </EmptyState>
              ) : (
                <Stack gap="wide">
                  <SegmentTable items={items} health={health.value} />
                  <Inline>
                    <PageButtons paging={paging} next={next} />
                    <ButtonLink href={hrefOf('segments', TEMPLATES)}>{words.templates}</ButtonLink>
                  </Inline>
                </Stack>
              )
            }
          </Loaded>
        )}
      </Tabs>
    </Page>
  );
}

type SegmentTableProps = Pick<List<SegmentAnswer>, 'items'> & { readonly health: HealthAnswer | null };

function SegmentTable({ items, health }: SegmentTableProps) {
  const { hrefOf, locale } = useConsole();
  const shell = useWords(SHELL);
  const words = useWords(SEGMENTS);
  const format = useFormat();
  const { name, size, overTime, state } = words.columns;
  return (
    <Card>
      <Table
        label={shell.pages.segments}
        columns={[{ title: name }, { title: size, isNumber: true }, { title: overTime }, { title: state }]}
        rows={items.map((line) => {
          const row = viewSegment(line, words, format);
          return {
            key: row.key,
            cells: [
              <div key="name" className="inkling-wordy">
                <Link href={hrefOf('segments', row.key)}>{row.name}</Link>
                <div className="inkling-brief">
                  <Text look="quiet">{sayCondition(line.when, locale)}</Text>
                </div>
              </div>,
              row.size,
              <Over key="over" health={health} segment={row.key} />,
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

function Over({ health, segment }: { readonly health: HealthAnswer | null; readonly segment: string }) {
  const words = useWords(SEGMENTS);
  const { count } = useFormat();
  const points = sizePoints(health, segment);
  const [first, last] = [points[0], points.at(-1)];
  // Its place is kept, so that nothing moves when it comes.
  if (first === undefined || last === undefined) return <span className="inkling-spark" />;
  return <Sparkline points={points} summary={words.spark(count(first.y), count(last.y))} />;
}
