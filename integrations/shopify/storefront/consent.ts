/** Shopify's Customer Privacy API is who knows what a visitor allows: its words in ours. */
import type { Consent } from '../../../core/tracker/browser/wire.ts';
import type { CustomerPrivacy } from './shopify-page.ts';

/** Ours, in Shopify's words; `contact` is none of them. */
const WORDS = { analytics: 'analytics', personalization: 'preferences', share: 'sale_of_data' } as const;

/**
 * What the visitor chose. Where Shopify allows analytics and nobody has chosen, none is needed in this region, which is not
 * the same as a grant: nothing is kept on the device then. Marketing is no permission to write to somebody (`contact`): that
 * comes from the customer's own state.
 *
 * @returns null where a choice is needed and not made yet.
 * @example readConsent(Shopify.customerPrivacy) // { analytics: true, personalization: false, share: true, source: 'shopify' }
 */
export function readConsent(privacy: CustomerPrivacy): Consent | null {
  const chosen = privacy.currentVisitorConsent();
  const allowed = privacy.analyticsProcessingAllowed();
  if (!chosen.analytics && !allowed) return null;
  return {
    source: 'shopify',
    ...(chosen.analytics ? { analytics: allowed } : { required: false }),
    ...((chosen.analytics || chosen.preferences) && {
      personalization: privacy.preferencesProcessingAllowed(),
    }),
    // An opt-out of sale is a choice of its own: in most of America the only one.
    ...((chosen.analytics || chosen.sale_of_data) && { share: privacy.saleOfDataAllowed() }),
  };
}

/** A choice that was made by what this app has in the page becomes Shopify's: else the next page would say what was before. */
export function keepChoice(privacy: CustomerPrivacy, said: Readonly<Record<string, boolean>>): void {
  const held = Object.entries(privacy.currentVisitorConsent()).filter(([, answer]) => answer);
  const own = Object.entries(WORDS).filter(([ours]) => ours in said);
  if (!own.length) return;
  const chosen = {
    ...Object.fromEntries(held.map(([name, answer]) => [name, answer === 'yes'])),
    ...Object.fromEntries(own.map(([ours, theirs]) => [theirs, !!said[ours]])),
  };
  privacy.setTrackingConsent(chosen, () => undefined);
}
