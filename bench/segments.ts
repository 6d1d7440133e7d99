/**
 * Fold and evaluation in process: events a second with 25 segments, with a thousand and with ten thousand of which
 * the others mention other events, what one event costs at worst, what time alone costs, and what a visitor takes.
 * `REES46_CSV=path npm run bench -- segments` measures on that sample, else a stream of its shape is made.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Entry, VisitorId } from '../core/entry.ts';
import { isMoneyKey } from '../core/events/money.ts';
import { funnelStep } from '../core/events/spec.ts';
import { emptyProfile } from '../core/profiles/profile.ts';
import { createFoldRules, type FoldRules } from '../core/profiles/rules.ts';
import { place, startTimeline, type Timeline } from '../core/profiles/timeline.ts';
import type { SegmentDefinition } from '../core/segments/condition.ts';
import { countEvent } from '../core/segments/counts.ts';
import { createProgram, type Program } from '../core/segments/program.ts';
import { judgeDue } from '../core/segments/standing.ts';
import { EMPTY_WORLD } from '../core/segments/subject.ts';
import { TEMPLATES } from '../core/segments/templates/index.ts';
import type { BenchRun, Report } from './report.ts';
import { readStream } from './segments/stream.ts';

const LIVE = 25;
const ROUNDS = 25;
const DAY_MS = 86_400_000;
/** Times of what JSON takes for the same events. */
const MOST_OF_JSON = 3.5;

export default async function measureSegments(run: BenchRun): Promise<Report> {
  const { events, source } = readStream(process.env.REES46_CSV);
  const stream = run.isQuick ? events.slice(0, 500) : events;
  const sizes = [LIVE, 1_000, 10_000] as const;
  const setups = sizes.map((size) => rulesOf(size));
  // A core is one that collects its own garbage: more threads spin while they wait for each other.
  setFlagsFromString('--single-threaded-gc');
  const rates = measureRates(stream, setups, run);
  const [rules] = setups;
  if (rules === undefined) throw new TypeError('there is nothing to measure');
  const waits = listWaits(stream, rules);
  const timers = measureTimers(stream, rules);
  const memory = measureMemory(stream, rules);
  const again = measureAgain(stream, rules);
  return {
    name: 'segments',
    figures: {
      eventsPerSecond: { value: Math.floor(rates.best[0] ?? 0), unit: 'events/s/core', atLeast: 100_000 },
      eventsPerSecondOf1000: { value: Math.floor(rates.best[1] ?? 0), unit: 'events/s/core' },
      eventsPerSecondOf10000: { value: Math.floor(rates.best[2] ?? 0), unit: 'events/s/core' },
      eventsPerSecondMedian: { value: Math.floor(rates.median[0] ?? 0), unit: 'events/s/core' },
      ratioToJson: {
        value: ceilTo(rates.ratioToJson, 2),
        unit: 'ratio',
        atMost: MOST_OF_JSON,
      },
      ratioOf10000To25: {
        value: floorTo(rates.ratioOfMost, 3),
        unit: 'ratio',
        atLeast: 0.95,
      },
      touchedPerEvent: { value: floorTo(touched(stream, programOf(rules)), 2), unit: 'segments', atLeast: 4 },
      p50: { value: floorTo(quantile(waits, 0.5), 1), unit: 'us' },
      p99: { value: floorTo(quantile(waits, 0.99), 1), unit: 'us' },
      timersPerSecond: { value: Math.floor(timers), unit: 'timers/s/core', atLeast: 5_000 },
      memoryPerVisitor: { value: Math.ceil(memory.all), unit: 'bytes/visitor' },
      memoryOfSegments: { value: Math.ceil(memory.segments), unit: 'bytes/visitor' },
      reevaluated100000: { value: floorTo(again, 2), unit: 's' },
    },
    notes: [
      `${source}: ${stream.length} events, visitors fresh in each round; ${ROUNDS} alternating rounds, processor time, garbage collected on the same core`,
      'rates are those of the best round, which other machines on the same processor slowed least; median: of all rounds',
      'ratio to JSON: median over rounds of the processor time with 25 segments, in times of reading each event from its text, keeping it by visitor and writing it',
      'segments: the templates of shops, SaaS and content that need nothing else, 25 of them; the others mention events that never come',
      'p50, p99: one event through fold and evaluation; timers: memberships of a profile brought up to a later instant',
      're-evaluated: 100,000 visitors folded again from their entries, in memory, without the store',
    ],
  };
}

