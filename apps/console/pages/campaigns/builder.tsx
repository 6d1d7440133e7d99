/** A campaign while it is written. */
import { useMemo, useState } from 'react';
import {
  Badge,
  Button,
  Card,
  Disclosure,
  Inline,
  Page,
  Rows,
  Stack,
  Tabs,
  Text,
  TextArea,
} from '../../ui/ui.ts';
import {
  beginsAnew,
  change,
  type Draft,
  isFields,
  isSame,
  type Json,
  type Path,
} from '../../view-models/campaigns-document.ts';
import { armsOf, suggestKey } from '../../view-models/campaigns-draft.ts';
import { SECTIONS } from '../../view-models/campaigns-fields.ts';
import { listGaps } from '../../view-models/campaigns-gaps.ts';
import { listUnasked } from '../../view-models/campaigns-places.ts';
import { languagesOf, nameLanguage } from '../../view-models/campaigns-texts.ts';
import { dailyOf } from '../../view-models/campaigns-trial.ts';
import { CAMPAIGN_BUILDER } from '../../words/campaigns-builder.ts';
import { useConsole, useFaultWords, useFormat, useWords } from '../console.ts';
import { useUnsaved } from '../unsaved.tsx';
import { ArmsSection, StepsSection } from './arms.tsx';
import { FieldsOf } from './asked.tsx';
import { useCheck } from './check.ts';
import { FIELDS } from './fields.tsx';
import { type Form, FormProvider, type Look, useForm } from './form.ts';
import { PlanCard } from './plan.tsx';
import { TrialCard } from './trial.tsx';
import { TriggerSection } from './trigger.tsx';

/** In the place of a key that is not written yet: the server says what is wrong with it. */
const UNNAMED = 'unnamed';

type BuilderProps = {
  readonly kept: Draft;
  readonly segments: Form['segments'];
  readonly isNew: boolean;
};

export function Builder({ kept, segments, isNew }: BuilderProps) {
  const { api, go, hrefOf, notify, locale } = useConsole();
  const words = useWords(CAMPAIGN_BUILDER);
  const [before, setBefore] = useState(kept);
  const [draft, setDraft] = useState(kept);
  const [added, setAdded] = useState<readonly string[]>([]);
  const [look, setLook] = useState<Look>(() => startLook(kept, locale));
  const [isBusy, setIsBusy] = useState(false);
  const [daily, setDaily] = useState<number | null>(null);
  const { fault, setFault, isRead } = useCheck(draft);
  const release = useUnsaved(!isSame(before, draft));
  const languages = [...new Set([...languagesOf(draft), ...added])];
  const put = (path: Path, value: Json): void => setDraft((own) => putOne(own, path, value, isNew));
  const form: Form = {
    ...{ draft, put, replace: setDraft, fault, segments, languages, look, setLook },
    fields: FIELDS,
    addLanguage: (language) => {
      setAdded([...added, language]);
      if (languages.length === 0) setDraft(nameLanguage(draft, language));
    },
  };
  const save = async (): Promise<void> => {
    setIsBusy(true);
    const key = String((isNew ? draft : kept).key ?? '');
    const path = `/v1/campaigns/${encodeURIComponent(key || UNNAMED)}`;
    const isTaken = isNew && (await api.get(path)).ok;
    const taken = { ok: false, fault: { kind: 'refused', text: words.taken, hint: '', at: 'key' } } as const;
    const saved = isTaken ? taken : await api.send('PUT', path, draft);
    setIsBusy(false);
    if (!saved.ok) return setFault(saved.fault);
    setBefore(draft);
    notify(words.saved);
    release();
    if (isNew) go(hrefOf('campaigns', key, 'edit'));
  };
  const name = typeof draft.name === 'string' && draft.name !== '' ? draft.name : '';
  return (
    <Page title={name === '' ? words.unnamed : words.title(name)}>
      <FormProvider value={form}>
        <Stack gap="wide">
          <Writing isNew={isNew} />
          <PlanCard
            arms={armsOf(draft)}
            baseline={null}
            isAmount={
              isFields(draft.goal) && ['count', 'revenue', 'expansion'].includes(String(draft.goal.kind))
            }
            daily={daily}
          />
          <TrialCard draft={draft} onRun={(run) => setDaily(dailyOf(run))} />
          <Foot
            isRead={isRead}
            isAnew={!isNew && beginsAnew(before, draft)}
            isBusy={isBusy}
            onSave={() => void save()}
          />
        </Stack>
      </FormProvider>
    </Page>
  );
}

/** The short name of a new one follows its name until it has one of its own. */
function putOne(draft: Draft, path: Path, value: Json, isNew: boolean): Draft {
  const next = change(draft, path, value);
  const isNaming = isNew && path.length === 1 && path[0] === 'name';
  const follows = suggestKey(String(draft.name ?? '')) === String(draft.key ?? '');
  return isNaming && follows ? { ...next, key: suggestKey(String(value ?? '')) } : next;
}

