/** One tenant: what it is called, what it may do with visitors, and the keys that open its doors. */
import type { KeyObject } from 'node:crypto';
import * as z from 'zod';
import type { Cap } from '../decisions/campaign.ts';
import { capsSchema } from '../decisions/caps.ts';
import { PURPOSES, type Purpose, type SiteId } from '../entry.ts';
import { ORDER_SOURCES, type OrderSource } from '../events/unconfirmed.ts';
import { impersonalText } from '../identity/impersonal.ts';
import { isZone } from '../zone.ts';

/** What happens before a visitor has decided: semantics.md section 4. */
const POLICIES = ['auto', 'statistics', 'session', 'consented-only'] as const;
export type Policy = (typeof POLICIES)[number];

const MOST_CATEGORIES = 50;
const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));

const zone = z.string().refine(isZone, 'write an IANA time zone, for example Europe/Berlin');
const currency = z
  .string()
  .toUpperCase()
  .refine((code) => CURRENCIES.has(code), 'write an ISO 4217 code, for example EUR');
const purposes = z
  .strictObject({
    analytics: z.boolean(),
    personalization: z.boolean(),
    contact: z.boolean(),
    share: z.boolean(),
  })
  .partial();

const count = z.number().int().min(0).max(1_000_000);
/** What holds for all campaigns of a site. */
const decisions = z.strictObject({
  /** Share of visitors that nothing reaches, to learn what all of it is worth; 0.05 is advised. */
  holdout: z.number().min(0).max(0.5).default(0),
  /** Kept by every campaign that obeys. */
  caps: capsSchema.default([]),
  /** Treatments a minute, by channel. */
  perMinute: z.strictObject({ onsite: count, email: count, webhook: count }).partial().default({}),
});

const scoring = z.strictObject({
  /** Examples of each outcome below which no model is trained: the heuristic is served, and says so. */
  leastOfEach: z.number().int().min(20).max(1_000_000).default(100),
  /** By which a year's money loses worth in the value of a lifetime: the rate of Fader, Hardie and Lee (2005). */
  discountPerYear: z.number().min(0).max(1).default(0.15),
});

/** Categories of a consent banner, by what each of them allows here. */
const consentCategories = z
  .record(impersonalText(100), z.enum(PURPOSES))
  .refine((categories) => Object.keys(categories).length <= MOST_CATEGORIES, 'name at most 50 categories');

const days = z.number().int().min(1).max(3_650);
/** Days that each class of data is kept; docs/privacy.md says what stays of it. */
const retention = z.strictObject({
  /** Linked profiles, after the last sign of their visitor. */
  idleDays: days.default(400),
  /** Decisions and exposures. */
  resultDays: days.default(400),
  /** Notices, but for the latest of each segment. */
  noticeDays: days.default(400),
  /** Findings of the tracking plan, after they were last met. */
  violationDays: days.default(180),
  /** The log of administrative acts. */
  auditDays: days.default(1_095),
});

const smallNumbers = z.strictObject({
  /** Fewer visitors than this are in no cell of a breakdown, and what is told of more stands in steps of as many. */
  k: z.number().int().min(3).max(1_000).default(10),
});

/** Everything a merchant may change later. */
export const siteSettingsSchema = z
  .strictObject({
    name: impersonalText(100),
    timezone: zone,
    currency,
    policy: z.enum(POLICIES),
    /** Minutes without an event that end a session. */
    sessionGapMinutes: z.number().int().min(1).max(240),
    /** Consent meant for server sources, and for messages of tracking libraries, that carry none; null: they are only counted. */
    serverConsent: purposes.nullable(),
    /** What categories of consent that come with messages of tracking libraries mean. */
    consentCategories,
    /** The consent text says that earlier visits of the day are joined, so they may be. */
    linksWholeDay: z.boolean(),
    honoursDoNotTrack: z.boolean(),
    /** Days that raw events are kept; their counts and sums stay in the profile. */
    eventDays: days,
    retention,
    smallNumbers,
    hashRouting: z.boolean(),
    /** The page's own consent choice is kept in the tracker's entry, so it may be read at page load. */
    remembersChoice: z.boolean(),
    /** Its pages run analytics.js as well: the tracker takes over whom that knows. */
    analyticsJs: z.boolean(),
    /** Whose orders count; a shop system that tells of its orders itself sets `server`. */
    orders: z.enum(ORDER_SOURCES),
    decisions,
    scoring,
    postsPerSecondPerAddress: z.number().int().min(1).max(1_000_000),
    postsPerSecondPerKey: z.number().int().min(1).max(1_000_000),
    /** Null: as many as one address. */
    postsPerSecondPerVisitor: z.number().int().min(1).max(1_000_000).nullable(),
  })
  .partial();

