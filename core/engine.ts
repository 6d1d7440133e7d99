/**
 * The engine: collect -> identify -> validate -> append -> fold -> scores -> decide -> respond, and everything those stages stand
 * on. It knows no platform, no HTTP and no file; what it needs from outside comes through ports.
 */

import { hearFellows } from './beside.ts';
import { type Accounts, createAccounts } from './catalogue/accounts.ts';
import { type Catalogue, createCatalogue } from './catalogue/products.ts';
import { createRelations, type Relations } from './catalogue/relations/relations.ts';
import type { RelationKind } from './catalogue/relations/site-relations.ts';
import { type Admission, createAdmission } from './collect/admission.ts';
import { createBotFilter } from './collect/bots.ts';
import type { RecordPorts } from './collect/record.ts';
import type { Stages } from './collect/stages.ts';
import type { Campaign, ChannelName } from './decisions/campaign.ts';
import { createCampaignBook } from './decisions/campaign-book.ts';
import { type Campaigns, createCampaigns } from './decisions/campaigns.ts';
import { createTriggers } from './decisions/triggers.ts';
import { createDoors, type Doors } from './doors.ts';
import type { Entry, SiteId } from './entry.ts';
import { createPlans, type Plans } from './events/plans.ts';
import { createViolationLog, type ViolationLog } from './events/violation-log.ts';
import { createContinuing } from './identity/continuing.ts';
import { recordSalts, type SaltRecord } from './identity/salt-record.ts';
import { createSaltBook, type SaltBook } from './identity/salts.ts';
import { createUserIds } from './identity/user-ids.ts';
import { createVault, type Vault } from './identity/vault.ts';
import { createTail, type Tail } from './live/tail.ts';
import { createAppend, createLog } from './log.ts';
import type {
  AppendOutcome,
  Channel,
  Clock,
  CouponDesk,
  ErasureLog,
  Fellows,
  Keys,
  SaltShelf,
  Store,
} from './ports.ts';
import { createErasures, type Erasures, type Forgetter } from './privacy/erasures.ts';
import { createKeepTerms, type KeepTerms } from './privacy/keep-terms.ts';
import { createRetention, type Retention } from './privacy/retention.ts';
import { createProfileBook, type ProfileBook } from './profiles/book.ts';
import { createPeople, rememberDenials } from './profiles/people.ts';
import { createVisitors, type Visitors } from './profiles/visitors.ts';
import { createReports, type Reports } from './reports.ts';
import { createIntent, type Intent } from './scoring/intent.ts';
import { NO_CATALOG, newestEntries } from './segments/catalog.ts';
import { createSegments, type Segments } from './segments/segments.ts';
import { createSiteEdges, type SiteEdges } from './segments/site-facts.ts';
import { createRules } from './sites/fold-rules.ts';
import { openTenants, type Tenants } from './sites/tenants.ts';

export type EnginePorts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly keys: Keys;
  readonly salts: SaltShelf;
  readonly masterKey: Uint8Array;
  readonly profileCacheBytes: number;
  /** Hears that something of a site that leaves the house (a notice, a decision, an exposure, a score) is durable now. */
  readonly onOutgoing?: (entries: readonly Entry[]) => void;
  /** Null where no such channel is there. */
  readonly channelOf?: (name: ChannelName) => Channel | null;
  /** Null where the site's platform makes no codes of coupons. */
  readonly deskOf?: (site: SiteId) => CouponDesk | null;
  /** Where erasures are written down outside the store; without it a backup that is put back knows nothing of them. */
  readonly erasureLog?: ErasureLog;
  /** Labels whose scores a platform is told of, under customers' own ids; null where none is told of anybody. */
  readonly toldOf?: (site: SiteId) => readonly string[] | null;
  /** Labels whose scores a platform writes to visitors by itself. */
  readonly writtenOf?: (site: SiteId) => readonly string[];
  /** Platforms that are told whom to forget. */
  readonly forgetters?: () => readonly Forgetter[];
  /** Other servers on the same store; left out where this one is alone. */
  readonly fellows?: Pick<Fellows, 'news' | 'peers' | 'clock'>;
  /** Faults of what works by itself. */
  readonly onFault?: (error: unknown) => void;
};

