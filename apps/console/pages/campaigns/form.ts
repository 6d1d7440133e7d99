/** What every field of the builder is given. */
import { type ComponentType, createContext, useContext } from 'react';
import type { Fault } from '../../api/answer.ts';
import type { Draft, Json, Path } from '../../view-models/campaigns-document.ts';
import { isAt } from '../../view-models/campaigns-document.ts';
import { listGaps } from '../../view-models/campaigns-gaps.ts';
import type { FieldSpec } from '../../view-models/campaigns-spec.ts';
import { CAMPAIGN_BUILDER } from '../../words/campaigns-builder.ts';
import { CAMPAIGN_HELPS } from '../../words/campaigns-helps.ts';
import { CAMPAIGN_LABELS } from '../../words/campaigns-labels.ts';
import { CAMPAIGN_OPTIONS } from '../../words/campaigns-options.ts';
import { useWords } from '../console.ts';

/** How the frames show what is written. */
export type Look = {
  readonly width: 'phone' | 'desktop';
  readonly isDark: boolean;
  readonly language: string;
};

export type Form = {
  readonly draft: Draft;
  /** Undefined takes a place away. */
  readonly put: (path: Path, value: Json) => void;
  readonly replace: (draft: Draft) => void;
  /** What the server says of the draft as it is. */
  readonly fault: Fault | null;
  /** Keys, with their names. */
  readonly segments: readonly { readonly key: string; readonly name: string }[];
  readonly languages: readonly string[];
  readonly addLanguage: (language: string) => void;
  readonly look: Look;
  readonly setLook: (look: Look) => void;
  /** By the kind of the field. */
  readonly fields: Readonly<Record<FieldSpec['kind'], ComponentType<Asked>>>;
};

const FormContext = createContext<Form | null>(null);
export const FormProvider = FormContext.Provider;

export function useForm(): Form {
  const form = useContext(FormContext);
  if (form === null)
    throw new Error('[inkling] [console] a field is drawn outside a form: put FormProvider around it.');
  return form;
}

export type Asked = { readonly spec: FieldSpec; readonly path: Path };

const wordOf = ({ word, name }: FieldSpec): string => word ?? name;

/** Its name, what helps with it, what can be chosen, and what the server says of it. */
export function useFieldWords({ spec, path }: Asked) {
  const { labels } = useWords(CAMPAIGN_LABELS);
  const { helps } = useWords(CAMPAIGN_HELPS);
  const { options } = useWords(CAMPAIGN_OPTIONS);
  const { gaps } = useWords(CAMPAIGN_BUILDER);
  const { draft, fault } = useForm();
  const word = wordOf(spec);
  // What is in a group is said at its own field.
  const isOne = spec.kind !== 'group' && spec.kind !== 'list';
  const gap = isOne ? listGaps(draft).find(({ at }) => isAt(at, path)) : undefined;
  const help = gap === undefined ? helps[word] : gaps[gap.lacks](gap.text);
  const text = fault !== null && fault.at !== '' && isAt(fault.at, path) ? fault.text : undefined;
  return {
    label: labels[word] ?? spec.name,
    noted: { ...(help !== undefined && { help }), fault: text },
    optionOf: (value: string): string => options[word]?.[value === '' ? 'unset' : value] ?? value,
    unitOf: (unit: string): string => options.units?.[unit === '' ? 'unset' : unit] ?? unit,
  };
}
