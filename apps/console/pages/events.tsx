/** Events: as they come in, what is to be mended, the catalogue, and the plan. */
import { useCallback, useState } from 'react';
import type { PlanAnswer, ViolationAnswer } from '../api/answers/events.ts';
import type { List } from '../api/answers/list.ts';
import { useLive } from '../ui/live.ts';
import { Badge, Page, Tabs, Text } from '../ui/ui.ts';
import { readTail, type TailItem, viewTail } from '../view-models/events.ts';
import { EVENTS } from '../words/events.ts';
import { SHELL } from '../words/shell.ts';
import { useConsole, useFormat, useWords } from './console.ts';
import { Counted } from './events/catalogue.tsx';
import { PlanEditor } from './events/plan-editor.tsx';
import { Violations } from './events/violations.tsx';
import { Loaded } from './loaded.tsx';
import { StreamCard } from './stream-card.tsx';

/** New faults show while somebody watches; the plan is not asked for again under whoever edits it. */
const EVERY_MS = 10_000;
const TABS = ['tail', 'mend', 'catalogue', 'plan'] as const;
type TabName = (typeof TABS)[number];

const isTab = (name: string | undefined): name is TabName => TABS.some((known) => known === name);

export default function EventsPage() {
  const { rest, leave } = useConsole();
  const shell = useWords(SHELL);
  const words = useWords(EVENTS);
  const [asked] = rest;
  const [tab, setTab] = useState<TabName>(isTab(asked) ? asked : 'tail');
  const [heard, setHeard] = useState<ReadonlyMap<string, string>>(new Map());
  const hear = useCallback((item: TailItem) => {
    if ('skipped' in item || item.name === null) return;
    const { name, time } = item;
    setHeard((known) => new Map(known).set(name, time));
  }, []);
  return (
    <Page title={shell.pages.events} intro={words.intro}>
      <Tabs
        label={words.tabs}
        tabs={TABS.map((key) => ({ key, label: words[key] }))}
        current={tab}
        onChange={(key) => isTab(key) && leave(() => setTab(key))}
      >
        {/* It goes on hearing while another tab is looked at: the catalogue grows by it. */}
        <div hidden={tab !== 'tail'}>
          <TailCard hear={hear} />
        </div>
        {tab !== 'tail' && <PlanTabs tab={tab} heard={heard} />}
      </Tabs>
    </Page>
  );
}

function TailCard({ hear }: { readonly hear: (item: TailItem) => void }) {
  const words = useWords(EVENTS);
  const format = useFormat();
  return (
    <StreamCard<TailItem>
      path="/v1/events/tail"
      title={words.tail}
      empty={<Text>{words.tailEmpty}</Text>}
      read={readTail}
      draw={(item) => {
        const { badge, ...line } = viewTail(item, words, format);
        return { ...line, end: badge && <Badge tone={badge.tone}>{badge.text}</Badge> };
      }}
      onLine={hear}
    >
      {words.tailText}
    </StreamCard>
  );
}

type PlanTabsProps = {
  readonly tab: Exclude<TabName, 'tail'>;
  readonly heard: ReadonlyMap<string, string>;
};

function PlanTabs({ tab, heard }: PlanTabsProps) {
  const { api } = useConsole();
  const askPlan = useCallback(() => api.get<PlanAnswer>('/v1/plan'), [api]);
  const askViolations = useCallback(() => api.get<List<ViolationAnswer>>('/v1/plan/violations'), [api]);
  const plan = useLive(askPlan, null);
  const violations = useLive(askViolations, EVERY_MS);
  return (
    <Loaded live={plan}>
      {(value) =>
        tab === 'plan' ? (
          <PlanEditor plan={value} onSaved={plan.put} />
        ) : (
          <Loaded live={violations}>
            {({ items }) =>
              tab === 'mend' ? (
                <Violations items={items} plan={value} onSaved={plan.put} />
              ) : (
                <Counted facts={{ plan: value, violations: items, heard }} />
              )
            }
          </Loaded>
        )
      }
    </Loaded>
  );
}
