/**
 * What the made-up visits are shaped on: totals that were published of real shops, and no row of theirs.
 * - REES46, multi-category shop, October 2019: 3.95 % of sessions buy, 17,434 events in 5,066 sessions.
 * - Online Shoppers Purchasing Intention (UCI 468; Sakar et al. 2019): 86 % of sessions are of people who came before, 23 % fall on weekends.
 * - CDNOW (Fader, Hardie and Lee 2005): few buy again, and those soon.
 */

export const DAYS = 30;
/** Enough of both outcomes that a model learns from them. */
export const VISITORS = 2_000;

export const SHAPE = {
  /** Who lets their visits be joined. */
  consented: 0.8,
  /** Of another visit, after each one. */
  returns: 0.55,
  mostVisits: 8,
  /** From one visit to the next, days. */
  gapDays: 5,
  /** Products looked at in a visit, beside what else happens in it. */
  views: 2.6,
  /** Of a visit, in the arm that sees no help; with help it is more, so that both together are those of the published stream. */
  buys: 0.007,
  buysHelped: 0.019,
  /** So many times as often, with a cart left from the visit before. */
  cartPulls: 7,
  /** Of a visit that looks at products. */
  adds: 0.1,
  checksOut: 0.45,
  searches: 0.12,
  wishes: 0.03,
  /** Who buys again, of those who bought. */
  buysAgain: 0.14,
  mobile: 0.58,
  /** Who is there right now. */
  present: 0.008,
} as const;

/** Where visits come from, with their shares; the rest came by themselves. */
export const ORIGINS: readonly { readonly share: number; readonly referrer: string; readonly utm: string }[] =
  [
    { share: 0.38, referrer: 'https://search.example', utm: '' },
    { share: 0.14, referrer: '', utm: '?utm_source=newsletter&utm_medium=email&utm_campaign=autumn' },
    { share: 0.12, referrer: 'https://social.example', utm: '?utm_source=social&utm_medium=paid' },
    { share: 0.08, referrer: 'https://magazine.example', utm: '' },
  ];
