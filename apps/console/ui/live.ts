/** What a page shows of the server, kept fresh. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Answer, Fault } from '../api/answer.ts';
import { startWatch, type Watch } from './watch.ts';

export type Live<T> = {
  /** Null until the first answer; what was there before stays when a later look fails. */
  readonly value: T | null;
  /** Of the last look. */
  readonly fault: Fault | null;
  readonly look: () => void;
  readonly put: (value: T) => void;
};

/**
 * @param ask The same function at every drawing.
 * @param everyMs Null: once.
 * @example const live = useLive(client.today, 10_000)
 */
export function useLive<T>(ask: () => Promise<Answer<T>>, everyMs: number | null): Live<T> {
  const [seen, setSeen] = useState<Pick<Live<T>, 'value' | 'fault'>>({ value: null, fault: null });
  const watch = useRef<Watch<T> | null>(null);
  useEffect(() => {
    const started = startWatch({
      ask,
      everyMs,
      page: document,
      onAnswer: (answer) =>
        setSeen(({ value }) =>
          answer.ok ? { value: answer.value, fault: null } : { value, fault: answer.fault },
        ),
    });
    watch.current = started;
    return started.stop;
  }, [ask, everyMs]);
  const look = useCallback(() => watch.current?.look(), []);
  const put = useCallback((value: T) => watch.current?.put(value), []);
  return { ...seen, look, put };
}
