/**
 * The engine: collect -> identify -> validate -> append -> fold -> respond, and everything those stages stand on.
 * It knows no platform, no HTTP and no file; what it needs from outside comes through ports.
 */
import { type Accounts, createAccounts } from './catalogue/accounts.ts';
import { type Catalogue, createCatalogue } from './catalogue/products.ts';
import { readBatch } from './collect/batch.ts';
import { createBotFilter, isPrefetch } from './collect/bots.ts';
import { readEnvelope, wirePlace } from './collect/envelope.ts';
import type { JsonObject } from './collect/json.ts';
import { createRateLimiter } from './collect/rate.ts';
import { type RecordPorts, record } from './collect/record.ts';
import type { Entry, LoggedEntry, SiteId } from './entry.ts';
import { accept, type Outcome, type Refusal, type RefusalCode, refuse } from './errors.ts';
import { isMoneyKey } from './events/money.ts';
import { exemptPaths } from './events/plan.ts';
import { createPlans, type Plans } from './events/plans.ts';
import { funnelStep } from './events/spec.ts';
import { createViolationLog, type ViolationLog } from './events/violation-log.ts';
import { createBatchPeople } from './identity/batch-people.ts';
import type { Circumstances } from './identity/circumstances.ts';
import { createContinuing } from './identity/continuing.ts';
import { findPageVisitor, identifyPage } from './identity/identify-page.ts';
import { identifyItem } from './identity/identify-server.ts';
import { createKeyRing, type KeyRing } from './identity/keys.ts';
import { createSaltBook, type SaltBook } from './identity/salts.ts';
import { createVault, type Vault } from './identity/vault.ts';
import { createSegmentHealth, type SegmentHealth } from './measurement/health.ts';
import { createSegmentSizes, type SegmentSizes } from './measurement/segment-sizes.ts';
import type { Clock, Keys, SaltShelf, Store } from './ports.ts';
import { type AuditLog, createAuditLog } from './privacy/audit.ts';
import { createRetention, type Retention } from './privacy/retention.ts';
import { createProfileBook, type ProfileBook } from './profiles/book.ts';
import { createPeople } from './profiles/people.ts';
import { createFoldRules, type FoldRules } from './profiles/rules.ts';
import { createVisitors, type Visitors } from './profiles/visitors.ts';
import { createHistory, type History } from './segments/history.ts';
import { createQuintiles, type Quintiles } from './segments/quintiles.ts';
import { createSegments, type Segments } from './segments/segments.ts';
import { createSiteEdges } from './segments/site-facts.ts';
import type { SegmentRules } from './segments/tracks.ts';
import { EDGES_FACT } from './segments/world.ts';
import { createSiteRegistry, type SiteRegistry } from './sites/registry.ts';
import type { Site } from './sites/site.ts';

export type EnginePorts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly keys: Keys;
  readonly salts: SaltShelf;
  readonly masterKey: Uint8Array;
  readonly profileCacheBytes: number;
  /** Hears of notices that are durable now. */
  readonly onNotices?: (notices: readonly LoggedEntry[]) => void;
};

export type CollectAnswer = {
  readonly accepted: number;
  readonly refused: readonly Omit<Refusal, 'ok'>[];
  /** Decisions for the page. */
  readonly do: readonly never[];
};

export type IngestAnswer = {
  readonly accepted: number;
  /** Of those, how many were in the log before. */
  readonly duplicates: number;
  /** Of those, how many were stored without a visitor, since no consent stands. */
  readonly counted: number;
  readonly refused: readonly Omit<Refusal, 'ok'>[];
};

export type Engine = {
  readonly sites: SiteRegistry;
  readonly plans: Plans;
  readonly violations: ViolationLog;
  readonly catalogue: Catalogue;
  readonly accounts: Accounts;
  readonly visitors: Visitors;
  readonly vault: Vault;
  readonly audit: AuditLog;
  readonly ring: KeyRing;
  readonly salts: SaltBook;
  readonly book: ProfileBook;
  readonly retention: Retention;
  readonly segments: Segments;
  readonly history: History;
  readonly quintiles: Quintiles;
  readonly segmentHealth: SegmentHealth;
  readonly sizes: SegmentSizes;
  /** Whether a post from this address network may come in now. */
  admit(site: Site, addressPrefix: string): Refusal | null;
  collect(site: Site, body: JsonObject, seen: Circumstances): Promise<Outcome<CollectAnswer>>;
  ingest(site: Site, body: JsonObject): Promise<Outcome<IngestAnswer>>;
  /** Under which id a page's sender is recorded now; null where entries carry no visitor. */
  findPageVisitor(site: Site, seen: Circumstances, device: string | null): ReturnType<typeof findPageVisitor>;
  /** Appends entries that another part of the core made (facts, consent). */
  append(entries: readonly Entry[]): Promise<void>;
  /** Never decreases, and stands still within one call. */
  now(): number;
  close(): Promise<void>;
};

