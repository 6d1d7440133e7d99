/** Segments and stages that a condition may name. */
import { useCallback, useMemo } from 'react';
import type { List } from '../../api/answers/list.ts';
import type { SegmentAnswer, StagesAnswer } from '../../api/answers/segments.ts';
import { useLive } from '../../ui/live.ts';
import { useConsole } from '../console.ts';

/** Suggested; others may be typed. */
const MOST = 100;

export function useKnownKeys(): { readonly segments: readonly string[]; readonly stages: readonly string[] } {
  const { api } = useConsole();
  const askSegments = useCallback(() => api.get<List<SegmentAnswer>>('/v1/segments', { limit: MOST }), [api]);
  const askStages = useCallback(() => api.get<StagesAnswer>('/v1/stages'), [api]);
  const { value: segments } = useLive(askSegments, null);
  const { value: stages } = useLive(askStages, null);
  return useMemo(
    () => ({
      segments: segments?.items.map(({ key }) => key) ?? [],
      stages: stages?.stages.map(({ key }) => key) ?? [],
    }),
    [segments, stages],
  );
}
