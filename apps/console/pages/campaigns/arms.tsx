/** The arms of a campaign, each beside how it looks, and the steps that follow. */
import { type ReactNode, useRef } from 'react';
import { Button, Card, Inline, Select, Stack, Text } from '../../ui/ui.ts';
import type { Json, Path } from '../../view-models/campaigns-document.ts';
import { armsOf, freeKey } from '../../view-models/campaigns-draft.ts';
import { SECTIONS, STEP_FIELDS } from '../../view-models/campaigns-fields.ts';
import { nameLanguageIn, TEXT_LANGUAGES } from '../../view-models/campaigns-texts.ts';
import { kindsFor, turnInto } from '../../view-models/campaigns-treatments.ts';
import { CAMPAIGN_BUILDER } from '../../words/campaigns-builder.ts';
import { useConsole, useFormat, useWords } from '../console.ts';
import { FieldsOf, FormField } from './asked.tsx';
import { useForm } from './form.ts';
import { LookChoices } from './preview.tsx';

const [{ within: VARIANT_FIELDS }] = SECTIONS.arms;

export function ArmsSection() {
  const words = useWords(CAMPAIGN_BUILDER);
  const format = useFormat();
  const { draft, put } = useForm();
  const arms = armsOf(draft);
  const keys = arms.map(({ key }) => key);
  const variants: readonly Json[] = Array.isArray(draft.variants) ? draft.variants : [];
  const add = (key: string, weight: number, treatment: Json): void =>
    put(['variants'], [...variants, { key: freeKey(keys, key), weight, treatment }]);
  const [kind = 'message'] = kindsFor(draft.channel, draft.trigger);
  return (
    <Card title={words.sections.arms}>
      <Stack gap="wide">
        <Text look="quiet">{words.notes.arms}</Text>
        <LookChoices />
        <Languages />
        <Removable path={['variants']} items={variants}>
          {(place, remove) => {
            const arm = arms[place];
            const name = arm?.key ?? '';
            return (
              <fieldset className="inkling-block">
                <legend>{words.arm(name, format.share(arm?.share ?? 0))}</legend>
                <Inline isEven>
                  {VARIANT_FIELDS.filter((spec) => spec.kind !== 'treatment').map((spec) => (
                    <FormField key={spec.name} spec={spec} path={['variants', place, spec.name]} />
                  ))}
                </Inline>
                <FormField
                  spec={{ name: 'treatment', kind: 'treatment' }}
                  path={['variants', place, 'treatment']}
                />
                <Inline>
                  <Button onPress={remove}>{words.remove(name)}</Button>
                </Inline>
              </fieldset>
            );
          }}
        </Removable>
        <Inline>
          <Button onPress={() => add(kind, 50, turnInto(kind, null))}>{words.addArm}</Button>
          {arms.every(({ isControl }) => !isControl) && (
            <Button onPress={() => add('control', 10, null)}>{words.addControl}</Button>
          )}
        </Inline>
      </Stack>
    </Card>
  );
}

export function StepsSection() {
  const words = useWords(CAMPAIGN_BUILDER);
  const format = useFormat();
  const { draft, put } = useForm();
  const steps: readonly Json[] = Array.isArray(draft.steps) ? draft.steps : [];
  const [kind = 'message'] = kindsFor(draft.channel, draft.trigger);
  return (
    <Card title={words.sections.steps}>
      <Stack gap="wide">
        <Text look="quiet">{words.notes.steps}</Text>
        <Removable path={['steps']} items={steps}>
          {(place, remove) => {
            const name = words.step(format.count(place + 1));
            return (
              <fieldset className="inkling-block">
                <legend>{name}</legend>
                <FieldsOf specs={STEP_FIELDS} path={['steps', place]} />
                <Inline>
                  <Button onPress={remove}>{words.remove(name)}</Button>
                </Inline>
              </fieldset>
            );
          }}
        </Removable>
        <Inline>
          <Button onPress={() => put(['steps'], [...steps, { wait: '1d', treatment: turnInto(kind, null) }])}>
            {words.addStep}
          </Button>
        </Inline>
      </Stack>
    </Card>
  );
}

type RemovableProps = {
  readonly path: Path;
  readonly items: readonly Json[];
  readonly children: (place: number, remove: () => void) => ReactNode;
};

/** What was removed leaves the focus at the list, from where the next Tab goes on. */
function Removable({ path, items, children }: RemovableProps) {
  const { put } = useForm();
  const list = useRef<HTMLDivElement>(null);
  const remove = (gone: number): void => {
    const rest = items.filter((_, place) => place !== gone);
    put(path, rest.length === 0 ? undefined : rest);
    list.current?.focus();
  };
  return (
    <div ref={list} tabIndex={-1} className="inkling-disclosed">
      {items.map((_, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: their names change while they are written.
        <div key={place}>{children(place, () => remove(place))}</div>
      ))}
    </div>
  );
}

/** First which language the texts are in, then which others they are to be in. */
function Languages() {
  const words = useWords(CAMPAIGN_BUILDER);
  const { locale } = useConsole();
  const format = useFormat();
  const { languages, addLanguage } = useForm();
  const open = TEXT_LANGUAGES.filter((language) => !languages.includes(language));
  const nameOf = (language: string): string => nameLanguageIn(locale, language);
  return (
    <Stack>
      {languages.length > 0 && (
        <Text look="quiet">
          {words.languages}: {format.list(languages.map(nameOf))}
        </Text>
      )}
      <Select
        label={languages.length === 0 ? words.firstLanguage : words.moreLanguage}
        value=""
        options={[
          { value: '', label: words.choose },
          ...open.map((language) => ({ value: language, label: nameOf(language) })),
        ]}
        onChange={(language) => language !== '' && addLanguage(language)}
      />
    </Stack>
  );
}
