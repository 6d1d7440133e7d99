/** Somebody asks: how they are known, and what is done about it. Who it is goes in bodies of requests, never in an address. */
import { useState } from 'react';
import type { Fault } from '../../api/answer.ts';
import type { ReceiptAnswer } from '../../api/answers/privacy.ts';
import { saveFile } from '../../ui/save-file.ts';
import { Banner, Button, Card, Field, Inline, Modal, Select, Stack, Text } from '../../ui/ui.ts';
import { NAMINGS, type NamingKind, removedRows, writeNaming } from '../../view-models/privacy.ts';
import { REQUESTS } from '../../words/requests.ts';
import { SHELL } from '../../words/shell.ts';
import { languageOf } from '../../words/words.ts';
import { useConsole, useFaultWords, useFormat, useWords } from '../console.ts';

type Naming = Readonly<Record<string, string>>;
type Outcome = { readonly tone: 'info' | 'bad'; readonly text: string };

const FILES = {
  html: { name: 'visitor.html', type: 'text/html' },
  json: { name: 'visitor.json', type: 'application/json' },
} as const;

/** What can be done for somebody, and how it went. */
function useActs(onErased: () => void) {
  const { api, locale, notify } = useConsole();
  const { person: words } = useWords(REQUESTS);
  const format = useFormat();
  const wordFault = useFaultWords();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const failed = (fault: Fault): void =>
    setOutcome({ tone: 'bad', text: fault.at === 'visitor' ? words.nobody : wordFault(fault) });

  async function findVisitor(naming: Naming): Promise<string | null> {
    if (naming.visitor !== undefined) return naming.visitor;
    const found = await api.send<{ visitor: string }>('POST', '/v1/visitors/lookup', naming);
    if (!found.ok) failed(found.fault);
    return found.ok ? found.value.visitor : null;
  }

  const acts = {
    exportAs: async (naming: Naming, kind: 'html' | 'json') => {
      const visitor = await findVisitor(naming);
      if (visitor === null) return;
      const lang = languageOf(locale);
      const path = `/v1/visitors/${encodeURIComponent(visitor)}/export`;
      const file = await api.text(path, { format: kind, ...(kind === 'html' && { lang }) });
      if (!file.ok) return failed(file.fault);
      saveFile(FILES[kind].name, file.value, FILES[kind].type);
      notify(words.exported);
    },
    object: async (naming: Naming) => {
      const answer = await api.send<{ since: string }>('POST', '/v1/objections', naming);
      if (!answer.ok) return failed(answer.fault);
      setOutcome({ tone: 'info', text: words.objected(format.time(answer.value.since)) });
    },
    erase: async (naming: Naming) => {
      const answer = await api.send<ReceiptAnswer>('POST', '/v1/erasures', naming);
      if (!answer.ok) return failed(answer.fault);
      const { id } = answer.value;
      const text = removedRows(answer.value) === 0 ? words.doneNothing(id) : words.done(id);
      setOutcome({ tone: 'info', text });
      onErased();
    },
  };
  const run = (act: () => Promise<void>): void => {
    setIsBusy(true);
    setOutcome(null);
    void act().finally(() => setIsBusy(false));
  };
  return { acts, run, isBusy, outcome, forget: () => setOutcome(null) };
}

export function Person({ onErased }: { readonly onErased: () => void }) {
  const { person: words } = useWords(REQUESTS);
  const [kind, setKind] = useState<NamingKind>('userId');
  const [text, setText] = useState('');
  const [isMissing, setIsMissing] = useState(false);
  const [asked, setAsked] = useState<'erase' | 'object' | null>(null);
  const { acts, run, isBusy, outcome, forget } = useActs(onErased);
  const naming = writeNaming(kind, text);
  const withNaming = (act: (naming: Naming) => void) => () => {
    setIsMissing(naming === null);
    if (naming !== null) act(naming);
  };
  const ask = (about: 'erase' | 'object'): void => {
    forget();
    setAsked(about);
  };
  const change = (value: string): void => {
    setText(value);
    setIsMissing(false);
  };
  return (
    <Card title={words.title}>
      <Text look="quiet">{words.text}</Text>
      <Select
        label={words.by}
        value={kind}
        options={NAMINGS.map((value) => ({ value, label: words.kinds[value] }))}
        onChange={(value) => setKind(NAMINGS.find((known) => known === value) ?? 'userId')}
      />
      <Field
        label={words.value[kind]}
        help={words.help}
        value={text}
        fault={isMissing ? words.missing : undefined}
        onChange={change}
      />
      <Inline>
        <Button isBusy={isBusy} onPress={withNaming((own) => run(() => acts.exportAs(own, 'html')))}>
          {words.document}
        </Button>
        <Button isBusy={isBusy} onPress={withNaming((own) => run(() => acts.exportAs(own, 'json')))}>
          {words.json}
        </Button>
        <Button isBusy={isBusy} onPress={withNaming(() => ask('object'))}>
          {words.object}
        </Button>
        <Button isBusy={isBusy} onPress={withNaming(() => ask('erase'))}>
          {words.erase}
        </Button>
      </Inline>
      <div role="status">
        {asked === null && outcome !== null && <Banner tone={outcome.tone} title={outcome.text} />}
      </div>
      <Asking
        about={asked}
        outcome={outcome}
        isBusy={isBusy}
        onClose={() => {
          setAsked(null);
          forget();
        }}
        onYes={() => {
          if (naming !== null && asked !== null) run(() => acts[asked](naming));
        }}
      />
    </Card>
  );
}

type AskingProps = {
  readonly about: 'erase' | 'object' | null;
  readonly outcome: Outcome | null;
  readonly isBusy: boolean;
  readonly onClose: () => void;
  readonly onYes: () => void;
};

/** Says what goes and what stays, and in the same place what came of it: nothing on the page moves for it. */
function Asking({ about, outcome, isBusy, onClose, onYes }: AskingProps) {
  const shell = useWords(SHELL);
  const { person: words } = useWords(REQUESTS);
  const isErasing = about === 'erase';
  const lines = isErasing
    ? [words.eraseGoes, words.eraseStays, words.eraseBack]
    : [words.objectGoes, words.objectStays];
  const offer = { label: isErasing ? words.erase : words.object, onPress: onYes, isBusy };
  return (
    <Modal
      title={isErasing ? words.eraseTitle : words.objectTitle}
      isOpen={about !== null}
      onClose={onClose}
      closeLabel={outcome === null ? shell.cancel : words.close}
      {...(outcome === null && { offer })}
    >
      <Stack gap="wide">
        {outcome === null ? (
          lines.map((line) => <Text key={line}>{line}</Text>)
        ) : (
          <Banner tone={outcome.tone} title={outcome.text} />
        )}
      </Stack>
    </Modal>
  );
}
