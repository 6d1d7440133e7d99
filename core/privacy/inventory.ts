/**
 * Every place that can hold something of a visitor, and what an erasure does there. The tests compare it with the tables
 * of the store, the collections that the code names and the files of a data folder: a new one has to say what becomes of it.
 */

/**
 * `removed`: in the removal itself. `after`: gone once what it was made of is (a cache, a total). `kept`: nothing in it
 * says who it was, or it has to outlive the erasure; `why` says which.
 */
type Fate = 'removed' | 'after' | 'kept';

export type Holding = {
  readonly place: 'table' | 'collection' | 'file' | 'database' | 'memory' | 'elsewhere';
  /** A name that ends in `:` stands for all that begin with it. */
  readonly name: string;
  readonly fate: Fate;
  readonly why: string;
};

const table = (name: string, fate: Fate, why: string): Holding => ({ place: 'table', name, fate, why });
const collection = (name: string, fate: Fate, why: string): Holding => ({
  place: 'collection',
  name,
  fate,
  why,
});
const file = (name: string, fate: Fate, why: string): Holding => ({ place: 'file', name, fate, why });
/** Beside that of the store, where servers share one: in place of a file. */
const database = (name: string, fate: Fate, why: string): Holding => ({ place: 'database', name, fate, why });
const memory = (name: string, fate: Fate, why: string): Holding => ({ place: 'memory', name, fate, why });
const elsewhere = (name: string, fate: Fate, why: string): Holding => ({
  place: 'elsewhere',
  name,
  fate,
  why,
});

const OWN_SETTINGS = "the site's own settings; personal data is refused in them";
const NUMBERS = 'numbers of the site, of nobody in particular';

