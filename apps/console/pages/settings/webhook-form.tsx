/** A new webhook, or another address for one that there is. */
import { useState } from 'react';
import type { Fault } from '../../api/answer.ts';
import type { WebhookPutAnswer } from '../../api/answers/outgoing.ts';
import { CopyText } from '../../ui/copy.tsx';
import { Banner, Checkbox, Field, Modal, Select, Stack, Text } from '../../ui/ui.ts';
import {
  NEW_WEBHOOK,
  toggled,
  WEBHOOK_TYPES,
  type WebhookDraft,
  writeWebhook,
} from '../../view-models/outgoing.ts';
import { OUTGOING } from '../../words/outgoing.ts';
import { SHELL } from '../../words/shell.ts';
import { useConsole, useFaultWords, useFormat, useWords } from '../console.ts';
import { FaultText } from '../fault-text.tsx';

/** Of a webhook: shown once. */
export type MadeSecret = { readonly key: string; readonly secret: string; readonly until: string | null };

type WebhookDialogProps = {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onSaved: () => void;
};

function useWebhookForm(onSaved: () => void) {
  const { api } = useConsole();
  const { adding: words } = useWords(OUTGOING);
  const [draft, setDraft] = useState<WebhookDraft>(NEW_WEBHOOK);
  const [fault, setFault] = useState<Fault | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  /** @returns What was made; null: nothing that is to be shown. */
  const save = async (): Promise<{ readonly made: MadeSecret | null } | null> => {
    const { path, body } = writeWebhook(draft);
    // Without a name there is no address to put it at.
    if (draft.key.trim() === '') {
      setFault({ kind: 'refused', text: words.keyHelp, hint: '', at: 'key' });
      return null;
    }
    setIsBusy(true);
    const answer = await api.send<WebhookPutAnswer>('PUT', path, body);
    setIsBusy(false);
    setFault(answer.ok ? null : answer.fault);
    if (!answer.ok) return null;
    const { key, secret } = answer.value;
    setDraft(NEW_WEBHOOK);
    onSaved();
    return { made: secret === undefined ? null : { key, secret, until: null } };
  };
  const change = (part: Partial<WebhookDraft>): void => {
    setDraft((known) => ({ ...known, ...part }));
    setFault(null);
  };
  return { draft, fault, isBusy, save, change };
}

/** The form, and in its place the secret of what was made: nothing on the page moves for it. */
export function WebhookDialog({ isOpen, onClose, onSaved }: WebhookDialogProps) {
  const shell = useWords(SHELL);
  const { adding: words } = useWords(OUTGOING);
  const form = useWebhookForm(onSaved);
  const [made, setMade] = useState<MadeSecret | null>(null);
  const save = async (): Promise<void> => {
    const saved = await form.save();
    setMade(saved?.made ?? null);
    if (saved !== null && saved.made === null) onClose();
  };
  const offer = { label: words.add, onPress: () => void save(), isBusy: form.isBusy };
  return (
    <Modal
      title={words.title}
      isOpen={isOpen}
      onClose={() => {
        setMade(null);
        onClose();
      }}
      closeLabel={made === null ? shell.cancel : words.close}
      {...(made === null && { offer })}
    >
      {made === null ? <WebhookFields form={form} /> : <Secret made={made} />}
    </Modal>
  );
}

/** Of one that was rotated. */
export function SecretDialog({
  made,
  onClose,
}: {
  readonly made: MadeSecret | null;
  readonly onClose: () => void;
}) {
  const words = useWords(OUTGOING);
  return (
    <Modal
      title={words.webhooks.secret(made?.key ?? '')}
      isOpen={made !== null}
      onClose={onClose}
      closeLabel={words.adding.close}
    >
      {made !== null && <Secret made={made} />}
    </Modal>
  );
}

function Secret({ made: { key, secret, until } }: { readonly made: MadeSecret }) {
  const { notify } = useConsole();
  const words = useWords(OUTGOING);
  const format = useFormat();
  return (
    <Stack gap="wide">
      <Banner tone="warning" title={words.webhooks.secretText} />
      <CopyText
        label={words.webhooks.secret(key)}
        text={secret}
        copy={words.copy}
        onCopied={(isCopied) => notify(isCopied ? words.copied : words.marked)}
      />
      {until !== null && <Text>{words.webhooks.overlap(format.time(until))}</Text>}
    </Stack>
  );
}

function WebhookFields({ form }: { readonly form: ReturnType<typeof useWebhookForm> }) {
  const { adding: words, webhooks } = useWords(OUTGOING);
  const wordFault = useFaultWords();
  const { draft, fault, change } = form;
  const faultAt = (at: string): string | undefined => (fault?.at === at ? wordFault(fault) : undefined);
  return (
    <Stack gap="wide">
      <Field
        label={words.key}
        help={words.keyHelp}
        value={draft.key}
        fault={faultAt('key')}
        onChange={(key) => change({ key })}
      />
      <Field
        kind="url"
        label={words.url}
        help={words.urlHelp}
        value={draft.url}
        fault={faultAt('url')}
        onChange={(url) => change({ url })}
      />
      <fieldset className="inkling-fields">
        <legend>{words.types}</legend>
        {WEBHOOK_TYPES.map((type) => (
          <Checkbox
            key={type}
            label={webhooks.types[type] ?? type}
            isOn={draft.types.includes(type)}
            onChange={(isOn) => change({ types: toggled(draft.types, type, isOn) })}
          />
        ))}
      </fieldset>
      <Includes draft={draft} onChange={change} />
      <div role="status">
        {fault !== null && !['key', 'url'].includes(fault.at) && <FaultText fault={fault} look="bad" />}
      </div>
    </Stack>
  );
}

type IncludesProps = {
  readonly draft: WebhookDraft;
  readonly onChange: (part: Partial<WebhookDraft>) => void;
};

function Includes({ draft: { includes, visitor }, onChange }: IncludesProps) {
  const { adding: words } = useWords(OUTGOING);
  const extra = [
    { name: 'late', label: words.late, help: words.lateHelp },
    { name: 'definition', label: words.definition, help: words.definitionHelp },
  ];
  return (
    <>
      {extra.map(({ name, label, help }) => (
        <Checkbox
          key={name}
          label={label}
          help={help}
          isOn={includes.includes(name)}
          onChange={(isOn) => onChange({ includes: toggled(includes, name, isOn) })}
        />
      ))}
      <Select
        label={words.visitor}
        help={words.visitorHelp}
        value={visitor}
        options={(['pseudonym', 'own'] as const).map((value) => ({ value, label: words.visitors[value] }))}
        onChange={(value) => onChange({ visitor: value })}
      />
    </>
  );
}
