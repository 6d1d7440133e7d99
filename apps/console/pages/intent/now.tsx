/** How the scores of one label lie over the visitors of late. */
import { useCallback } from 'react';
import type { Answer } from '../../api/answer.ts';
import type { ModelAnswer, SpreadAnswer } from '../../api/answers/models.ts';
import { Bars } from '../../ui/bars.tsx';
import { useLive } from '../../ui/live.ts';
import { ButtonLink, Card, Inline, Text } from '../../ui/ui.ts';
import { viewSpread } from '../../view-models/intent.ts';
import { INTENT } from '../../words/intent.ts';
import { useConsole, useFormat, useWords } from '../console.ts';
import { FaultText } from '../fault-text.tsx';
import { NEW, WORDS } from '../segments/places.ts';
import type { ModelProps } from './standing.tsx';

type Kind = ModelAnswer['definition']['kind'];
/** Null: nothing scores it, or it is no yes or no. */
type Asked = { readonly answer: Answer<SpreadAnswer> | null };

/** What came of the question is shown in its card: all else on the page stands without it. */
export function useSpread({ label, state, active, definition: { kind } }: ModelAnswer) {
  const { api } = useConsole();
  const isAsked = state !== 'none' && isBinary(kind);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version scores everybody anew.
  const ask = useCallback(async (): Promise<Answer<Asked>> => {
    const path = `/v1/models/${encodeURIComponent(label)}/scores`;
    return { ok: true, value: { answer: isAsked ? await api.get<SpreadAnswer>(path) : null } };
  }, [api, label, isAsked, active]);
  return useLive(ask, null);
}

function isBinary(kind: Kind): kind is 'event' | 'absence' {
  return kind === 'event' || kind === 'absence';
}

export function ScoresNow({ model, answer }: ModelProps & Asked) {
  const words = useWords(INTENT);
  const { kind } = model.definition;
  if (!isBinary(kind)) return null;
  return (
    <Card title={words.now.title}>
      {answer === null && <Text look="quiet">{words.now.none}</Text>}
      {answer?.ok === false && <FaultText fault={answer.fault} look="bad" />}
      {answer?.ok === true && <Spreading answer={answer.value} label={model.label} />}
    </Card>
  );
}

type SpreadingProps = {
  readonly answer: SpreadAnswer;
  readonly label: string;
};

function Spreading({ answer, label }: SpreadingProps) {
  const { hrefOf } = useConsole();
  const words = useWords(INTENT);
  const { likely, likelyText, advice, bars, rows, notes } = viewSpread(answer, label, words, useFormat());
  const { columns, segment, title, few } = words.now;
  return (
    <>
      {likely === null ? (
        <Text>{few}</Text>
      ) : (
        <>
          <Text look="figure">{likely}</Text>
          <Text>{likelyText}</Text>
        </>
      )}
      <Text>{advice}</Text>
      <Inline>
        <ButtonLink href={hrefOf('segments', NEW, WORDS, answer.words)}>{segment}</ButtonLink>
      </Inline>
      <Bars
        summary={title}
        columns={columns}
        bars={bars}
        file={{ name: `scores-${label}`, save: words.save, columns, rows }}
      />
      {notes.map((note) => (
        <Text key={note} look="quiet">
          {note}
        </Text>
      ))}
    </>
  );
}
