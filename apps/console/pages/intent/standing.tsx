/** What is foretold, what gives the scores, and the training of a better one. */
import { useState } from 'react';
import type { ModelAnswer } from '../../api/answers/models.ts';
import { Badge, Button, Card, Inline, ProgressBar, Text } from '../../ui/ui.ts';
import { viewLabel } from '../../view-models/intent.ts';
import { INTENT } from '../../words/intent.ts';
import { useConsole, useFaultWords, useFormat, useWords } from '../console.ts';

export type ModelProps = { readonly model: ModelAnswer };
export type ChangingProps = ModelProps & { readonly onChange: () => void };

type StandingProps = ChangingProps & {
  /** 0 to 1; null: none is under way. */
  readonly training: number | null;
  /** It has ended, and what came of it is not shown yet. */
  readonly isOver: boolean;
  readonly onShow: () => void;
};

export function Standing({ model, onChange, training, isOver, onShow }: StandingProps) {
  const words = useWords(INTENT);
  const format = useFormat();
  const { send, isBusy } = useAct(model.label, onChange);
  const { foretells, badge, state } = viewLabel(model, words, format);
  const share = words.training(format.share(training ?? 0));
  return (
    <Card>
      <Text look="heading">{foretells}</Text>
      <Inline>
        <Badge tone={badge.tone}>{badge.text}</Badge>
        <Text as="span">{state}</Text>
      </Inline>
      {training !== null && (
        <>
          <ProgressBar share={training} label={share} />
          <Text look="quiet">{isOver ? words.over : `${share}. ${words.trainingText}`}</Text>
        </>
      )}
      <Inline>
        {training === null && (
          <Button onPress={() => void send('train', words.started)} isBusy={isBusy} isPrimary>
            {words.train}
          </Button>
        )}
        {training !== null &&
          (isOver ? (
            <Button onPress={onShow} isPrimary>
              {words.show}
            </Button>
          ) : (
            <Button onPress={() => void send('cancel', words.cancelled)} isBusy={isBusy}>
              {words.cancel}
            </Button>
          ))}
      </Inline>
    </Card>
  );
}

/** Something that is done with a model, and said. */
export function useAct(label: string, onChange: () => void) {
  const { api, notify } = useConsole();
  const wordFault = useFaultWords();
  const [isBusy, setIsBusy] = useState(false);
  const send = async (act: 'train' | 'cancel' | 'rollback', done: string): Promise<void> => {
    setIsBusy(true);
    const answer = await api.send('POST', `/v1/models/${encodeURIComponent(label)}/${act}`);
    setIsBusy(false);
    notify(answer.ok ? done : wordFault(answer.fault));
    if (answer.ok) onChange();
  };
  return { send, isBusy };
}
