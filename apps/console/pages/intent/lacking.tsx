/** What a model still needs, how much of it is there, and about when it is enough. */
import { Card, ProgressBar, Stack, Text } from '../../ui/ui.ts';
import { viewLacking } from '../../view-models/intent.ts';
import { INTENT } from '../../words/intent.ts';
import { useFormat, useWords } from '../console.ts';
import type { ModelProps } from './standing.tsx';

export function Lacking({ model }: ModelProps) {
  const words = useWords(INTENT);
  const lacking = viewLacking(model, words, useFormat());
  if (lacking === null) return null;
  return (
    <Card title={words.lacking.title}>
      <Text>{lacking.text}</Text>
      {lacking.counts.map(({ key, label, text, share }) => (
        <Stack key={key}>
          <Text>
            <Text as="span" look="strong">
              {text}
            </Text>{' '}
            {label}
          </Text>
          <ProgressBar share={share} label={`${text} ${label}`} />
        </Stack>
      ))}
      {lacking.notes.map((note) => (
        <Text key={note} look="quiet">
          {note}
        </Text>
      ))}
    </Card>
  );
}