function rulesOf(size: number): FoldRules {
  const known = Object.values(TEMPLATES)
    .flat()
    .filter(({ needs }) => needs === undefined)
    .slice(0, LIVE);
  const others = Array.from({ length: size - known.length }, (_, n): SegmentDefinition => {
    const when = { event: `Feature ${n} Opened`, within: '7d', count: { gte: 3 } } as const;
    return { key: `other-${n}`, name: `Other ${n}`, when };
  });
  const segments = [...known, ...others].map((definition) => ({ definition, version: 1 }));
  const program = createProgram({
    id: `bench-${size}`,
    segments,
    stages: [],
    zone: 'Europe/Berlin',
    minorPerMajor: 100,
    shareOf: () => 0.5,
  });
  return createFoldRules({
    currency: 'USD',
    funnelStep,
    isMoney: isMoneyKey,
    segments: { program, world: EMPTY_WORLD },
  });
}

function programOf({ segments }: FoldRules): Program {
  if (segments === undefined) throw new TypeError('these rules have no segments');
  return segments.program;
}

/** Events a second, by setup. */
type Rates = {
  readonly best: readonly number[];
  readonly median: readonly number[];
  /** Of time with the first setup and with the last, and of the first and of the peer: medians over rounds. */
  readonly ratioOfMost: number;
  readonly ratioToJson: number;
};

/**
 * Processor time of each setup and of the peer: alternating, so that the machine's moods meet all of them. What others do
 * on the same processor slows all alike: an undisturbed core shows in the best round, and a slower program in the ratio.
 */
function measureRates(
  stream: readonly Entry[],
  setups: readonly FoldRules[],
  { isQuick, say }: BenchRun,
): Rates {
  const texts = stream.map((event) => JSON.stringify(event));
  const works = [...setups.map((rules) => () => foldAll(stream, rules)), () => readAll(texts)];
  const seconds = works.map((): number[] => []);
  for (let round = 0; round < (isQuick ? 1 : ROUNDS + 3); round++) {
    for (const [at, work] of works.entries()) {
      const before = process.cpuUsage();
      work();
      const { user, system } = process.cpuUsage(before);
      // The first rounds warm the compiler up.
      if (isQuick || round >= 3) seconds[at]?.push((user + system) / 1e6);
    }
  }
  const rateAt = (share: number) => seconds.map((own) => stream.length / quantile(own, share));
  const ratioOf = (one: number, other: number) =>
    quantile(seconds[one]?.map((value, round) => value / (seconds[other]?.[round] ?? Number.NaN)) ?? [], 0.5);
  const rates = {
    best: rateAt(0),
    median: rateAt(0.5),
    ratioOfMost: ratioOf(0, setups.length - 1),
    ratioToJson: ratioOf(0, setups.length),
  };
  say(
    setups
      .map((rules, at) => {
        const [best, median] = [rates.best[at] ?? 0, rates.median[at] ?? 0].map(Math.floor);
        return `${programOf(rules).segments.length} segments: ${best} events/s, median ${median}`;
      })
      .join('; '),
  );
  return rates;
}

