/** A segment in the making, or another version of one. */
import { useMemo, useState } from 'react';
import type { Fault } from '../../api/answer.ts';
import type { SegmentAnswer } from '../../api/answers/segments.ts';
import { Box } from '../../ui/builder.tsx';
import { Banner, Button, Card, Inline, Page, Stack, Tabs, Text, TextArea } from '../../ui/ui.ts';
import { type Around, bodyOf, isSameCondition } from '../../view-models/segment-builder.ts';
import {
  isTouched,
  placeInLine,
  type SegmentDraft,
  startDraft,
  typeForm,
  typeLine,
} from '../../view-models/segment-form/draft.ts';
import { createIds, type FormNode, type NewId } from '../../view-models/segment-form/form.ts';
import { findDoubled, isWithin } from '../../view-models/segment-form/places.ts';
import { writeForm } from '../../view-models/segment-form/write.ts';
import { SEGMENT_FORM } from '../../words/segment-form.ts';
import { SHELL } from '../../words/shell.ts';
import { useConsole, useWords } from '../console.ts';
import { FaultText } from '../fault-text.tsx';
import { useUnsaved } from '../unsaved.tsx';
import { AroundFields } from './around.tsx';
import { BuildingProvider } from './building.ts';
import { ConditionForm } from './condition.tsx';
import { useKnownKeys } from './known-keys.ts';
import { Preview } from './preview.tsx';
import { useWriting, type Writing } from './writing.ts';

export type BuilderProps = {
  /** Of the segment that is changed; null: a new one. */
  readonly known: SegmentAnswer | null;
  readonly around: Around;
  readonly start: (newId: NewId) => FormNode;
};

export function Builder({ known, around: given, start }: BuilderProps) {
  const words = useWords(SEGMENT_FORM);
  const newId = useMemo(createIds, []);
  const writing = useWriting(() => startDraft(start(newId), ''), newId, known?.key ?? null);
  const [around, setAround] = useState(given);
  const { draft, preview, isPreviewCurrent } = writing;
  const release = useUnsaved(isTouched(draft) || !isSameCondition(around, given));
  const saving = useSaving(known, around, draft, release);
  return (
    <Page title={known === null ? words.title : words.editTitle(known.name)} intro={words.intro}>
      <div className="inkling-with-aside">
        <Stack gap="wide">
          <AroundFields around={around} isNew={known === null} fault={saving.fault} onChange={setAround} />
          <Condition {...{ writing, newId }} />
          {known !== null && <Text look="quiet">{words.stays}</Text>}
        </Stack>
        <aside>
          <Stack gap="wide">
            <SaveRow {...{ known, saving }} />
            <Preview preview={preview} isCurrent={isPreviewCurrent} />
            <SaveFault fault={saving.fault} />
          </Stack>
        </aside>
      </div>
    </Page>
  );
}

type Saving = {
  readonly isBusy: boolean;
  readonly canSave: boolean;
  readonly fault: Fault | null;
  readonly save: () => void;
};

function useSaving(
  known: SegmentAnswer | null,
  around: Around,
  draft: SegmentDraft,
  release: () => void,
): Saving {
  const { api, go, hrefOf, notify } = useConsole();
  const words = useWords(SEGMENT_FORM);
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const { understood, understoodEdition, edition, form } = draft;
  const isNamed = around.name.trim() !== '' && around.key.trim() !== '';
  const isRead = understood !== null && understoodEdition === edition && findDoubled(form) === null;
  const canSave = isNamed && isRead;
  async function save(): Promise<void> {
    if (understood === null) return;
    setBusy(true);
    setFault(null);
    const path = `/v1/segments/${encodeURIComponent(around.key)}`;
    const isTaken = known === null && around.key !== '' && (await api.get(path)).ok;
    const isSame = known !== null && isSameCondition(known.when, understood.when);
    const when = isSame ? known.when : understood.when;
    const put = isTaken
      ? ({ ok: false, fault: { kind: 'refused', text: words.keyTaken, hint: '', at: 'key' } } as const)
      : await api.send<SegmentAnswer>('PUT', path, bodyOf(around, when, known ?? {}));
    setBusy(false);
    if (!put.ok) return setFault(put.fault);
    notify(words.saved(put.value.name));
    release();
    go(hrefOf('segments', put.value.key));
  }
  return { isBusy, canSave, fault, save: () => void save() };
}