/** @throws InklingError when keys, salts or store do not fit together: place, fault, cure. */
export async function createEngine(ports: EnginePorts): Promise<Engine> {
  const { store, clock, keys } = ports;
  const now = neverBack(clock);
  const ring = await createKeyRing(ports.masterKey, store);
  const sites = await createSiteRegistry({ store, clock, ring, keys });
  const plans = await createPlans(
    store,
    sites.list().map((site) => site.siteId),
  );
  const segments = await createSegments({ store, clock, sites, publish: ports.onNotices ?? (() => {}) });
  const rulesOf = createRules(sites, segments.rulesOf);
  const { teller } = segments.connect({ rulesOf, book: () => book });
  const book = createProfileBook({ store, clock, rulesOf, cacheBytes: ports.profileCacheBytes, teller });
  await book.catchUp();
  const people = createPeople(book, clock, rulesOf);
  const salts = await createSaltBook(ports.salts, clock, keys);
  const continuing = createContinuing({ store, clock, salts, flush: book.flush });
  const violations = createViolationLog(store, clock);
  const vault = createVault(store, ring);
  const recording: RecordPorts = { book, store, plans, violations, people };
  const stages: Stages = { recording, vault, now, continuing, isBot: createBotFilter().isBot };
  const edges = createSiteEdges({ store, worldOf: (site) => segments.of(site)?.world });
  const append = async (entries: readonly Entry[]): Promise<void> => {
    await book.append(entries);
    segments.onFacts(entries);
    const facts = entries.filter(({ type, name }) => type === 'fact' && name === EDGES_FACT);
    for (const fact of facts) await edges.add(fact.site, fact);
  };
  return {
    sites,
    plans,
    violations,
    catalogue: createCatalogue(store, append),
    accounts: createAccounts(store, segments.onAccounts),
    visitors: createVisitors({ store, book, clock, rulesOf, edges }),
    vault,
    audit: createAuditLog(store, clock, keys),
    ring,
    salts: continuing.salts,
    book,
    retention: createRetention({ store, book, clock, rulesOf }),
    segments,
    history: createHistory({ store, clock, book, rulesOf, segmentsOf: segments.of }),
    quintiles: createQuintiles({ store, book, sites, segments, append, now }),
    segmentHealth: createSegmentHealth({ store, book, sites, segments, now }),
    sizes: createSegmentSizes({ store, book, rulesOf, segmentsOf: segments.of }),
    admit: createAdmission(keys, now),
    collect: (site, body, seen) => collect(site, body, seen, stages),
    ingest: (site, body) => ingest(site, body, stages),
    findPageVisitor: (site, seen, device) =>
      findPageVisitor(
        { site, seen, device, receivedAt: now() },
        { people, salts: continuing.salts, continuing },
      ),
    append,
    now,
    close: async () => {
      await segments.stop();
      await violations.flush();
      await book.close();
    },
  };
}

type Stages = {
  readonly recording: RecordPorts;
  readonly vault: Vault;
  readonly now: () => number;
  readonly continuing: ReturnType<typeof createContinuing>;
  readonly isBot: (userAgent: string) => boolean;
};

async function collect(
  site: Site,
  body: JsonObject,
  seen: Circumstances,
  stages: Stages,
): Promise<Outcome<CollectAnswer>> {
  const { recording, continuing, vault } = stages;
  const read = readEnvelope(body);
  if (!read.ok) return read;
  const envelope = read.value;
  const unwanted = findUnwanted(seen, stages);
  if (unwanted !== null) return accept(refuseItems(envelope.items, unwanted));
  const receivedAt = stages.now();
  const exemptOf = (name: string) => exemptPaths(recording.plans.of(site.siteId), name);
  const post = { site, envelope, seen, receivedAt, exemptOf };
  const identified = await identifyPage(post, {
    people: recording.people,
    salts: continuing.salts,
    continuing,
  });
  const { drafts, entries, contact } = identified;
  const recorded = await record({ site, receivedAt, drafts, entries }, recording);
  if (contact !== null) await vault.keep(site.siteId, contact.visitor, 'email', contact.address);
  const refused = [...envelope.refused, ...identified.refused, ...recorded.refused];
  return accept({ accepted: recorded.accepted, refused: refused.map(presentToPage), do: [] });
}