export type Engine = Tenants &
  Doors &
  Reports & {
    readonly plans: Plans;
    readonly violations: ViolationLog;
    readonly tail: Tail;
    readonly catalogue: Catalogue;
    readonly relations: Relations;
    readonly accounts: Accounts;
    readonly visitors: Visitors;
    readonly vault: Vault;
    readonly salts: SaltBook;
    /** Which salts live, and when the others went. */
    readonly saltRecord: Pick<SaltRecord, 'live' | 'destroyed'>;
    readonly book: ProfileBook;
    readonly retention: Retention;
    readonly erasures: Erasures;
    /** Takes what is held longer than its class may be. */
    readonly keepTerms: KeepTerms;
    readonly segments: Segments;
    readonly campaigns: Campaigns;
    readonly intent: Intent;
    /** Whether a post may come in now. */
    readonly admission: Admission;
    /** Appends entries that another part of the core made (facts, consent). */
    append(entries: readonly Entry[]): Promise<readonly AppendOutcome[]>;
    /** Never decreases, and stands still within one call. */
    now(): number;
    close(): Promise<void>;
  };

/** @throws InklingError when keys, salts or store do not fit together: place, fault, cure. */
export async function createEngine(ports: EnginePorts): Promise<Engine> {
  const { clock, keys, profileCacheBytes: cacheBytes, onFault = ignore } = ports;
  const now = neverBack(clock);
  const tenants = await openTenants({ ...ports, now });
  const { ring, sites, erased, store, records } = tenants;
  const { segments, definitions, plans, rulesOf } = await createAsked({ ...ports, ...tenants });
  const { teller } = segments.connect({ rulesOf, book: () => book });
  const edges = createSiteEdges({ store, worldOf: (site) => segments.of(site)?.world });
  const violations = createViolationLog(store, clock);
  const noted = { violations, tail: createTail() };
  const fellows = hearFellows({ ...ports, ...noted }, { segments, edges });
  const book = createProfileBook({ store, clock, rulesOf, cacheBytes, teller, fellows, onFault });
  await book.catchUp();
  const people = rememberDenials(createPeople(book, clock, rulesOf), erased);
  const saltRecord = recordSalts(ports.salts, { store, clock, onFault });
  const salts = await createSaltBook(saltRecord, clock, keys);
  const continuing = createContinuing({ store, clock, salts, flush: book.flush });
  const vault = createVault(store, ring);
  const relations = createRelations({ ...tenants, clock, rulesOf, fellows });
  const intent = await createIntent({ ...ports, ...tenants, toldOf: outsideOf(ports), book, rulesOf, now });
  forgetRemoved(sites, { book, edges, relations }, onFault);
  const log = createLog(book, ports, { wake: relations.wake, follow: intent.follow, ...erased });
  const append = createAppend(log, segments, edges);
  const catalogue = createCatalogue(store, append);
  const { channelOf = nobody, deskOf = nobody } = ports;
  const platform = { channelOf, deskOf, catalogue, relatedOf: nameRelated(relations, now) };
  const deciding = { ...tenants, now, book, append, rulesOf, segmentsOf: segments.of, ...platform };
  const campaigns = await createCampaigns({ campaigns: definitions, ...deciding });
  const setsOff = createTriggers(definitions, book, now);
  const recording: RecordPorts = { book: log, store, plans, ...noted, people, setsOff };
  const erasing = { ...ports, ...tenants, store: ports.store, book, vault, now, peers: fellows?.peers };
  const erasures = await createErasures(erasing);
  const reports = createReports({ ...deciding, clock, keys, segments, campaigns: definitions });
  const { choices } = reports.statistics;
  const busy = [erasures, intent, campaigns.uplift, relations, segments, reports.statistics];
  const admission = createAdmission(keys, now);
  const around = { erased, vault, userIds: createUserIds(vault, ports.toldOf), now, continuing, choices };
  const stages: Stages = { recording, ...around, ...createBotFilter(), ...admission, decisions: campaigns };
  return {
    ...tenants,
    plans,
    ...noted,
    catalogue,
    relations,
    accounts: createAccounts(store, segments.onAccounts, records),
    visitors: createVisitors({ store, book, clock, rulesOf, edges }),
    vault,
    salts: continuing.salts,
    saltRecord,
    book,
    ...createKeeping({ store, book, clock, rulesOf, vault, violations, append, audit: tenants.audit }),
    erasures,
    segments: { ...segments, remove: guardRemoval(segments.remove, campaigns) },
    campaigns,
    intent,
    ...reports,
    admission,
    ...createDoors({ book, stages, sites, now, people, salts: continuing.salts, continuing, erased }),
    append,
    now,
    close: createClose(busy, violations, book),
  };
}

