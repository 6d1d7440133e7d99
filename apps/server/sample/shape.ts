/**
 * What the made-up visits are shaped on: totals that were published of real shops, and no row of theirs.
 * - REES46, a multi-category shop, a night of October 2019 (kaggle.com/datasets/mkechinov/ecommerce-behavior-data-from-multi-category-store):
 *   200 of 5,066 sessions buy; 17,434 times a product is looked at, put into a cart or bought.
 * - Online Shoppers Purchasing Intention (archive.ics.uci.edu/dataset/468; Sakar et al. 2019): 2,868 of 12,330 sessions fall on
 *   weekends.
 * - CDNOW (brucehardie.com/datasets; Fader and Hardie 2001): of 23,570 buyers 17 % buy again on another day within 30 days of the
 *   first.
 */

/** What the visits come near to. */
export const PUBLISHED = {
  buyingSessions: 200 / 5_066,
  eventsASession: 17_434 / 5_066,
  weekendSessions: 2_868 / 12_330,
  /** Two months hold one after the usual first order. */
  buyAgain: 0.17,
} as const;

/** Two periods of the overview, and as long as it takes to say who stayed. */
export const DAYS = 60;
/** Enough of both outcomes that a model learns from them. */
export const VISITORS = 2_000;
/** Of a sample of another size. */
export const VISITOR_BOUNDS = { least: 50, most: 10_000 };

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
  buys: 0.004,
  buysHelped: 0.01,
  /** So many times as often, with a cart left from the visit before. */
  cartPulls: 14,
  /** Of a visit that looks at products. */
  adds: 0.072,
  addsHelped: 0.15,
  checksOut: 0.45,
  searches: 0.12,
  /** On the first page of the shop; the others on the shelf that they look for. */
  lands: 0.55,
  wishes: 0.03,
  /** Who buys again, of those who bought. */
  buysAgain: 0.14,
  mobile: 0.58,
  /** Of a visit that would fall on a weekend: that it comes before it. */
  offWeekend: 0.19,
  /** Who is there right now. */
  present: 0.02,
  /** Of half a minute, while somebody looks: that a visit begins in it. Far more than so few visitors make, so that there is something to see. */
  arrivals: 0.6,
  /** Of a visit: each of two faults that somebody who builds a shop makes. */
  slips: 0.01,
} as const;

/** Who bought before anybody looked at visits, as a shop's platform tells of them. */
export const PAST = {
  /** One for so many visitors. */
  each: 5,
  /** Who stayed away for good a while ago. */
  lapsed: 0.6,
  lapsedDays: 45,
  /** Of the first order, before the end. */
  days: 330,
  /** Of another order, after each one; some come back more often than others. */
  buysAgain: 0.3,
  /** To the next order, of a customer in the middle. */
  gapDays: 45,
} as const;

/** Where visits come from, with their shares; the rest came by themselves. */
export const ORIGINS: readonly { readonly share: number; readonly referrer: string; readonly utm: string }[] =
  [
    { share: 0.38, referrer: 'https://search.example', utm: '' },
    { share: 0.14, referrer: '', utm: '?utm_source=newsletter&utm_medium=email&utm_campaign=autumn' },
    { share: 0.12, referrer: 'https://social.example', utm: '?utm_source=social&utm_medium=paid' },
    { share: 0.08, referrer: 'https://magazine.example', utm: '' },
  ];
