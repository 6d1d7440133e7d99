/** A new segment from a condition in words that another page has put together. */
import { useCallback } from 'react';
import type { CheckAnswer } from '../../api/answers/segments.ts';
import { useLive } from '../../ui/live.ts';
import { NOTHING_AROUND } from '../../view-models/segment-builder.ts';
import { readForm } from '../../view-models/segment-form/read.ts';
import { useConsole } from '../console.ts';
import { Loaded } from '../loaded.tsx';
import { Builder } from './builder.tsx';

/** @param said As the server writes conditions, for example `score "orders_soon" at least 0.3`. */
export default function SaidSegment({ said }: { readonly said: string }) {
  const { api } = useConsole();
  const ask = useCallback(
    () => api.send<CheckAnswer>('POST', '/v1/segments/check', { words: said }),
    [api, said],
  );
  return (
    <Loaded live={useLive(ask, null)}>
      {({ when }) => (
        <Builder known={null} around={NOTHING_AROUND} start={(newId) => readForm(when, newId)} />
      )}
    </Loaded>
  );
}
