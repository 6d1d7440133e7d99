/** The builder: a campaign as a form and as JSON, with what the server says of it, and a trial on past visitors. */
import { useCallback } from 'react';
import type { Answer } from '../../api/answer.ts';
import { useLive } from '../../ui/live.ts';
import { Page } from '../../ui/ui.ts';
import { type Draft, type Fields, toDraft } from '../../view-models/campaigns-document.ts';
import { BLANK_DRAFT } from '../../view-models/campaigns-draft.ts';
import { CAMPAIGN_BUILDER } from '../../words/campaigns-builder.ts';
import { useConsole, useWords } from '../console.ts';
import { Loaded } from '../loaded.tsx';
import { Builder } from './builder.tsx';
import { askSegments, type Named } from './writing.ts';

type Opened = { readonly draft: Draft; readonly segments: readonly Named[] };

/** @param campaign Its key; null: a new one. */
export function Editor({ campaign }: { readonly campaign: string | null }) {
  const { api } = useConsole();
  const words = useWords(CAMPAIGN_BUILDER);
  const ask = useCallback(async (): Promise<Answer<Opened>> => {
    const segments = await askSegments(api);
    if (!segments.ok) return segments;
    const { value: items } = segments;
    if (campaign === null) return { ok: true, value: { draft: BLANK_DRAFT, segments: items } };
    const kept = await api.get<Fields>(`/v1/campaigns/${encodeURIComponent(campaign)}`);
    return kept.ok ? { ok: true, value: { draft: toDraft(kept.value), segments: items } } : kept;
  }, [api, campaign]);
  const live = useLive(ask, null);
  if (live.value !== null)
    return <Builder kept={live.value.draft} segments={live.value.segments} isNew={campaign === null} />;
  return (
    <Page title={campaign === null ? words.unnamed : words.title(campaign)}>
      <Loaded live={live}>{() => null}</Loaded>
    </Page>
  );
}
