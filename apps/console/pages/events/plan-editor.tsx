/** The tracking plan as JSON: checked where it stands, and saved. */
import { useState } from 'react';
import type { PlanAnswer } from '../../api/answers/events.ts';
import { Button, Card, Inline, Stack, Text, TextArea } from '../../ui/ui.ts';
import { lineOfPlace, readPlanText, writePlan } from '../../view-models/plan-text.ts';
import { EVENTS } from '../../words/events.ts';
import { useConsole, useFaultWords, useFormat, useWords } from '../console.ts';
import { useUnsaved } from '../unsaved.tsx';

const LINES = 22;

type PlanEditorProps = { readonly plan: PlanAnswer; readonly onSaved: (plan: PlanAnswer) => void };

export function PlanEditor({ plan, onSaved }: PlanEditorProps) {
  const words = useWords(EVENTS);
  const [text, setText] = useState(() => writePlan(plan));
  const { save, fault, isBusy } = useSaving(onSaved, setText);
  useUnsaved(text !== writePlan(plan));
  return (
    <Card>
      <Stack gap="wide">
        <Text look="quiet">{words.planText}</Text>
        <TextArea
          label={words.planLabel}
          help={words.planHelp}
          lines={LINES}
          value={text}
          onChange={setText}
          fault={fault ?? undefined}
        />
        <Inline>
          <Button isPrimary isBusy={isBusy} onPress={() => void save(text)}>
            {words.save}
          </Button>
        </Inline>
      </Stack>
    </Card>
  );
}

function useSaving(onSaved: (plan: PlanAnswer) => void, show: (text: string) => void) {
  const { api, notify } = useConsole();
  const words = useWords(EVENTS);
  const format = useFormat();
  const wordFault = useFaultWords();
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const say = (line: number | null, text: string): void =>
    setFault(line === null ? text : words.line(format.count(line), text));

  async function save(text: string): Promise<void> {
    const read = readPlanText(text);
    if (!read.ok) return say(read.line, words.noJson);
    setBusy(true);
    const answer = await api.send<PlanAnswer>('PUT', '/v1/plan', read.value);
    setBusy(false);
    if (!answer.ok) return say(lineOfPlace(text, answer.fault.at), wordFault(answer.fault));
    setFault(null);
    show(writePlan(answer.value));
    onSaved(answer.value);
    notify(words.saved);
  }

  return { save, fault, isBusy };
}
