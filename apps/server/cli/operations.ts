/**
 * What only the machine itself may have done: keys in the clear, sites, jobs, erasures without a key. Served by a
 * running server on its control socket (../control.ts), and by the command line itself where none runs.
 */

import * as z from 'zod';
import type { Engine } from '../../../core/engine.ts';
import { accept, InklingError, type Outcome, refuse } from '../../../core/errors.ts';
import type { Jobs, Store, StoreHealth } from '../../../core/ports.ts';
import type { Receipt } from '../../../core/privacy/receipt.ts';
import type { RemovedSite } from '../../../core/privacy/site-removal.ts';
import { currentKeys } from '../../../core/sites/registry.ts';
import { newSiteSchema, type Site } from '../../../core/sites/site.ts';
import { describeOldKeys, type OldKeyLine, rotateSiteKeys, rotationSchema } from '../key-rotation.ts';
import type { OperatorKey } from '../operator-key.ts';
import { type HealthView, presentHealth } from '../routes/segment-health.ts';
import { CAMPAIGN_OPERATIONS, type CampaignCalls, createCampaignOperations } from './campaign-operations.ts';
import type { Rotation } from './master-key.ts';
import { createModelOperations, MODEL_OPERATIONS, type ModelCalls } from './model-operations.ts';
import {
  createProveOperations,
  PROVE_OPERATIONS,
  type ProveCalls,
  type ProvePorts,
} from './prove-operations.ts';
import { BY, reading } from './reading.ts';
import { createReportOperations, REPORT_OPERATIONS, type ReportCalls } from './report-operations.ts';
import {
  createRetentionOperations,
  RETENTION_OPERATIONS,
  type RetentionCalls,
} from './retention-operations.ts';
import {
  createSampleOperations,
  SAMPLE_OPERATIONS,
  type SampleCalls,
  type SampleOperationPorts,
} from './sample-operations.ts';
import { createSegmentOperations, SEGMENT_OPERATIONS, type SegmentCalls } from './segment-operations.ts';
import {
  createWriteBackOperations,
  WRITE_BACK_OPERATIONS,
  type WriteBackCalls,
  type WriteBackOperationPorts,
} from './write-back-operations.ts';

/** Newest entries that are looked at for their arrival: those that are only counted carry a rounded one. */
const NEWEST_ENTRIES = 100;

export type SiteLine = {
  readonly site: string;
  readonly name: string;
  readonly siteId: string;
  readonly writeKey: string;
  readonly secretKey: string;
  readonly currency: string;
  readonly timezone: string;
  readonly policy: string;
  /** Rotated keys that open doors yet, soonest end first. */
  readonly oldKeys: readonly OldKeyLine[];
};

/** Instants in ISO 8601. */
export type JobLine = {
  readonly name: string;
  readonly everyMs: number;
  readonly lastRunAt: string | null;
  readonly nextRunAt: string;
  readonly runs: number;
  readonly lastError: string | null;
};

export type Inspection = {
  readonly pid: number;
  /** Where the server listens; null where none runs. */
  readonly url: string | null;
  readonly store: StoreHealth;
  /** Arrival of the newest entries, UTC ms; null in an empty log. */
  readonly newestReceivedAt: number | null;
};

type Calls = {
  readonly inspect: { request: Record<never, never>; answer: Inspection };
  readonly listSites: {
    request: Record<never, never>;
    answer: { readonly operatorKey: string; readonly sites: readonly SiteLine[] };
  };
  readonly createSite: { request: z.input<typeof newSiteSchema>; answer: SiteLine };
  readonly rotateKeys: { request: z.input<typeof siteRotationSchema>; answer: SiteLine };
  readonly removeSite: { request: { site: string }; answer: RemovedSite };
  readonly rotateOperatorKey: { request: Record<never, never>; answer: { readonly operatorKey: string } };
  readonly rotateMaster: { request: Record<never, never>; answer: Rotation };
  readonly listJobs: { request: Record<never, never>; answer: { readonly items: readonly JobLine[] } };
  readonly runJob: { request: { job: string }; answer: JobLine };
  readonly readSegmentHealth: { request: { site: string }; answer: HealthView };
  readonly erase: {
    request: z.input<typeof erasureSchema>;
    answer: Receipt;
  };
} & SegmentCalls &
  ReportCalls &
  CampaignCalls &
  ModelCalls &
  RetentionCalls &
  ProveCalls &
  SampleCalls &
  WriteBackCalls;

