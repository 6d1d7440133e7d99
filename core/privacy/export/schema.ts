/**
 * The shape of an export, as docs/privacy.md describes it. What is added later stands beside what is here; a change of
 * what is here is another `version`.
 */
import * as z from 'zod';

export const EXPORT_FORMAT = 'inkling.visitor';
export const EXPORT_VERSION = 1;

const instant = z.iso.datetime();
const id = z.string().regex(/^[0-9a-f]{32}$/);
const tally = z.strictObject({ count: z.number(), first: instant, last: instant });
const campaign = z.record(z.string(), z.string());
const touch = z.strictObject({ at: instant, campaign }).nullable();
const session = z.strictObject({
  start: instant,
  last: instant,
  end: instant,
  events: z.number(),
  durationMs: z.number(),
  entryPath: z.string().nullable(),
  drop: z.strictObject({ step: z.string(), path: z.string().nullable() }),
});
const standing = z.strictObject({
  allowed: z.boolean(),
  since: instant,
  until: instant.nullable(),
  source: z.string(),
});
const purposes = z
  .strictObject({ analytics: standing, personalization: standing, contact: standing, share: standing })
  .partial();

/** One line of the log, as `GET /v1/visitors/{visitor}/events` answers it: money in major units. */
const entry = z.strictObject({
  id: z.string(),
  type: z.string(),
  name: z.string(),
  time: instant,
  receivedAt: instant,
  source: z.enum(['web', 'server', 'email']),
  properties: z.record(z.string(), z.json()),
  context: z.record(z.string(), z.json()).optional(),
  currency: z.string().optional(),
  flags: z.array(z.string()).optional(),
});

const order = z.strictObject({
  /** A keyed hash: the shop knows its own number. */
  order: z.string(),
  at: instant,
  /** Major units; null where the order itself was never reported. */
  total: z.number().nullable(),
  /** Major units; null where all of it was given back. */
  refunded: z.number().nullable(),
  cancelled: z.boolean(),
});

const link = z.strictObject({
  kind: z.enum(['login', 'reset', 'page', 'day', 'alias']),
  at: instant,
  from: id,
  /** Null: from then on it belongs to nobody else. */
  to: id.nullable(),
  proved: z.boolean(),
});

const segment = z.strictObject({
  key: z.string(),
  name: z.string(),
  /** The condition in words. */
  words: z.string(),
  since: instant,
  until: instant.nullable(),
});

const score = z.strictObject({
  label: z.string(),
  kind: z.enum(['event', 'absence', 'amount', 'next']),
  foretells: z.string(),
  at: instant,
  /** A probability; of an `amount` the amount in major units. */
  p: z.number(),
  /** Of `next`: how probable each action is. */
  shares: z.record(z.string(), z.number()).optional(),
  heuristic: z.boolean(),
  reasons: z.array(
    z.strictObject({
      feature: z.string(),
      value: z.number().nullable(),
      shap: z.number(),
      words: z.string(),
    }),
  ),
});

const contact = z.strictObject({
  kind: z.string(),
  /** Null to whoever proves no more than a device: the address is not shown there. */
  value: z.string().nullable(),
  /** Null: the shop's own server gave it. */
  givenAt: instant.nullable(),
});

/** What somebody was shown, or is kept free for them, by what it counts toward: so that they are not shown too much. */
const limit = z.strictObject({
  at: instant,
  /** `any`: whatever is shown; `offer`: whatever gives a discount; `all`: whatever keeps to the limits of all. */
  kind: z.enum(['campaign', 'channel', 'tag', 'any', 'offer', 'all']),
  /** Key of the campaign, name of the channel, the tag; null: of no one of them. */
  of: z.string().nullable(),
  /** `reserved`: until `until` it may still be shown; `released`: it was not. */
  state: z.enum(['reserved', 'confirmed', 'released']),
  until: instant.nullable(),
});

/** A mail that the mail server took. */
const mail = z.strictObject({ at: instant, decision: z.string() });

const suppression = z.strictObject({
  reason: z.enum(['unsubscribed', 'bounced', 'complained', 'manual']),
  since: instant,
});

const headShape = {
  format: z.literal(EXPORT_FORMAT),
  version: z.literal(EXPORT_VERSION),
  madeAt: instant,
  /** `device`: only what was recorded under the one id that somebody could show. */
  scope: z.enum(['visitor', 'device']),
  site: z.strictObject({ name: z.string(), timezone: z.string(), currency: z.string() }),
  visitor: z.strictObject({ id, kind: z.enum(['anonymous', 'lasting']), recordedUnder: z.array(id) }),
  profile: z.strictObject({
    events: tally.nullable(),
    aggregates: z.record(z.string(), tally.extend({ sums: z.record(z.string(), z.number()) })),
    otherEvents: tally.optional(),
    context: z.record(z.string(), z.json()),
    page: z.string().nullable(),
    account: z.string().nullable(),
    campaigns: z.strictObject({ first: touch, last: touch }),
    flags: z.record(z.string(), z.number()),
  }),
  traits: z.record(z.string(), z.json()),
  sessions: z.strictObject({
    count: z.number(),
    ended: z.number(),
    totalDurationMs: z.number(),
    drops: z.record(z.string(), z.number()),
    open: session.nullable(),
    recent: z.array(session),
  }),
  orders: z.strictObject({
    recencyMs: z.number().nullable(),
    frequency: z.number(),
    monetary: z.number(),
    currency: z.string(),
    first: instant.nullable(),
    last: instant.nullable(),
    quintiles: z.strictObject({ r: z.number(), f: z.number(), m: z.number() }).nullable(),
    items: z.array(order),
  }),
  consent: purposes,
  objection: z.strictObject({ since: instant }).nullable(),
  links: z.array(link),
  segments: z.array(segment),
  scores: z.array(score),
  contacts: z.array(contact),
  /** Why a mailbox of the visitor is written to no more. */
  suppressions: z.array(suppression),
  limits: z.array(limit),
  mails: z.array(mail),
  retention: z.strictObject({
    /** Days after which single events go; counts and sums of them stay with the profile. */
    eventDays: z.number(),
    /** Days after which decisions and what was shown go. */
    resultDays: z.number(),
    /** Days after which it goes that somebody came into a segment or left it. */
    noticeDays: z.number(),
    /** Days after the last sign of a lasting visitor at which the rest goes; what was refused stays. */
    idleDays: z.number(),
    /** When the whole of an anonymous visitor goes if nothing more happens; null: the visitor is a lasting one. */
    endsAt: instant.nullable(),
  }),
  /** What time has taken away already; null: nothing. */
  removed: z.strictObject({ events: z.number(), upTo: instant }).nullable(),
};

/** The lists that follow the head: every entry of the visitor stands in one of them, in time order. */
export const EXPORT_LISTS = {
  consentHistory: 'consent',
  decisions: 'decision',
  exposures: 'exposure',
  segmentHistory: 'notice',
  scoreHistory: 'score',
  events: 'event',
} as const;

const entries = z.array(entry);

/** A whole export. @example exportSchema.parse(JSON.parse(text)).orders.items */
export const exportSchema = z.strictObject({
  ...headShape,
  consentHistory: entries,
  decisions: entries,
  exposures: entries,
  segmentHistory: entries,
  scoreHistory: entries,
  events: entries,
});

const headSchema = z.strictObject(headShape);
export type ExportHead = z.infer<typeof headSchema>;
export type ExportDocument = z.infer<typeof exportSchema>;
export type ExportListName = keyof typeof EXPORT_LISTS;
