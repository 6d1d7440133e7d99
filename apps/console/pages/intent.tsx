/** What is foretold of visitors, how well, and why. */
import { useCallback, useState } from 'react';
import type { List } from '../api/answers/list.ts';
import type { ModelAnswer, ModelLine } from '../api/answers/models.ts';
import { useLive } from '../ui/live.ts';
import { EmptyState, Page, Tabs } from '../ui/ui.ts';
import { nameLabel, USUAL_LABEL } from '../view-models/intent.ts';
import { INTENT } from '../words/intent.ts';
import { SHELL } from '../words/shell.ts';
import { useConsole, useWords } from './console.ts';
import { CardOfModel } from './intent/card.tsx';
import { Drift } from './intent/drift.tsx';
import { History } from './intent/history.tsx';
import { Lacking } from './intent/lacking.tsx';
import { ScoresNow, useSpread } from './intent/now.tsx';
import { type ChangingProps, Standing } from './intent/standing.tsx';
import { VisitorScores } from './intent/visitor.tsx';
import { Loaded } from './loaded.tsx';

const EVERY_MS = 60_000;
/** While one is trained somebody waits for it. */
const SOON_MS = 1_000;

export default function IntentPage() {
  const { api, rest } = useConsole();
  const shell = useWords(SHELL);
  const words = useWords(INTENT);
  const ask = useCallback(() => api.get<List<ModelLine>>('/v1/models'), [api]);
  const live = useLive(ask, null);
  return (
    <Page title={shell.pages.intent} intro={words.intro}>
      <Loaded live={live}>{({ items }) => <Labels items={items} current={rest[0] ?? USUAL_LABEL} />}</Loaded>
    </Page>
  );
}

function Labels({ items, current }: Pick<List<ModelLine>, 'items'> & { readonly current: string }) {
  const { go, hrefOf } = useConsole();
  const shell = useWords(SHELL);
  const words = useWords(INTENT);
  // What most shops ask first stands first.
  const sorted = [...items].sort((a, b) => rank(a) - rank(b));
  if (!items.some(({ label }) => label === current))
    return <EmptyState title={shell.notFound}>{shell.notFoundText}</EmptyState>;
  return (
    <Tabs
      label={words.labels}
      tabs={sorted.map(({ label }) => ({ key: label, label: nameLabel(label, words) }))}
      current={current}
      onChange={(key) => go(hrefOf('intent', key))}
    >
      <Model key={current} label={current} />
    </Tabs>
  );
}

const FIRST = [USUAL_LABEL, 'churn_30d', 'order_value', 'next_action'];

function rank({ label }: ModelLine): number {
  const place = FIRST.indexOf(label);
  return place === -1 ? FIRST.length : place;
}

/**
 * What a training brings takes its place when somebody asks for it: nothing moves under the eyes of who reads meanwhile.
 */
function Model({ label }: { readonly label: string }) {
  const { api } = useConsole();
  /** As it was when a training was seen first; null: none is under way. */
  const [held, setHeld] = useState<ModelAnswer | null>(null);
  const ask = useCallback(async () => {
    const answer = await api.get<ModelAnswer>(`/v1/models/${encodeURIComponent(label)}`);
    if (answer.ok && answer.value.training !== null) setHeld((before) => before ?? answer.value);
    return answer;
  }, [api, label]);
  const live = useLive(ask, held === null ? EVERY_MS : SOON_MS);
  return (
    <Loaded live={live}>
      {(latest) => (
        <>
          <Standing
            model={held ?? latest}
            training={held === null ? null : (latest.training ?? 1)}
            isOver={held !== null && latest.training === null}
            onShow={() => setHeld(null)}
            onChange={live.look}
          />
          <Scored model={held ?? latest} onChange={live.look} />
        </>
      )}
    </Loaded>
  );
}

/** Below everything that comes at once, since counting takes its time. */
function Scored({ model, onChange }: ChangingProps) {
  const spread = useSpread(model);
  return (
    <Loaded live={spread}>
      {({ answer }) => (
        <>
          <ScoresNow model={model} answer={answer} />
          <Lacking model={model} />
          <CardOfModel model={model} />
          <Drift model={model} />
          <History model={model} onChange={onChange} />
          <VisitorScores />
        </>
      )}
    </Loaded>
  );
}