function SaveRow({ known, saving }: { readonly known: SegmentAnswer | null; readonly saving: Saving }) {
  const { go, hrefOf } = useConsole();
  const words = useWords(SEGMENT_FORM);
  const { cancel } = useWords(SHELL);
  const { isBusy, canSave, save } = saving;
  return (
    <Inline>
      <Button isPrimary isBusy={isBusy} isDisabled={!canSave} onPress={save}>
        {words.save}
      </Button>
      <Button onPress={() => go(known === null ? hrefOf('segments') : hrefOf('segments', known.key))}>
        {cancel}
      </Button>
    </Inline>
  );
}

/** Below everything beside the form: nothing moves when it comes. */
function SaveFault({ fault }: Pick<Saving, 'fault'>) {
  const { faults } = useWords(SHELL);
  if (fault === null) return null;
  return (
    <Banner tone="bad" title={faults.title}>
      <FaultText fault={fault} />
    </Banner>
  );
}

function Condition({ writing, newId }: { readonly writing: Writing; readonly newId: NewId }) {
  const words = useWords(SEGMENT_FORM);
  const [tab, setTab] = useState<string>('form');
  const keys = useKnownKeys();
  const { draft, setDraft } = writing;
  const { form, typed, fault, understood } = draft;
  const asked = useMemo(() => ({ when: writeForm(form) }), [form]);
  const ofForm = typed === 'form' ? fault : null;
  const building = useMemo(
    () => ({ newId, fault: ofForm, draft: asked, ...keys }),
    [newId, ofForm, asked, keys],
  );
  return (
    <Card>
      <Tabs
        label={words.tabs.label}
        tabs={[
          { key: 'form', label: words.tabs.form },
          { key: 'line', label: words.tabs.line },
        ]}
        current={tab}
        onChange={setTab}
      >
        {tab === 'form' ? (
          <BuildingProvider value={building}>
            {typed === 'line' && fault !== null && <Text look="bad">{words.formBehind}</Text>}
            {ofForm !== null && !isWithin(ofForm.at, 'when') && <Text look="bad">{ofForm.text}</Text>}
            <ConditionForm
              at="when"
              node={form}
              onChange={(node) => setDraft((now) => typeForm(now, node))}
            />
          </BuildingProvider>
        ) : (
          <OneLine draft={draft} onChange={(line) => setDraft((now) => typeLine(now, line))} />
        )}
      </Tabs>
      <div role="status">
        {understood !== null && understood.doubts.length > 0 && (
          <Box title={words.doubts} look="part">
            {understood.doubts.map((doubt) => (
              <Text key={doubt}>{doubt}</Text>
            ))}
          </Box>
        )}
      </div>
    </Card>
  );
}

function OneLine({
  draft,
  onChange,
}: {
  readonly draft: SegmentDraft;
  readonly onChange: (line: string) => void;
}) {
  const words = useWords(SEGMENT_FORM);
  const { line, fault, typed } = draft;
  const own = typed === 'line' ? fault : null;
  const place = own === null ? null : placeInLine(line, own.hint ?? own.text);
  return (
    <Stack>
      {typed === 'form' && fault !== null && <Text look="bad">{words.lineBehind}</Text>}
      <TextArea
        label={words.line}
        help={words.lineHelp}
        lines={4}
        value={line}
        fault={own?.text}
        onChange={onChange}
      />
      {place !== null && (
        <p className="inkling-marked">
          {place.before}
          <mark>{place.at === '' ? ' … ' : place.at}</mark>
          {place.after}
        </p>
      )}
    </Stack>
  );
}
