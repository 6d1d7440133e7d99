/** What stands on a page before something was seen, when it could not be, and what there is. */
import type { ReactNode } from 'react';
import type { Live } from '../ui/live.ts';
import { Banner, Card, Skeleton, Stack } from '../ui/ui.ts';
import { SHELL } from '../words/shell.ts';
import { useWords } from './console.ts';
import { FaultText } from './fault-text.tsx';

type LoadedProps<T> = {
  readonly live: Live<T>;
  readonly children: (value: T) => ReactNode;
};

/** @example <Loaded live={live}>{(segments) => <List segments={segments} />}</Loaded> */
export function Loaded<T>({ live: { value, fault, look }, children }: LoadedProps<T>) {
  const words = useWords(SHELL);
  if (value !== null) {
    return (
      <Stack gap="wide">
        {children(value)}
        {/* Below what is shown: nothing moves when a later look fails. */}
        <div role="status">{fault !== null && <FaultText fault={fault} look="bad" />}</div>
      </Stack>
    );
  }
  if (fault === null) {
    return (
      <Card>
        <Skeleton lines={8} label={words.loading} />
      </Card>
    );
  }
  return (
    <Banner tone="bad" title={words.faults.title} offer={{ label: words.again, onPress: look }}>
      <FaultText fault={fault} />
    </Banner>
  );
}
