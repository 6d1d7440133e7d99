/** Campaigns that go out at a time of day: everybody of the audience, once a day on which they are due. */

import { calendarSpan } from '../calendar.ts';
import type { SiteId, VisitorId } from '../entry.ts';
import type { Store } from '../ports.ts';
import type { Site } from '../sites/site.ts';
import { localDate } from '../zone.ts';
import { WEEKDAYS, type Weekday } from './campaign.ts';
import type { Decisions } from './decisions.ts';
import { clockOn } from './limits.ts';
import type { LiveCampaign, SiteCampaigns } from './live.ts';

const RUNS = 'campaign-runs';
const A_PAGE = 500;
/** Enough that few are asked again, too few to be somebody's. */
const PLACE_DIGITS = 6;

export type SchedulePorts = {
  readonly store: Pick<Store, 'getRecord' | 'putRecord' | 'listProfiles'>;
  readonly decisions: Pick<Decisions, 'forLog'>;
  /** Writes what is only in memory, so that all visitors are listed. */
  readonly flush: () => Promise<void>;
};

/** How far the run of a day has come: a place in the order of visitors, or that all were asked. */
type Run = { readonly date: string; readonly after: string | null; readonly isDone: boolean };

/**
 * Asks for everybody where the time has come; goes on where an earlier run broke off. Deciding is idempotent: the
 * occasion is the day.
 *
 * @example await runSchedules(ports, site, campaigns, now)
 */
export async function runSchedules(
  ports: SchedulePorts,
  site: Site,
  campaigns: Pick<SiteCampaigns, 'onSchedule'>,
  now: number,
): Promise<void> {
  for (const live of campaigns.onSchedule) {
    const date = dueDate(live, now, site.settings.timezone);
    if (date === null) continue;
    const key = live.campaign.key;
    const run = await readRun(ports, site.siteId, key, date);
    if (!run.isDone) await runOn(ports, site, live, run, now);
  }
}

/**
 * The day whose run is due, as `YYYY-MM-DD`; null: none is. A run that is late by more than the campaign says is left
 * out, and one from before the campaign was live.
 */
export function dueDate(
  { campaign: { trigger }, liveSince, validForMs }: LiveCampaign,
  now: number,
  zone: string,
): string | null {
  if (!('schedule' in trigger)) return null;
  const { at, on } = trigger.schedule;
  const day = calendarSpan('day', now, zone).from;
  for (const start of [day, calendarSpan('day', day - 1, zone).from]) {
    const due = clockOn(start, at, zone);
    if (due > now || now - due > validForMs || due < liveSince) continue;
    const date = localDate(start, zone);
    if (isOnDay(on, date)) return date;
  }
  return null;
}

/** @param date `YYYY-MM-DD`. @param on Every day where it is left out. */
export function isOnDay(on: readonly Weekday[] | undefined, date: string): boolean {
  return on === undefined || on.includes(weekdayOf(date));
}

function weekdayOf(date: string): Weekday {
  return WEEKDAYS[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7] as Weekday;
}

/** A place at or before the visitor's, which names nobody: what stands beside the log outlives whoever is erased. */
function placeBefore(visitor: VisitorId | null): string | null {
  return visitor === null ? null : visitor.slice(0, PLACE_DIGITS).padEnd(visitor.length, '0');
}

async function readRun({ store }: SchedulePorts, site: SiteId, key: string, date: string): Promise<Run> {
  const kept = (await store.getRecord(RUNS, site, key)) as Run | undefined;
  return kept?.date === date ? kept : { date, after: null, isDone: false };
}

async function runOn(
  ports: SchedulePorts,
  site: Site,
  live: LiveCampaign,
  run: Run,
  now: number,
): Promise<void> {
  const { store, decisions, flush } = ports;
  const { siteId } = site;
  const ask = { trigger: `schedule:${run.date}`, campaigns: [live] };
  await flush();
  for (let after = run.after as VisitorId | null; ; ) {
    const rows = await store.listProfiles(siteId, after, A_PAGE);
    for (const { visitor } of rows) await decisions.forLog(site, visitor, [ask], now);
    after = rows.at(-1)?.visitor ?? after;
    const isDone = rows.length < A_PAGE;
    const kept = { date: run.date, after: isDone ? null : placeBefore(after), isDone };
    await store.putRecord(RUNS, siteId, live.campaign.key, kept);
    if (isDone) return;
  }
}
