/** Rows, read and mapped, in batches that are ready to send. */

import type { Piece } from './file.ts';
import type { MapRow } from './map-row.ts';
import { createOccurrences } from './occurrences.ts';
import { type BadRow, isBad, type Row } from './row.ts';
import { nameRow } from './row-id.ts';
import type { SentEvent } from './sink.ts';

/** The server's door takes bodies of 5 MB. */
const MOST_CHARACTERS = 2 * 1024 * 1024;

export type Batch = {
  readonly events: readonly SentEvent[];
  /** Line of each event. */
  readonly lines: readonly number[];
  /** Rows of the file up to here, those that are not sent included. */
  readonly rows: number;
  readonly bytesRead: number;
};

export type BatchOptions = {
  readonly mapRow: MapRow;
  /** Added to each time. */
  readonly shiftMs: number;
  readonly batchSize: number;
  /** So many rows were sent before: they are only counted, so that later ids come out the same. */
  readonly skipRows: number;
  onBad(row: BadRow): void;
  onSkip(): void;
};

export async function* makeBatches(
  pieces: AsyncIterable<Piece>,
  options: BatchOptions,
): AsyncGenerator<Batch> {
  const occurrences = createOccurrences();
  let draft = openDraft();
  let rows = 0;
  let bytesRead = 0;
  for await (const piece of pieces) {
    const bytesPerRow = (piece.bytesRead - bytesRead) / piece.rows.length;
    for (const row of piece.rows) {
      rows += 1;
      bytesRead += bytesPerRow;
      const id = nameRow(row.raw, occurrences);
      if (rows <= options.skipRows) continue;
      const event = toEvent(row, id, options);
      if (event === null) continue;
      put(event, row, draft);
      if (draft.events.length < options.batchSize && draft.characters < MOST_CHARACTERS) continue;
      yield { ...draft, rows, bytesRead };
      draft = openDraft();
    }
    bytesRead = piece.bytesRead;
    // Going over what was sent before takes its time too; an empty batch says how far that is.
    if (rows < options.skipRows) yield { ...openDraft(), rows, bytesRead };
  }
  yield { ...draft, rows, bytesRead };
}

type Draft = { readonly events: SentEvent[]; readonly lines: number[]; characters: number };

function openDraft(): Draft {
  return { events: [], lines: [], characters: 0 };
}

/** Null where there is nothing to send; whoever counts is told why. */
function toEvent(row: Row | BadRow, id: string, options: BatchOptions): SentEvent | null {
  const mapped = isBad(row) ? row : options.mapRow(row);
  if (mapped === 'skip') {
    options.onSkip();
    return null;
  }
  if ('fault' in mapped) {
    options.onBad({ line: row.line, raw: row.raw, fault: mapped.fault, cure: mapped.cure });
    return null;
  }
  const { event } = mapped;
  return { id, ...event, time: event.time + options.shiftMs };
}

function put(event: SentEvent, { line, raw }: Row | BadRow, draft: Draft): void {
  draft.events.push(event);
  draft.lines.push(line);
  draft.characters += raw.length;
}
