/** One group of settings: what stands there, what is changed of it, and what was refused, at its field. */
import { type ReactNode, useCallback, useState } from 'react';
import type { Fault } from '../../api/answer.ts';
import type { SiteAnswer } from '../../api/answers/site.ts';
import { useLive } from '../../ui/live.ts';
import { Button, Card, Checkbox, Field, Inline, Select, Stack, Text, TextArea } from '../../ui/ui.ts';
import {
  changesOf,
  type Draft,
  draftOf,
  fieldAt,
  SETTING_FIELDS,
  type SettingField,
  type SettingGroup,
} from '../../view-models/settings.ts';
import { SETTING_FIELD_WORDS } from '../../words/setting-fields.ts';
import { SETTINGS } from '../../words/settings.ts';
import { useConsole, useFaultWords, useWords } from '../console.ts';
import { Loaded } from '../loaded.tsx';
import { useUnsaved } from '../unsaved.tsx';
import { CapsField } from './caps.tsx';
import { PurposesField } from './purposes.tsx';

const LINES = 4;

type SettingsFormProps = {
  readonly group: SettingGroup;
  /** What stands below it: it comes with the form, so that nothing moves. */
  readonly children?: ReactNode;
};

export function SettingsForm({ group, children }: SettingsFormProps) {
  const { api, site } = useConsole();
  const path = `/v1/sites/${encodeURIComponent(site.siteId)}`;
  const ask = useCallback(() => api.get<SiteAnswer>(path), [api, path]);
  const live = useLive(ask, null);
  return (
    <Loaded live={live}>
      {(settings) => (
        <>
          <Form group={group} settings={settings} path={path} onSaved={live.put} />
          {children}
        </>
      )}
    </Loaded>
  );
}

type FormProps = {
  readonly group: SettingGroup;
  readonly settings: SiteAnswer;
  readonly path: string;
  readonly onSaved: (settings: SiteAnswer) => void;
};

function Form({ group, settings, path, onSaved }: FormProps) {
  const words = useWords(SETTINGS);
  const { draft, change, undo, save, faults, other, isBusy, isChanged } = useForm(settings, path, onSaved);
  useUnsaved(isChanged);
  return (
    <Card title={words.tabs[group]}>
      <Text look="quiet">{words.about[group]}</Text>
      <Stack gap="wide">
        {SETTING_FIELDS.filter((own) => own.group === group).map((own) => (
          <SettingInput
            key={own.path}
            field={own}
            value={draft[own.path] ?? ''}
            fault={faults[own.path]}
            onChange={(text) => change(own.path, text)}
          />
        ))}
        <div role="status">
          {other !== null && <Text look="bad">{other}</Text>}
          {!isChanged && <Text look="quiet">{words.unchanged}</Text>}
        </div>
        <Inline>
          <Button isPrimary isBusy={isBusy} isDisabled={!isChanged} onPress={() => void save()}>
            {words.save}
          </Button>
          <Button isDisabled={!isChanged} onPress={undo}>
            {words.undo}
          </Button>
        </Inline>
      </Stack>
    </Card>
  );
}

type Faults = { readonly [path: string]: string | undefined };

/** What stands in the form, and what became of saving it. */
function useForm(settings: SiteAnswer, path: string, onSaved: FormProps['onSaved']) {
  const { api, lookAtSite, notify } = useConsole();
  const words = useWords(SETTINGS);
  const wordFault = useFaultWords();
  const [draft, setDraft] = useState<Draft>(() => draftOf(settings));
  const [faults, setFaults] = useState<Faults>({});
  const [other, setOther] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const { body, odd } = changesOf(draft, settings);
  const refuse = (fault: Fault): void => {
    const at = fieldAt(fault.at);
    if (at === null) setOther(wordFault(fault));
    else setFaults({ [at]: wordFault(fault) });
  };
  const begin = (from: SiteAnswer): void => {
    setDraft(draftOf(from));
    setFaults({});
    setOther(null);
  };
  return {
    ...{ draft, faults, other, isBusy },
    isChanged: odd.length > 0 || Object.keys(body).length > 0,
    change: (name: string, text: string): void => {
      setDraft((known) => ({ ...known, [name]: text }));
      setFaults((known) => ({ ...known, [name]: undefined }));
    },
    undo: () => begin(settings),
    save: async (): Promise<void> => {
      setOther(null);
      setFaults(Object.fromEntries(odd.map((name) => [name, words.noNumber])));
      if (odd.length > 0) return;
      setIsBusy(true);
      const answer = await api.send<SiteAnswer>('PATCH', path, body);
      setIsBusy(false);
      if (!answer.ok) return refuse(answer.fault);
      begin(answer.value);
      onSaved(answer.value);
      await lookAtSite();
      notify(words.saved);
    },
  };
}

type InputProps = {
  readonly field: SettingField;
  readonly value: string;
  readonly fault: string | undefined;
  readonly onChange: (text: string) => void;
};

const NO_CHOICES: Readonly<Record<string, string>> = {};

function SettingInput({ field: { path, kind, options = [] }, value, fault, onChange }: InputProps) {
  const { fields, choices } = useWords(SETTING_FIELD_WORDS);
  const { label, help } = fields[path] ?? { label: path, help: '' };
  const own = choices[path] ?? NO_CHOICES;
  const given = { label, help, value, fault, onChange };
  if (kind === 'caps') return <CapsField {...given} />;
  if (kind === 'purposes') return <PurposesField {...given} />;
  if (kind === 'lines') return <TextArea {...given} lines={LINES} />;
  if (kind === 'choice')
    return (
      <Select
        {...given}
        options={options.map((option) => ({ value: option, label: own[option] ?? option }))}
      />
    );
  if (kind === 'switch')
    return (
      <Checkbox
        label={label}
        help={help}
        isOn={value === 'true'}
        onChange={(isOn) => onChange(String(isOn))}
      />
    );
  return <Field {...given} />;
}
