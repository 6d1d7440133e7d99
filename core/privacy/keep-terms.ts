/** All classes of what is held, each with its term, and the run that keeps them. */
import type { SiteId } from '../entry.ts';
import type { ViolationLog } from '../events/violation-log.ts';
import type { ProfileBook } from '../profiles/book.ts';
import type { Site, SiteSettings } from '../sites/site.ts';
import type { AuditLog } from './audit.ts';
import { type ContactPorts, endContacts } from './end-contacts.ts';
import { endIdle } from './end-idle.ts';
import type { LogCounts, Retention, RetentionPorts } from './retention.ts';
import { retireNotices } from './retire-notices.ts';
import { keepLastCounts, keepLastRun, type Reckoning, readLastRun, reckon } from './trusted-time.ts';

const DAY_MS = 86_400_000;
/** Far more than one commit writes. */
const NEWEST_ENTRIES = 100;

/** In the order in which a run goes through them. */
export const RETENTION_CLASSES = [
  {
    name: 'notices',
    setting: 'retention.noticeDays',
    term: ({ retention }) => retention.noticeDays,
    stays: 'the latest of each segment and version',
  },
  {
    name: 'raw events',
    setting: 'eventDays',
    term: ({ eventDays }) => eventDays,
    stays: 'counts, sums and first and last times in the profile',
  },
  {
    name: 'scores',
    setting: 'eventDays',
    term: ({ eventDays }) => eventDays,
    stays: 'the newest that says where every condition on it stands',
  },
  {
    name: 'decisions and exposures',
    setting: 'retention.resultDays',
    term: ({ retention }) => retention.resultDays,
    stays: 'the arm, and what came of it; every total',
  },
  { name: 'contact data', setting: null, term: () => null, stays: 'nothing' },
  {
    name: 'plan violations',
    setting: 'retention.violationDays',
    term: ({ retention }) => retention.violationDays,
    stays: 'nothing',
  },
  {
    name: 'audit log',
    setting: 'retention.auditDays',
    term: ({ retention }) => retention.auditDays,
    stays: 'nothing',
  },
  {
    name: 'idle profiles',
    setting: 'retention.idleDays',
    term: idleDays,
    stays: 'what was refused, and every total',
  },
] as const satisfies readonly RetentionClass[];

type RetentionClass = {
  readonly name: string;
  /** Of the site, as docs/settings.md names it; null: it has none. */
  readonly setting: string | null;
  /** Days; null: it ends with something else. */
  readonly term: (settings: SiteSettings) => number | null;
  readonly stays: string;
};
export type ClassName = (typeof RETENTION_CLASSES)[number]['name'];

/** A profile outlasts its raw events: none of those goes before its own term. */
function idleDays({ retention, eventDays }: SiteSettings): number {
  return Math.max(retention.idleDays, eventDays);
}

export type RetentionLine = {
  readonly name: ClassName;
  /** Days; null: it ends with the consent to it. */
  readonly days: number | null;
  /** How many went, or would go. */
  readonly count: number;
};

export type RetentionReport = {
  readonly site: string;
  readonly isDry: boolean;
  readonly time: Reckoning;
  readonly classes: readonly RetentionLine[];
};

export type RunQuestion = {
  /** Counts, and changes nothing. */
  readonly isDry: boolean;
  /** Somebody has looked at the machine's clock: terms are counted from what it says, however far it leapt. */
  readonly trustsClock?: boolean;
};

export type KeepTermsPorts = RetentionPorts &
  ContactPorts & {
    readonly retention: Pick<Retention, 'retireLog'>;
    readonly violations: Pick<ViolationLog, 'sweep'>;
    readonly audit: Pick<AuditLog, 'sweep'>;
    readonly append: ProfileBook['append'];
  };

export type KeepTerms = (site: Site, question: RunQuestion) => Promise<RetentionReport>;

/**
 * Takes everything whose term is over, by the settings in force: also what was held before they changed.
 *
 * @example const { classes } = await createKeepTerms(ports)(site, { isDry: true })
 */
export function createKeepTerms(ports: KeepTermsPorts): KeepTerms {
  let turn: Promise<unknown> = Promise.resolve();
  return (site, question) => {
    // Two runs side by side would both fold what only one of them removes.
    const mine = turn.then(
      () => keepOnce(ports, site, question),
      () => keepOnce(ports, site, question),
    );
    turn = mine;
    return mine;
  };
}

async function keepOnce(
  ports: KeepTermsPorts,
  site: Site,
  { isDry, trustsClock = false }: RunQuestion,
): Promise<RetentionReport> {
  const { siteId, settings } = site;
  const time = await readTime(ports, siteId, trustsClock);
  // A run that breaks off has still passed that time: the next one goes no further for it.
  if (!isDry) await keepLastRun(ports.store, siteId, time);
  const counts = await countClasses(ports, siteId, settings, { trusted: time.trusted, isDry });
  if (!isDry) await keepLastCounts(ports.store, siteId, { ranAt: time.now, counts });
  const classes = RETENTION_CLASSES.map(({ name, term }) => ({
    name,
    days: term(settings),
    count: counts[name],
  }));
  return { site: site.site, isDry, time, classes };
}

type Run = { readonly trusted: number; readonly isDry: boolean };

async function countClasses(
  ports: KeepTermsPorts,
  site: SiteId,
  settings: SiteSettings,
  { trusted, isDry }: Run,
): Promise<Readonly<Record<ClassName, number>>> {
  const { retention, eventDays } = settings;
  const ago = (days: number): number => trusted - days * DAY_MS;
  const notices = await retireNotices(ports, site, ago(retention.noticeDays), isDry);
  const before = { events: ago(eventDays), results: ago(retention.resultDays) };
  const log: LogCounts = await ports.retention.retireLog(site, before, isDry);
  return {
    notices,
    'raw events': log.events,
    scores: log.scores,
    'decisions and exposures': log.results,
    'contact data': await endContacts(ports, site, trusted, isDry),
    'plan violations': await ports.violations.sweep(site, ago(retention.violationDays), isDry),
    'audit log': await ports.audit.sweep(site, ago(retention.auditDays), isDry),
    'idle profiles': await endIdle(ports, { site, before: ago(idleDays(settings)), isDry }),
  };
}

async function readTime(
  { store, book, clock }: KeepTermsPorts,
  site: SiteId,
  trustsClock: boolean,
): Promise<Reckoning> {
  const now = clock.now();
  if (trustsClock) return { now, trusted: now, aheadMs: 0 };
  const last = await readLastRun(store, site);
  if (last !== null) return reckon(now, last, null);
  const newest = await store.readSince(Math.max(0, book.stats().seq - NEWEST_ENTRIES), NEWEST_ENTRIES);
  const arrivals = newest.map(({ receivedAt }) => receivedAt);
  return reckon(now, null, arrivals.length === 0 ? null : Math.max(...arrivals));
}
