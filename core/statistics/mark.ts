/** What one event adds to its day, as far as it can be taken off again when another copy takes its place. */
import * as z from 'zod';
import type { LoggedEntry, SiteId } from '../entry.ts';
import { funnelStep } from '../events/spec.ts';
import { isUnconfirmed } from '../events/unconfirmed.ts';
import { type DayDelta, NO_DELTA, STEPS } from './day.ts';
import { hourOf } from './names.ts';
import { traceOf } from './sketch.ts';

export type Mark = {
  /** Left out: it was counted before names were. */
  readonly name?: string | undefined;
  /** Local, as it was counted. */
  readonly date: string;
  readonly isView: boolean;
  /** Of somebody. */
  readonly isNamed: boolean;
  readonly page?: string | undefined;
  readonly source?: string | undefined;
  /** A place in `STEPS`. */
  readonly step?: number | undefined;
  /** A page made the id up: nobody else tells of it. */
  readonly isMinted?: true | undefined;
};

const LONGEST_NAME = 200;
const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const VIEWS: ReadonlySet<string> = new Set(['Page Viewed', 'Screen Viewed']);
const ORDER = STEPS.indexOf('order');

/** Null: it is nothing that is counted. @example markOf(entry, '2026-05-01') */
export function markOf(entry: LoggedEntry, date: string): Mark | null {
  if (!isCounted(entry)) return null;
  const isView = VIEWS.has(entry.name);
  const step = stepOf(entry.name);
  const { path } = entry.context ?? {};
  const source = isView ? sourceOf(entry) : null;
  return {
    name: entry.name,
    date,
    isView,
    isNamed: entry.visitor !== null,
    ...(isView && path !== undefined && { page: path.slice(0, LONGEST_NAME) }),
    ...(source !== null && { source }),
    // Orders are counted one by one.
    ...(step !== null && step !== ORDER && { step }),
    ...(UUID.test(entry.id) && { isMinted: true as const }),
  };
}

/** Whether an entry says anything to the statistics. */
export function isCounted(entry: LoggedEntry): boolean {
  return entry.type === 'event' && !isUnconfirmed(entry);
}

/** @param sign -1 takes it off again. */
export function deltaOfMark({ name, isView, isNamed, page, source, step }: Mark, sign: 1 | -1): DayDelta {
  return {
    ...NO_DELTA,
    views: isView ? sign : 0,
    named: isView && isNamed ? sign : 0,
    steps: STEPS.map((_, at) => (at === step ? sign : 0)),
    pages: page === undefined ? [] : [[page, sign]],
    sources: source === undefined ? [] : [[source, sign]],
    names: name === undefined ? [] : [[name, sign, 0]],
  };
}

/** When it came, and what its visitor leaves in the sketches of the day: nothing takes that off again. */
export function tracesOfEntry(entry: LoggedEntry, date: string, gapMs: number): DayDelta {
  const { visitor, name, source, t, site } = entry;
  const came: DayDelta = isCounted(entry) ? { ...NO_DELTA, names: [[name, 0, hourOf(t)]] } : NO_DELTA;
  if (visitor === null) return came;
  const isView = VIEWS.has(name);
  const from = isView ? sourceOf(entry) : null;
  const trace = (what: string, of: string = visitor) => traceOf(saltOf(site, date, what), of);
  const stretch = Math.floor(t / gapMs);
  const [own, next] = [
    trace('stretch', `${visitor} ${stretch}`),
    trace('stretch', `${visitor} ${stretch + 1}`),
  ];
  const isOnPage = source === 'web';
  const reached = stepOf(name);
  return {
    ...came,
    crowds: from === null ? [] : [[from, [traceOf(saltOf(site, date.slice(0, 7), from), visitor)]]],
    seen: isView ? [trace('seen')] : [],
    stretches: isOnPage ? [own] : [],
    spans: isOnPage ? [own, next] : [],
    reached: STEPS.map((_, at) => (at === reached ? [trace('reached')] : [])),
  };
}

/** Another for each site and day: no two of those sketches can be compared. Crowds are those of a month. */
function saltOf(site: SiteId, date: string, what: string): string {
  return `${site} ${date} ${what}`;
}

function stepOf(name: string): number | null {
  const step = funnelStep(name);
  return step === null || step === 'browse' ? null : STEPS.indexOf(step);
}

/** A campaign says more than the page that its link stood on. */
function sourceOf({ context }: LoggedEntry): string | null {
  const campaign = context?.campaign?.utm_source;
  if (campaign !== undefined && campaign !== '') return `utm:${campaign}`.slice(0, LONGEST_NAME);
  return context?.referrer === undefined ? null : `ref:${context.referrer}`.slice(0, LONGEST_NAME);
}

export const markShape = z.object({
  name: z.string().optional(),
  date: z.string(),
  isView: z.boolean(),
  isNamed: z.boolean(),
  page: z.string().optional(),
  source: z.string().optional(),
  step: z.number().int().optional(),
  isMinted: z.literal(true).optional(),
});
