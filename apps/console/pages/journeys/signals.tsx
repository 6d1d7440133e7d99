/** What newcomers do first, ranked by how well it tells those who stay from those who do not. */
import { useCallback } from 'react';
import type { SignalsAnswer } from '../../api/answers/journeys.ts';
import { Bars } from '../../ui/bars.tsx';
import { useLive } from '../../ui/live.ts';
import { Banner, Card, Text } from '../../ui/ui.ts';
import { viewSignals } from '../../view-models/journeys.ts';
import { JOURNEYS } from '../../words/journeys.ts';
import { useConsole, useFormat, useWords } from '../console.ts';
import { Loaded } from '../loaded.tsx';

export function Signals() {
  const { api } = useConsole();
  const { signals: words } = useWords(JOURNEYS);
  const ask = useCallback(() => api.get<SignalsAnswer>('/v1/signals'), [api]);
  const live = useLive(ask, null);
  return (
    <Loaded live={live}>
      {(answer) => (
        <Card title={words.title}>
          <Banner tone="warning" title={words.warning}>
            <Text>{words.warningText}</Text>
          </Banner>
          <Ranked answer={answer} />
        </Card>
      )}
    </Loaded>
  );
}

function Ranked({ answer }: { readonly answer: SignalsAnswer }) {
  const words = useWords(JOURNEYS);
  const { question, stayed, bars, rows, notes } = viewSignals(answer, words, useFormat());
  const { columns, empty, file, next, title } = words.signals;
  return (
    <>
      <Text>{question}</Text>
      {stayed !== null && <Text look="strong">{stayed}</Text>}
      {bars.length === 0 ? (
        <Text>{empty}</Text>
      ) : (
        <>
          <Text>{next}</Text>
          <Bars
            summary={title}
            columns={columns}
            bars={bars}
            file={{ name: 'signals', save: words.save, columns: file, rows }}
          />
        </>
      )}
      {notes.map((note) => (
        <Text key={note} look="quiet">
          {note}
        </Text>
      ))}
    </>
  );
}
