/** How far estimates of visitors and of sessions are off, and how fast a log is counted. Seeded: the same on every machine, but for the speed. */
import { performance } from 'node:perf_hooks';
import type { LoggedEntry, SiteId, VisitorId } from '../core/entry.ts';
import { addToDay, EMPTY_DAY } from '../core/statistics/day.ts';
import { NO_STATE, planPage } from '../core/statistics/plan.ts';
import { reportOf } from '../core/statistics/report.ts';
import { SKETCH_ERROR } from '../core/statistics/sketch.ts';
import { type BenchRun, percentile, type Report } from './report.ts';

const SIZES = [100, 1_000, 10_000, 50_000];
const DAYS = 40;
const PAGE = 1_000;
const SITE = 'st_bench' as SiteId;
const NOON = Date.UTC(2026, 4, 1, 12);
const HOUR_MS = 3_600_000;
const DATE = '2026-05-01';

/** One view of each, and of every second a later visit. */
function* viewsOf(visitors: number, seed: number): Generator<LoggedEntry> {
  let seq = 0;
  for (let n = 0; n < visitors; n += 1)
    for (const t of n % 2 === 0 ? [NOON, NOON + 3 * HOUR_MS] : [NOON]) {
      seq += 1;
      yield {
        ...{ site: SITE, seq, id: `${seed} ${seq}`, type: 'event', name: 'Page Viewed', t, receivedAt: t },
        ...{ visitor: `${seed} ${n}` as VisitorId, source: 'web', context: { path: '/' }, properties: {} },
      };
    }
}

function countDay(visitors: number, seed: number) {
  const rules = { dateOf: () => DATE, gapMs: HOUR_MS / 2, oldestDate: DATE };
  let [state, day, entries] = [NO_STATE, EMPTY_DAY, 0];
  for (const page of pagesOf(viewsOf(visitors, seed))) {
    const place = page.at(-1)?.seq ?? 0;
    state = planPage(state, { entries: page, orders: new Map(), place }, rules);
    for (const [, delta] of state.plan.days) day = addToDay(day, delta, place);
    entries += page.length;
  }
  const { totals } = reportOf([{ date: DATE, counts: day }], { from: DATE, to: DATE }, 10);
  return { entries, uniques: totals.dailyUniques ?? 0, sessions: totals.sessions ?? 0 };
}

function* pagesOf(entries: Iterable<LoggedEntry>): Generator<readonly LoggedEntry[]> {
  let page: LoggedEntry[] = [];
  for (const entry of entries) {
    page.push(entry);
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

export default async function measureStatistics({ isQuick, say }: BenchRun): Promise<Report> {
  const days = isQuick ? 3 : DAYS;
  const begun = performance.now();
  let entries = 0;
  const sizes = (isQuick ? SIZES.slice(0, 2) : SIZES).map((visitors) => {
    const counted = Array.from({ length: days }, (_, seed) => countDay(visitors, seed));
    entries += counted.reduce((sum, day) => sum + day.entries, 0);
    const off = (value: number, truth: number): number => Math.abs(value / truth - 1);
    const uniques = counted.map((day) => off(day.uniques, visitors));
    const sessions = counted.map((day) => off(day.sessions, visitors * 1.5));
    say(
      `${visitors} visitors: off by ${percent(most(uniques))} (95 of 100 days), sessions by ${percent(most(sessions))}`,
    );
    return { uniques, sessions };
  });
  const seconds = (performance.now() - begun) / 1_000;
  const all = (which: 'uniques' | 'sessions') => most(sizes.flatMap((size) => size[which]));
  return {
    name: 'statistics',
    figures: {
      uniquesOff: { value: all('uniques'), unit: 'share, 95 of 100 days', atMost: 2.5 * SKETCH_ERROR },
      sessionsOff: { value: all('sessions'), unit: 'share, 95 of 100 days', atMost: 0.08 },
      entriesPerSecond: { value: Math.round(entries / seconds), unit: 'entries/s, without the store' },
    },
    notes: [`${days} days each of ${SIZES.join(', ')} visitors, of whom every second comes twice`],
  };
}

/** Of 95 in 100. */
function most(shares: readonly number[]): number {
  return percentile(
    shares.toSorted((a, b) => a - b),
    0.95,
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
