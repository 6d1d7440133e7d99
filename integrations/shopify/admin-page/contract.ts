/**
 * What the embedded admin and our server say to each other about Shopify, below `/platforms/shopify/api`; what every console asks is
 * below `/platforms/shopify/api/v1`, as docs/http.md has it. Figures and kinds travel, never
 * sentences: the page words them in the language of whoever looks. Refusals are those of our API:
 * `{"error": {"code", "message", "at", "hint"}}`.
 */
import { z } from 'zod';

/**
 * Each is a page at `/platforms/shopify/NAME`, in the order of the navigation; the first one at `/platforms/shopify/` too. `setup`,
 * `requests` and `switches` are of Shopify alone, the others those of every console.
 */
export const ADMIN_PAGES = [
  'setup',
  'overview',
  'live',
  'segments',
  'campaigns',
  'intent',
  'journeys',
  'customers',
  'privacy',
  'requests',
  'events',
  'switches',
  'settings',
] as const;
export type AdminPage = (typeof ADMIN_PAGES)[number];

/** ISO 8601, UTC. */
const instant = z.iso.datetime();
const count = z.int().nonnegative();
const key = z.string().min(1).max(100);

/** What a merchant does about a row; null where nothing is to do. */
const action = z.discriminatedUnion('kind', [
  /** A page of the Shopify admin, which opens in place of ours. */
  z.strictObject({ kind: z.literal('link'), href: z.url({ protocol: /^https$/ }) }),
  /** Another page of ours. */
  z.strictObject({ kind: z.literal('page'), page: z.enum(ADMIN_PAGES) }),
  /** Optional permissions, which App Bridge asks the merchant for. */
  z.strictObject({ kind: z.literal('grant'), scopes: z.array(z.string()).min(1) }),
  /** `POST /api/setup/KEY`. */
  z.strictObject({ kind: z.literal('call') }),
]);
export type SetupAction = z.infer<typeof action>;

/** `open` waits for somebody or something, `broken` was expected to work, `unknown` could not be asked just now. */
export const SETUP_STATES = ['done', 'open', 'broken', 'unknown'] as const;
export type SetupState = (typeof SETUP_STATES)[number];

/** By key of the row, in the order in which a shop is set up; the last three are the merchant's free choice. */
const factShapes = {
  installation: z.strictObject({
    /** Of the access token; null: Shopify named none, which counts as run out. */
    tokenExpiresAt: instant.nullable(),
    fault: z.enum(['revoked', 'unreachable']).nullable(),
  }),
  permissions: z.strictObject({
    granted: count,
    /** Asked for by the app, not granted: what they are for does not work. */
    missing: z.array(z.string()),
    /** Optional ones that were not granted. */
    optional: z.array(z.string()),
  }),
  /** The last page load that came through the app proxy. */
  embed: z.strictObject({ lastPageAt: instant.nullable() }),
  pixel: z.strictObject({
    /** Whether Shopify holds a pixel of ours, and with the settings that it should have. */
    record: z.enum(['ours', 'other', 'none']),
    lastEventAt: instant.nullable(),
    /** Orders of the online store since its last event, or since it was connected. */
    silentOrders: count,
  }),
  webhooks: z.strictObject({
    lastAt: instant.nullable(),
    lastTopic: z.string().nullable(),
    lastFailureAt: instant.nullable(),
    lastFailureTopic: z.string().nullable(),
    /** Of the last 24 hours. */
    failures: count,
  }),
  events: z.strictObject({
    lastAt: instant.nullable(),
    lastName: z.string().nullable(),
    /** Of the last 24 hours. */
    taken: count,
  }),
  /** Page loads: those whose visitor allowed analytics, of all that were counted. */
  consent: z.strictObject({ allowed: count, counted: count, days: count }),
  coverage: z.strictObject({
    /** Orders that Shopify has of these days. */
    real: count,
    /** Those of them that Inkling knows. */
    tracked: count,
    /** Those that it knows of but cannot lay beside a visit. */
    unjoined: count,
    days: count,
  }),
  history: z.strictObject({
    phase: z.enum(['idle', 'running', 'done', 'failed']),
    imported: count,
    total: count.nullable(),
    /** How far back the granted permission reaches. */
    reachesTo: instant.nullable(),
  }),
  first_segment: z.strictObject({ segments: count, name: z.string().nullable(), size: count.nullable() }),
  /** Orders of customers as a basis of their own, apart from what was browsed. */
  orders_basis: z.strictObject({ isOn: z.boolean(), confirmedAt: instant.nullable() }),
  /** Scores written to the app's own metafields of customers. */
  scores: z.strictObject({
    isOn: z.boolean(),
    written: count,
    lastAt: instant.nullable(),
    lastFailureAt: instant.nullable(),
  }),
  /** Segments written as tags of customers: everybody who may see a customer sees them. */
  tags: z.strictObject({
    segments: z.array(key),
    written: count,
    lastAt: instant.nullable(),
    lastFailureAt: instant.nullable(),
  }),
} as const;

