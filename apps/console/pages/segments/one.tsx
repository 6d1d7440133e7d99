/** One segment: who is meant, how many they are, who they are, and why. */
import { useCallback, useEffect, useState } from 'react';
import type { Answer } from '../../api/answer.ts';
import type { HealthAnswer, SegmentAnswer } from '../../api/answers/segments.ts';
import { useLive } from '../../ui/live.ts';
import { Plot } from '../../ui/plot.tsx';
import {
  Badge,
  Banner,
  Button,
  ButtonLink,
  Card,
  Inline,
  Modal,
  Page,
  ProgressBar,
  Stack,
  Tabs,
  Text,
} from '../../ui/ui.ts';
import { sayCondition } from '../../view-models/condition-gist.ts';
import { viewTree } from '../../view-models/segment-tree.ts';
import { daysOf, sizePoints, viewSegment } from '../../view-models/segments.ts';
import { SEGMENT_FORM } from '../../words/segment-form.ts';
import { SEGMENTS } from '../../words/segments.ts';
import { SHELL } from '../../words/shell.ts';
import { useConsole, useFaultWords, useFormat, useWords } from '../console.ts';
import { Loaded } from '../loaded.tsx';
import { Explain, type Whom } from './explain.tsx';
import { Members } from './members.tsx';
import { EDIT } from './places.ts';
import { Tree } from './tree.tsx';

/** What is being counted grows while somebody watches. */
const EVERY_MS = { building: 1_000, ready: 10_000 } as const;
const DAYS = 90;

type KeyProps = { readonly segment: string };

export function OneSegment({ segment: key }: KeyProps) {
  const { api, go, hrefOf, locale } = useConsole();
  const words = useWords(SEGMENTS);
  const path = `/v1/segments/${encodeURIComponent(key)}`;
  const ask = useCallback((): Promise<Answer<SegmentAnswer>> => api.get(path), [api, path]);
  const [state, setState] = useState<SegmentAnswer['state']>('building');
  const live = useLive(ask, EVERY_MS[state]);
  const askHealth = useCallback(() => api.get<HealthAnswer>('/v1/segments/health', { days: DAYS }), [api]);
  const health = useLive(askHealth, null);
  const { value, fault } = live;
  const found = value?.state ?? state;
  useEffect(() => setState(found), [found]);
  if (value === null && fault?.kind === 'refused') return <Missing />;
  return (
    <Page
      title={value?.name ?? key}
      // Its place is kept while it is asked for.
      intro={value === null ? '\u00a0' : sayCondition(value.when, locale)}
      {...(value !== null && {
        offer: { label: words.edit, onPress: () => go(hrefOf('segments', key, EDIT)) },
      })}
    >
      <Loaded live={live}>{(segment) => <Parts segment={segment} health={health.value} />}</Loaded>
    </Page>
  );
}

function Missing() {
  const { hrefOf } = useConsole();
  const words = useWords(SEGMENTS);
  return (
    <Page title={words.missing}>
      <Banner tone="warning" title={words.missing}>
        <Text>{words.missingText}</Text>
        <Inline>
          <ButtonLink href={hrefOf('segments')}>{words.back}</ButtonLink>
        </Inline>
      </Banner>
    </Page>
  );
}

type PartsProps = { readonly segment: SegmentAnswer; readonly health: HealthAnswer | null };

function Parts({ segment, health }: PartsProps) {
  const { locale } = useConsole();
  const words = useWords(SEGMENTS);
  const [tab, setTab] = useState('members');
  const [whom, setWhom] = useState<Whom | null>(null);
  // One condition alone stands below the title already.
  const tree = viewTree(segment.when, { words: words.kinds, locale });
  return (
    <>
      <div className="inkling-halves">
        <Standing {...{ segment, health }} />
        <OverTime {...{ segment, health }} />
      </div>
      {tree.children.length > 0 && (
        <Card title={words.condition}>
          <Tree node={tree} />
        </Card>
      )}
      {/* The last of the page: what comes later pushes nothing away. */}
      <Tabs
        label={words.parts}
        tabs={[
          { key: 'members', label: words.members },
          { key: 'explain', label: words.explain.tab },
        ]}
        current={tab}
        onChange={setTab}
      >
        {tab === 'members' ? (
          <Members
            key={`${segment.version} ${segment.state}`}
            segment={segment.key}
            onWhy={(visitor) => {
              setWhom({ visitor });
              setTab('explain');
            }}
          />
        ) : (
          <Explain segment={segment.key} when={segment.when} whom={whom} onAsk={setWhom} />
        )}
      </Tabs>
    </>
  );
}

