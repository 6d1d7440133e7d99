/** Lifetimes of a site's visitors: who still buys, how often they will, and what that brings. */
import type { SiteId, VisitorId } from '../../entry.ts';
import { accept, type Outcome, type Refusal, refuse } from '../../errors.ts';
import { createOneAtATime } from '../../measurement/one-at-a-time.ts';
import { walkVisitors } from '../../measurement/visitor-walk.ts';
import type { Store } from '../../ports.ts';
import type { ProfileBook } from '../../profiles/book.ts';
import { isAnonymous } from '../../profiles/kinship.ts';
import type { SiteRegistry } from '../../sites/registry.ts';
import { declinesProfiling } from '../profiling.ts';
import { expectedRepeats, probabilityAlive } from './bg-nbd.ts';
import { type Customer, lifetimeValueMinor } from './lifetime-value.ts';
import {
  type Buyers,
  fitModel,
  keepModel,
  LEAST_REPEAT_BUYERS,
  type LifetimeModel,
  readAttempt,
  readModel,
} from './model.ts';
import { summarizeOrders } from './summary.ts';

export type ByHorizon = { readonly days30: number; readonly days90: number; readonly days365: number };

export type Lifetime = {
  /** That the visitor has not stopped buying here. */
  readonly probabilityAlive: number;
  /** Days on which the visitor will order. */
  readonly expectedPurchases: ByHorizon;
  /** What these orders bring, in whole minor units of `currency` of today; null where the values cannot be told. */
  readonly expectedValueMinor: ByHorizon | null;
  /** By which a year's money loses worth in these values: a setting of the site. */
  readonly discountPerYear: number;
  /** Why there are no values. */
  readonly valueMissing: string | null;
  readonly currency: string;
  /** Of the model, UTC ms. */
  readonly fittedAt: number;
  /** Whose orders the model was fitted to. */
  readonly buyers: number;
  /** How far back these orders go: what lies further ahead than this was never seen. */
  readonly historyDays: number;
};

export type Lifetimes = {
  /**
   * Fits the site's model to all persons who ordered, and keeps it. One at a time for a site.
   *
   * @returns `unknown_site`; `not_available` where there are too few repeat buyers, or no maximum: the hint says which.
   */
  fit(site: SiteId): Promise<Outcome<LifetimeModel>>;
  /**
   * What is to be expected of a visitor, by the model as it was fitted last.
   *
   * @param now UTC ms.
   * @returns `not_available` without a model, for somebody without orders, and for who is not known as a person.
   */
  of(site: SiteId, visitor: VisitorId, now: number): Promise<Outcome<Lifetime>>;
  /** The model in force; null: none was fitted. */
  model(site: SiteId): Promise<LifetimeModel | null>;
};

export type LifetimesPorts = {
  readonly store: Pick<
    Store,
    'listProfiles' | 'readLinks' | 'readVisitor' | 'readBases' | 'getRecord' | 'putRecord' | 'deleteRecord'
  >;
  readonly book: Pick<ProfileBook, 'flush' | 'read' | 'touch'>;
  readonly sites: Pick<SiteRegistry, 'byId'>;
  readonly now: () => number;
  /** The product's own unless said. */
  readonly leastRepeatBuyers?: number;
  /** Buyers that are looked at, by id; the product's own unless said. */
  readonly mostBuyers?: number;
};

/** So many tell four parameters better than a shop stays the same; ids are hashes, so the first of them are a sample. */
const MOST_BUYERS = 100_000;
const DAYS_A_WEEK = 7;

