/** A discount's own limits, beside those of every campaign. */
import { calendarSpan } from '../calendar.ts';
import { FUNNEL_STEPS } from '../events/spec.ts';
import type { Limit } from '../ports.ts';
import type { Sessions } from '../profiles/sessions.ts';
import type { Campaign } from './campaign.ts';
import type { Treatment } from './treatment.ts';

export type OfferFault = 'offer_over' | 'serial_leaver';

const CART = FUNNEL_STEPS.indexOf('cart');
const ORDER = FUNNEL_STEPS.indexOf('order');

/** Sessions that got as far as the cart or the checkout and ended there. */
export function countLeftCarts({ drops }: Pick<Sessions, 'drops'>): number {
  return drops.slice(CART, ORDER).reduce((sum, count) => sum + count, 0);
}

/**
 * A code that has ended ends the comparison: no arm goes on without the others.
 *
 * @param leftCarts Carts that the visitor left until now.
 * @param step Of a sequence, from 1; 0: the variants themselves.
 * @returns null where nothing speaks against it, or the campaign gives no discount.
 */
export function findOfferFault(
  { offer, variants, steps }: Pick<Campaign, 'offer' | 'variants' | 'steps'>,
  { leftCarts, step }: { readonly leftCarts: number; readonly step: number },
  now: number,
): OfferFault | null {
  const shown = step > 0 ? steps.slice(step - 1, step) : variants;
  if (shown.some(({ treatment }) => isOver(treatment, now))) return 'offer_over';
  const most = offer?.mostLeftCarts;
  return most !== undefined && leftCarts > most ? 'serial_leaver' : null;
}

function isOver(treatment: Treatment | null, now: number): boolean {
  return treatment?.kind === 'coupon' && treatment.ends !== undefined && Date.parse(treatment.ends) <= now;
}

/** What the site may give away, whoever gets it: so many a day and a month of the site's calendar. */
export function budgetOf(
  { key, offer }: Pick<Campaign, 'key' | 'offer'>,
  now: number,
  zone: string,
): readonly Limit[] {
  const counted = `offer:${key}`;
  const budget = (max: number | undefined, unit: 'day' | 'month'): readonly Limit[] =>
    max === undefined ? [] : [{ key: counted, max, since: calendarSpan(unit, now, zone).from - 1 }];
  return [...budget(offer?.perDay, 'day'), ...budget(offer?.perMonth, 'month')];
}
