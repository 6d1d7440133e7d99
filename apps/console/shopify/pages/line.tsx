/** One line of the checklist: what it is, whether it works, and the figures that say so. */
import { Badge, Inline, ProgressBar, Stack, Text } from '../../ui/ui.ts';
import type { SetupLine } from '../view-models/setup.ts';
import { useConsole } from './console.ts';

export function LineText({ line }: { readonly line: SetupLine }) {
  const { words } = useConsole();
  return (
    <Stack>
      <Inline>
        <Text as="h3" look="strong">
          {line.title}
        </Text>
        <Badge tone={line.badge.tone}>{line.badge.text}</Badge>
        {line.since !== null && <Text look="quiet">{line.since}</Text>}
      </Inline>
      <Text look="quiet">{line.detail}</Text>
      {line.progress !== null && <ProgressBar share={line.progress} label={words.setup.imported} />}
    </Stack>
  );
}