/** The least that anybody does who keeps events by visitor: reads each, keeps it, and writes it once. */
function readAll(texts: readonly string[]): ReadonlyMap<VisitorId, readonly Entry[]> {
  const kept = new Map<VisitorId, Entry[]>();
  for (const text of texts) {
    const event: Entry = JSON.parse(text);
    const own = kept.get(event.visitor as VisitorId);
    if (own === undefined) kept.set(event.visitor as VisitorId, [event]);
    else own.push(event);
    JSON.stringify(event);
  }
  return kept;
}

function foldAll(stream: readonly Entry[], rules: FoldRules): ReadonlyMap<VisitorId, Timeline> {
  const timelines = new Map<VisitorId, Timeline>();
  for (const event of stream) foldOne(timelines, event, rules);
  return timelines;
}

function foldOne(timelines: Map<VisitorId, Timeline>, event: Entry, rules: FoldRules): void {
  const visitor = event.visitor as VisitorId;
  const before = timelines.get(visitor) ?? startTimeline(emptyProfile(visitor));
  const placed = place(before, [event], rules);
  if (!placed.ok) throw new Error('the stream is not in time order');
  timelines.set(visitor, placed.timeline);
}

/** Segments that an event moves by what its counters take; those that time or a session moves come on top. */
function touched(stream: readonly Entry[], program: Program): number {
  const counts = stream.map((event) => countEvent([], event, 0, program).touched.length);
  return counts.reduce((sum, count) => sum + count, 0) / stream.length;
}

/** Microseconds that each event took. */
function listWaits(stream: readonly Entry[], rules: FoldRules): readonly number[] {
  const timelines = new Map<VisitorId, Timeline>();
  return stream.map((event) => {
    const before = process.hrtime.bigint();
    foldOne(timelines, event, rules);
    return Number(process.hrtime.bigint() - before) / 1_000;
  });
}

/** Every profile is brought up to where its windows have slid out. */
function measureTimers(stream: readonly Entry[], rules: FoldRules): number {
  const timelines = [...foldAll(stream, rules).values()];
  const last = stream.at(-1)?.t ?? 0;
  const before = process.cpuUsage();
  let rung = 0;
  for (const { profile } of timelines) {
    for (let due = judgeDue(profile, last, rules).due; due !== null && due < last + 40 * DAY_MS; rung++) {
      due = judgeDue(profile, due, rules).due;
    }
  }
  const { user, system } = process.cpuUsage(before);
  return rung / ((user + system) / 1e6);
}

function measureMemory(stream: readonly Entry[], rules: FoldRules): { all: number; segments: number } {
  const collect = exposeGarbageCollector();
  const { segments: _, ...plain } = rules;
  const heapOf = (folded: FoldRules): number => {
    collect();
    const before = process.memoryUsage().heapUsed;
    const timelines = foldAll(stream, folded);
    collect();
    return (process.memoryUsage().heapUsed - before) / timelines.size;
  };
  const all = heapOf(rules);
  return { all, segments: all - heapOf(plain) };
}

/** Seconds of processor time for 100,000 visitors. */
function measureAgain(stream: readonly Entry[], rules: FoldRules): number {
  const visitors = new Set(stream.map(({ visitor }) => visitor)).size;
  const before = process.cpuUsage();
  foldAll(stream, rules);
  const { user, system } = process.cpuUsage(before);
  return ((user + system) / 1e6) * (100_000 / visitors);
}

function quantile(values: readonly number[], share: number): number {
  const ordered = values.toSorted((a, b) => a - b);
  return ordered[Math.min(ordered.length - 1, Math.floor(ordered.length * share))] ?? Number.NaN;
}

/** Figures are never rounded to the better side. */
function floorTo(value: number, digits: number): number {
  return Math.floor(value * 10 ** digits) / 10 ** digits;
}

function ceilTo(value: number, digits: number): number {
  return Math.ceil(value * 10 ** digits) / 10 ** digits;
}

/** A heap is only comparable after a full collection. */
function exposeGarbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('this Node gives no garbage collector to call');
  return () => collect();
}