function startLook(draft: Draft, locale: string): Look {
  const [own = locale.slice(0, 2)] = languagesOf(draft);
  const language = languagesOf(draft).find((one) => locale.startsWith(one)) ?? own;
  return { width: 'phone', isDark: false, language };
}

function Writing({ isNew }: { readonly isNew: boolean }) {
  const { tabs } = useWords(CAMPAIGN_BUILDER);
  const [tab, setTab] = useState('form');
  return (
    <Tabs
      label={tabs.label}
      tabs={[
        { key: 'form', label: tabs.form },
        { key: 'json', label: tabs.json },
      ]}
      current={tab}
      onChange={setTab}
    >
      {tab === 'form' ? <FormTab isNew={isNew} /> : <JsonTab />}
    </Tabs>
  );
}

function FormTab({ isNew }: { readonly isNew: boolean }) {
  const words = useWords(CAMPAIGN_BUILDER);
  const format = useFormat();
  const { draft } = useForm();
  const unasked = listUnasked(draft);
  return (
    <Stack gap="wide">
      <Gaps />
      <Card title={words.sections.name}>
        <FieldsOf specs={SECTIONS.name.filter(({ name }) => isNew || name !== 'key')} path={[]} />
      </Card>
      <Card title={words.sections.who}>
        <Text look="quiet">{words.notes.who}</Text>
        <FieldsOf specs={SECTIONS.who} path={[]} />
      </Card>
      <TriggerSection />
      <ArmsSection />
      <StepsSection />
      {(['limits', 'goal'] as const).map((section) => (
        <Card key={section} title={words.sections[section]}>
          <Text look="quiet">{words.notes[section]}</Text>
          <FieldsOf specs={SECTIONS[section]} path={[]} />
        </Card>
      ))}
      <Card title={words.sections.offer}>
        <FieldsOf specs={SECTIONS.offer} path={[]} />
      </Card>
      <Card>
        <Disclosure title={words.sections.more}>
          <FieldsOf specs={SECTIONS.more} path={[]} />
        </Disclosure>
        {unasked.length > 0 && (
          <Text look="quiet">
            {words.unasked(format.count(unasked.length))} {unasked.join(', ')}
          </Text>
        )}
      </Card>
    </Stack>
  );
}

/** What the template left to be filled in: what is done stays in its place, so that nothing moves under whoever writes. */
function Gaps() {
  const words = useWords(CAMPAIGN_BUILDER);
  const { draft } = useForm();
  const [first] = useState(() => listGaps(draft));
  if (first.length === 0) return null;
  const open = listGaps(draft);
  const lines = Map.groupBy(first, ({ lacks, text }) => words.gaps[lacks](text));
  return (
    <Card title={words.gapsTitle}>
      <Text look="quiet">{words.gapsText}</Text>
      <Rows
        rows={[...lines].map(([line, gaps]) => {
          const isOpen = open.some(({ at }) => gaps.some((gap) => gap.at === at));
          return {
            key: line,
            content: <Text>{line}</Text>,
            end: <Badge tone={isOpen ? 'waiting' : 'good'}>{isOpen ? words.toFill : words.filled}</Badge>,
          };
        })}
      />
    </Card>
  );
}

function JsonTab() {
  const { json: words } = useWords(CAMPAIGN_BUILDER);
  const { draft, replace } = useForm();
  const [typed, setTyped] = useState(() => JSON.stringify(draft, null, 2));
  const isBroken = useMemo(() => readDraft(typed) === null, [typed]);
  useUnsaved(isBroken);
  const write = (text: string): void => {
    setTyped(text);
    const read = readDraft(text);
    if (read !== null) replace(read);
  };
  return (
    <Card>
      <TextArea
        label={words.label}
        help={words.help}
        lines={28}
        value={typed}
        fault={isBroken ? words.broken : undefined}
        onChange={write}
      />
    </Card>
  );
}

function readDraft(text: string): Draft | null {
  try {
    const read: unknown = JSON.parse(text);
    return isFields(read) ? read : null;
  } catch {
    // Half of a document, while it is typed.
    return null;
  }
}

type FootProps = {
  readonly isRead: boolean;
  readonly isAnew: boolean;
  readonly isBusy: boolean;
  readonly onSave: () => void;
};

/** What the server says of it, and saving, always in sight. */
function Foot({ isRead, isAnew, isBusy, onSave }: FootProps) {
  const words = useWords(CAMPAIGN_BUILDER);
  const wordFault = useFaultWords();
  const { fault } = useForm();
  return (
    <div className="inkling-foot">
      <div role="status">
        {fault === null ? (
          <Text look="quiet">{isRead ? words.readsWell : words.reading}</Text>
        ) : (
          <Text look="bad">
            {words.faultTitle}. {wordFault(fault)} {fault.at !== '' && words.faultAt(fault.at)}
          </Text>
        )}
        {isAnew && <Text look="quiet">{words.anew}</Text>}
      </div>
      <Inline>
        <Button isPrimary onPress={onSave} isBusy={isBusy}>
          {words.save}
        </Button>
      </Inline>
    </div>
  );
}
