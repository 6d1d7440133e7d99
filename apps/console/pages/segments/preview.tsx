/** How many visitors the condition would have, while it is being written. */
import { Card, Stack, Text } from '../../ui/ui.ts';
import { viewPreview } from '../../view-models/segment-builder.ts';
import { SEGMENT_FORM } from '../../words/segment-form.ts';
import { useFormat, useWords } from '../console.ts';
import type { PreviewState } from './writing.ts';

export function Preview({
  preview,
  isCurrent,
}: {
  readonly preview: PreviewState;
  readonly isCurrent: boolean;
}) {
  const { preview: words } = useWords(SEGMENT_FORM);
  const format = useFormat();
  const { value, fault } = preview;
  const view = value === null ? null : viewPreview(value, words, format);
  return (
    <Card title={words.title}>
      <div aria-live="polite" className="inkling-preview">
        {view === null ? (
          <Text look="quiet">{fault === null ? words.none : fault}</Text>
        ) : (
          <Stack>
            <Text look="figure">{view.figure}</Text>
            <Text>{view.unit}</Text>
            <Text look="quiet">{view.text}</Text>
            {view.why !== null && <Text look="quiet">{view.why}</Text>}
          </Stack>
        )}
        {!isCurrent && <Text look="quiet">{value === null ? words.asking : words.wait}</Text>}
      </div>
    </Card>
  );
}
