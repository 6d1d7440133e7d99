/** The fields of a campaign: what stands where in the document, and how it is asked. A table of core/decisions/schema.ts. */
import { CHANNELS, GOAL_KINDS, WEEKDAYS } from '../../../core/decisions/campaign.ts';
import { isFields, type Json } from './campaigns-document.ts';
import type { FieldSpec } from './campaigns-spec.ts';
import { TREATMENT_FIELDS } from './campaigns-treatments.ts';

export const AUDIENCE_FIELDS: readonly FieldSpec[] = [
  { name: 'any', kind: 'segments' },
  { name: 'all', kind: 'segments' },
  { name: 'none', kind: 'segments' },
];

const EVENT_FIELDS: readonly FieldSpec[] = [
  { name: 'event', kind: 'names', isKept: true },
  { name: 'where', kind: 'pairs' },
  { name: 'source', kind: 'choice', options: ['', 'web', 'server', 'email'] },
];

/** By the key that tells one from the others. */
export const TRIGGERS = {
  event: { fresh: { event: 'Product Added' }, fields: EVENT_FIELDS },
  entry: { fresh: { entry: '' }, fields: [{ name: 'entry', kind: 'segment', isKept: true }] },
  exit: { fresh: { exit: '' }, fields: [{ name: 'exit', kind: 'segment', isKept: true }] },
  exitIntent: { fresh: { exitIntent: true }, fields: [] },
  idle: { fresh: { idle: '45s' }, fields: [{ name: 'idle', kind: 'length', isKept: true }] },
  slot: { fresh: { slot: 'hero' }, fields: [{ name: 'slot', kind: 'text', isKept: true }] },
  schedule: {
    fresh: { schedule: { at: '09:00' } },
    fields: [
      {
        name: 'schedule',
        kind: 'group',
        within: [
          { name: 'at', kind: 'clock' },
          { name: 'on', kind: 'several', options: WEEKDAYS },
        ],
      },
    ],
  },
} as const satisfies Readonly<
  Record<string, { readonly fresh: Json; readonly fields: readonly FieldSpec[] }>
>;
export type TriggerName = keyof typeof TRIGGERS;

/** @example triggerOf({ slot: 'hero' }) // 'slot' */
export function triggerOf(trigger: Json): TriggerName | null {
  const names = Object.keys(TRIGGERS) as TriggerName[];
  return names.find((name) => isFields(trigger) && Object.hasOwn(trigger, name)) ?? null;
}

/** What can set it off on a channel: a page knows no time of day, and nothing but a page knows the rest. */
export function triggersFor(channel: Json): readonly TriggerName[] {
  return (channel ?? 'onsite') === 'onsite'
    ? ['event', 'entry', 'exit', 'exitIntent', 'idle', 'slot']
    : ['event', 'entry', 'exit', 'schedule'];
}

const VARIANT_FIELDS: readonly FieldSpec[] = [
  { name: 'key', kind: 'text', word: 'armKey' },
  { name: 'weight', kind: 'number', usual: '1' },
  { name: 'treatment', kind: 'treatment' },
];

export const STEP_FIELDS: readonly FieldSpec[] = [
  { name: 'wait', kind: 'length' },
  { name: 'when', kind: 'group', within: AUDIENCE_FIELDS, fresh: {} },
  { name: 'treatment', kind: 'treatment' },
];

const CAP_FIELDS: readonly FieldSpec[] = [
  { name: 'scope', kind: 'choice', options: ['campaign', 'channel', 'tag', 'all'] },
  { name: 'tag', kind: 'text', onlyFor: { name: 'scope', values: ['tag'] } },
  { name: 'max', kind: 'number' },
  { name: 'per', kind: 'length', words: ['day', 'week', 'lifetime'] },
  { name: 'perDay', kind: 'number', isRare: true },
  { name: 'perWeek', kind: 'number', isRare: true },
];

