/**
 * Every field in which something of a visitor may stand, with what it holds. Those of entries and profiles are bound to
 * their types: a field that is added without a line here does not compile. Those of tables and records are compared with
 * what a running server has written.
 */
import type { Context, LoggedEntry } from '../entry.ts';
import type { Profile } from '../profiles/profile.ts';
import type { LoggedErasure } from './logged-erasure.ts';
import type { Receipt } from './receipt.ts';

type FieldsOf<T> = Readonly<Record<keyof Required<T>, string>>;

const ENTRY: FieldsOf<LoggedEntry> = {
  site: 'whose shop',
  id: 'of the entry: a random number, or a keyed hash',
  type: 'event, consent, link, decision, exposure, notice, fact or score',
  name: 'what happened, in the words of the event list',
  t: 'when it happened',
  receivedAt: 'when it came in',
  visitor: 'under which pseudonym; null: nobody',
  source: 'page, server or mail',
  page: 'hash of the page load',
  context: 'circumstances, below',
  properties: 'what it was about: product, price, path; texts that look like personal data are dropped',
  currency: 'of the amounts',
  flags: 'what was changed when it came in',
  seq: 'place in the log',
  supersedes: 'under which pseudonyms earlier copies stood',
  supersedesFor: 'which companies earlier copies named, hashed',
};

const CONTEXT: FieldsOf<Context> = {
  device: 'computer, phone, tablet or other',
  path: 'page, without query and fragment',
  referrer: 'origin of the page before',
  country: 'from a proxy that you trust',
  zone: 'time zone, after consent',
  campaign: 'campaign parameters (`utm_source` …)',
  account: 'company, hashed',
};

const PROFILE: FieldsOf<Profile> = {
  visitor: 'pseudonym',
  head: 'latest entry that is in it',
  events: 'how many, first, last',
  names: 'the same by event, with sums',
  sessions: 'visits: begin, end, how far',
  orders: 'hashed id, time, amount, refund',
  traits: 'what your server said of the visitor; texts that look like personal data are dropped',
  touches: 'first and last campaign',
  flags: 'how often something was changed when it came in',
  consent: 'what is allowed, since when, by whose word',
  accounts: 'companies, hashed, with times',
  tracks: 'what segments stand on: counts and times',
  campaigns: 'arms, and what came of them',
  activity: 'what is still to be counted',
  scores: 'latest scores',
};

const RECEIPT: FieldsOf<Receipt> = {
  id: 'random',
  erasedAt: 'when',
  by: 'secret key, command line or visitor',
  removed: 'rows by kind',
  told: 'platforms, and how far they are',
};

const ERASURE: FieldsOf<LoggedErasure> = {
  id: 'of the receipt',
  site: 'whose shop',
  at: 'when',
  by: 'who asked',
  own: 'whether of one device alone',
  denied: 'purposes that were denied',
  objected: 'whether it was denied by an objection',
  tombstones: 'keyed hashes of the ids that went',
};

type Columns = Readonly<Record<string, string>>;
const VISITOR = 'pseudonym, 16 bytes';
const SITE = 'number of the site';

/** Columns by table; what `data` holds is said of entries and profiles above. */
export const TABLE_FIELDS: Readonly<Record<string, Columns>> = {
  entries: {
    seq: ENTRY.seq,
    site: SITE,
    id: ENTRY.id,
    type: ENTRY.type,
    source: ENTRY.source,
    name: ENTRY.name,
    t: ENTRY.t,
    received: ENTRY.receivedAt,
    visitor: VISITOR,
    value: 'amount of money',
    data: 'the other fields of the entry',
    id_text: 'the id as text',
    account: CONTEXT.account,
  },
  bases: {
    site: SITE,
    visitor: VISITOR,
    since: 'begin of the time it covers',
    version: 'of the code',
    data: 'what retention left: counts, sums, first and last times',
  },
  account_bases: {
    site: SITE,
    account: CONTEXT.account,
    visitor: VISITOR,
    since: 'begin of the time it covers',
    version: 'of the code',
    data: 'the same by company',
  },
  profiles: {
    site: SITE,
    visitor: VISITOR,
    seq: 'latest entry that is in it',
    due: 'when time alone changes something',
    last: 'latest event',
    data: 'the fields of the profile',
    members: 'segments',
    contributions: 'what the visitor adds to results of campaigns',
  },
  members: { site: SITE, segment: 'key and version', visitor: VISITOR },
  places: {
    site: SITE,
    unit: 'pseudonym, or the site',
    id: 'of the decision, and a hash of the page load that it is kept for',
    key: 'campaign, channel, tag or offer that it counts toward',
    at: 'when',
    expires: 'until when it is kept free',
    state: 'kept free, shown or given back',
  },
  claims: { site: SITE, key: 'what was to be had once', owner: 'pseudonym of who was first' },
  retired: { site: SITE, hash: 'of the id of an entry that went', visitor: VISITOR },
  superseded: { seq: 'place in the log', site: SITE, visitor: VISITOR },
};

