/** A file's rows through the door: read, mapped, named, sent, and counted. */
import { type Refusal, refuse } from '../../../../core/errors.ts';
import { makeBatches } from './batches.ts';
import { deliver } from './deliver.ts';
import { fileBytes, readRows } from './file.ts';
import { columnsRead, type RowMap } from './map.ts';
import { createMapRow, type MapRow, NEEDED_COLUMNS, takeAsIs } from './map-row.ts';
import type { BarState } from './progress-bar.ts';
import { isBad } from './row.ts';
import { createSaver } from './saver.ts';
import type { Sink } from './sink.ts';
import { openProgress, type Progress, type ProgressFile } from './state.ts';
import { type Counts, createTally } from './tally.ts';

const BATCH_EVENTS = 500;
/** At a chosen speed, posts leave at least so often a second: a slow replay should look like traffic. */
const LEAST_POSTS_PER_SECOND = 4;

export type ReplayOptions = {
  readonly path: string;
  readonly map: { readonly text: string; readonly map: RowMap } | null;
  readonly siteId: string;
  /** Where progress is kept. */
  readonly dataDir: string;
  /** Events a second; null is as fast as they are taken. */
  readonly speed: number | null;
  readonly concurrency: number;
  /** Moves all times so that the latest row is now. */
  readonly shiftToNow: boolean;
};

export type ReplayPorts = {
  readonly sink: Sink;
  now(): number;
  wait(ms: number): Promise<void>;
  readonly stopped: AbortSignal;
  onProgress(state: BarState): void;
};

export type ReplayReport = Counts & {
  /** Rows read in this run, those that an earlier one had sent left out. */
  readonly rows: number;
  readonly resumedAt: number;
  readonly shiftMs: number;
  /** False where the run was stopped before its end. */
  readonly isWhole: boolean;
  readonly elapsedMs: number;
};

/**
 * Replays a file. What was interrupted goes on where it stopped; what was through and is replayed adds nothing.
 *
 * @returns a refusal where map and file do not fit together.
 * @throws InklingError where file or server do not let it go on; what is in is remembered.
 */
export async function replay(options: ReplayOptions, ports: ReplayPorts): Promise<ReplayReport | Refusal> {
  const { path, siteId, dataDir, map, shiftToNow } = options;
  const bytes = await fileBytes(path);
  const misfit = await findMisfit(options);
  if (misfit !== null) return misfit;
  const key = { path, bytes, siteId, mapText: map?.text ?? '', isShifted: shiftToNow };
  const file = await openProgress(dataDir, key);
  const mapRow = map === null ? takeAsIs : createMapRow(map.map);
  const before = (await file.load()) ?? (await findStart(options, mapRow, bytes, ports));
  if (before === null) return stoppedBefore();
  return send({ options, ports, mapRow, bytes, file, before });
}

/** Columns that are read and that a CSV file does not have. */
async function findMisfit({ path, map }: ReplayOptions): Promise<Refusal | null> {
  const wanted = map === null ? NEEDED_COLUMNS : columnsRead(map.map);
  const cure = map === null ? '; describe the file with --map' : '';
  for await (const { columns } of readRows(path, map?.map)) {
    if (columns === null) return null;
    for (const [column, at] of wanted) {
      if (columns.includes(column)) continue;
      const hint = `the file has no column "${column}", it has: ${columns.join(', ')}${cure}`;
      return refuse('invalid_value', at, hint);
    }
    return null;
  }
  return null;
}

/** A run without a past. Null where it was stopped before all times were read: half of them give another shift. */
async function findStart(
  { path, map, shiftToNow }: ReplayOptions,
  mapRow: MapRow,
  bytes: number,
  ports: ReplayPorts,
): Promise<Progress | null> {
  if (!shiftToNow) return { rows: 0, shiftMs: 0 };
  let latest = Number.NEGATIVE_INFINITY;
  let rows = 0;
  for await (const piece of readRows(path, map?.map)) {
    for (const row of piece.rows) {
      rows += 1;
      const mapped = isBad(row) ? 'skip' : mapRow(row);
      if (mapped !== 'skip' && 'event' in mapped) latest = Math.max(latest, mapped.event.time);
    }
    if (ports.stopped.aborted) return null;
    ports.onProgress({ label: 'times ', share: piece.bytesRead / bytes, rows });
  }
  return { rows: 0, shiftMs: latest === Number.NEGATIVE_INFINITY ? 0 : ports.now() - latest };
}

function stoppedBefore(): ReplayReport {
  return { rows: 0, resumedAt: 0, ...createTally().read(), shiftMs: 0, isWhole: false, elapsedMs: 0 };
}

type Run = {
  readonly options: ReplayOptions;
  readonly ports: ReplayPorts;
  readonly mapRow: MapRow;
  readonly bytes: number;
  readonly file: ProgressFile;
  readonly before: Progress;
};

async function send(run: Run): Promise<ReplayReport> {
  const { options, ports, mapRow, bytes, file, before } = run;
  const { path, map, speed, concurrency } = options;
  const tally = createTally();
  const startedAt = ports.now();
  const saver = createSaver(file, before, ports.now);
  const batches = makeBatches(readRows(path, map?.map), {
    mapRow,
    shiftMs: before.shiftMs,
    batchSize: batchSize(speed),
    skipRows: before.rows,
    onBad: tally.bad,
    onSkip: tally.skip,
  });
  await saver.flush();
  try {
    await deliver(batches, {
      ...ports,
      speed,
      concurrency,
      onTaken: tally.taken,
      onProgress: ({ rows, bytesRead }) => {
        saver.note(rows);
        ports.onProgress({ label: 'replay', share: bytesRead / bytes, rows });
      },
    });
  } finally {
    await saver.flush();
  }
  const isWhole = !ports.stopped.aborted;
  if (isWhole) await file.clear();
  return {
    rows: saver.rows() - before.rows,
    resumedAt: before.rows,
    ...tally.read(),
    shiftMs: before.shiftMs,
    isWhole,
    elapsedMs: ports.now() - startedAt,
  };
}

function batchSize(speed: number | null): number {
  return speed === null ? BATCH_EVENTS : Math.min(BATCH_EVENTS, Math.ceil(speed / LEAST_POSTS_PER_SECOND));
}
