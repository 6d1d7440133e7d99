/** A list of which no more than a page is ever loaded. */
import { useState } from 'react';
import { Button, Inline } from '../../ui/ui.ts';
import { SEGMENTS } from '../../words/segments.ts';
import { useWords } from '../console.ts';

export type Paging = {
  /** Of the page that is shown; null: the first. */
  readonly cursor: string | null;
  readonly hasPrevious: boolean;
  readonly forward: (next: string) => void;
  readonly backward: () => void;
};

/** @example const paging = usePaging() */
export function usePaging(): Paging {
  const [way, setWay] = useState<readonly string[]>([]);
  return {
    cursor: way.at(-1) ?? null,
    hasPrevious: way.length > 0,
    forward: (next) => setWay((gone) => [...gone, next]),
    backward: () => setWay((gone) => gone.slice(0, -1)),
  };
}

export function PageButtons({ paging, next }: { readonly paging: Paging; readonly next: string | null }) {
  const words = useWords(SEGMENTS);
  if (next === null && !paging.hasPrevious) return null;
  return (
    <Inline>
      <Button isDisabled={!paging.hasPrevious} onPress={paging.backward}>
        {words.previous}
      </Button>
      <Button isDisabled={next === null} onPress={() => next !== null && paging.forward(next)}>
        {words.next}
      </Button>
    </Inline>
  );
}
