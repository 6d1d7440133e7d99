/** A list that comes page by page: the first by itself, each other one when somebody wants it. */
import { useCallback, useState } from 'react';
import type { Fault } from '../api/answer.ts';
import type { List } from '../api/answers/list.ts';
import type { Query } from '../api/api.ts';
import { useLive } from '../ui/live.ts';
import { useConsole } from './console.ts';

const PAGE = 50;

export type Paged<Item> = {
  readonly live: ReturnType<typeof useLive<List<Item>>>;
  /** All that were asked for. */
  readonly items: readonly Item[];
  readonly hasMore: boolean;
  readonly isBusy: boolean;
  readonly fault: Fault | null;
  readonly more: () => Promise<void>;
  /** Begins anew: something has been added at its front. */
  readonly again: () => void;
};

/** @param query The same object at every drawing. @example const receipts = usePaged<Receipt>('/v1/erasures', NO_QUERY) */
export function usePaged<Item>(path: string, query: Query): Paged<Item> {
  const { api } = useConsole();
  const ask = useCallback(() => api.get<List<Item>>(path, { ...query, limit: PAGE }), [api, path, query]);
  const live = useLive(ask, null);
  const [later, setLater] = useState<readonly Item[]>([]);
  const [next, setNext] = useState<string | null | undefined>(undefined);
  const [state, setState] = useState<{ isBusy: boolean; fault: Fault | null }>({
    isBusy: false,
    fault: null,
  });
  const cursor = next === undefined ? (live.value?.next ?? null) : next;
  return {
    live,
    items: [...(live.value?.items ?? []), ...later],
    hasMore: cursor !== null,
    ...state,
    more: async () => {
      setState({ isBusy: true, fault: null });
      const answer = await api.get<List<Item>>(path, { ...query, limit: PAGE, cursor });
      setState({ isBusy: false, fault: answer.ok ? null : answer.fault });
      if (!answer.ok) return;
      setLater((known) => [...known, ...answer.value.items]);
      setNext(answer.value.next);
    },
    again: () => {
      setLater([]);
      setNext(undefined);
      live.look();
    },
  };
}
