/** Why a visitor is in a segment, or is not, and when that changes. */

import { useEffect, useRef, useState } from 'react';
import type { Condition } from '../../../../core/segments/condition.ts';
import type { Answer } from '../../api/answer.ts';
import type { List } from '../../api/answers/list.ts';
import type { EntryAnswer, ExplanationAnswer, LookupAnswer } from '../../api/answers/segments.ts';
import type { Api } from '../../api/api.ts';
import { Badge, Banner, Button, Card, Disclosure, Field, Inline, Select, Stack, Text } from '../../ui/ui.ts';
import { type ExplainedNode, viewExplanation } from '../../view-models/segment-tree.ts';
import { SEGMENTS } from '../../words/segments.ts';
import { SHELL } from '../../words/shell.ts';
import { useConsole, useFaultWords, useFormat, useWords } from '../console.ts';

/** By one of them; what stands for a person goes in the body of a request, never into an address. */
export type Whom = { readonly visitor: string } | { readonly userId: string } | { readonly email: string };

/** Events that stand behind an explanation by name; older ones do by their ids. */
const MOST_ENTRIES = 1_000;

type Found = {
  readonly explanation: ExplanationAnswer;
  readonly entries: readonly EntryAnswer[];
  readonly visitor: string;
};

type ExplainProps = {
  readonly segment: string;
  /** Its condition. */
  readonly when: Condition;
  readonly whom: Whom | null;
  readonly onAsk: (whom: Whom) => void;
};

export function Explain({ segment, when, whom, onAsk }: ExplainProps) {
  const { api } = useConsole();
  const words = useWords(SEGMENTS);
  const shell = useWords(SHELL);
  const wordFault = useFaultWords();
  const [answer, setAnswer] = useState<Answer<Found> | null>(null);
  const result = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (whom === null) return;
    let isNewest = true;
    void explain(api, segment, whom).then((found) => {
      if (!isNewest) return;
      setAnswer(found);
      result.current?.focus();
    });
    return () => {
      isNewest = false;
    };
  }, [api, segment, whom]);
  return (
    <Card title={words.explain.title}>
      <Stack gap="wide">
        <Text look="quiet">{words.explain.intro}</Text>
        <AskFor onAsk={onAsk} />
        <div ref={result} tabIndex={-1} className="inkling-result">
          {answer?.ok === false && (
            <Banner tone="warning" title={shell.faults.title}>
              <Text>{answer.fault.kind === 'refused' ? words.explain.unknown : wordFault(answer.fault)}</Text>
            </Banner>
          )}
          {answer?.ok === true && <Explained found={answer.value} when={when} />}
        </div>
      </Stack>
    </Card>
  );
}

async function explain(api: Api, segment: string, whom: Whom): Promise<Answer<Found>> {
  const looked: Answer<LookupAnswer> =
    'visitor' in whom ? { ok: true, value: whom } : await api.send('POST', '/v1/visitors/lookup', whom);
  if (!looked.ok) return looked;
  const { visitor } = looked.value;
  const path = `/v1/visitors/${encodeURIComponent(visitor)}`;
  const [explanation, entries] = await Promise.all([
    api.get<ExplanationAnswer>(`${path}/explain/${encodeURIComponent(segment)}`),
    api.get<List<EntryAnswer>>(`${path}/events`, { limit: MOST_ENTRIES }),
  ]);
  if (!explanation.ok) return explanation;
  const items = entries.ok ? entries.value.items : [];
  return { ok: true, value: { explanation: explanation.value, entries: items, visitor } };
}

const KINDS = ['email', 'userId', 'visitor'] as const;

function AskFor({ onAsk }: Pick<ExplainProps, 'onAsk'>) {
  const { explain: words } = useWords(SEGMENTS);
  const [kind, setKind] = useState<(typeof KINDS)[number]>('email');
  const [text, setText] = useState('');
  const whom = text.trim();
  return (
    <Inline isEven>
      <Select
        label={words.by}
        value={kind}
        options={KINDS.map((value) => ({ value, label: words.kinds[value] }))}
        onChange={(value) => setKind(KINDS.find((known) => known === value) ?? 'email')}
      />
      <Field label={words.value} value={text} onChange={setText} />
      <div className="inkling-at-end">
        <Button
          isDisabled={whom === ''}
          onPress={() =>
            onAsk(
              kind === 'email' ? { email: whom } : kind === 'userId' ? { userId: whom } : { visitor: whom },
            )
          }
        >
          {words.ask}
        </Button>
      </div>
    </Inline>
  );
}

type ExplainedProps = { readonly found: Found; readonly when: Condition };

function Explained({ found: { explanation, entries, visitor }, when }: ExplainedProps) {
  const { locale } = useConsole();
  const words = useWords(SEGMENTS);
  const format = useFormat();
  const view = viewExplanation(explanation, entries, { when, words, format, locale });
  return (
    <Stack>
      <Inline>
        <Badge tone={view.holds ? 'good' : 'plain'}>{view.title}</Badge>
        <Text as="span">
          <code>{visitor}</code>
        </Text>
        <Text as="span" look="quiet">
          {view.at}
        </Text>
      </Inline>
      <Text look="strong">{view.change}</Text>
      {view.withheld !== null && <Text look="bad">{view.withheld}</Text>}
      <ul className="inkling-tree">
        <Branch node={view.node} />
      </ul>
    </Stack>
  );
}

function Branch({ node }: { readonly node: ExplainedNode }) {
  const { explain: words } = useWords(SEGMENTS);
  const { count } = useFormat();
  const { holds, verdict, text, isEnglish, until, events, children } = node;
  return (
    <li>
      <Inline>
        <Badge tone={holds ? 'good' : 'plain'}>{`${holds ? '✓' : '✗'} ${verdict}`}</Badge>
        <Text as="span">{isEnglish ? <span lang="en">{text}</span> : text}</Text>
        {until !== null && (
          <Text as="span" look="quiet">
            {until}
          </Text>
        )}
      </Inline>
      {events.length > 0 && (
        <Disclosure title={words.events(count(events.length))}>
          <ul className="inkling-events">
            {events.map(({ id, text: line }) => (
              <li key={id}>{line}</li>
            ))}
          </ul>
        </Disclosure>
      )}
      {children.length > 0 && (
        <ul className="inkling-tree">
          {children.map((child) => (
            <Branch key={child.key} node={child} />
          ))}
        </ul>
      )}
    </li>
  );
}
