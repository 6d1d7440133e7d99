/**
 * What the engine in a page has decided, and what became of it, as entries of the log: the console's report of a campaign
 * then counts whoever allowed it, as if the decision had been made here.
 */
import { isObject } from '../../../core/collect/json.ts';
import {
  decisionEntryId,
  type ExposureName,
  exposureEntry,
} from '../../../core/decisions/decision-entries.ts';
import type { Engine } from '../../../core/engine.ts';
import type { Entry, VisitorId } from '../../../core/entry.ts';
import { derivedId } from '../../../core/identity/hash.ts';
import type { Site } from '../../../core/sites/site.ts';

const MOST_REPORTS = 100;
const KEY = /^[a-z0-9-]{1,64}$/;
const DECISION = /^[0-9a-f]{8,64}$/;
/** A page shows what it chose within half a minute. */
const SHOWN_WITHIN_MS = 30_000;

/** Instants are UTC ms; what did not happen is left out. */
export type LocalReport = {
  readonly visitor: VisitorId;
  readonly decision: string;
  readonly campaign: string;
  readonly variant: string;
  /** The earliest instant that the row knows of. */
  readonly since: number;
  readonly became: Readonly<Partial<Record<ExposureName, number>>>;
};

/** Rows of the buffer: `[decision, campaign, variant, { s, w, k, x }]`, with what is new. What is none is passed over. */
export function readReports(rows: unknown, visitor: string): readonly LocalReport[] {
  if (!Array.isArray(rows)) return [];
  return rows.slice(0, MOST_REPORTS).flatMap((row) => readReport(row, visitor) ?? []);
}

function readReport(row: unknown, visitor: string): LocalReport | null {
  if (!Array.isArray(row)) return null;
  const [decision, campaign, variant, at] = row as readonly unknown[];
  const isNamed = isText(decision, DECISION) && isText(campaign, KEY) && isText(variant, KEY);
  if (!isNamed || !isObject(at)) return null;
  const { c: chosen, s: shown, w: withheld, k: clicked, x: dismissed } = at;
  const became = Object.entries({ shown, withheld, clicked, dismissed }).filter(isDated);
  const since = Math.min(...became.map(([, t]) => t), ...[chosen].filter(isInstant));
  if (!isInstant(since)) return null;
  const report = { visitor: visitor as VisitorId, decision, campaign, variant, since };
  return { ...report, became: Object.fromEntries(became) };
}

function isDated(entry: [string, unknown]): entry is [string, number] {
  return isInstant(entry[1]);
}

function isText(value: unknown, shape: RegExp): value is string {
  return typeof value === 'string' && shape.test(value);
}

function isInstant(value: unknown): value is number {
  return (
    Number.isSafeInteger(value) &&
    (value as number) >= Date.UTC(2000, 0) &&
    (value as number) < Date.UTC(2100, 0)
  );
}

/** Of campaigns that the site has now; of another nobody could read the result. */
export function reportEntries(
  reports: readonly LocalReport[],
  site: Site,
  { campaigns, now }: Pick<Engine, 'campaigns' | 'now'>,
): readonly Entry[] {
  return reports.flatMap((report) => {
    const found = campaigns.get(site.siteId, report.campaign);
    const arm = found?.campaign.variants.find(({ key }) => key === report.variant);
    if (found === null || arm === undefined) return [];
    return entriesOf(report, { site, version: found.version, isControl: arm.treatment === null, now: now() });
  });
}

type Frame = {
  readonly site: Site;
  readonly version: number;
  readonly isControl: boolean;
  readonly now: number;
};

function entriesOf(
  { visitor, decision, campaign, variant, since, became }: LocalReport,
  { site, version, isControl, now }: Frame,
): readonly Entry[] {
  // Another visitor's page may have made the same one.
  const id = derivedId('local', visitor, decision).slice('local:'.length);
  const chosen: Entry & { readonly visitor: VisitorId } = {
    ...{ site: site.siteId, visitor, t: Math.min(since, now), receivedAt: now, source: 'server' },
    id: decisionEntryId(id),
    type: 'decision',
    name: isControl ? 'control' : 'chosen',
    properties: {
      ...{ decision: id, campaign, version, arm: variant, channel: 'onsite', trigger: 'page' },
      ...{ since, until: since + SHOWN_WITHIN_MS, step: 0 },
    },
  };
  const exposures = Object.entries(became) as [ExposureName, number][];
  return [
    chosen,
    ...exposures.map(([name, t]) =>
      exposureEntry(chosen, name, {
        t: Math.min(Math.max(t, since), now),
        receivedAt: now,
        source: 'web',
      }),
    ),
  ];
}