/** Of a site that is removed, on whichever server, nothing stays in memory. */
function forgetRemoved(
  sites: Tenants['sites'],
  { book, edges, relations }: Pick<Engine, 'book' | 'relations'> & { readonly edges: SiteEdges },
  onFault: (error: unknown) => void,
): void {
  sites.onRemove(({ siteId }) => {
    book.forgetSite(siteId);
    edges.forget(siteId);
    relations.forget(siteId).catch(onFault);
  });
}

/** What goes on by itself stops; then what only memory has is written. */
function createClose(
  busy: readonly { stop(): Promise<unknown> }[],
  violations: Pick<ViolationLog, 'flush'>,
  book: Pick<ProfileBook, 'close'>,
): Engine['close'] {
  return async () => {
    await Promise.all([...busy.map(({ stop }) => stop()), violations.flush()]);
    await book.close();
  };
}

/** What ends by itself. */
function createKeeping(
  ports: Omit<Parameters<typeof createKeepTerms>[0], 'retention'>,
): Pick<Engine, 'retention' | 'keepTerms'> {
  const retention = createRetention(ports);
  return { retention, keepTerms: createKeepTerms({ ...ports, retention }) };
}

/** What sites ask of visitors, and the rules of folding that follow from it. */
async function createAsked({
  store,
  clock,
  sites,
  siteIds,
  onOutgoing = ignore,
  channelOf = nobody,
  deskOf = nobody,
  fellows,
  records,
}: EnginePorts & Pick<Tenants, 'sites' | 'siteIds' | 'records'>) {
  const segments = await createSegments({
    ...{ store, clock, sites, publish: onOutgoing, records, peers: fellows?.peers },
  });
  const definitions = await createCampaignBook({
    ...{ store, clock, records, peers: fellows?.peers },
    sites: siteIds,
    // Also one whose first version is being built: nobody is in it before that is done.
    hasSegment: (site, key) => newestEntries(segments.of(site)?.catalog ?? NO_CATALOG).has(key),
    missingFor: (site, campaign) => findMissing(site, campaign, channelOf),
    makesCodes: (site) => deskOf(site) !== null,
  });
  const plans = await createPlans(store, siteIds, records);
  for (const { forget } of [definitions, plans]) sites.onRemove(({ siteId }) => forget(siteId));
  const rulesOf = createRules(sites, {
    segmentsOf: segments.rulesOf,
    campaignsOf: (site) => definitions.of(site)?.rules,
  });
  return { segments, definitions, plans, rulesOf };
}

const ignore = (): void => undefined;
const nobody = (): null => null;

/** Labels whose scores leave the house. */
function outsideOf({ toldOf, writtenOf }: Pick<EnginePorts, 'toldOf' | 'writtenOf'>) {
  return (site: SiteId) => [...(toldOf?.(site) ?? []), ...(writtenOf?.(site) ?? [])];
}

/** What goes with a product as of now, by its ids. */
function nameRelated({ of }: Pick<Relations, 'of'>, now: () => number) {
  return (site: SiteId, product: string, kind: RelationKind, limit: number): readonly string[] =>
    of(site)
      .related(product, { kind, limit, now: now() })
      .map((related) => related.product);
}

/** What to do so that campaigns of a channel can be carried out; null: nothing. */
async function findMissing(
  site: SiteId,
  { channel, transactional }: Pick<Campaign, 'channel' | 'transactional'>,
  channelOf: (name: ChannelName) => Channel | null,
): Promise<string | null> {
  const way = channel === 'onsite' ? null : channelOf(channel);
  if (channel === 'onsite' || way !== null) return (await way?.findLack?.(site, transactional)) ?? null;
  return channel === 'email'
    ? 'nothing sends mail here: set INKLING_SMTP_URL and INKLING_MAIL_FROM, and start again'
    : `nothing carries ${channel} here: connect it first, or leave the campaign a draft`;
}

/** A segment that a campaign asks for stays. */
function guardRemoval(
  remove: Segments['remove'],
  { unlessUsed }: Pick<Campaigns, 'unlessUsed'>,
): Segments['remove'] {
  return (site, key) => unlessUsed(site, key, () => remove(site, key));
}

/** `receivedAt` never decreases in a process, whatever the machine's clock does. */
function neverBack(clock: Clock): () => number {
  let latest = 0;
  return () => {
    latest = Math.max(latest, clock.now());
    return latest;
  };
}
