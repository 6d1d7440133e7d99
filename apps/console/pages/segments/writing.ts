/** A condition in the making: each change is read by the server, then counted. */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Answer } from '../../api/answer.ts';
import type { CheckAnswer, PreviewAnswer } from '../../api/answers/segments.ts';
import { createAsker } from '../../ui/asking.ts';
import { hear, isUnderstood, questionOf, type SegmentDraft } from '../../view-models/segment-form/draft.ts';
import type { NewId } from '../../view-models/segment-form/form.ts';
import { useConsole, useFaultWords } from '../console.ts';

/** Long enough for a word, short enough to be seen as an answer to it. */
const PAUSE_MS = 350;

export type PreviewState = {
  readonly value: PreviewAnswer | null;
  readonly fault: string | null;
  /** Of which edition of the draft it is. */
  readonly edition: number;
};

export type Writing = {
  readonly draft: SegmentDraft;
  readonly setDraft: (change: (draft: SegmentDraft) => SegmentDraft) => void;
  readonly preview: PreviewState;
  /** The number is of what stands there now. */
  readonly isPreviewCurrent: boolean;
};

type Question = { readonly edition: number; readonly body: unknown };

/** In the language of the page: the words come with the first doubt. */
async function sayDoubts(answer: Answer<CheckAnswer>, locale: string): Promise<Answer<CheckAnswer>> {
  if (!answer.ok || answer.value.doubts.length === 0) return answer;
  const { sayCure } = await import('../../view-models/refusals.ts');
  const doubts = answer.value.doubts.map((doubt) => sayCure(doubt, locale) ?? doubt);
  return { ok: true, value: { ...answer.value, doubts } };
}

/** @param key Of the segment that is changed; null: a new one. */
export function useWriting(start: () => SegmentDraft, newId: NewId, key: string | null): Writing {
  const { api, locale } = useConsole();
  const wordFault = useFaultWords();
  const say = useRef(wordFault);
  say.current = wordFault;
  const [draft, setDraft] = useState(start);
  const [preview, setPreview] = useState<PreviewState>({ value: null, fault: null, edition: 0 });
  const count = useMemo(
    () =>
      createAsker<Question, Answer<PreviewAnswer>>({
        waitMs: 0,
        answer: ({ body }) => api.send('POST', '/v1/segments/preview', body),
        onAnswer: (answer, { edition }) =>
          setPreview(
            answer.ok
              ? { value: answer.value, fault: null, edition }
              : { value: null, fault: say.current(answer.fault), edition },
          ),
      }),
    [api],
  );
  const check = useMemo(
    () =>
      createAsker<Question, Answer<CheckAnswer>>({
        waitMs: PAUSE_MS,
        answer: async ({ body }) => sayDoubts(await api.send('POST', '/v1/segments/check', body), locale),
        onAnswer: (answer, { edition }) => {
          const heard = answer.ok
            ? answer
            : ({ ok: false, fault: { ...answer.fault, text: say.current(answer.fault) } } as const);
          setDraft((now) => hear(now, edition, heard, newId));
          const own = key === null ? {} : { key };
          if (answer.ok) count.ask({ edition, body: { when: answer.value.when, ...own } });
          else count.stop();
        },
      }),
    [api, count, key, locale, newId],
  );
  const newest = useRef(draft);
  newest.current = draft;
  const { edition } = draft;
  useEffect(() => {
    check.ask({ edition, body: questionOf(newest.current) });
  }, [check, edition]);
  useEffect(
    () => () => {
      check.stop();
      count.stop();
    },
    [check, count],
  );
  return { draft, setDraft, preview, isPreviewCurrent: isUnderstood(draft) && preview.edition === edition };
}
