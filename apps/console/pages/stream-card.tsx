/** A stream as pages show it: the latest lines, whether it is live, and a way to hold it. */
import { type ReactNode, useCallback, useState } from 'react';
import type { StreamEvent } from '../api/event-stream.ts';
import type { StreamState } from '../api/stream.ts';
import { Feed, type FeedLine } from '../ui/feed.tsx';
import { useStream } from '../ui/follow.ts';
import type { Tone } from '../ui/skin.ts';
import { Badge, Button, Card, Inline, Stack, Text } from '../ui/ui.ts';
import { addLines, EMPTY_FEED, type FeedState, toggleHold } from '../view-models/feed.ts';
import { STREAMS } from '../words/streams.ts';
import { useConsole, useFormat, useWords } from './console.ts';

const TONES: Readonly<Record<StreamState['kind'], Tone>> = {
  connecting: 'plain',
  open: 'good',
  hidden: 'plain',
  waiting: 'waiting',
  over: 'bad',
};
const PLACES = 8;
/** Lines that came while it was held are kept, as many as anybody reads again. */
const MOST_LINES = 200;

type StreamCardProps<Line> = {
  readonly path: string;
  readonly title: string;
  readonly empty: ReactNode;
  /** The same function at every drawing; null: it shows nothing of that. */
  readonly read: (event: StreamEvent) => Line | null;
  readonly draw: (line: Line) => FeedLine;
  /** Hears of each line, too. */
  readonly onLine?: (line: Line) => void;
  readonly children?: ReactNode;
};

/** @example <StreamCard path="/v1/stream" title="What happens" empty="Nothing yet." read={readHappening} draw={draw} /> */
export function StreamCard<Line>({
  path,
  title,
  empty,
  read,
  draw,
  onLine,
  children,
}: StreamCardProps<Line>) {
  const { api } = useConsole();
  const words = useWords(STREAMS);
  const format = useFormat();
  const [feed, setFeed] = useState<FeedState<Line>>(EMPTY_FEED);
  const open = useCallback(
    (lastId: string, signal: AbortSignal) => api.stream(path, lastId, signal),
    [api, path],
  );
  const onEvent = useCallback(
    (event: StreamEvent) => {
      const line = read(event);
      if (line === null) return;
      setFeed((known) => addLines(known, [line], MOST_LINES));
      onLine?.(line);
    },
    [read, onLine],
  );
  const state = useStream(open, onEvent);
  // What changes by itself stands last, so that nothing moves.
  const badge = feed.isHeld ? words.held(format.count(feed.waiting.length)) : words.states[state.kind];
  return (
    <Card title={title}>
      <Stack>
        <Inline>
          <Button onPress={() => setFeed((known) => toggleHold(known, MOST_LINES))}>
            {feed.isHeld ? words.goOn : words.hold}
          </Button>
          <Badge tone={feed.isHeld ? 'waiting' : TONES[state.kind]}>{badge}</Badge>
        </Inline>
        {children !== undefined && <Text look="quiet">{children}</Text>}
        <Feed label={title} lines={feed.shown.slice(0, PLACES).map(draw)} places={PLACES} empty={empty} />
      </Stack>
    </Card>
  );
}
