/** Every report that shows a number by some value, and what keeps it from being a number of few. */

export const GUARDS = ['crowds', 'withheld', 'own', 'no visitors'] as const;
/**
 * `crowds`: whole crowds only, whatever is asked for (crowds.ts), in steps (told-counts.ts); `withheld`: nothing of few, and no total beside it;
 * `own`: numbers of what the operator defined, which name no value; `no visitors`: events or sessions are counted, and
 * nothing says whose.
 */
export type Guard = (typeof GUARDS)[number];

export type GuardedReport = {
  readonly report: string;
  /** Where it is asked for. */
  readonly routes: readonly string[];
  /** By what its numbers are told apart. */
  readonly by: string;
  readonly guard: Guard;
  readonly how: string;
};

export const GUARDED_REPORTS: readonly GuardedReport[] = [
  {
    report: 'attribution: sources',
    routes: ['GET /v1/attribution'],
    by: 'campaign parameters, referrer',
    guard: 'crowds',
    how: 'a visit that is in no crowd counts as a direct one, in totals too; all numbers in steps of k',
  },
  {
    report: 'attribution: campaigns and channels',
    routes: ['GET /v1/attribution'],
    by: 'campaign, channel',
    guard: 'own',
    how: 'under k visitors the row is withheld all the same',
  },
  {
    report: 'statistics: sources',
    routes: ['GET /v1/statistics'],
    by: 'campaign parameter, referrer',
    guard: 'crowds',
    how: 'runs of days of a month that hold k different visitors; views in steps of k',
  },
  {
    report: 'statistics: pages',
    routes: ['GET /v1/statistics'],
    by: 'path',
    guard: 'no visitors',
    how: 'views; only of runs of days of a month that hold k of them, the others under one number',
  },
  {
    report: 'statistics: events',
    routes: ['GET /v1/statistics/events'],
    by: 'event name',
    guard: 'no visitors',
    how: 'events, and the hour of the last one; at most 200 names of a sender’s own a day, the others under one number',
  },
  {
    report: 'statistics: choices',
    routes: ['GET /v1/statistics/choices', 'GET /v1/installation'],
    by: 'what was allowed',
    guard: 'no visitors',
    how: 'page loads; nothing says whose',
  },
  {
    report: 'signals: features and categories',
    routes: ['GET /v1/signals'],
    by: 'value of a property',
    guard: 'crowds',
    how: 'whoever is in no crowd counts as not having done it; under 30 on a side, or k in one of the four counts, nothing is told; the counts in steps of k',
  },
  {
    report: 'signals: events',
    routes: ['GET /v1/signals'],
    by: 'event name',
    guard: 'withheld',
    how: 'under 30 visitors who did, or who did not, it is not listed',
  },
  {
    report: 'related products',
    routes: ['GET /v1/products/{id}/related'],
    by: 'product',
    guard: 'no visitors',
    how: 'sessions or orders; under 3 no pair, under k no number',
  },
  {
    report: 'discovered segments',
    routes: ['POST /v1/segments/discover'],
    by: 'what was done in sessions',
    guard: 'withheld',
    how: 'no group under 50 sessions, and no numbers of what is in no group',
  },
  {
    report: 'visitors now: pages',
    routes: ['GET /v1/live'],
    by: 'page path',
    guard: 'withheld',
    how: 'under k visitors in half an hour the page is not listed; the others in steps of k',
  },
  {
    report: 'visitors now: steps and stages',
    routes: ['GET /v1/live'],
    by: 'step of the funnel, stage',
    guard: 'own',
    how: 'five steps that are the same everywhere, and stages that the operator defined',
  },
  {
    report: 'segments',
    routes: ['GET /v1/segments', 'GET /v1/segments/{key}'],
    by: 'segment',
    guard: 'own',
    how: 'how many are in what the operator defined, however few; the checklist in the Shopify admin tells the same',
  },
  {
    report: 'segment health',
    routes: ['GET /v1/segments/health'],
    by: 'segment',
    guard: 'own',
    how: 'sizes and overlaps of what the operator defined',
  },
  {
    report: 'segment preview',
    routes: ['POST /v1/segments/preview'],
    by: 'any condition',
    guard: 'withheld',
    how: 'under k visitors of those looked at no number; the size of what is put is the operator’s own',
  },
  {
    report: 'campaign report',
    routes: ['GET /v1/campaigns/{key}/report'],
    by: 'arm, version',
    guard: 'own',
    how: 'totals of arms; nothing is broken down by who saw it',
  },
  {
    report: 'whom a campaign changes (uplift)',
    routes: ['GET /v1/campaigns/{key}/report', 'POST /v1/campaigns/{key}/uplift'],
    by: 'share of visitors, ranked',
    guard: 'withheld',
    how: 'rates over shares of a trial, told from 100 visitors of each outcome in each arm on (`leastOfEach`, never below 20), and over no share of fewer than 20; ranked by a score, not by a value that visitors bring',
  },
  {
    report: 'lifetimes',
    routes: ['GET /v1/visitors/{visitor}/lifetime'],
    by: 'visitor',
    guard: 'own',
    how: 'of the one visitor whom the secret key asks about; of those it is fitted on, 100 repeat buyers or more, only how many they are',
  },
  {
    report: 'customers',
    routes: ['GET /v1/customers/rfm'],
    by: 'days since the last order, orders',
    guard: 'withheld',
    how: 'a cell of fewer than k buyers is told as 0 and nothing else of it; all numbers in steps of k, means to two digits',
  },
  {
    report: 'scores now',
    routes: ['GET /v1/models/{label}/scores'],
    by: 'chance, in bands',
    guard: 'withheld',
    how: 'visitors of the last 30 days; a band of fewer than k is told as 0; all numbers in steps of k',
  },
  {
    report: 'model card',
    routes: ['GET /v1/models/{label}'],
    by: 'feature',
    guard: 'withheld',
    how: 'means over all test rows, from 100 examples of each outcome on (`leastOfEach`, never below 20); no value has a number of its own',
  },
  {
    report: 'plan violations',
    routes: ['GET /v1/plan/violations'],
    by: 'event name, property name, rule',
    guard: 'no visitors',
    how: 'counts of events; never a value',
  },
];
