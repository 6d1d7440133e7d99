/** What was not as the plan says, each with its cure: in the plan by a click, or in the page. */
import { useEffect, useRef, useState } from 'react';
import type { PlanAnswer, PropertyType, ViolationAnswer } from '../../api/answers/events.ts';
import { Code } from '../../ui/code.tsx';
import { Badge, Banner, Button, Card, EmptyState, Modal, Rows, Select, Stack, Text } from '../../ui/ui.ts';
import { applyFix, type Fix, guessType, typesFor } from '../../view-models/plan-fixes.ts';
import { groupViolations, type ViolationView } from '../../view-models/violations.ts';
import { EVENTS } from '../../words/events.ts';
import { SHELL } from '../../words/shell.ts';
import { VIOLATIONS } from '../../words/violations.ts';
import { useConsole, useFaultWords, useFormat, useWords } from '../console.ts';

type ViolationsProps = {
  readonly items: readonly ViolationAnswer[];
  readonly plan: PlanAnswer;
  readonly onSaved: (plan: PlanAnswer) => void;
};

export function Violations({ items, plan, onSaved }: ViolationsProps) {
  const words = useWords(VIOLATIONS);
  const shell = useWords(SHELL);
  const format = useFormat();
  const { mend, fault, list } = useMending(onSaved);
  const [asking, setAsking] = useState<ViolationAnswer | null>(null);
  const press = ({ violation, fix }: ViolationView): void => {
    if (fix === null) return;
    if (fix.kind === 'allow') setAsking(violation);
    else void mend(violation, fix);
  };
  if (items.length === 0) return <EmptyState title={words.mendEmpty}>{words.mendEmptyText}</EmptyState>;
  return (
    <Stack gap="wide">
      <Text look="quiet">{words.mendText}</Text>
      {fault !== null && (
        <Banner tone="bad" title={shell.faults.title}>
          <Text>{fault}</Text>
        </Banner>
      )}
      <div ref={list} tabIndex={-1}>
        <Stack gap="wide">
          {groupViolations(items, plan, words, format).map((group) => (
            <Card key={group.key} title={group.name}>
              <Rows
                rows={group.items.map((view) => ({
                  key: view.key,
                  content: <Violation view={view} />,
                  end: <End view={view} onPress={() => press(view)} />,
                }))}
              />
            </Card>
          ))}
        </Stack>
      </div>
      {asking !== null && (
        <AllowDialog
          violation={asking}
          onClose={() => setAsking(null)}
          onAllow={(type) => {
            setAsking(null);
            void mend(asking, { kind: 'allow', type });
          }}
        />
      )}
    </Stack>
  );
}

/** Puts the plan with a fix in it; what the server has against it is told. */
function useMending(onSaved: (plan: PlanAnswer) => void) {
  const { api, notify } = useConsole();
  const words = useWords(VIOLATIONS);
  const wordFault = useFaultWords();
  const [fault, setFault] = useState<string | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const [mended, setMended] = useState(0);
  // The button that was pressed is gone: the next thing to mend has the focus, or else the list of those that are.
  useEffect(() => {
    if (mended > 0) (list.current?.querySelector('button') ?? list.current)?.focus();
  }, [mended]);
  const mend = async (violation: ViolationAnswer, fix: Fix): Promise<void> => {
    // Somebody else may have changed it since this page asked.
    const fresh = await api.get<PlanAnswer>('/v1/plan');
    const answer = fresh.ok
      ? await api.send<PlanAnswer>('PUT', '/v1/plan', applyFix(fresh.value, violation, fix))
      : fresh;
    setFault(answer.ok ? null : wordFault(answer.fault));
    if (!answer.ok) return;
    onSaved(answer.value);
    setMended((count) => count + 1);
    notify(words.done);
  };
  return { mend, fault, list };
}

function Violation({ view }: { readonly view: ViolationView }) {
  const words = useWords(VIOLATIONS);
  return (
    <Stack gap="small">
      <Text as="h3" look="strong">
        {view.title}
      </Text>
      <Text>{view.what}</Text>
      {view.example !== null && (
        <>
          <Text look="quiet">{words.example}</Text>
          <Code>{view.example}</Code>
        </>
      )}
      <Text look="quiet">{view.often}</Text>
    </Stack>
  );
}

function End({ view, onPress }: { readonly view: ViolationView; readonly onPress: () => void }) {
  const words = useWords(VIOLATIONS);
  const { fix, isMended, violation } = view;
  if (isMended) return <Badge tone="good">{words.mended}</Badge>;
  if (fix === null) return null;
  const label = [words[fix.kind], violation.name, violation.property]
    .filter((part) => part !== '')
    .join(' – ');
  return (
    <Button onPress={onPress} label={label}>
      {words[fix.kind]}
    </Button>
  );
}

type AllowDialogProps = {
  readonly violation: ViolationAnswer;
  readonly onClose: () => void;
  readonly onAllow: (type: PropertyType) => void;
};

function AllowDialog({ violation: { property }, onClose, onAllow }: AllowDialogProps) {
  const words = useWords(VIOLATIONS);
  const { types: typeWords } = useWords(EVENTS);
  const shell = useWords(SHELL);
  const types = typesFor(property);
  const [type, setType] = useState<PropertyType>(() => guessType(property));
  return (
    <Modal
      title={words.allowTitle(property)}
      isOpen
      onClose={onClose}
      closeLabel={shell.cancel}
      offer={{ label: words.declare, onPress: () => onAllow(type) }}
    >
      <Select
        label={words.type}
        value={type}
        options={types.map((one) => ({ value: one, label: typeWords[one] }))}
        onChange={(value) => setType(types.find((one) => one === value) ?? type)}
      />
    </Modal>
  );
}