export type SetupKey = keyof typeof factShapes;
export const SETUP_KEYS = Object.keys(factShapes) as readonly SetupKey[];
export type SetupFacts = { readonly [Key in SetupKey]: Readonly<z.infer<(typeof factShapes)[Key]>> };

/** @example rowShape('embed').parse({ key: 'embed', state: 'open', since: null, facts: { lastPageAt: null }, action: null }) */
function rowShape<Key extends SetupKey>(rowKey: Key) {
  return z.strictObject({
    key: z.literal(rowKey),
    state: z.enum(SETUP_STATES),
    /** Since when it is so, where that is known. */
    since: instant.nullable(),
    /** Null: could not be asked just now; the state is `unknown`. */
    facts: factShapes[rowKey].nullable(),
    action: action.nullable(),
  });
}

export type SetupRow<Key extends SetupKey = SetupKey> = {
  readonly [Each in Key]: {
    readonly key: Each;
    readonly state: SetupState;
    readonly since: string | null;
    readonly facts: SetupFacts[Each] | null;
    readonly action: SetupAction | null;
  };
}[Key];

/** `GET /api/setup`, and the answer to each `POST /api/setup/KEY`. */
export const setupSchema = z.strictObject({
  /** `NAME.myshopify.com` */
  shop: z.string(),
  /** When this was looked at. */
  at: instant,
  items: z.array(
    z.discriminatedUnion('key', [
      rowShape('installation'),
      rowShape('permissions'),
      rowShape('embed'),
      rowShape('pixel'),
      rowShape('webhooks'),
      rowShape('events'),
      rowShape('consent'),
      rowShape('coverage'),
      rowShape('history'),
      rowShape('first_segment'),
      rowShape('orders_basis'),
      rowShape('scores'),
      rowShape('tags'),
    ]),
  ),
});
export type Setup = { readonly shop: string; readonly at: string; readonly items: readonly SetupRow[] };

const nothing = z.strictObject({});
const choice = z.strictObject({ on: z.boolean() });

/** Body of `POST /api/setup/KEY`: other keys have nothing to call. */
export const setupCallSchemas = {
  /** Connects the web pixel, or gives it our settings again. */
  pixel: nothing,
  /** Begins to import past orders, or goes on after a failure. */
  history: nothing,
  orders_basis: choice,
  scores: choice,
  /** Which segments are written as tags from now on; none: no tags, and those that were written are taken off. */
  tags: z.strictObject({ segments: z.array(key).max(100) }),
} as const;
export type SetupCallKey = keyof typeof setupCallSchemas;
export type SetupCall = { readonly [Key in SetupCallKey]: z.infer<(typeof setupCallSchemas)[Key]> };

/** `GET /api/site`: what the pages of every console are given of the site that the shop is. */
export const siteSchema = z.strictObject({
  site: z.string(),
  siteId: z.string(),
  name: z.string(),
  platform: z.literal('shopify'),
  timezone: z.string(),
  currency: z.string(),
});
export type AdminSite = z.infer<typeof siteSchema>;

/** `GET /api/requests`: what Shopify asked on behalf of customers, and what became of it; the newest first. */
export const requestsSchema = z.strictObject({
  items: z.array(
    z.strictObject({
      id: key,
      kind: z.enum(['data_request', 'customer_redact', 'shop_redact']),
      askedAt: instant,
      /** When the law's time is over. */
      dueAt: instant,
      doneAt: instant.nullable(),
      outcome: z.enum(['waiting', 'exported', 'erased', 'nothing_held', 'failed']),
      /** Entries that were handed out or removed. */
      entries: count,
      /** `GET /api/requests/ID/export` has the file for the customer, as `application/json`. */
      hasExport: z.boolean(),
    }),
  ),
});
export type PrivacyRequests = z.infer<typeof requestsSchema>;