export const GOAL_FIELDS: readonly FieldSpec[] = [
  { name: 'kind', kind: 'choice', options: GOAL_KINDS, word: 'goalKind' },
  ...EVENT_FIELDS,
  { name: 'of', kind: 'text', onlyFor: { name: 'kind', values: ['revenue', 'expansion'] } },
  { name: 'within', kind: 'length' },
  { name: 'from', kind: 'length', word: 'goalFrom' },
];

const LIMIT_FIELDS: readonly FieldSpec[] = [
  { name: 'caps', kind: 'list', within: CAP_FIELDS, fresh: { scope: 'campaign', max: 1, per: 'day' } },
  { name: 'cooldown', kind: 'length' },
  {
    name: 'quietHours',
    kind: 'group',
    fresh: { from: '21:00', to: '08:00' },
    within: [
      { name: 'from', kind: 'clock' },
      { name: 'to', kind: 'clock' },
    ],
  },
];

const OFFER_FIELDS: readonly FieldSpec[] = [
  { name: 'discount', kind: 'share' },
  { name: 'perDay', kind: 'number', word: 'offerPerDay' },
  { name: 'perMonth', kind: 'number' },
  { name: 'oncePer', kind: 'length' },
  { name: 'leastMargin', kind: 'share' },
  { name: 'excludesSaleItems', kind: 'yesNo' },
  { name: 'codesLast', kind: 'length' },
  { name: 'mostLeftCarts', kind: 'number' },
];

/** The document by its sections, in the order in which a campaign is thought of. */
export const SECTIONS = {
  name: [
    { name: 'name', kind: 'text' },
    { name: 'key', kind: 'text' },
    { name: 'channel', kind: 'choice', options: CHANNELS, usual: 'onsite' },
  ],
  who: [{ name: 'audience', kind: 'group', within: AUDIENCE_FIELDS }],
  when: [
    { name: 'starts', kind: 'instant' },
    { name: 'ends', kind: 'instant' },
  ],
  arms: [{ name: 'variants', kind: 'list', within: VARIANT_FIELDS }],
  steps: [{ name: 'steps', kind: 'list', within: STEP_FIELDS }],
  limits: [{ name: 'limits', kind: 'group', within: LIMIT_FIELDS }],
  goal: [
    { name: 'goal', kind: 'group', within: GOAL_FIELDS },
    { name: 'smallestLift', kind: 'share', usual: '10' },
  ],
  offer: [{ name: 'offer', kind: 'group', within: OFFER_FIELDS, fresh: { discount: 0.1 } }],
  more: [
    { name: 'traffic', kind: 'share', usual: '100' },
    {
      name: 'uplift',
      kind: 'group',
      within: [{ name: 'share', kind: 'share', word: 'upliftShare' }],
      fresh: { share: 0.3 },
    },
    { name: 'priority', kind: 'number', usual: '50' },
    { name: 'tags', kind: 'lines' },
    { name: 'validFor', kind: 'length' },
    { name: 'reentry', kind: 'length', words: ['never'] },
    {
      name: 'cancel',
      kind: 'group',
      within: [
        { name: 'events', kind: 'lines', word: 'cancelEvents' },
        { name: 'leaving', kind: 'yesNo' },
      ],
    },
    { name: 'saysWhy', kind: 'yesNo', isUsuallyOn: true },
    { name: 'obeys', kind: 'yesNo', isUsuallyOn: true },
    { name: 'counts', kind: 'yesNo', isUsuallyOn: true },
    { name: 'transactional', kind: 'yesNo' },
  ],
} as const satisfies Readonly<Record<string, readonly FieldSpec[]>>;
export type SectionName = keyof typeof SECTIONS;

/** What is asked of a treatment, by its kind. */
export function treatmentFieldsOf(treatment: Json): readonly FieldSpec[] {
  const kind = isFields(treatment) && typeof treatment.kind === 'string' ? treatment.kind : '';
  return Object.entries(TREATMENT_FIELDS).find(([name]) => name === kind)?.[1] ?? [];
}