/** Properties by collection of records; `(value)`: the record is no object. */
export const RECORD_FIELDS: Readonly<Record<string, Columns>> = {
  'segment-told': {
    picture:
      'scores and segments that Segment was told of last; null: no user id was known. The key has the visitor',
  },
  vault: { sealed: 'address or reference, encrypted', at: 'when a page gave it' },
  'mail-sent': { '(value)': 'when it went out; the key has pseudonym and decision' },
  suppressions: { '(value)': 'since when; the key has a keyed hash of the address and the reason' },
  'outbox:': {
    seq: 'place of the entry',
    lane: '12 digits of the pseudonym of the receiver',
    due: 'next attempt',
    attempts: 'how many',
    firstAt: 'first attempt',
    reason: 'why it failed',
  },
  'dead-letters:': {
    seq: 'place of the entry',
    lane: '12 digits of the pseudonym of the receiver',
    attempts: 'how many',
    firstAt: 'first attempt',
    lastAt: 'last attempt',
    reason: 'why it failed',
  },
  erasures: RECEIPT,
  tombstones: {
    '(value)':
      'when, and what was denied, and whether by an objection; the key has a keyed hash of an id that went',
  },
  'erasures-waiting': {
    sealed: 'whom a platform is to forget, encrypted',
    due: 'next attempt',
    attempts: 'how many',
    since: 'first attempt',
  },
  'erasures-open': ERASURE,
  'platform-requests': {
    kind: 'whether somebody asked what is held, or is to be forgotten',
    at: 'when the platform said so',
    doneAt: 'when it was answered; null: not yet',
    visitor: 'whose it was; null: nothing is held of them, or nothing any more',
    entries: 'how many entries were handed out or removed',
  },
  'platform-written': {
    scores: 'written last, by label; the key has the visitor',
    segments: 'keys of those that were written as tags',
    isUnsure: 'a write began, and nobody saw it end',
  },
  'statistics-orders': {
    place: 'how far in the log it is counted; the key has a hash of the hashed order id',
    completion:
      'when it was completed, on which day, its amount, whether a server told of it, and 12 digits of a hash of the event',
    refunds: 'what was paid back, each by 12 digits of a hash of the event',
    isCancelled: 'whether it was cancelled',
    lastDate: 'day of the latest thing that happened to it',
  },
  'kept-denials': { '(value)': 'entries of what an idle visitor refused, until the profile is gone' },
};

export type Field = { readonly of: string; readonly name: string; readonly holds: string };

/** All of them, as docs/data-fields.md lists them. */
export const DATA_FIELDS: readonly Field[] = [
  ...list('entry', ENTRY),
  ...list('circumstances', CONTEXT),
  ...list('profile', PROFILE),
  ...Object.entries(TABLE_FIELDS).flatMap(([table, columns]) => list(`table ${table}`, columns)),
  ...Object.entries(RECORD_FIELDS).flatMap(([name, columns]) => list(`record ${name}`, columns)),
  ...list('line of erasures.log', ERASURE),
];

function list(of: string, fields: Columns): readonly Field[] {
  return Object.entries(fields).map(([name, holds]) => ({ of, name, holds }));
}
