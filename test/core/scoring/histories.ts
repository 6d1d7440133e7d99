/** Small histories, and what the features say of them. */
import fc from 'fast-check';
import { compareEntries, type Entry, type Properties } from '../../../core/entry.ts';
import { fold } from '../../../core/profiles/fold.ts';
import { emptyProfile, type Profile } from '../../../core/profiles/profile.ts';
import { type Around, subjectOf } from '../../../core/scoring/features/subject.ts';
import { readFeatures } from '../../../core/scoring/features/table.ts';
import { valueIn } from '../../../core/scoring/model.ts';
import { event, MINUTE, PERSON, rules, START } from '../profiles/world.ts';

export const AROUND: Around = { rules, zone: 'UTC', isAnonymous: false };

/** One event. @param minutes After `START`, a Thursday's midnight in UTC. */
export type Step = readonly [minutes: number, name: string, properties?: Properties, parts?: Partial<Entry>];

export function toEvents(steps: readonly Step[]): readonly Entry[] {
  return steps.map(([minutes, name, properties = {}, parts]) =>
    event(name, { t: START + minutes * MINUTE, properties, ...parts }),
  );
}

export function profileAfter(entries: readonly Entry[], until = Number.POSITIVE_INFINITY): Profile {
  return entries
    .filter(({ t }) => t <= until)
    .toSorted(compareEntries)
    .reduce((profile, entry) => fold(profile, entry, rules), emptyProfile(PERSON));
}

/** All features at an instant, of what had happened by then. */
export function rowAt(entries: readonly Entry[], t: number, around = AROUND): Float64Array {
  return readFeatures(subjectOf(profileAfter(entries, t), t, around));
}

/** One feature, so many minutes after `START`. */
export function valueAt(feature: string, steps: readonly Step[], minutes: number, around = AROUND): number {
  return valueIn(rowAt(toEvents(steps), START + minutes * MINUTE, around), feature);
}

const NAMES = [
  'Page Viewed',
  'Product List Viewed',
  'Products Searched',
  'Product Viewed',
  'Product Viewed',
  'Product Added',
  'Product Removed',
  'Cart Viewed',
  'Checkout Started',
  'Order Completed',
  'Page Engaged',
  'Exit Intent Detected',
  'Feature Used',
  'Limit Reached',
  'Subscription Started',
];

const draft = fc.record({
  name: fc.constantFrom(...NAMES),
  minutes: fc.integer({ min: 0, max: 3 * 24 * 60 }),
  product: fc.constantFrom('a', 'b', 'c'),
  price: fc.constantFrom(500, 1_999, undefined),
  device: fc.constantFrom('mobile' as const, 'desktop' as const, undefined),
  referrer: fc.constantFrom('https://www.google.com', 'https://blog.example', undefined),
});

/** Of one visitor, over three days. */
export const anyHistory: fc.Arbitrary<readonly Entry[]> = fc
  .array(draft, { maxLength: 40, size: 'max' })
  .map((drafts) =>
    drafts.map(({ name, minutes, product, price, device, referrer }, n) =>
      event(name, {
        t: START + minutes * MINUTE,
        id: `${(n * 7_919) % 1_009}-${n}`,
        context: { path: '/', ...(device && { device }), ...(referrer && { referrer }) },
        properties: {
          product_id: product,
          category: `of ${product}`,
          feature_id: product,
          order_id: `o${n}`,
          total: 2_000,
          seats: n,
          seconds_active: 10,
          scroll_depth: 50,
          ...(price !== undefined && { price }),
        },
      }),
    ),
  );
