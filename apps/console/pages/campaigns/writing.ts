/** How the pages of campaigns write. */
import type { Answer } from '../../api/answer.ts';
import type { List } from '../../api/answers/list.ts';
import type { SegmentAnswer } from '../../api/answers/segments.ts';
import type { Api } from '../../api/api.ts';
import { createFigures } from '../../view-models/campaigns-figures.ts';
import type { Writing } from '../../view-models/campaigns-list.ts';
import { CAMPAIGNS } from '../../words/campaigns.ts';
import { useConsole, useFormat, useWords } from '../console.ts';

/** As many as a site may have. */
const MOST_SEGMENTS = 1_000;

export type Named = Pick<SegmentAnswer, 'key' | 'name'>;

/** Campaigns name segments by their keys, people by their names. */
export async function askSegments(api: Api): Promise<Answer<readonly Named[]>> {
  const answer = await api.get<List<SegmentAnswer>>('/v1/segments', { limit: MOST_SEGMENTS });
  return answer.ok ? { ok: true, value: answer.value.items } : answer;
}

export function useWriting(segments: readonly Named[] = []): Writing {
  const { locale } = useConsole();
  const names = new Map(segments.map(({ key, name }) => [key, name]));
  return {
    words: useWords(CAMPAIGNS),
    format: useFormat(),
    figures: createFigures(locale),
    nameOf: (key) => names.get(key) ?? key,
  };
}
