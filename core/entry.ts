/**
 * The words every part shares: an entry is one line of a site's log, and the log is the truth.
 * All instants are UTC milliseconds; all money is integer minor units beside its ISO 4217 code.
 */

declare const brand: unique symbol;
type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** Permanent public id of one tenant, for example `st_5f0c…`. */
export type SiteId = Brand<string, 'SiteId'>;
/** Opaque id of one unlinked person on one site: 32 lower-case hex digits. */
export type VisitorId = Brand<string, 'VisitorId'>;

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type Properties = { readonly [key: string]: Json };

export type EntryType = 'event' | 'consent' | 'link' | 'decision' | 'exposure' | 'notice' | 'fact' | 'score';

/** Who reported it. When two transports report one id, the server's copy supersedes the browser's. */
export type Source = 'web' | 'server' | 'email';

export type Flag =
  /** Event time was ahead of the server's clock by more than 5 minutes and was set to `receivedAt`. */
  | 'clamped'
  /** More than 24 h old when a browser sent it. */
  | 'late'
  /** Money in another currency than the site's reporting currency: kept, never summed. */
  | 'currency_mismatch'
  /** An order that only a page told of, on a site whose server tells of orders: kept, never counted nor summed. */
  | 'unconfirmed'
  /** The tracking plan does not know it, or it lacks what the plan requires. */
  | 'off_plan'
  /** A property was removed because its value looked like personal data. */
  | 'redacted';

/** What is known of the circumstances, never of the person. */
export type Context = {
  readonly device?: 'desktop' | 'mobile' | 'tablet' | 'other';
  /** Path of the page, without query or fragment. */
  readonly path?: string;
  /** Origin of the referring page, where that is of another site as far as anybody knows. */
  readonly referrer?: string;
  /** ISO 3166-1 alpha-2, only from a trusted proxy's header. */
  readonly country?: string;
  /** IANA zone of the visitor, only after consent. */
  readonly zone?: string;
  /** Allow-listed campaign parameters (`utm_source` …). */
  readonly campaign?: Readonly<Record<string, string>>;
  /** Hash of the account (SaaS group) the visitor acted for. */
  readonly account?: string;
};

/** One line of a site's log. */
export type Entry = {
  readonly site: SiteId;
  /** Unique in its site: the deduplication key. At most 100 printable characters. */
  readonly id: string;
  readonly type: EntryType;
  /** Event or fact name in the Segment Spec's words; for other types the kind (`login`, `granted` …). */
  readonly name: string;
  /** When it happened (clock skew corrected). */
  readonly t: number;
  /** When the server took it. Never decreases in a process. */
  readonly receivedAt: number;
  /** The id it was recorded under (device, daily hash or person); null when only counted. Links decide who owns it. */
  readonly visitor: VisitorId | null;
  readonly source: Source;
  /** Hash of the page load it came from: what a consent on that page may link. */
  readonly page?: string;
  readonly context?: Context;
  /** Money properties in integer minor units of `currency`. */
  readonly properties: Properties;
  readonly currency?: string;
  readonly flags?: readonly Flag[];
};

/** An entry with its place in the log: strictly increasing per store, in commit order. */
export type LoggedEntry = Entry & {
  readonly seq: number;
  /** It took the place of earlier copies of its id, which were recorded under these visitors. */
  readonly supersedes?: readonly VisitorId[];
  /** Accounts that those copies named. */
  readonly supersedesFor?: readonly string[];
};

/** Purposes a visitor can allow. */
export const PURPOSES = ['analytics', 'personalization', 'contact', 'share'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** Order of entries everywhere: by time, equal instants by id (code unit order). */
export function compareEntries(
  a: { readonly t: number; readonly id: string },
  b: { readonly t: number; readonly id: string },
): number {
  return a.t === b.t ? compareTexts(a.id, b.id) : a.t - b.t;
}

/** By code unit, as no collation of a database does. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
