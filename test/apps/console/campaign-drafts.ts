/** Campaigns with everything in them that a form may be asked to show. */
import { change, type Draft, type Json } from '../../../apps/console/view-models/campaigns-document.ts';
import { BLANK_DRAFT } from '../../../apps/console/view-models/campaigns-draft.ts';
import { CAMPAIGN_TEMPLATES, draftOf } from '../../../core/decisions/templates/index.ts';
import type { TreatmentKind } from '../../../core/decisions/treatment.ts';

export const TEMPLATES = Object.values(CAMPAIGN_TEMPLATES).flat();
/** @example templateDraft(template).key // its own */
export const templateDraft = (template: (typeof TEMPLATES)[number]): Draft => {
  const made = draftOf(template, {});
  if (!made.ok) throw new Error(made.hint);
  return { ...made.value };
};

/** Every field of every kind. */
export const FULL: Readonly<Record<TreatmentKind, Json>> = {
  message: {
    kind: 'message',
    title: { en: 'Hello', de: 'Hallo' },
    text: 'Text',
    action: { label: 'Go', url: '/go' },
    dismiss: 'Close',
  },
  banner: {
    kind: 'banner',
    text: 'Text',
    action: { label: 'Go', url: '/go' },
    position: 'top',
    dismiss: 'No',
  },
  content: {
    kind: 'content',
    title: 'T',
    text: 'Text',
    image: { url: '/a.png', alt: { en: 'A' } },
    action: { label: 'Go', url: '/go' },
  },
  comparison: { kind: 'comparison', title: 'T', most: 3, rows: ['weight', 'size'], dismiss: 'Close' },
  trust: { kind: 'trust', title: 'T', signals: [{ icon: 'returns', text: { en: 'Back' } }] },
  bundle: { kind: 'bundle', title: 'T', most: 2, addAll: 'Add', dismiss: 'No' },
  coupon: {
    ...{ kind: 'coupon', title: 'T', text: 'X', code: 'MAY10', ends: '2027-03-28T00:30:00Z' },
    ...{ isCountedDown: true, action: { label: 'Go', url: '/go' }, dismiss: 'No' },
  },
  chat: { kind: 'chat', text: 'Ask', open: 'Open', provider: 'crisp', dismiss: 'No' },
  tour: {
    kind: 'tour',
    steps: [{ target: '#a', title: 'One', text: 'First', action: { label: 'Go', url: '/go' } }],
    ...{ next: 'Next', back: 'Back', done: 'Done', dismiss: 'Close' },
  },
  survey: {
    kind: 'survey',
    question: 'Why?',
    answers: [
      { key: 'price', label: 'Price' },
      { key: 'other', label: { en: 'Other' } },
    ],
    ...{ thanks: 'Thanks', dismiss: 'Close' },
  },
  email: {
    ...{ kind: 'email', subject: 'S', preheader: 'P', heading: 'H', text: 'One\n\nTwo' },
    ...{ action: { label: 'Go', url: '/go' }, products: 'cart' },
  },
  signal: {
    kind: 'signal',
    data: { reason: 'cart left', urgent: true, count: 3, odd: 'true' },
    products: 'viewed',
  },
};

/** Every field of a campaign. */
export const EVERYTHING: Draft = {
  ...BLANK_DRAFT,
  ...{ key: 'all', name: 'All', priority: 60, tags: ['sale', 'help'], traffic: 0.35, smallestLift: 0.125 },
  audience: { any: ['a', 'b'], all: ['c'], none: ['d'] },
  trigger: {
    event: ['Product Added', 'Product Viewed'],
    where: { price: { gte: 50 }, tag: 'x' },
    source: 'web',
  },
  goal: {
    kind: 'revenue',
    event: 'Order Completed',
    of: 'total',
    within: '3d',
    from: '1h',
    source: 'server',
  },
  limits: {
    caps: [
      { scope: 'tag', tag: 'sale', max: 2, per: '7d' },
      { scope: 'all', perDay: 3 },
      { scope: 'campaign', max: 0, per: 'lifetime' },
    ],
    cooldown: '10m',
    quietHours: { from: '21:00', to: '08:00' },
  },
  ...{ starts: '2026-10-24T22:30:00Z', ends: '2027-01-31T23:59:59Z', validFor: '45m', reentry: null },
  ...{ obeys: false, counts: false, transactional: false, saysWhy: false },
  cancel: { leaving: true, events: ['Order Completed'] },
  offer: {
    ...{ discount: 0.1, perDay: 20, perMonth: 300, oncePer: '90d', leastMargin: 0.155 },
    ...{ excludesSaleItems: true, codesLast: '2d', mostLeftCarts: 3 },
  },
  uplift: { share: 0.3 },
  steps: [{ wait: '2d', when: { all: ['c'] }, treatment: FULL.banner }],
};

export const withTreatment = (treatment: Json): Draft =>
  change({ ...BLANK_DRAFT, key: 'a', name: 'A' }, ['variants', 1, 'treatment'], treatment);
