/** What is held of visitors, for how long, what they can ask for, and what shows that it is so. */
import { useCallback, useState } from 'react';
import type { HeldAnswer } from '../api/answers/privacy.ts';
import type { ChoicesAnswer } from '../api/answers/statistics.ts';
import { askBoth } from '../api/both.ts';
import { useLive } from '../ui/live.ts';
import { Page, Tabs } from '../ui/ui.ts';
import { PRIVACY } from '../words/privacy.ts';
import { SHELL } from '../words/shell.ts';
import { useConsole, useWords } from './console.ts';
import { Loaded } from './loaded.tsx';
import { AuditPart } from './privacy/audit.tsx';
import { HeldPart } from './privacy/held.tsx';
import { ProofPart } from './privacy/proof.tsx';
import { RequestsPart } from './privacy/requests.tsx';
import { TermsPart } from './privacy/terms.tsx';

const PARTS = ['held', 'terms', 'requests', 'proof', 'audit'] as const;
type Part = (typeof PARTS)[number];
/** What visitors choose is counted while somebody looks. */
const EVERY_MS = 10_000;

export default function PrivacyPage() {
  const { rest } = useConsole();
  const shell = useWords(SHELL);
  const words = useWords(PRIVACY);
  const [part, setPart] = useState<Part>(PARTS.find((known) => known === rest[0]) ?? 'held');
  return (
    <Page title={shell.pages.privacy} intro={words.intro}>
      <Tabs
        label={words.tabs.label}
        tabs={PARTS.map((key) => ({ key, label: words.tabs[key] }))}
        current={part}
        onChange={(key) => setPart(PARTS.find((known) => known === key) ?? 'held')}
      >
        {(part === 'held' || part === 'terms') && <OfSite part={part} />}
        {part === 'requests' && <RequestsPart />}
        {part === 'proof' && <ProofPart />}
        {part === 'audit' && <AuditPart />}
      </Tabs>
    </Page>
  );
}

/** What follows from the settings of the site. */
function OfSite({ part }: { readonly part: 'held' | 'terms' }) {
  const { api } = useConsole();
  const ask = useCallback(
    () => askBoth(api.get<HeldAnswer>('/v1/privacy'), api.get<ChoicesAnswer>('/v1/statistics/choices')),
    [api],
  );
  const live = useLive(ask, EVERY_MS);
  return (
    <Loaded live={live}>
      {([held, choices]) =>
        part === 'held' ? <HeldPart held={held} choices={choices} /> : <TermsPart terms={held.terms} />
      }
    </Loaded>
  );
}
