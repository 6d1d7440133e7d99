/** Shopify's Customer Privacy API is who knows what a visitor allows: its words in ours. */
import type { Consent } from '../../../core/tracker/browser/wire.ts';
import type { CustomerPrivacy } from './shopify-page.ts';

/** Ours, and Shopify's; `contact` is none of them. */
const WORDS = [
  ['analytics', 'analytics'],
  ['personalization', 'preferences'],
  ['share', 'sale_of_data'],
] as const;

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

/** Some of the purposes, as a choice that was made by what this app has in the page names them. */
export type Choice = Readonly<Record<string, unknown>>;

/** Such a choice becomes Shopify's: else the next page would say what was before. */
export function keepChoice(privacy: CustomerPrivacy, choice: Choice): void {
  const own = WORDS.filter(([ours]) => ours in choice);
  if (!own.length) return;
  const chosen: Record<string, boolean> = {};
  for (const [name, answer] of Object.entries(privacy.currentVisitorConsent()))
    if (answer) chosen[name] = answer === 'yes';
  for (const [ours, theirs] of own) chosen[theirs] = !!choice[ours];
  privacy.setTrackingConsent(chosen, () => undefined);
}

/**
 * What was refused in an earlier page and has not arrived at Shopify. Whatever Shopify hears it says back, and the tracker then
 * keeps it as Shopify's: what still stands there as the privacy element's was lost on the way. What was allowed is not told
 * again: Shopify may have heard a refusal since.
 *
 * @param kept What the tracker keeps of the visitor's consent.
 * @example readLost({ analytics: true, share: false, source: 'privacy-element' }) // without what was allowed
 */
export function readLost(kept: Consent = {}): Choice {
  if (kept.source !== 'privacy-element') return {};
  return Object.fromEntries(Object.entries(kept).filter(([name, said]) => !said || name === 'source'));
}
