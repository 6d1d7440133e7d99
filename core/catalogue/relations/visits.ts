/**
 * The latest sessions of one visitor, as baskets of the products looked at. A session here is a run of events with no
 * gap of 30 minutes (site setting): which events make one depends on no order of arrival. Orders are left out, since
 * their copies come and go. Nor does one end after 500 events or 12 hours, as a profile's does: a full basket bounds what
 * it may count.
 */
import { dayOf } from './decay.ts';
import type { Basket } from './table.ts';

export type Visit = Basket & {
  /** Times of its first and its latest event. */
  readonly first: number;
  readonly last: number;
};

/** How baskets are counted. */
export type Counting = {
  /** Puts a product into a basket that lacks it. */
  extend(basket: Basket, product: string): void;
  retract(basket: Basket): void;
};

/**
 * Takes in one event. One that comes late may join two sessions: then what both counted counts once.
 *
 * @param visits In time order.
 * @param event `product` is null where it is no view of a product.
 * @returns The sessions now.
 * @example takeView([], { t, product: 'p1' }, 1_800_000, counting)[0]?.products // ['p1']
 */
export function takeView(
  visits: readonly Visit[],
  event: { readonly t: number; readonly product: string | null },
  gapMs: number,
  counting: Counting,
): readonly Visit[] {
  const { t, product } = event;
  const isNear = ({ first, last }: Visit): boolean => t > first - gapMs && t < last + gapMs;
  const [visit, later] = visits.filter(isNear);
  if (visit === undefined) {
    const begun: Visit = { first: t, last: t, day: dayOf(t), products: [] };
    if (product !== null) counting.extend(begun, product);
    return [...visits, begun].toSorted((a, b) => a.first - b.first);
  }
  if (later !== undefined) join(visit, later, counting);
  if (product !== null) counting.extend(visit, product);
  const first = Math.min(visit.first, t);
  const last = Math.max(visit.last, later?.last ?? 0, t);
  return visits.flatMap((one) => (one === later ? [] : one === visit ? { ...visit, first, last } : one));
}

function join(visit: Visit, later: Visit, counting: Counting): void {
  counting.retract(later);
  for (const product of later.products) counting.extend(visit, product);
}