export type OperationName = keyof Calls;
export type Operations = {
  readonly [Name in OperationName]: (
    request: Calls[Name]['request'],
  ) => Promise<Outcome<Calls[Name]['answer']>>;
};

export const OPERATION_NAMES = [
  'inspect',
  'listSites',
  'createSite',
  'rotateKeys',
  'removeSite',
  'rotateMaster',
  'rotateOperatorKey',
  'listJobs',
  'runJob',
  'readSegmentHealth',
  'erase',
  ...SEGMENT_OPERATIONS,
  ...REPORT_OPERATIONS,
  ...CAMPAIGN_OPERATIONS,
  ...MODEL_OPERATIONS,
  ...RETENTION_OPERATIONS,
  ...PROVE_OPERATIONS,
  ...SAMPLE_OPERATIONS,
  ...WRITE_BACK_OPERATIONS,
] as const satisfies readonly OperationName[];

export type OperationPorts = {
  readonly engine: Engine;
  readonly store: Store;
  readonly egress: ProvePorts['egress'];
  readonly writeBacks: WriteBackOperationPorts['writeBacks'];
  readonly samples: SampleOperationPorts['samples'];
  readonly jobs: Jobs;
  readonly operatorKey: OperatorKey;
  readonly url: string | null;
  /** Beside a running server; without one the command line does it on the folder itself. */
  readonly rotateMaster?: () => Promise<Rotation>;
  /** Done once before segments are asked for, where they do not keep up with time by themselves. */
  readonly wakeSegments?: () => Promise<void>;
};

const nothing = z.strictObject({});
const siteSchema = z.strictObject({ site: z.string().min(1) });
const siteRotationSchema = rotationSchema.extend({ site: z.string().min(1) });
const jobSchema = z.strictObject({ job: z.string().min(1) });
const erasureSchema = z.strictObject({
  site: z.string().min(1),
  visitor: z.string().optional(),
  userId: z.string().optional(),
  email: z.string().optional(),
});

const HEALTH_DAYS = 30;

/** Requests are read here, so that it does not matter from how far away they came. */
export function createOperations(ports: OperationPorts): Operations {
  const { engine, store, jobs, operatorKey, url } = ports;
  const lineOf = (site: Site): SiteLine => describeSite(site, engine.now());
  return {
    inspect: reading(nothing, async () =>
      accept({ pid: process.pid, url, ...(await inspectStore(engine, store)) }),
    ),
    listSites: reading(nothing, async () =>
      accept({ operatorKey: operatorKey.current(), sites: listOwn(engine).map(lineOf).sort(bySite) }),
    ),
    createSite: reading(newSiteSchema, async (request) => {
      const created = await engine.sites.create(request);
      if (!created.ok) return created;
      const { siteId, settings } = created.value;
      const { policy, serverConsent } = settings;
      await engine.audit.write(siteId, { act: 'site created', by: BY, detail: { policy, serverConsent } });
      return accept(lineOf(created.value));
    }),
    rotateKeys: reading(siteRotationSchema, async ({ site, ...request }) => {
      const rotated = await rotateSiteKeys(engine, site, request, BY);
      return rotated.ok ? accept(lineOf(rotated.value)) : rotated;
    }),
    removeSite: reading(siteSchema, ({ site }) => engine.removal.remove(site, BY)),
    rotateMaster: reading(nothing, async () =>
      ports.rotateMaster === undefined
        ? refuse('not_available', '', 'run it while no other command holds the folder')
        : accept(await ports.rotateMaster()),
    ),
    rotateOperatorKey: reading(nothing, async () => accept({ operatorKey: await operatorKey.rotate(BY) })),
    listJobs: reading(nothing, async () => accept({ items: describeJobs(jobs) })),
    runJob: reading(jobSchema, ({ job }) => runJob(jobs, job)),
    readSegmentHealth: reading(siteSchema, ({ site }) => readSegmentHealth(engine, site)),
    erase: reading(erasureSchema, (request) => erase(engine, request)),
    ...createSegmentOperations(engine, ports.wakeSegments),
    ...createReportOperations(engine),
    ...createCampaignOperations(engine, ports.wakeSegments),
    ...createModelOperations(engine),
    ...createRetentionOperations(engine),
    ...createProveOperations(ports),
    ...createSampleOperations(ports),
    ...createWriteBackOperations(ports),
  };
}

