/** The figures of the period, beside those before. */
import { Card, Inline, Stack, Text } from '../../ui/ui.ts';
import type { FigureView } from '../../view-models/overview.ts';

type FiguresProps = {
  readonly between: string;
  readonly figures: readonly FigureView[];
  readonly notes: readonly string[];
};

export function Figures({ between, figures, notes }: FiguresProps) {
  return (
    <Card title={between}>
      <Stack gap="wide">
        <Inline isEven>
          {figures.map(({ key, label, value, note }) => (
            <Stack key={key} gap="small">
              <Text look="quiet">{label}</Text>
              <Text look="figure">{value}</Text>
              <Text look="quiet">{note}</Text>
            </Stack>
          ))}
        </Inline>
        {notes.length > 0 && <Text look="quiet">{notes.join(' ')}</Text>}
      </Stack>
    </Card>
  );
}