export const newSiteSchema = siteSettingsSchema.extend({
  name: impersonalText(100),
  platform: impersonalText(40).optional(),
  /** Short name used by the command line; made from `name` when absent. */
  site: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'write lower-case letters, digits and hyphens')
    .optional(),
});

export type NewSite = z.infer<typeof newSiteSchema>;
export type DecisionSettings = {
  readonly holdout: number;
  readonly caps: readonly Cap[];
  readonly perMinute: Readonly<Partial<Record<'onsite' | 'email' | 'webhook', number>>>;
};
export type RetentionSettings = Readonly<z.infer<typeof retention>>;
export type SiteSettings = {
  readonly name: string;
  readonly timezone: string;
  readonly currency: string;
  readonly policy: Policy;
  readonly sessionGapMinutes: number;
  readonly serverConsent: Partial<Record<Purpose, boolean>> | null;
  readonly consentCategories: Readonly<Record<string, Purpose>>;
  readonly linksWholeDay: boolean;
  readonly honoursDoNotTrack: boolean;
  readonly eventDays: number;
  readonly retention: RetentionSettings;
  readonly smallNumbers: { readonly k: number };
  readonly hashRouting: boolean;
  readonly remembersChoice: boolean;
  readonly analyticsJs: boolean;
  readonly orders: OrderSource;
  readonly decisions: DecisionSettings;
  readonly scoring: { readonly leastOfEach: number; readonly discountPerYear: number };
  readonly postsPerSecondPerAddress: number;
  readonly postsPerSecondPerKey: number;
  readonly postsPerSecondPerVisitor: number | null;
};

export const DEFAULT_SETTINGS: Omit<SiteSettings, 'name'> = {
  timezone: 'UTC',
  currency: 'EUR',
  policy: 'auto',
  sessionGapMinutes: 30,
  serverConsent: null,
  consentCategories: {},
  linksWholeDay: false,
  honoursDoNotTrack: false,
  eventDays: 180,
  retention: retention.parse({}),
  smallNumbers: smallNumbers.parse({}),
  hashRouting: false,
  remembersChoice: false,
  analyticsJs: false,
  orders: 'any',
  decisions: { holdout: 0, caps: [], perMinute: {} },
  scoring: { leastOfEach: 100, discountPerYear: 0.15 },
  postsPerSecondPerAddress: 50,
  postsPerSecondPerKey: 2000,
  postsPerSecondPerVisitor: null,
};

/** A key and the end of its overlap (UTC ms), or null while it is the newest; once it is over, it stays so. */
export type SiteKey = { readonly key: string; readonly until: number | null; readonly isOver?: boolean };

/** A site as the engine uses it: secrets opened, hash key at hand. */
export type Site = {
  readonly site: string;
  readonly siteId: SiteId;
  readonly platform: string | null;
  readonly createdAt: number;
  /** It holds made-up data for whoever has this other site to look at, and no key opens it; null: it is a site like any. */
  readonly sampleOf: SiteId | null;
  readonly settings: SiteSettings;
  readonly writeKeys: readonly SiteKey[];
  readonly secretKeys: readonly SiteKey[];
  /** Never rotated, never in a browser. */
  readonly idKey: KeyObject;
  readonly blockedHashes: ReadonlySet<string>;
};

/** Whether a key opens a door at `now`. */
export function isInForce({ until, isOver }: SiteKey, now: number): boolean {
  return isOver !== true && (until === null || now < until);
}

/** The keys that open a door at `now`, newest first. */
export function keysInForce(keys: readonly SiteKey[], now: number): readonly string[] {
  return keys.filter((key) => isInForce(key, now)).map((key) => key.key);
}