export const INVENTORY: readonly Holding[] = [
  table('entries', 'removed', 'the log: events, consent, links, decisions, exposures, notices, scores'),
  table('bases', 'removed', 'what retention left of events'),
  table('account_bases', 'removed', 'the same, by account'),
  table('profiles', 'removed', 'profiles, with memberships, contributions, scores and traits in them'),
  table('members', 'removed', 'who is in which segment: goes with the profile'),
  table('places', 'removed', 'ledgers of caps'),
  table('claims', 'removed', 'who was first: by visitor, and by whom'),
  table('retired', 'removed', 'hashes of event ids that went before; those of a shared device name nobody'),
  table('superseded', 'removed', 'whose copy of an event lost'),
  table('superseded_accounts', 'kept', 'accounts by their keyed hash, until the next checkpoint'),
  table('records', 'removed', 'by collection, below'),
  table('totals', 'kept', 'sums of campaigns: a visitor is taken out of them, ended visitor-days stay'),
  table('sites', 'kept', 'numbers for the names of sites'),
  table('meta', 'kept', 'version, checkpoint, probe'),
  table('sqlite_sequence', 'kept', 'the last place in the log'),

  collection('vault', 'removed', 'addresses, references of platforms, user ids for Segment, sealed'),
  collection('segment-told', 'removed', 'which scores and segments Segment was told of last'),
  collection('mail-sent', 'removed', 'which mails went out'),
  collection('outbox:', 'removed', 'deliveries that wait, by the entry they carry'),
  collection('dead-letters:', 'removed', 'deliveries that were given up, by the entry'),
  collection('erasures-waiting', 'after', 'sealed, until the platform has forgotten too; 30 days at most'),
  collection('erasures-open', 'after', 'hashes, until the erasure has ended'),
  collection('erasures', 'kept', 'receipts: an id, times, counts'),
  collection('tombstones', 'kept', 'keyed hashes, for good: nothing else keeps a replay out'),
  collection('suppressions', 'kept', 'keyed hash of a mailbox: without it the next import would write to it'),
  collection('audit', 'kept', 'who did what as an operator; never to whom'),
  collection('outbox-cursors', 'kept', 'places in the log'),
  collection('campaign-runs', 'kept', 'how far a run has come: 24 of 128 bits of a place'),
  collection('accounts', 'kept', "facts of a company that the shop's server gave, by its keyed hash"),
  collection('relations', 'kept', 'products that go together; orders by a hash of their hash'),
  collection('model-versions', 'kept', 'weights: the next training leaves the person out'),
  collection('models', 'kept', 'which version serves'),
  collection('model-watch', 'kept', NUMBERS),
  collection('lifetime', 'kept', NUMBERS),
  collection('uplift', 'kept', NUMBERS),
  collection('segment-sizes', 'kept', NUMBERS),
  collection(
    'statistics',
    'kept',
    'a place in the log; what the latest events counted as, by 48 bits of a hash of their ids: without those of whoever is erased',
  ),
  collection(
    'statistics-days',
    'kept',
    'sums of many: an erased visitor stays in them, and nothing finds them there; of who was seen, how many zeros hashes begin with',
  ),
  collection(
    'statistics-orders',
    'removed',
    'what an order brought, by a hash of its hash: whoever knows the order finds it',
  ),
  collection(
    'statistics-choices',
    'kept',
    'page loads by what was allowed: nobody can be counted out of them',
  ),
  collection('violations', 'kept', 'names of events and properties, and how often: no values'),
  collection('retention', 'kept', 'instants, and how many of each class went'),
  collection('salts-destroyed', 'kept', 'days and instants: never a salt'),
  collection('egress', 'kept', NUMBERS),
  collection('site-removals', 'kept', 'a site that is being removed, until it is'),
  collection('console-sessions', 'kept', 'hashes of tokens of whoever is signed in to the console'),
  collection('first-run', 'kept', 'that somebody put the first run away, and when'),
  collection('sample-fills', 'kept', 'how far sample data is filled: its visitors are made up'),
  collection('platform-installs', 'kept', 'which shop is which site'),
  collection('platform-installed', 'kept', 'when a shop was set up'),
  collection('platform-tokens', 'kept', 'tokens of a shop, sealed'),
  collection('platform-refreshing', 'kept', 'who takes a new token, for seconds'),
  collection('platform-facts', 'kept', 'currency and address of a shop'),
  collection('platform-products', 'kept', 'when Shopify told last of each product'),
  collection('platform-write-out', 'kept', 'what a merchant has switched on to be written to customers'),
  collection('platform-history', 'kept', 'how far past orders have come'),
  collection('platform-pulse', 'kept', 'when each part of a shop was last heard of'),
  collection('platform-tally', 'kept', NUMBERS),
  collection('platform-written', 'removed', 'which scores and segments a customer has at the platform'),
  collection(
    'platform-requests',
    'removed',
    'that a customer asked what is held; without an id: that it was answered',
  ),
  collection(
    'kept-denials',
    'after',
    'what an idle visitor refused, until their profile has gone: a moment, or the next run',
  ),
  collection('segments', 'kept', OWN_SETTINGS),
  collection('segments-leaving', 'kept', OWN_SETTINGS),
  collection('campaigns', 'kept', OWN_SETTINGS),
  collection('plans', 'kept', OWN_SETTINGS),
  collection('products', 'kept', 'the catalogue'),
  collection('sites', 'kept', OWN_SETTINGS),
  collection('webhooks', 'kept', OWN_SETTINGS),
  collection('mail', 'kept', OWN_SETTINGS),
  collection('segment', 'kept', OWN_SETTINGS),
  collection('jobs', 'kept', 'when recurring work ran'),
  collection('meta', 'kept', 'keys of the installation, sealed'),
  collection('data-keys:', 'kept', 'keys of sites, wrapped'),

  file('inkling.db', 'removed', 'secure_delete overwrites what is removed'),
  file('inkling.db-wal', 'removed', 'emptied with the erasure'),
  file('inkling.db-shm', 'kept', 'page numbers'),
  file('lock.db', 'kept', 'empty'),
  file('lock.db-journal', 'kept', 'empty'),
  file('master.key', 'kept', 'a key'),
  file('salts', 'kept', 'random: whose they hashed is nowhere'),
  file('erasures.log', 'kept', 'keyed hashes and times: a backup that comes back is erased again by it'),
  file('control.', 'kept', 'the socket of the command line, or where it lies'),

  database('<database>_salts', 'kept', 'random: whose they hashed is nowhere'),
  database(
    '<database>_erasures',
    'kept',
    'as erasures.log, by which a backup that comes back is erased again',
  ),

  memory('requests', 'after', 'address and browser, until the request is answered'),
  memory('rates', 'after', 'address networks by a number of this process, while their allowance is counted'),
  memory('profiles and links', 'removed', 'dropped, then read anew'),
  memory('log under way', 'after', 'refused by the tombstone at the moment of writing'),
  memory('outboxes', 'after', 'ids of entries: one whose entry is gone is let go'),
  memory('relations', 'after', 'visits of the last hour; nothing of them is written'),
  memory('arrivals', 'kept', 'since the start: how many posts came by which door, and when the last one did'),
  memory('choices', 'kept', 'page loads of the last minute by what was allowed, until they are written'),
  memory('visitors now', 'after', 'ids and latest pages of half an hour, read while somebody asks'),
  memory('streams', 'kept', 'a place in the log: what a reader gets is read from it'),
  memory('mails of the sink', 'after', 'shown while trying things out, until the server stops'),

  elsewhere('platforms', 'after', 'told to forget, until they have; the receipt says how far'),
  elsewhere(
    'segment',
    'kept',
    'what was sent is Segment’s: a deletion there asks for one here, and not the other way',
  ),
  elsewhere('webhooks', 'kept', 'what was sent is the receiver’s; nothing more is'),
  elsewhere(
    'claims on ids',
    'after',
    'before shards, under whom an id is being written: the name goes at once, the hash of the id within the hour',
  ),
  elsewhere('backups', 'kept', 'erased again when they are put back'),
];
