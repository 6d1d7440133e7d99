/** Another version of a segment. */
import { useCallback } from 'react';
import type { SegmentAnswer } from '../../api/answers/segments.ts';
import { useLive } from '../../ui/live.ts';
import { Page } from '../../ui/ui.ts';
import { aroundOf } from '../../view-models/segment-builder.ts';
import { readForm } from '../../view-models/segment-form/read.ts';
import { SEGMENTS } from '../../words/segments.ts';
import { useConsole, useWords } from '../console.ts';
import { Loaded } from '../loaded.tsx';
import { Builder } from './builder.tsx';

export default function EditSegment({ segment: key }: { readonly segment: string }) {
  const { api } = useConsole();
  const words = useWords(SEGMENTS);
  const ask = useCallback(
    () => api.get<SegmentAnswer>(`/v1/segments/${encodeURIComponent(key)}`),
    [api, key],
  );
  const live = useLive(ask, null);
  const { value } = live;
  if (value === null) {
    return (
      <Page title={words.edit}>
        <Loaded live={live}>{() => null}</Loaded>
      </Page>
    );
  }
  return <Builder known={value} around={aroundOf(value)} start={(newId) => readForm(value.when, newId)} />;
}
