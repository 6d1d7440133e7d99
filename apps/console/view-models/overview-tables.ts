/** Pages, sources and the funnel as tables, on the page and as files. */
import type { StatisticsAnswer } from '../api/answers/overview.ts';
import type { OverviewWords } from '../words/overview.ts';
import type { Writing } from './overview.ts';

export type TableView = {
  readonly columns: readonly { readonly title: string; readonly isNumber?: boolean }[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly string[] }[];
  /** As a file, with figures as they are. */
  readonly file: readonly (readonly (string | number | null)[])[];
};

/** @example viewPages(answer, writing).rows[0]?.cells // ['/', '120', '40%'] */
export function viewPages({ pages, totals }: StatisticsAnswer, { words, format }: Writing): TableView {
  const { page, views, share, other } = words.pages;
  const lines = [
    ...pages.rows.map((row) => ({ key: row.path, name: row.path, count: row.views })),
    ...(pages.rows.length > 0 && pages.otherViews > 0
      ? [{ key: ' other', name: other, count: pages.otherViews }]
      : []),
  ];
  return {
    columns: [{ title: page }, { title: views, isNumber: true }, { title: share, isNumber: true }],
    rows: lines.map(({ key, name, count }) => ({
      key,
      cells: [name, format.count(count), format.share(count / Math.max(1, totals.views))],
    })),
    file: lines.map(({ name, count }) => [name, count, share3(count, totals.views)]),
  };
}

export function viewSources({ sources }: StatisticsAnswer, { words, format }: Writing): TableView {
  const { source, kind, kinds, views } = words.sources;
  return {
    columns: [{ title: source }, { title: kind }, { title: views, isNumber: true }],
    rows: sources.rows.map((row) => ({
      key: `${row.kind} ${row.name}`,
      cells: [nameOf(row.name), kinds[row.kind], format.count(row.views)],
    })),
    file: sources.rows.map((row) => [row.name, kinds[row.kind], row.views]),
  };
}

/** Of an origin, what people know it by. */
function nameOf(name: string): string {
  return name.replace(/^https?:\/\/(www\.)?/, '');
}

type StepKey = keyof OverviewWords['funnel']['steps'];
export type FunnelView = TableView & {
  readonly note: string;
  /** Where most are lost; null: nobody is there to be lost. */
  readonly worst: string | null;
};

/** Visitors where they are known, else how often each step was taken. @example viewFunnel(answer, writing).worst */
export function viewFunnel({ days, totals }: StatisticsAnswer, { words, format }: Writing): FunnelView {
  const { funnel } = words;
  const isKnown = totals.dailyUniques !== null && totals.funnel.every(isKnownStep);
  const visits = isKnown ? days.reduce((sum, { uniques }) => sum + (uniques ?? 0), 0) : totals.views;
  const steps: readonly { readonly key: StepKey; readonly count: number }[] = [
    { key: 'visit', count: visits },
    ...totals.funnel.map(({ step, count, visitors }) => ({
      key: step,
      // Orders of a shop's server come without the visitor of the page.
      count: isKnown && step !== 'order' ? (visitors ?? 0) : count,
    })),
  ];
  const lines = steps.map((step, place) => {
    const before = steps[place - 1];
    return { ...step, lost: before === undefined ? null : lostBetween(before.count, step.count) };
  });
  const [worst] = lines
    .filter(({ lost }) => lost !== null && lost > 0)
    .toSorted((a, b) => (b.lost ?? 0) - (a.lost ?? 0));
  const place = worst === undefined ? 0 : lines.indexOf(worst);
  return {
    columns: [
      { title: funnel.step },
      { title: isKnown ? funnel.visitors : funnel.events, isNumber: true },
      { title: funnel.ofAll, isNumber: true },
      { title: funnel.dropped, isNumber: true },
    ],
    rows: lines.map(({ key, count, lost }) => ({
      key,
      cells: [
        funnel.steps[key],
        format.count(count),
        visits === 0 ? '–' : format.share(count / visits),
        lost === null ? '–' : format.share(lost),
      ],
    })),
    file: lines.map(({ key, count, lost }) => [funnel.steps[key], count, share3(count, visits), lost]),
    note: isKnown ? funnel.visitorsNote : funnel.eventsNote,
    worst: wordWorst(lines[place - 1]?.key, worst, { words, format }),
  };
}

function isKnownStep({ step, visitors }: StatisticsAnswer['totals']['funnel'][number]): boolean {
  return step === 'order' || visitors !== null;
}

/** Null: nobody was there, or more came by another way than were there. */
function lostBetween(before: number, now: number): number | null {
  return before === 0 || now > before ? null : 1 - now / before;
}

type Line = { readonly key: StepKey; readonly lost: number | null };

function wordWorst(
  before: StepKey | undefined,
  worst: Line | undefined,
  { words, format }: Writing,
): string | null {
  if (before === undefined || worst === undefined || worst.lost === null) return null;
  const { steps, worst: say } = words.funnel;
  return say(steps[before], steps[worst.key], format.share(worst.lost));
}

/** Of a file: three digits say enough. */
function share3(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 1_000) / 1_000;
}