function Standing({ segment, health }: PartsProps) {
  const { hrefOf } = useConsole();
  const words = useWords(SEGMENTS);
  const { purposes } = useWords(SEGMENT_FORM);
  const format = useFormat();
  const { size, badge } = viewSegment(segment, words, format);
  const share = health?.segments.find(({ key }) => key === segment.key)?.share;
  const { kpi, want, action, progress, state, version, truncatedSince } = segment;
  return (
    <Card>
      {/* On a line of its own: nothing moves when it is another number. */}
      <Text look="figure">{size}</Text>
      <Inline>
        <Text>{words.visitors}</Text>
        <Badge tone={badge.tone}>{badge.text}</Badge>
      </Inline>
      {/* Its line is there before it is known, so that nothing moves. */}
      <Text look="quiet">{share === undefined ? '\u00a0' : words.share(format.share(share))}</Text>
      <div className={`inkling-progress-place${version > 1 ? ' long' : ''}`}>
        {state === 'building' && <ProgressBar share={progress} label={badge.text} />}
        {state === 'building' && version > 1 && <Text>{words.newVersion(format.share(progress))}</Text>}
      </div>
      {want !== undefined && (
        <Text>
          <strong>{words.want}:</strong> {want}
        </Text>
      )}
      <Text>
        <strong>{words.action}:</strong> {action ?? words.noAction}
      </Text>
      {kpi !== undefined && (
        <Text>
          <strong>{words.moves}:</strong> {purposes[kpi]}
        </Text>
      )}
      {truncatedSince !== undefined && (
        <Text look="quiet">{words.truncated(format.time(truncatedSince))}</Text>
      )}
      <Inline>
        <ButtonLink href={hrefOf('segments')}>{words.back}</ButtonLink>
        <Removal segment={segment} />
      </Inline>
    </Card>
  );
}

function OverTime({ segment, health }: PartsProps) {
  const words = useWords(SEGMENTS);
  const format = useFormat();
  const points = sizePoints(health, segment.key);
  return (
    <Card title={words.sizeOverTime}>
      {/* As high as the plot, which comes later than the page. */}
      <div className="inkling-plot-place">
        {points.length < 2 ? (
          <Text look="quiet">{health === null ? '\u00a0' : words.noSizes}</Text>
        ) : (
          <Plot
            series={[{ key: 'size', label: words.columns.size, points }]}
            summary={words.sizeSummary(segment.name)}
            name={segment.key}
            xLabel={words.day}
            xAt={daysOf(points)}
            words={words.plot}
            writeX={(x) => format.shortDay(new Date(x).toISOString().slice(0, 10))}
            writeY={format.count}
          />
        )}
      </div>
    </Card>
  );
}

function Removal({ segment: { key, name } }: Pick<PartsProps, 'segment'>) {
  const { api, go, hrefOf, notify } = useConsole();
  const words = useWords(SEGMENTS);
  const { cancel } = useWords(SHELL);
  const wordFault = useFaultWords();
  const [isOpen, setOpen] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  async function remove(): Promise<void> {
    setBusy(true);
    const answer = await api.send('DELETE', `/v1/segments/${encodeURIComponent(key)}`);
    setBusy(false);
    if (!answer.ok) return setFault(wordFault(answer.fault));
    notify(words.removed(name));
    go(hrefOf('segments'));
  }
  return (
    <>
      <Button onPress={() => setOpen(true)}>{words.remove}</Button>
      <Modal
        title={words.removeTitle(name)}
        isOpen={isOpen}
        onClose={() => {
          setOpen(false);
          setFault(null);
        }}
        closeLabel={cancel}
        offer={{ label: words.remove, onPress: () => void remove(), isBusy }}
      >
        <Stack>
          <Text>{words.removeText}</Text>
          <div role="alert">{fault !== null && <Text look="bad">{fault}</Text>}</div>
        </Stack>
      </Modal>
    </>
  );
}
