/** What a new site does first: in a file of its own, since most sites are past that. */
import { useState } from 'react';
import type { FirstRunAnswer, FirstRunFacts } from '../../api/answers/first-run.ts';
import type { Live } from '../../ui/live.ts';
import { Badge, Button, ButtonLink, Card, Inline, Rows, Stack, Text } from '../../ui/ui.ts';
import {
  segmentsToPut,
  viewCampaign,
  viewLifts,
  viewNext,
  viewSegments,
} from '../../view-models/first-run.ts';
import { FIRST_RUN } from '../../words/first-run.ts';
import { useConsole, useFaultWords, useFormat, useWords } from '../console.ts';
import { SampleCard } from './sample.tsx';

type StepsProps = { readonly facts: FirstRunFacts; readonly live: Live<FirstRunAnswer> };

/** @example <Steps facts={facts} live={live} /> */
export default function Steps({ facts, live: { put, look } }: StepsProps) {
  const { api, notify } = useConsole();
  const words = useWords(FIRST_RUN);
  const wordFault = useFaultWords();
  const putAway = async (): Promise<void> => {
    const answer = await api.send<FirstRunAnswer>('PUT', '/v1/first-run', { isPutAway: true });
    notify(answer.ok ? words.putAwayDone : wordFault(answer.fault));
    if (!answer.ok) return;
    put({ isPutAway: true });
    document.querySelector<HTMLElement>('h1')?.focus();
  };
  return (
    <Stack gap="wide">
      <Card title={words.title}>
        <Stack gap="wide">
          <Lifts facts={facts} />
          <Next facts={facts} />
          <Segments facts={facts} onChange={look} />
          <Campaign facts={facts} onChange={look} />
          <div>
            <Button onPress={() => void putAway()}>{words.putAway}</Button>
          </div>
        </Stack>
      </Card>
      <SampleCard />
    </Stack>
  );
}

type PartProps = { readonly facts: FirstRunFacts };

function Next({ facts }: PartProps) {
  const { hrefOf } = useConsole();
  const words = useWords(FIRST_RUN);
  const format = useFormat();
  const { stage, title, text, when, result } = viewNext(facts, { words, format });
  const { running } = facts;
  return (
    <Stack>
      <Text look="strong">{title}</Text>
      <Text>{result === null ? text : `${text} ${result.text}`}</Text>
      {result !== null && result.measured !== null && <Text>{result.measured}</Text>}
      {result !== null && <Text>{result.next}</Text>}
      {when !== null && <Text look="quiet">{when}</Text>}
      {stage === 'empty' && (
        <div>
          <ButtonLink href={hrefOf('install')}>{words.install}</ButtonLink>
        </div>
      )}
      {running !== null && running.liveSince !== null && (
        <div>
          <ButtonLink href={hrefOf('campaigns', running.key)}>{words.results.report}</ButtonLink>
        </div>
      )}
    </Stack>
  );
}

function Lifts({ facts }: PartProps) {
  const words = useWords(FIRST_RUN);
  const format = useFormat();
  const { basis, rows, advice } = viewLifts(facts, { words, format });
  return (
    <Stack>
      <Text as="h3" look="strong">
        {words.lift.title}
      </Text>
      <Text>{basis}</Text>
      {rows.length > 0 && (
        <Rows
          rows={rows.map(({ key, term, figure, text }) => ({
            key,
            content: (
              <Stack>
                <Text look="strong">{term}</Text>
                <Text look="quiet">{text}</Text>
              </Stack>
            ),
            end: <Text look="figure">{figure}</Text>,
          }))}
        />
      )}
      {advice !== null && <Text look="quiet">{advice}</Text>}
    </Stack>
  );
}

type ActingProps = PartProps & { readonly onChange: () => void };

/** What is done here, and what went wrong with it. */
function useAct(onDone: () => void) {
  const wordFault = useFaultWords();
  const { api } = useConsole();
  const [isBusy, setIsBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const act = async (path: string, body: unknown): Promise<void> => {
    setIsBusy(true);
    const answer = await api.send<unknown>('POST', path, body);
    setIsBusy(false);
    setFault(answer.ok ? null : wordFault(answer.fault));
    if (answer.ok) onDone();
  };
  return { act, isBusy, fault };
}

function Segments({ facts, onChange }: ActingProps) {
  const { locale, notify, hrefOf } = useConsole();
  const words = useWords(FIRST_RUN);
  const format = useFormat();
  const lines = viewSegments(facts, locale);
  const left = segmentsToPut(facts, locale);
  const { act, isBusy, fault } = useAct(() => {
    notify(words.segments.done);
    onChange();
  });
  const install = () => act('/v1/segments', { segments: left });
  return (
    <Stack>
      <Text as="h3" look="strong">
        {words.segments.title}
      </Text>
      <Text look="quiet">{words.segments.text}</Text>
      <Rows
        rows={lines.map(({ key, name, want, isInstalled }) => ({
          key,
          content: (
            <Stack>
              <Text look="strong">{name}</Text>
              <Text look="quiet">{want}</Text>
            </Stack>
          ),
          end: isInstalled ? <Badge tone="good">{words.segments.installed}</Badge> : null,
        }))}
      />
      {fault !== null && <Text look="bad">{fault}</Text>}
      <Inline>
        {left.length > 0 && (
          <Button isPrimary isBusy={isBusy} onPress={() => void install()}>
            {words.segments.install(format.count(left.length))}
          </Button>
        )}
        {left.length < lines.length && (
          <ButtonLink href={hrefOf('segments')}>{words.segments.open}</ButtonLink>
        )}
      </Inline>
    </Stack>
  );
}

function Campaign({ facts, onChange }: ActingProps) {
  const { hrefOf } = useConsole();
  const words = useWords(FIRST_RUN);
  const { act, isBusy, fault } = useAct(onChange);
  const suggested = viewCampaign(facts, words);
  const { running } = facts;
  return (
    <Stack>
      <Text as="h3" look="strong">
        {words.campaign.title}
      </Text>
      {running === null && suggested !== null && (
        <>
          <Text>{`${suggested.name}: ${suggested.does}`}</Text>
          <Text look="quiet">{words.campaign.text}</Text>
          <div>
            <Button
              isBusy={isBusy}
              onPress={() => void act(`/v1/campaigns/templates/${suggested.template}`, {})}
            >
              {words.campaign.draft}
            </Button>
          </div>
        </>
      )}
      {running === null && suggested === null && <Text>{words.campaign.none}</Text>}
      {running !== null && (
        <>
          <Text>{running.name}</Text>
          <div>
            <ButtonLink href={hrefOf('campaigns', running.key)}>{words.campaign.open}</ButtonLink>
          </div>
        </>
      )}
      {fault !== null && <Text look="bad">{fault}</Text>}
      <Text look="quiet">{words.results.text}</Text>
    </Stack>
  );
}
