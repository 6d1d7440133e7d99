import { setImmediate as turn } from 'node:timers/promises';
import type { VisitorId } from '../../../../core/entry.ts';
import { accept, type Outcome, refuse } from '../../../../core/errors.ts';
import { makeGrid } from '../../../../core/measurement/grid.ts';
import { addSizes, type SizesSlice, type SpanSlice } from '../../../../core/measurement/segment-sizes.ts';
import { durationMs } from '../../../../core/segments/duration.ts';
import { readAt } from '../../segment-answers.ts';
import { onSite, SITE_OPTION } from '../installation.ts';
import type { Operations } from '../operations.ts';
import { createProgressBar, type ProgressBar } from '../replay/progress-bar.ts';
import { drawSizes } from '../sizes-table.ts';
import { type Arguments, done, optionText, type Report, refused, type Terminal, type Verb } from '../verb.ts';
import { SCREEN_COLUMNS } from '../wrap.ts';

export const segmentsSizesVerb: Verb = {
  name: 'segments sizes',
  summary: 'How many visitors were in each segment, over time',
  usage: '[--from T] [--to T] [--every D] [--site S]',
  options: {
    from: { value: 'T', what: 'first instant, ISO 8601 or epoch milliseconds (the first event)' },
    to: { value: 'T', what: 'last instant (the last event)' },
    every: { value: 'D', what: 'step: 30m, 1h, 1d (a round one that makes at most 12)' },
    site: SITE_OPTION,
  },
  positionals: [0, 0],
  details:
    'Counted from the log of every visitor under the segments in force now, so that it also holds\n' +
    'for times before they were defined. Whoever was erased since, or lost the id, is not counted.',
  run: (args, terminal) =>
    onSite(args, terminal, async (site, operations) => {
      const asked = readAsked(args);
      if (!asked.ok) return refused(asked);
      const { columns, warn, clock } = terminal;
      const bar = createProgressBar({ columns, write: warn, now: clock.now });
      const work = { site, operations, terminal, bar };
      try {
        return await report(work, asked.value);
      } finally {
        bar.clear();
      }
    }),
};

type Asked = {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly everyMs?: number | undefined;
};

function readAsked(args: Arguments): Outcome<Asked> {
  const from = readInstantOption(args, 'from');
  if (!from.ok) return from;
  const to = readInstantOption(args, 'to');
  if (!to.ok) return to;
  const every = optionText(args, 'every');
  const everyMs = every === undefined ? undefined : durationMs(every);
  if (everyMs !== undefined && !(everyMs > 0)) {
    return refuse('invalid_value', '--every', 'write a whole number and a unit: 30m, 1h, 7d');
  }
  return accept({ from: from.value, to: to.value, everyMs });
}

function readInstantOption(args: Arguments, name: string): Outcome<number | undefined> {
  const text = optionText(args, name);
  if (text === undefined) return accept(undefined);
  const read = readAt(text, 0);
  return read.ok ? read : { ...read, at: `--${name}` };
}

type Work = {
  readonly site: string;
  readonly operations: Operations;
  readonly terminal: Terminal;
  readonly bar: ProgressBar;
};

async function report(work: Work, asked: Asked): Promise<Report> {
  const { site } = work;
  const span = await readSpan(work);
  if (!span.ok) return refused(span);
  const { first, last, knownAfter, now, total } = span.value;
  if (first === null || last === null) return drawNothing(site, 'No events yet.');
  const begin = knownAfter === null ? first : Math.max(first, knownAfter + 1);
  const grid = makeGrid({ first: begin, last, now, ...asked });
  if (!grid.ok) return refused({ ...grid, at: `--${grid.at}` });
  const instants = grid.value;
  const counted = await countSizes(work, instants, total);
  if (!counted.ok) return refused(counted.code === 'truncated' ? { ...counted, at: '--from' } : counted);
  const items = Object.entries(counted.value).map(([segment, sizes]) => ({ segment, sizes }));
  if (items.length === 0)
    return drawNothing(site, 'No segments in force: inkling segments put templates/shop');
  const json = { site, instants: instants.map((t) => new Date(t).toISOString()), items };
  return done(json, drawSizes({ instants, items }, SCREEN_COLUMNS));
}

function drawNothing(site: string, text: string): Report {
  return done({ site, instants: [], items: [] }, text);
}

type Span = Omit<SpanSlice, 'visitors' | 'next'> & { readonly now: number };

async function readSpan({ site, operations, terminal: { stopped } }: Work): Promise<Outcome<Span>> {
  let span: Span | null = null;
  for (let after: VisitorId | null = null; ; ) {
    const slice: Awaited<ReturnType<Operations['readSpan']>> = await operations.readSpan({ site, after });
    if (!slice.ok) return slice;
    span = span === null ? slice.value : widen(span, slice.value);
    after = slice.value.next;
    if (after === null) return accept(span);
    await turn();
    if (stopped.aborted) return STOPPED;
  }
}

const STOPPED = refuse('interrupted', '', 'not everybody was counted: run it again');

function widen(span: Span, more: Span): Span {
  const latest = (a: number | null, b: number | null): number | null =>
    a === null || b === null ? (a ?? b) : Math.max(a, b);
  const first = span.first === null ? more.first : Math.min(span.first, more.first ?? span.first);
  const knownAfter = latest(span.knownAfter, more.knownAfter);
  return { ...more, first, last: latest(span.last, more.last), knownAfter };
}

type Sizes = SizesSlice['sizes'];

/** Begins again where a segment changed meanwhile. */
async function countSizes(work: Work, instants: readonly number[], total: number): Promise<Outcome<Sizes>> {
  const { site, operations, bar, terminal } = work;
  let begun: string | null = null;
  let sum: Sizes = {};
  let visitors = 0;
  for (let after: VisitorId | null = null; ; ) {
    const request = { site, instants: [...instants], after };
    const slice: Outcome<SizesSlice> = await operations.countSizes(request);
    if (!slice.ok) return slice;
    const { program, sizes, next } = slice.value;
    begun ??= program;
    if (program !== begun) return countSizes(work, instants, total);
    sum = addSizes(sum, sizes);
    visitors += slice.value.visitors;
    after = next;
    if (after === null) return accept(sum);
    bar.update({ label: 'counting', share: total === 0 ? 0 : visitors / total, rows: visitors });
    await turn();
    if (terminal.stopped.aborted) return STOPPED;
  }
}
