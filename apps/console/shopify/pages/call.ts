/** One request that somebody asked for by a press: whether it runs, and why it failed. */
import { useState } from 'react';
import type { Answer } from '../../api/answer.ts';
import type { Live } from '../../ui/live.ts';
import { useConsole, wordFault } from './console.ts';

export type Call<T> = {
  readonly isBusy: boolean;
  /** Of the last one, in words. */
  readonly fault: string | null;
  /** @returns whether it went well; then what is shown is what came back. */
  readonly run: (ask: () => Promise<Answer<T>>) => Promise<boolean>;
};

/** @example const { run, isBusy } = useCall(live); void run(() => client.call('pixel', {})) */
export function useCall<T>(live: Pick<Live<T>, 'put'>): Call<T> {
  const { words } = useConsole();
  const [isBusy, setIsBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  return {
    isBusy,
    fault,
    run: async (ask) => {
      setIsBusy(true);
      const answer = await ask();
      setIsBusy(false);
      setFault(answer.ok ? null : wordFault(answer.fault, words));
      if (answer.ok) live.put(answer.value);
      return answer.ok;
    },
  };
}
