/** Shopify's Customer Privacy API is who knows what a visitor allows: its words in ours. */
import type { Consent } from '../../../core/tracker/browser/wire.ts';
import type { Answer, CustomerPrivacy } from './shopify-page.ts';

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

/** What this app has in the page lets a visitor choose; `contact` is none of it. */
export type Choice = { readonly [Ours in (typeof WORDS)[number][0]]?: boolean };

/** Choices that Shopify is not known to have, each with what Shopify said when it was made; nothing: it was not there yet. */
export type Unheard = {
  readonly [Ours in keyof Choice]?: readonly [chosen: boolean, said?: Answer | null | undefined];
};

/** Shopify, as far as it says what the visitor chose. */
type Recorder = Pick<CustomerPrivacy, 'currentVisitorConsent'>;

/** @example addChoice({}, { share: false }, Shopify.customerPrivacy) // { share: [false, 'yes'] } */
export function addChoice(unheard: Unheard, choice: Choice, privacy: Recorder | undefined): Unheard {
  const record = privacy?.currentVisitorConsent();
  const more = WORDS.map(([ours, theirs]) => {
    const chosen = choice[ours];
    return chosen === undefined ? {} : { [ours]: [chosen, record?.[theirs]] };
  });
  return Object.assign({}, unheard, ...more);
}

/**
 * Without those that Shopify has now, and those for which it says something else than it did: it heard the visitor since. That it
 * has heard something at all says nothing of these.
 */
export function stillUnheard(unheard: Unheard, privacy: Recorder): Unheard {
  const record = privacy.currentVisitorConsent();
  const left: Record<string, Unheard[keyof Choice]> = {};
  for (const [ours, theirs] of WORDS) {
    const chosen = unheard[ours]?.[0];
    const before = unheard[ours]?.[1] ?? record[theirs];
    if (chosen !== undefined && record[theirs] === before && before !== (chosen ? 'yes' : 'no'))
      left[ours] = [chosen, before];
  }
  return left;
}

/** Makes them Shopify's, beside what it knows: else the next page would say what was before. */
export function tell(
  unheard: Unheard,
  privacy: Recorder & Pick<CustomerPrivacy, 'setTrackingConsent'>,
): void {
  if (!Object.keys(unheard).length) return;
  const all: Record<string, boolean> = {};
  for (const [name, said] of Object.entries(privacy.currentVisitorConsent()))
    if (said) all[name] = said === 'yes';
  for (const [ours, theirs] of WORDS) {
    const chosen = unheard[ours];
    if (chosen) all[theirs] = chosen[0];
  }
  privacy.setTrackingConsent(all, () => undefined);
}

/** As the tracker takes them. @example choiceOf({ share: [false, 'yes'] }) // { share: false } */
export const choiceOf = (unheard: Unheard): Choice =>
  Object.fromEntries(Object.entries(unheard).map(([ours, [chosen]]) => [ours, chosen]));
