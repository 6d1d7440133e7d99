/** Lifetimes of a site's visitors: who still buys, how often they will, and what that brings. */
import type { SiteId, VisitorId } from '../../entry.ts';
import { accept, type Outcome, type Refusal, refuse } from '../../errors.ts';
import { createOneAtATime } from '../../measurement/one-at-a-time.ts';
import { walkVisitors } from '../../measurement/visitor-walk.ts';
import type { Store } from '../../ports.ts';
import type { ProfileBook } from '../../profiles/book.ts';
import { isAnonymous } from '../../profiles/kinship.ts';
import type { SiteRegistry } from '../../sites/registry.ts';
import type { SiteSettings } from '../../sites/site.ts';
import { localDate } from '../../zone.ts';
import { declinesProfiling } from '../profiling.ts';
import { expectedRepeats, probabilityAlive } from './bg-nbd.ts';
import { type Customer, lifetimeValueMinor } from './lifetime-value.ts';
import {
  type Attempt,
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
   * What is to be expected of a visitor, by the model as it was fitted last. Where nobody tried to fit one yet it is tried
   * now, so that the answer says what is missing, and not that nobody looked.
   *
   * @param now UTC ms.
   * @returns `not_available` without a model, for somebody without orders, and for who is not known as a person.
   */
  of(site: SiteId, visitor: VisitorId, now: number): Promise<Outcome<Lifetime>>;
  /** The model in force; null: none was fitted. */
  model(site: SiteId): Promise<LifetimeModel | null>;
  /** Fits what is a week old, also where that was refused, and what is new. @param isAsked Everything, however young. */
  tend(isAsked: boolean): Promise<void>;
};

export type LifetimesPorts = {
  readonly store: Pick<
    Store,
    'listProfiles' | 'readLinks' | 'readVisitor' | 'readBases' | 'getRecord' | 'putRecord' | 'deleteRecord'
  >;
  readonly book: Pick<ProfileBook, 'flush' | 'read' | 'touch'>;
  readonly sites: Pick<SiteRegistry, 'byId' | 'list'>;
  readonly now: () => number;
  /** The product's own unless said. */
  readonly leastRepeatBuyers?: number;
  /** Buyers that are looked at, by id; the product's own unless said. */
  readonly mostBuyers?: number;
};

/** So many tell four parameters better than a shop stays the same; ids are hashes, so the first of them are a sample. */
const MOST_BUYERS = 100_000;
const DAYS_A_WEEK = 7;

const DAY_MS = 86_400_000;
const FIT_EVERY_MS = 7 * DAY_MS;
/** Whoever tends once a day comes at about the same hour. */
const SLACK_MS = DAY_MS / 2;

/** @example const { fit, of } = createLifetimes({ store, book, sites, now }); await fit(site); await of(site, visitor, now()) */
export function createLifetimes(ports: LifetimesPorts): Lifetimes {
  const { store, sites } = ports;
  const fits = createOneAtATime<Outcome<LifetimeModel>>();
  const fitInTurn = (site: SiteId) => fits(site, '', () => fitSite(ports, site));
  return {
    fit: fitInTurn,
    of: async (site, visitor, now) => {
      const settings = sites.byId(site)?.settings;
      if (settings === undefined) return unknownSite();
      if ((await readStanding(store, site, settings)).triedAt === null) await fitInTurn(site);
      const { model, attempt } = await readStanding(store, site, settings);
      if (model === null) return unfitted(attempt, settings.timezone);
      const customer = await readCustomer(ports, { site, visitor, now, timezone: settings.timezone });
      if (!customer.ok) return customer;
      return accept(foresee(model, customer.value, settings.scoring.discountPerYear));
    },
    model: (site) => readModel(store, site),
    tend: async (isAsked) => {
      for (const { siteId, settings } of sites.list()) {
        const { triedAt } = await readStanding(store, siteId, settings);
        if (isAsked || triedAt === null || ports.now() - triedAt >= FIT_EVERY_MS - SLACK_MS)
          await fitInTurn(siteId);
      }
    },
  };
}

type Standing = {
  /** Null: none is there, or its values are in a currency that the site had before. */
  readonly model: LifetimeModel | null;
  readonly attempt: Attempt | null;
  /** Of the latest fit, UTC ms; null: there was none. */
  readonly triedAt: number | null;
};

async function readStanding(
  store: LifetimesPorts['store'],
  site: SiteId,
  { currency }: Pick<SiteSettings, 'currency'>,
): Promise<Standing> {
  const [kept, attempt] = [await readModel(store, site), await readAttempt(store, site)];
  const model = kept?.currency === currency ? kept : null;
  return { model, attempt, triedAt: attempt?.at ?? model?.fittedAt ?? null };
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

/** @param attempt Null: the site changed its currency while it was asked. */
function unfitted(attempt: Attempt | null, timezone: string): Refusal {
  if (attempt === null) return refuse('not_available', '', 'no model was fitted yet: ask again');
  const [on, next] = [attempt.at, attempt.at + FIT_EVERY_MS].map((t) => localDate(t, timezone));
  const when = `looked at on ${on}, the next fitting is due on ${next}`;
  return refuse('not_available', '', `${attempt.hint} (${when})`);
}
