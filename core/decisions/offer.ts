/** A discount's own limits: whom it is not for, and how often anybody gets one. */
import { durationMs } from '../segments/duration.ts';
import type { Campaign } from './campaign.ts';

export type OfferFault = 'offer_over' | 'offer_too_soon' | 'serial_leaver';

/** What a discount asks of a visitor's past. */
export type OfferFacts = {
  /** The latest discount of any campaign, UTC ms. */
  readonly lastOfferAt: number | null;
  /** Carts that were left until now. */
  readonly leftCarts: number;
};

/** @returns null where nothing speaks against it, or the campaign gives no discount. */
export function findOfferFault(
  { offer, variants }: Pick<Campaign, 'offer' | 'variants'>,
  { lastOfferAt, leftCarts }: OfferFacts,
  now: number,
): OfferFault | null {
  const isOver = variants.every(
    ({ treatment }) =>
      treatment === null || (treatment.kind === 'coupon' && Date.parse(treatment.ends) <= now),
  );
  if (isOver) return 'offer_over';
  if (offer === undefined) return null;
  const { oncePer, mostLeftCarts } = offer;
  if (oncePer !== undefined && lastOfferAt !== null && now - lastOfferAt < durationMs(oncePer))
    return 'offer_too_soon';
  return mostLeftCarts !== undefined && leftCarts > mostLeftCarts ? 'serial_leaver' : null;
}