/** Sample data is nobody's site: it has no keys, and is found beside the one that it is for. */
function listOwn({ sites }: Engine): readonly Site[] {
  return sites.list().filter(({ sampleOf }) => sampleOf === null);
}

function describeSite(site: Site, now: number): SiteLine {
  const { name, currency, timezone, policy } = site.settings;
  return {
    site: site.site,
    name,
    siteId: site.siteId,
    ...currentKeys(site, now),
    currency,
    timezone,
    policy,
    oldKeys: describeOldKeys(site, now),
  };
}

function bySite(a: SiteLine, b: SiteLine): number {
  return a.site < b.site ? -1 : 1;
}

async function inspectStore(
  engine: Engine,
  store: Store,
): Promise<Pick<Inspection, 'store' | 'newestReceivedAt'>> {
  // Places are handed out to duplicates too, so the store's highest one may be nobody's: the latest folded one is not.
  const latest = engine.book.stats().seq;
  const newest = await store.readSince(Math.max(0, latest - NEWEST_ENTRIES), NEWEST_ENTRIES);
  const arrivals = newest.map((entry) => entry.receivedAt);
  return {
    store: await store.health(),
    newestReceivedAt: arrivals.length === 0 ? null : Math.max(...arrivals),
  };
}

function describeJobs(jobs: Jobs): readonly JobLine[] {
  const instant = (t: number): string => new Date(t).toISOString();
  return jobs.list().map((job) => ({
    name: job.name,
    everyMs: job.everyMs,
    lastRunAt: job.lastRunAt === null ? null : instant(job.lastRunAt),
    nextRunAt: instant(job.nextRunAt),
    runs: job.runs,
    lastError: job.lastError,
  }));
}

async function runJob(jobs: Jobs, name: string): Promise<Outcome<JobLine>> {
  try {
    await jobs.run(name);
  } catch (error) {
    if (!(error instanceof InklingError) || error.code !== 'job_unknown') throw error;
    return refuse('not_found', 'job', `there is no job ${name}; see \`inkling jobs\` for their names`);
  }
  const job = describeJobs(jobs).find((line) => line.name === name);
  return job === undefined ? refuse('internal', 'job', 'run `inkling jobs`') : accept(job);
}

async function readSegmentHealth(
  { sites, segmentHealth }: Engine,
  name: string,
): Promise<Outcome<HealthView>> {
  const site = sites.get(name);
  if (site === undefined) return refuse('unknown_site', 'site', 'check the name with `inkling site list`');
  return accept(presentHealth(await segmentHealth.read(site.siteId, HEALTH_DAYS)));
}

async function erase(
  { sites, erasures }: Engine,
  { site: name, ...naming }: z.infer<typeof erasureSchema>,
): Promise<Outcome<Receipt>> {
  const site = sites.get(name);
  if (site === undefined) return refuse('unknown_site', 'site', 'check the name with `inkling site list`');
  const receipt = await erasures.erase(site, naming, BY);
  return receipt === null
    ? refuse('identifier_missing', '', 'name a visitor id of 32 hex digits, --user or --email')
    : accept(receipt);
}
