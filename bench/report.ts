/** What a benchmark answers, and the few ways in which it may measure. */
import { readFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import * as z from 'zod';

const figureShape = z.strictObject({
  value: z.number(),
  /** For example `us/event`, `bytes`, `ratio`. */
  unit: z.string(),
  /** Gates: a run outside of them fails, and so does a test that reads the kept result. */
  atLeast: z.number().optional(),
  atMost: z.number().optional(),
});

const machineShape = z.strictObject({
  cores: z.number().int(),
  memoryGb: z.number(),
  node: z.string(),
  system: z.string(),
});

/** A report as it lies in `bench/results/<name>.json`. */
export const keptReportShape = z.strictObject({
  name: z.string(),
  figures: z.record(z.string(), figureShape),
  notes: z.array(z.string()).readonly().optional(),
  machine: machineShape,
  /** UTC day, for example 2026-11-23. */
  date: z.string(),
});

export type Figure = Readonly<z.infer<typeof figureShape>>;
export type KeptReport = Readonly<z.infer<typeof keptReportShape>>;

export type Report = {
  /** The file's name without its ending. */
  readonly name: string;
  readonly figures: Readonly<Record<string, Figure>>;
  /** How it was measured, where the figures do not say it. */
  readonly notes?: readonly string[];
};

export type BenchRun = {
  /** Small numbers: does it run at all? Its figures are not kept and its gates not looked at. */
  readonly isQuick: boolean;
  /** Tells whoever watches what is happening; the JSON line is not touched by it. */
  readonly say: (text: string) => void;
  /** Somebody's own table, to be measured in place of the benchmark's data. Its figures are not kept either. */
  readonly own?: { readonly csv: string; readonly label: string } | undefined;
  /** How long a benchmark may take whose length is a matter of choice; its own default when left out. */
  readonly minutes?: number | undefined;
  /** With which chance begins where somebody wants to see again what was seen; drawn when left out. */
  readonly seed?: number | undefined;
};

/** What `bench/<name>.ts` exports as its default. */
export type Benchmark = (run: BenchRun) => Promise<Report>;

/** Completes a report with the facts that make its figures comparable, and none that name the machine. */
export function keepReport(report: Report, nowMs: number): KeptReport {
  return keptReportShape.parse({
    ...report,
    machine: {
      cores: availableParallelism(),
      memoryGb: Math.round(totalmem() / 2 ** 30),
      node: process.versions.node,
      system: `${process.platform}-${process.arch}`,
    },
    date: new Date(nowMs).toISOString().slice(0, 10),
  });
}

/** Gates that the figures miss, one line each. @example findMisses({ ratio: { value: 0.2, unit: 'ratio', atLeast: 0.25 } }) */
export function findMisses(figures: Readonly<Record<string, Figure>>): readonly string[] {
  return Object.entries(figures).flatMap(([name, { value, unit, atLeast, atMost }]) => {
    if (atLeast !== undefined && !(value >= atLeast))
      return [`${name}: ${value} ${unit} is below ${atLeast}`];
    if (atMost !== undefined && !(value <= atMost)) return [`${name}: ${value} ${unit} is above ${atMost}`];
    return [];
  });
}

/**
 * The smallest value that at least `share` of all values do not exceed (nearest rank).
 *
 * @param sorted Ascending; at least one.
 * @example percentile([1, 2, 3, 4], 0.5) // 2
 */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  const value = sorted[Math.min(rank, sorted.length) - 1];
  if (value === undefined) throw new RangeError('percentile of no values');
  return value;
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (percentile(sorted, 0.5) + percentile(sorted, 0.5 + 0.5 / sorted.length)) / 2;
}

export type Cost = { readonly cpuMicros: number; readonly wallMicros: number };

/** Processor time (user and system, all threads) and elapsed time of this process per operation, in microseconds. */
export async function microsPerOperation(operations: number, work: () => unknown): Promise<Cost> {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  const wallMs = performance.now() - startedAt;
  return { cpuMicros: (user + system) / operations, wallMicros: (wallMs * 1000) / operations };
}

/** Linux counts processor time of other processes in ticks of 10 ms. */
const MICROS_PER_TICK = 10_000;

/**
 * Processor time a process has used so far (user and system, all threads), in microseconds;
 * null where the system does not tell (anything but Linux, or the process is gone).
 */
export function processCpuMicros(pid: number): number | null {
  if (process.platform !== 'linux') return null;
  try {
    return readCpuTicks(readFileSync(`/proc/${pid}/stat`, 'latin1')) * MICROS_PER_TICK;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** proc_pid_stat(5), fields 14 and 15; the name in field 2 may hold blanks and brackets, so count behind it. */
export function readCpuTicks(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

export type Comparison = {
  /** Median over the rounds of ours divided by base, with the least and the greatest beside it. */
  readonly ratio: number;
  readonly least: number;
  readonly greatest: number;
  /** Medians of the two sides. */
  readonly ours: number;
  readonly base: number;
};

/**
 * Measures two things in alternating rounds, each round starting with the other one, so that a machine
 * that gets slower or faster meanwhile does so for both.
 */
export async function compareInRounds(sides: {
  readonly rounds: number;
  readonly ours: () => Promise<number>;
  readonly base: () => Promise<number>;
}): Promise<Comparison> {
  const ours: number[] = [];
  const base: number[] = [];
  for (let round = 0; round < sides.rounds; round += 1) {
    if (round % 2 === 0) base.push(await sides.base());
    ours.push(await sides.ours());
    if (round % 2 === 1) base.push(await sides.base());
  }
  const ratios = ours.map((value, round) => value / (base[round] ?? Number.NaN));
  return {
    ratio: median(ratios),
    least: Math.min(...ratios),
    greatest: Math.max(...ratios),
    ours: median(ours),
    base: median(base),
  };
}
