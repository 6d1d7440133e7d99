/** The fields of the builder, by the kind of what they ask. */
import { type ComponentType, useState } from 'react';
import { Checkbox, Field, Inline, Select, TextArea } from '../../ui/ui.ts';
import { isFields, isSame, readAt, writeAt } from '../../view-models/campaigns-document.ts';
import { shapeOf } from '../../view-models/campaigns-places.ts';
import type { FieldSpec } from '../../view-models/campaigns-spec.ts';
import { nameLanguageIn } from '../../view-models/campaigns-texts.ts';
import { fromWall, readLength, toWall, UNITS, writeLength } from '../../view-models/campaigns-values.ts';
import { CAMPAIGN_BUILDER } from '../../words/campaigns-builder.ts';
import { useConsole, useWords } from '../console.ts';
import { type Asked, useFieldWords, useForm } from './form.ts';
import { GroupField, ListField } from './groups.tsx';
import { SegmentField, SegmentsField } from './segments.tsx';
import { TreatmentField } from './treatment.tsx';

/** What is typed stays as it was typed for as long as it means what stands in the document. */
function useTyped({ spec, path }: Asked) {
  const { draft, put } = useForm();
  const [typed, setTyped] = useState<string | null>(null);
  const shape = shapeOf(spec);
  const value = readAt(draft, path);
  const isOurs = typed !== null && isSame(shape.write(typed), value);
  return {
    value: isOurs ? typed : shape.read(value),
    onChange: (text: string): void => {
      setTyped(text);
      put(path, shape.write(text));
    },
  };
}

function TypedField(asked: Asked) {
  const { label, noted } = useFieldWords(asked);
  const typed = useTyped(asked);
  return <Field label={label} kind={asked.spec.kind === 'clock' ? 'time' : 'text'} {...noted} {...typed} />;
}

function LinesField(asked: Asked) {
  const { label, noted } = useFieldWords(asked);
  const typed = useTyped(asked);
  const lines = Math.min(6, Math.max(2, typed.value.split('\n').length));
  return <TextArea label={label} lines={lines} {...noted} {...typed} />;
}

function YesNoField(asked: Asked) {
  const { label, noted } = useFieldWords(asked);
  const { draft, put } = useForm();
  const value = readAt(draft, asked.path);
  const isOn = typeof value === 'boolean' ? value : asked.spec.isUsuallyOn === true;
  const { help } = noted;
  return (
    <Checkbox
      label={label}
      isOn={isOn}
      onChange={(next) => put(asked.path, next)}
      {...(help !== undefined && { help })}
    />
  );
}

function ChoiceField(asked: Asked) {
  const { label, optionOf } = useFieldWords(asked);
  const { draft, put } = useForm();
  const { options = [], usual = '' } = asked.spec;
  const value = String(readAt(draft, asked.path) ?? usual);
  const known = options.includes(value) ? options : [value, ...options];
  return (
    <Select
      label={label}
      value={value}
      options={known.map((option) => ({ value: option, label: optionOf(option) }))}
      onChange={(next) => put(asked.path, next === '' ? undefined : next)}
    />
  );
}

function SeveralField(asked: Asked) {
  const { label, optionOf } = useFieldWords(asked);
  const { draft, put } = useForm();
  const { options = [] } = asked.spec;
  const value = readAt(draft, asked.path);
  const chosen: readonly unknown[] = Array.isArray(value) ? value : [];
  const turn = (option: string, isOn: boolean): void => {
    const next = options.filter((own) => (own === option ? isOn : chosen.includes(own)));
    put(asked.path, next.length === 0 ? undefined : next);
  };
  return (
    <fieldset className="inkling-block">
      <legend>{label}</legend>
      <Inline>
        {options.map((option) => (
          <Checkbox
            key={option}
            label={optionOf(option)}
            isOn={chosen.includes(option)}
            onChange={(isOn) => turn(option, isOn)}
          />
        ))}
      </Inline>
    </fieldset>
  );
}

function LengthField(asked: Asked) {
  const { label, noted, unitOf } = useFieldWords(asked);
  const { unit: wordUnit } = useWords(CAMPAIGN_BUILDER);
  const { draft, put } = useForm();
  const { count, unit } = readLength(readAt(draft, asked.path));
  const { words = [] } = asked.spec;
  const known = ['', ...UNITS.slice(1), ...words];
  const units = known.includes(unit) ? known : [...known, unit];
  const isCounted = UNITS.some((own) => own === unit) || unit === '';
  const choose = (next: string): void => {
    const isUnit = UNITS.some((own) => own === next);
    const length = writeLength({ count: isUnit ? count || '1' : '', unit: next });
    put(asked.path, next !== '' ? length : asked.spec.isKept === true ? '' : undefined);
  };
  return (
    <Inline isEven>
      {isCounted && (
        <Field
          label={label}
          value={count}
          {...noted}
          onChange={(text) =>
            put(asked.path, writeLength({ count: text, unit: unit === '' && text !== '' ? 'm' : unit }))
          }
        />
      )}
      <Select
        label={isCounted ? wordUnit(label) : label}
        value={unit}
        options={units.map((own) => ({ value: own, label: unitOf(own) }))}
        onChange={choose}
      />
    </Inline>
  );
}

function InstantField(asked: Asked) {
  const { label, noted } = useFieldWords(asked);
  const { site } = useConsole();
  const { draft, put } = useForm();
  return (
    <Field
      label={label}
      kind="datetime-local"
      value={toWall(readAt(draft, asked.path), site.timezone)}
      {...noted}
      onChange={(wall) => put(asked.path, fromWall(wall, site.timezone))}
    />
  );
}

/** One text, or one a language. */
function TextsField(asked: Asked) {
  const { draft, languages } = useForm();
  const value = readAt(draft, asked.path);
  const isPlain = typeof value === 'string' || languages.length === 0;
  if (isPlain) return <TextField {...asked} language={null} />;
  const own = isFields(value) ? Object.keys(value) : [];
  return (
    <Inline isEven>
      {[...new Set([...languages, ...own])].map((language) => (
        <TextField key={language} {...asked} language={language} />
      ))}
    </Inline>
  );
}

function TextField({ spec, path, language }: Asked & { readonly language: string | null }) {
  const { locale } = useConsole();
  const { inLanguage } = useWords(CAMPAIGN_BUILDER);
  const { draft, put } = useForm();
  const at = language === null ? path : [...path, language];
  const { label, noted } = useFieldWords({ spec, path: at });
  const name = language === null ? label : inLanguage(label, nameLanguageIn(locale, language));
  const write = (text: string): void => {
    const own = text === '' ? undefined : text;
    const next = language === null ? own : writeAt(readAt(draft, path), [language], own);
    put(path, isFields(next) && Object.keys(next).length === 0 ? undefined : next);
  };
  const value = readAt(draft, at);
  const given = { label: name, value: typeof value === 'string' ? value : '', onChange: write, ...noted };
  return spec.kind === 'letter' ? <TextArea {...given} lines={3} /> : <Field {...given} />;
}

/** By the kind of the field. */
export const FIELDS: Readonly<Record<FieldSpec['kind'], ComponentType<Asked>>> = {
  text: TypedField,
  number: TypedField,
  share: TypedField,
  clock: TypedField,
  lines: LinesField,
  names: LinesField,
  pairs: LinesField,
  yesNo: YesNoField,
  choice: ChoiceField,
  several: SeveralField,
  length: LengthField,
  instant: InstantField,
  segment: SegmentField,
  segments: SegmentsField,
  texts: TextsField,
  letter: TextsField,
  group: GroupField,
  list: ListField,
  treatment: TreatmentField,
};
