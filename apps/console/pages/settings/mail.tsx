/** Who mails come from, and the services that say what became of them. */
import { useCallback, useState } from 'react';
import type { MailAnswer } from '../../api/answers/outgoing.ts';
import { useLive } from '../../ui/live.ts';
import {
  Badge,
  Banner,
  Button,
  Card,
  Checkbox,
  Field,
  Inline,
  Link,
  Modal,
  Stack,
  Text,
  TextArea,
} from '../../ui/ui.ts';
import {
  MAIL_FIELDS,
  type MailDraft,
  type MailField,
  mailChangesOf,
  mailDraftOf,
  mailFieldAt,
  SERVICE_FIELDS,
  SERVICES,
  type ServiceName,
} from '../../view-models/mail.ts';
import { MAIL } from '../../words/mail.ts';
import { SHELL } from '../../words/shell.ts';
import { useConsole, useFaultWords, useWords } from '../console.ts';
import { Loaded } from '../loaded.tsx';
import { useUnsaved } from '../unsaved.tsx';

const ADDRESS_LINES = 3;

export function MailPart() {
  const { api } = useConsole();
  const ask = useCallback(() => api.get<MailAnswer>('/v1/mail'), [api]);
  const live = useLive(ask, null);
  return <Loaded live={live}>{(mail) => <MailForm mail={mail} onSaved={live.put} />}</Loaded>;
}

type FormProps = { readonly mail: MailAnswer; readonly onSaved: (mail: MailAnswer) => void };

function MailForm({ mail, onSaved }: FormProps) {
  const { hrefOf } = useConsole();
  const shell = useWords(SHELL);
  const words = useWords(MAIL);
  const form = useMailForm(mail, onSaved);
  useUnsaved(form.isChanged);
  return (
    <>
      <Banner
        tone={mail.canSend ? 'info' : 'warning'}
        title={mail.canSend ? words.canSend : words.cannotSend}
      >
        {mail.lacks !== null && <p lang="en">{mail.lacks}</p>}
      </Banner>
      <Card title={words.title}>
        <Text look="quiet">{words.text}</Text>
        <Stack gap="wide">
          {MAIL_FIELDS.map((field) => (
            <MailInput key={field.path} field={field} form={form} />
          ))}
        </Stack>
        <Text look="quiet">
          {words.templates} <Link href={hrefOf('campaigns')}>{shell.pages.campaigns}</Link>
        </Text>
      </Card>
      <Card title={words.services.title}>
        <Text look="quiet">{words.services.text}</Text>
        <Stack gap="wide">
          {SERVICES.map((service) => (
            <Service key={service} service={service} isSet={mail.services[service] === true} form={form} />
          ))}
        </Stack>
      </Card>
      <Saving form={form} />
    </>
  );
}

function Saving({ form }: { readonly form: MailFormState }) {
  const words = useWords(MAIL);
  return (
    <Stack>
      <div role="status">
        {form.other !== null && <Text look="bad">{form.other}</Text>}
        {!form.isChanged && <Text look="quiet">{words.unchanged}</Text>}
      </div>
      <Inline>
        <Button isPrimary isBusy={form.isBusy} isDisabled={!form.isChanged} onPress={() => void form.save()}>
          {words.save}
        </Button>
        <Button isDisabled={!form.isChanged} onPress={form.undo}>
          {words.undo}
        </Button>
      </Inline>
    </Stack>
  );
}

type MailFormState = ReturnType<typeof useMailForm>;

function useMailForm(mail: MailAnswer, onSaved: FormProps['onSaved']) {
  const { api, notify } = useConsole();
  const words = useWords(MAIL);
  const wordFault = useFaultWords();
  const [draft, setDraft] = useState<MailDraft>(() => mailDraftOf(mail));
  const [fault, setFault] = useState<{ readonly at: string | null; readonly text: string } | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const body = mailChangesOf(draft, mail);
  const begin = (from: MailAnswer): void => {
    setDraft(mailDraftOf(from));
    setFault(null);
  };
  const send = async (changes: Readonly<Record<string, unknown>>): Promise<void> => {
    setIsBusy(true);
    const answer = await api.send<MailAnswer>('PATCH', '/v1/mail', changes);
    setIsBusy(false);
    if (!answer.ok) return setFault({ at: mailFieldAt(answer.fault.at), text: wordFault(answer.fault) });
    begin(answer.value);
    onSaved(answer.value);
    notify(words.saved);
  };
  return {
    ...{ draft, isBusy },
    isChanged: Object.keys(body).length > 0,
    other: fault !== null && fault.at === null ? fault.text : null,
    faultAt: (path: string): string | undefined => (fault?.at === path ? fault.text : undefined),
    change: (path: string, value: string): void => {
      setDraft((known) => ({ ...known, [path]: value }));
      setFault(null);
    },
    undo: () => begin(mail),
    save: () => send(body),
    takeAway: (service: ServiceName) => send({ services: { [service]: null } }),
  };
}

function MailInput({
  field: { path, kind },
  form,
}: {
  readonly field: MailField;
  readonly form: MailFormState;
}) {
  const { fields } = useWords(MAIL);
  const { label, help } = fields[path] ?? { label: path, help: '' };
  const value = form.draft[path] ?? '';
  const given = { label, help, value, fault: form.faultAt(path) };
  const onChange = (text: string): void => form.change(path, text);
  if (kind === 'switch')
    return (
      <Checkbox
        label={label}
        help={help}
        isOn={value === 'true'}
        onChange={(isOn) => onChange(String(isOn))}
      />
    );
  if (kind === 'lines') return <TextArea {...given} onChange={onChange} lines={ADDRESS_LINES} />;
  return <Field {...given} onChange={onChange} kind={kind} />;
}

type ServiceProps = {
  readonly service: ServiceName;
  readonly isSet: boolean;
  readonly form: MailFormState;
};

function Service({ service, isSet, form }: ServiceProps) {
  const shell = useWords(SHELL);
  const { services: words } = useWords(MAIL);
  const [isAsking, setIsAsking] = useState(false);
  const take = (): void => {
    setIsAsking(false);
    void form.takeAway(service);
  };
  return (
    <Stack>
      {SERVICE_FIELDS[service].map((field) => (
        <MailInput key={field.path} field={field} form={form} />
      ))}
      <Inline>
        <Badge tone={isSet ? 'good' : 'plain'}>{isSet ? words.isSet : words.isNotSet}</Badge>
        {isSet && (
          <Button onPress={() => setIsAsking(true)} label={`${words.take}: ${service}`}>
            {words.take}
          </Button>
        )}
      </Inline>
      <Modal
        title={words.ask}
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        closeLabel={shell.cancel}
        offer={{ label: words.take, onPress: take }}
      >
        <Stack gap="wide">
          <Text>{words.goes}</Text>
          <Text>{words.stays}</Text>
        </Stack>
      </Modal>
    </Stack>
  );
}
