/** A page's middle: something in its place until it is there, and what is wrong when it does not come. */
import type { ReactNode } from 'react';
import type { Fault } from '../../api/answer.ts';
import type { Live } from '../../ui/live.ts';
import { Banner, Card, Skeleton, Stack, Text } from '../../ui/ui.ts';
import { useConsole, wordFault } from './console.ts';

type LoadedProps<T> = {
  readonly live: Live<T>;
  /** When what is shown was true, in words; stands above it. */
  readonly stamp?: (value: T) => string;
  readonly children: (value: T) => ReactNode;
};

export function Loaded<T>({ live, stamp, children }: LoadedProps<T>) {
  const { words } = useConsole();
  const { value, fault, look } = live;
  if (value !== null) {
    const stale = fault === null ? '' : wordFault(fault, words);
    return (
      <Stack gap="wide">
        {children(value)}
        {/* Below what is shown: nothing moves when a later look fails. */}
        <div role="status">
          {stamp !== undefined && <Text look="quiet">{stamp(value)}</Text>}
          {stale !== '' && <Text look="bad">{stale}</Text>}
          <Detail fault={fault} />
        </div>
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
      <Text>{wordFault(fault, words)}</Text>
      <Detail fault={fault} />
    </Banner>
  );
}

/** In English, of the server, what the page has no words for. */
function Detail({ fault }: { readonly fault: Fault | null }) {
  if (fault?.detail === undefined) return null;
  return (
    <Text look="quiet">
      <span lang="en">{fault.detail}</span>
    </Text>
  );
}