/** @example const { fit, of } = createLifetimes({ store, book, sites, now }); await fit(site); await of(site, visitor, now()) */
export function createLifetimes(ports: LifetimesPorts): Lifetimes {
  const { store, sites } = ports;
  const fits = createOneAtATime<Outcome<LifetimeModel>>();
  return {
    fit: (site) => fits(site, '', () => fitSite(ports, site)),
    of: async (site, visitor, now) => {
      const settings = sites.byId(site)?.settings;
      if (settings === undefined) return unknownSite();
      const model = await readModel(store, site);
      if (model === null) return unfitted((await readAttempt(store, site))?.hint);
      if (model.currency !== settings.currency)
        return unfitted(`the model is in ${model.currency}: fit it anew`);
      const customer = await readCustomer(ports, { site, visitor, now, timezone: settings.timezone });
      if (!customer.ok) return customer;
      return accept(foresee(model, customer.value, settings.scoring.discountPerYear));
    },
    model: (site) => readModel(store, site),
  };
}

async function fitSite(ports: LifetimesPorts, site: SiteId): Promise<Outcome<LifetimeModel>> {
  const settings = ports.sites.byId(site)?.settings;
  if (settings === undefined) return unknownSite();
  const { currency, timezone } = settings;
  const now = ports.now();
  const buyers = await readBuyers(ports, { site, now, timezone });
  const fitted = await fitModel(buyers, {
    now,
    currency,
    least: ports.leastRepeatBuyers ?? LEAST_REPEAT_BUYERS,
  });
  await keepModel(ports.store, site, fitted, now);
  return fitted;
}

type Question = { readonly site: SiteId; readonly now: number; readonly timezone: string };

async function readBuyers(
  { mostBuyers = MOST_BUYERS, ...ports }: LifetimesPorts,
  { site, now, timezone }: Question,
): Promise<Buyers> {
  const customers: Customer[] = [];
  for await (const { profile, unit } of walkVisitors(ports, site, now)) {
    if (unit !== 'person' || declinesProfiling(profile, now)) continue;
    const customer = summarizeOrders(profile.orders, { now, timezone });
    if (customer === null) continue;
    if (customers.length === mostBuyers) return { customers, isSample: true };
    customers.push(customer);
  }
  return { customers, isSample: false };
}

async function readCustomer(
  { book }: LifetimesPorts,
  { site, visitor, now, timezone }: Question & { readonly visitor: VisitorId },
): Promise<Outcome<Customer>> {
  const { kinship, slot } = await book.read(site, visitor, now);
  const { profile } = slot.timeline;
  if (declinesProfiling(profile, now))
    return refuse('not_available', 'visitor', 'who declines to be profiled is not foreseen');
  const customer = summarizeOrders(profile.orders, { now, timezone });
  if (customer === null)
    return refuse('not_available', 'visitor', 'no order is known: ask again after the first one');
  if (isAnonymous(kinship, profile))
    return refuse('not_available', 'visitor', 'without consent nobody is known from one day to the next');
  return accept(customer);
}

function foresee(
  { purchases, spend, ...model }: LifetimeModel,
  customer: Customer,
  discountPerYear: number,
): Lifetime {
  const value = spend && { purchases: purchases.params, spend: spend.params };
  return {
    probabilityAlive: probabilityAlive(purchases.params, customer),
    expectedPurchases: byHorizon((weeks) => expectedRepeats(purchases.params, customer, weeks)),
    expectedValueMinor:
      value &&
      byHorizon((weeks) => Math.round(lifetimeValueMinor(value, customer, { weeks, discountPerYear }))),
    discountPerYear,
    valueMissing: model.spendMissing,
    currency: model.currency,
    fittedAt: model.fittedAt,
    buyers: model.buyers,
    historyDays: Math.round(model.historyWeeks * DAYS_A_WEEK),
  };
}

function byHorizon(expect: (weeks: number) => number): ByHorizon {
  const after = (days: number): number => expect(days / DAYS_A_WEEK);
  return { days30: after(30), days90: after(90), days365: after(365) };
}

function unknownSite(): Refusal {
  return refuse('unknown_site', 'site', 'write the id of a site that is there');
}

function unfitted(why = 'no model was fitted yet'): Refusal {
  return refuse('not_available', '', why);
}
