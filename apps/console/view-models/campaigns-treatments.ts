/** The fields of every kind of treatment: a table of core/decisions/schema-treatment.ts. */
import {
  CHATS,
  SLOT_KINDS,
  TRUST_ICONS,
  type Treatment,
  type TreatmentKind,
} from '../../../core/decisions/treatment.ts';
import { type Fields, isFields, type Json } from './campaigns-document.ts';
import type { FieldSpec } from './campaigns-spec.ts';

const texts = (name: string): FieldSpec => ({ name, kind: 'texts' });
const letter = (name: string): FieldSpec => ({ name, kind: 'letter' });
const text = (name: string): FieldSpec => ({ name, kind: 'text' });

const ACTION: FieldSpec = {
  name: 'action',
  kind: 'group',
  fresh: { label: '', url: '' },
  within: [texts('label'), text('url')],
};
const DISMISS = texts('dismiss');
const PRODUCTS: FieldSpec = { name: 'products', kind: 'choice', options: ['', 'cart', 'viewed'] };

export const TREATMENT_FIELDS: Readonly<Record<TreatmentKind, readonly FieldSpec[]>> = {
  message: [texts('title'), letter('text'), ACTION, DISMISS],
  banner: [
    letter('text'),
    ACTION,
    { name: 'position', kind: 'choice', options: ['', 'top', 'bottom'] },
    DISMISS,
  ],
  content: [
    texts('title'),
    letter('text'),
    { name: 'image', kind: 'group', fresh: { url: '', alt: '' }, within: [text('url'), texts('alt')] },
    ACTION,
  ],
  comparison: [
    texts('title'),
    { name: 'most', kind: 'number', usual: '3' },
    { name: 'rows', kind: 'lines' },
    DISMISS,
  ],
  trust: [
    texts('title'),
    {
      name: 'signals',
      kind: 'list',
      fresh: { icon: 'delivery', text: '' },
      within: [{ name: 'icon', kind: 'choice', options: TRUST_ICONS }, texts('text')],
    },
  ],
  bundle: [texts('title'), { name: 'most', kind: 'number', usual: '2' }, texts('addAll'), DISMISS],
  coupon: [
    texts('title'),
    letter('text'),
    text('code'),
    { name: 'ends', kind: 'instant', word: 'codeEnds' },
    { name: 'isCountedDown', kind: 'yesNo' },
    ACTION,
    DISMISS,
  ],
  chat: [letter('text'), texts('open'), { name: 'provider', kind: 'choice', options: CHATS }, DISMISS],
  tour: [
    {
      name: 'steps',
      word: 'tourSteps',
      kind: 'list',
      fresh: { title: '', text: '' },
      within: [texts('title'), letter('text'), text('target'), ACTION],
    },
    texts('next'),
    texts('back'),
    texts('done'),
    DISMISS,
  ],
  survey: [
    texts('question'),
    {
      name: 'answers',
      kind: 'list',
      fresh: { key: '', label: '' },
      within: [
        { name: 'key', kind: 'text', word: 'answerKey' },
        { name: 'label', kind: 'texts', word: 'answerLabel' },
      ],
    },
    texts('thanks'),
    DISMISS,
  ],
  email: [texts('subject'), texts('preheader'), texts('heading'), letter('text'), ACTION, PRODUCTS],
  signal: [{ name: 'data', kind: 'pairs' }, PRODUCTS],
};

/** What one of a kind is before anything is written. */
const FRESH: { readonly [Kind in TreatmentKind]: Extract<Treatment, { kind: Kind }> } = {
  message: { kind: 'message', title: '', text: '' },
  banner: { kind: 'banner', text: '' },
  content: { kind: 'content', text: '' },
  comparison: { kind: 'comparison', title: '' },
  trust: { kind: 'trust', signals: [{ icon: 'delivery', text: '' }] },
  bundle: { kind: 'bundle', title: '', addAll: '' },
  coupon: { kind: 'coupon', title: '', text: '', code: '' },
  chat: { kind: 'chat', text: '', open: '', provider: 'shopify' },
  tour: { kind: 'tour', steps: [{ title: '', text: '' }] },
  survey: {
    kind: 'survey',
    question: '',
    answers: [
      { key: 'yes', label: '' },
      { key: 'no', label: '' },
    ],
    thanks: '',
  },
  email: { kind: 'email', subject: '', text: '' },
  signal: { kind: 'signal' },
};

/** What a channel takes, and a slot of a page. @example kindsFor('email', null) // ['email'] */
export function kindsFor(channel: Json, trigger: Json): readonly TreatmentKind[] {
  if (channel === 'email') return ['email'];
  if (channel === 'webhook' || channel === 'flow' || channel === 'segment') return ['signal'];
  if (isFields(trigger) && Object.hasOwn(trigger, 'slot')) return SLOT_KINDS;
  const kinds = Object.keys(TREATMENT_FIELDS) as TreatmentKind[];
  return kinds.filter((kind) => kind !== 'email' && kind !== 'signal');
}

/** Another kind of treatment, with what both have. @example turnInto('coupon', message).title */
export function turnInto(kind: TreatmentKind, treatment: Json): Fields {
  const fresh: Fields = { ...FRESH[kind] };
  if (!isFields(treatment)) return fresh;
  const shared = TREATMENT_FIELDS[kind].filter(
    (field) =>
      Object.hasOwn(treatment, field.name) &&
      TREATMENT_FIELDS[readKind(treatment.kind) ?? kind].some(
        (own) => own.name === field.name && own.kind === field.kind,
      ),
  );
  return { ...fresh, ...Object.fromEntries(shared.map(({ name }) => [name, treatment[name]])), kind };
}

export function readKind(kind: Json): TreatmentKind | null {
  return (Object.keys(TREATMENT_FIELDS) as TreatmentKind[]).find((known) => known === kind) ?? null;
}