async function ingest(site: Site, body: JsonObject, stages: Stages): Promise<Outcome<IngestAnswer>> {
  const { recording } = stages;
  const receivedAt = stages.now();
  const batch = readBatch(body, receivedAt);
  if (!batch.ok) return batch;
  const people = createBatchPeople(recording.people);
  const exemptOf = (name: string) => exemptPaths(recording.plans.of(site.siteId), name);
  const refused: Refusal[] = [...batch.value.refused];
  const drafts = [];
  const entries: Entry[] = [];
  for (const item of batch.value.items) {
    const identified = await identifyItem(item, { site, receivedAt, exemptOf }, people);
    if (!identified.ok) {
      refused.push(identified);
      continue;
    }
    people.note(identified.value.entries);
    drafts.push(identified.value.draft);
    entries.push(...identified.value.entries);
  }
  const recorded = await record({ site, receivedAt, drafts, entries }, recording);
  const { accepted, duplicates, counted } = recorded;
  return accept({ accepted, duplicates, counted, refused: [...refused, ...recorded.refused].map(present) });
}

/** What browsers fetch ahead and what robots fetch is no visit. */
function findUnwanted(seen: Circumstances, stages: Stages): RefusalCode | null {
  if (isPrefetch(seen.purpose)) return 'prefetch';
  return stages.isBot(seen.userAgent) ? 'bot' : null;
}

function refuseItems(items: readonly { readonly at: string }[], code: RefusalCode): CollectAnswer {
  return {
    accepted: 0,
    refused: items.map((item) => present(refuse(code, item.at, 'nothing to do'))),
    do: [],
  };
}

function present({ code, at, hint }: Refusal): Omit<Refusal, 'ok'> {
  return { at, code, hint };
}

function presentToPage(refusal: Refusal): Omit<Refusal, 'ok'> {
  return { ...present(refusal), at: wirePlace(refusal.at) };
}

function createAdmission(keys: Keys, now: () => number): Engine['admit'] {
  const seed = Buffer.from(keys.random(4)).readInt32LE(0);
  const addresses = createRateLimiter(seed);
  const sites = createRateLimiter(~seed);
  const hint = 'send fewer posts, or raise the limit in the settings of this site';
  return (site, addressPrefix) => {
    const { postsPerSecondPerAddress, postsPerSecondPerKey } = site.settings;
    if (!addresses.take(`${site.siteId} ${addressPrefix}`, postsPerSecondPerAddress, now())) {
      return refuse('rate_limited', '', hint);
    }
    return sites.take(site.siteId, postsPerSecondPerKey, now()) ? null : refuse('rate_limited', 'k', hint);
  };
}

/** A site's rules for folding, made once for each set of settings. */
function createRules(
  sites: SiteRegistry,
  segmentsOf: (site: SiteId) => SegmentRules | undefined,
): (site: SiteId) => FoldRules {
  const made = new WeakMap<object, FoldRules>();
  return (siteId) => {
    const settings = sites.byId(siteId)?.settings ?? UNKNOWN_SITE;
    const segments = segmentsOf(siteId);
    const known = made.get(settings);
    if (known !== undefined && known.segments === segments) return known;
    const sessionGapMs = settings.sessionGapMinutes * 60_000;
    const rules = createFoldRules({
      currency: settings.currency,
      sessionGapMs,
      funnelStep,
      isMoney: isMoneyKey,
      ...(segments && { segments }),
    });
    made.set(settings, rules);
    return rules;
  };
}

const UNKNOWN_SITE = { currency: 'EUR', sessionGapMinutes: 30 };

/** `receivedAt` never decreases in a process, whatever the machine's clock does. */
function neverBack(clock: Clock): () => number {
  let latest = 0;
  return () => {
    latest = Math.max(latest, clock.now());
    return latest;
  };
}
