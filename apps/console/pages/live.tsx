/** Visitors now, and what happens. */
import { useCallback, useMemo, useRef } from 'react';
import type { List } from '../api/answers/list.ts';
import type { LiveAnswer, NamedAnswer } from '../api/answers/live.ts';
import { useLive } from '../ui/live.ts';
import { Badge, Card, Inline, Link, Page, Stack, Table, Text } from '../ui/ui.ts';
import { type Happening, type Names, readHappening, viewHappening, viewNow } from '../view-models/live.ts';
import { LIVE } from '../words/live.ts';
import { SHELL } from '../words/shell.ts';
import { useConsole, useFormat, useWords } from './console.ts';
import { Loaded } from './loaded.tsx';
import { StreamCard } from './stream-card.tsx';

const EVERY_MS = 5_000;
const LEAST_MS = 1_000;
/** A campaign or a segment that was made meanwhile has a name soon. */
const NAMES_EVERY_MS = 60_000;
const MOST_NAMES = 1_000;

export default function LivePage() {
  const { api } = useConsole();
  const shell = useWords(SHELL);
  const words = useWords(LIVE);
  const ask = useCallback(() => api.get<LiveAnswer>('/v1/live'), [api]);
  const live = useLive(ask, EVERY_MS);
  const look = useSeldom(live.look);
  return (
    <Page title={shell.pages.live} intro={words.intro}>
      <Loaded live={live}>{(now) => <Now now={now} look={look} />}</Loaded>
    </Page>
  );
}

/** What happens changes the figures: they are looked at then, but not with each of a hundred lines. */
function useSeldom(look: () => void): () => void {
  const looked = useRef(0);
  return useCallback(() => {
    const now = Date.now();
    if (now - looked.current < LEAST_MS) return;
    looked.current = now;
    look();
  }, [look]);
}

/** What may grow stands last, so that nothing moves below it. */
function Now({ now, look }: { readonly now: LiveAnswer; readonly look: () => void }) {
  const words = useWords(LIVE);
  const format = useFormat();
  const view = viewNow(now, words, format);
  const { columns } = words;
  const counts = [
    { title: columns.near, isNumber: true },
    { title: columns.far, isNumber: true },
  ];
  return (
    <>
      <Inline isEven>
        <Figure label={words.near} figure={view.near} />
        <Figure label={words.far} figure={view.far} />
      </Inline>
      <Text look="quiet">{words.only}</Text>
      <Card title={words.stepsTitle}>
        <Stack>
          <Text look="quiet">{words.stepsText}</Text>
          <Table label={words.stepsTitle} columns={[{ title: columns.step }, ...counts]} rows={view.steps} />
        </Stack>
      </Card>
      {view.stages.length > 0 && (
        <Card title={words.stagesTitle}>
          <Table
            label={words.stagesTitle}
            columns={[{ title: columns.stage }, ...counts]}
            rows={view.stages}
          />
        </Card>
      )}
      <Happenings look={look} hasVisitors={now.visitors.far > 0} />
      <Card title={words.pagesTitle}>
        <Stack>
          <Text look="quiet">{words.pagesText(format.count(now.k))}</Text>
          {view.pages.length === 0 ? (
            <Text>{words.pagesEmpty(format.count(now.k))}</Text>
          ) : (
            <Table
              label={words.pagesTitle}
              columns={[{ title: columns.page }, { title: columns.visitors, isNumber: true }]}
              rows={view.pages}
            />
          )}
        </Stack>
      </Card>
    </>
  );
}

function Figure({ label, figure }: { readonly label: string; readonly figure: string }) {
  return (
    <Card>
      <Text look="quiet">{label}</Text>
      <Text look="figure">{figure}</Text>
    </Card>
  );
}

const NO_NAMES: readonly NamedAnswer[] = [];

type HappeningsProps = { readonly look: () => void; readonly hasVisitors: boolean };

function Happenings({ look, hasVisitors }: HappeningsProps) {
  const { hrefOf } = useConsole();
  const words = useWords(LIVE);
  const format = useFormat();
  const segments = useNames('/v1/segments');
  const campaigns = useNames('/v1/campaigns');
  const names = useMemo((): Names => ({ segments, campaigns }), [segments, campaigns]);
  return (
    <StreamCard<Happening>
      path="/v1/stream"
      title={words.feed}
      empty={
        hasVisitors ? (
          <Text>{words.feedEmpty}</Text>
        ) : (
          <Stack gap="small">
            <Text>{words.nobody}</Text>
            <Link href={hrefOf('install')}>{words.install}</Link>
          </Stack>
        )
      }
      read={readHappening}
      draw={(happening) => {
        const { badge, ...line } = viewHappening(happening, names, words, format);
        return { ...line, end: <Badge tone={badge.tone}>{badge.text}</Badge> };
      }}
      onLine={look}
    />
  );
}

function useNames(path: string): readonly NamedAnswer[] {
  const { api } = useConsole();
  const ask = useCallback(() => api.get<List<NamedAnswer>>(path, { limit: MOST_NAMES }), [api, path]);
  return useLive(ask, NAMES_EVERY_MS).value?.items ?? NO_NAMES;
}
