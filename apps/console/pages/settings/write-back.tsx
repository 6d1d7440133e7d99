/** What goes back to Segment: which scores and segments, and how it goes. */
import { useState } from 'react';
import type { Fault } from '../../api/answer.ts';
import type { WriteBackAnswer } from '../../api/answers/outgoing.ts';
import { Badge, Button, Card, Checkbox, Field, Inline, Select, Stack, Text } from '../../ui/ui.ts';
import {
  isSameWriteBack,
  SCORE_NAMES,
  toggled,
  type WriteBackDraft,
  writeBackDraftOf,
  writeBackFieldAt,
  writeCounts,
  writeWriteBack,
} from '../../view-models/outgoing.ts';
import { OUTGOING } from '../../words/outgoing.ts';
import { useConsole, useFaultWords, useFormat, useWords } from '../console.ts';
import { FaultText } from '../fault-text.tsx';
import { useUnsaved } from '../unsaved.tsx';
import { Asked } from './asked.tsx';
import { DeadLetters } from './dead-letters.tsx';
import { WithKey } from './with-key.tsx';

export const WRITE_BACK_PATH = '/v1/segment/write-back';

type FormProps = { readonly state: WriteBackAnswer; readonly onChanged: () => void };

export function WriteBack(props: FormProps) {
  const { segment: words } = useWords(OUTGOING);
  return (
    <Card title={words.title}>
      <Text look="quiet">{words.text}</Text>
      <WriteBackState state={props.state} />
      <WithKey>
        <WriteBackForm {...props} />
      </WithKey>
    </Card>
  );
}

function WriteBackForm({ state, onChanged }: FormProps) {
  const { api, notify } = useConsole();
  const { segment: words } = useWords(OUTGOING);
  const wordFault = useFaultWords();
  const [draft, setDraft] = useState<WriteBackDraft>(() => writeBackDraftOf(state));
  useUnsaved(!isSameWriteBack(draft, writeBackDraftOf(state)));
  const [fault, setFault] = useState<Fault | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const send = async (method: 'PUT' | 'DELETE', done: string, body?: unknown): Promise<void> => {
    setIsBusy(true);
    const answer = await api.send(method, WRITE_BACK_PATH, body);
    setIsBusy(false);
    setFault(answer.ok ? null : answer.fault);
    if (!answer.ok) return;
    setDraft((known) => ({ ...known, writeKey: '' }));
    onChanged();
    notify(done);
  };
  const change = (part: Partial<WriteBackDraft>): void => {
    setDraft((known) => ({ ...known, ...part }));
    setFault(null);
  };
  const at = fault === null ? null : writeBackFieldAt(fault.at);
  return (
    <Stack gap="wide">
      <WriteBackFields
        draft={draft}
        onChange={change}
        faultAt={(name) => (fault !== null && at === name ? wordFault(fault) : undefined)}
      />
      <div role="status">{fault !== null && at === null && <FaultText fault={fault} look="bad" />}</div>
      <Inline>
        <Button isBusy={isBusy} onPress={() => void send('PUT', words.saved, writeWriteBack(draft))}>
          {words.save}
        </Button>
        {state.state === 'on' && <Asked words={words.end} onYes={() => void send('DELETE', words.ended)} />}
      </Inline>
    </Stack>
  );
}

function WriteBackState({ state }: { readonly state: WriteBackAnswer }) {
  const words = useWords(OUTGOING);
  const format = useFormat();
  if (state.state === 'off')
    return (
      <div>
        <Badge tone="plain">{words.segment.off}</Badge>
      </div>
    );
  const { lastFailure } = state;
  return (
    <Stack>
      <div>
        <Badge tone="good">{words.segment.on}</Badge>
      </div>
      <Text look="quiet">{writeCounts(state, words, format)}</Text>
      {lastFailure !== null && (
        <Text look="bad">{words.segment.failure(lastFailure.reason, format.ago(lastFailure.at))}</Text>
      )}
      {state.dead > 0 && <DeadLetters path={`${WRITE_BACK_PATH}/dead-letters`} />}
    </Stack>
  );
}

type FieldsProps = {
  readonly draft: WriteBackDraft;
  readonly onChange: (part: Partial<WriteBackDraft>) => void;
  readonly faultAt: (name: keyof WriteBackDraft) => string | undefined;
};

function WriteBackFields({ draft, onChange, faultAt }: FieldsProps) {
  const { segment: words } = useWords(OUTGOING);
  const regions = (['us', 'eu'] as const).map((value) => ({ value, label: words.regions[value] }));
  return (
    <>
      <Field
        kind="secret"
        label={words.writeKey}
        help={words.writeKeyHelp}
        value={draft.writeKey}
        fault={faultAt('writeKey')}
        onChange={(writeKey) => onChange({ writeKey })}
      />
      <Select
        label={words.region}
        value={draft.region}
        // One with a host of its own has no region until somebody chooses one.
        options={draft.region === '' ? [{ value: '', label: '–' }, ...regions] : regions}
        fault={faultAt('region')}
        onChange={(region) => onChange({ region })}
      />
      <fieldset className="inkling-fields">
        <legend>{words.scores}</legend>
        {SCORE_NAMES.map((score) => (
          <Checkbox
            key={score}
            label={words.score[score]}
            isOn={draft.scores.includes(score)}
            onChange={(isOn) => onChange({ scores: toggled(draft.scores, score, isOn) })}
          />
        ))}
      </fieldset>
      <Field
        label={words.segments}
        help={words.segmentsHelp}
        value={draft.segments}
        fault={faultAt('segments')}
        onChange={(segments) => onChange({ segments })}
      />
      <Field
        label={words.delta}
        help={words.deltaHelp}
        value={draft.delta}
        fault={faultAt('delta')}
        onChange={(delta) => onChange({ delta })}
      />
      <Inline isEven>
        <Field
          label={words.low}
          value={draft.low}
          fault={faultAt('low')}
          onChange={(low) => onChange({ low })}
        />
        <Field
          label={words.high}
          value={draft.high}
          fault={faultAt('high')}
          onChange={(high) => onChange({ high })}
        />
      </Inline>
    </>
  );
}
