/** A state stays below 2,048 bytes: what is oldest of it goes first. */
import type { SessionState, StateRow } from './state.ts';

const MOST_BYTES = 2_048;

/** Of a value as JSON, UTF-8, nothing escaped that need not be. */
export function bytesOf(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}

/**
 * One instant after the other: the oldest that is not its row's first; of equal ones, that of the earlier row. Where
 * every row has one left, the row goes whose instant is the oldest.
 */
export function thinState(st: SessionState): SessionState {
  let thinned = st;
  while (bytesOf(thinned) > MOST_BYTES && thinned.r.length > 0) {
    thinned = { ...thinned, r: dropOne(thinned.r), x: (thinned.x ?? 0) + 1 };
  }
  return thinned;
}

function dropOne(rows: readonly StateRow[]): readonly StateRow[] {
  const second = oldestAt(rows, 3);
  if (second >= 0)
    return rows.with(second, (rows[second] as StateRow).toSpliced(3, 1) as unknown as StateRow);
  return rows.toSpliced(oldestAt(rows, 2), 1);
}

/** The row whose instant at a place is the smallest; -1: none has one there. */
function oldestAt(rows: readonly StateRow[], place: number): number {
  let found = -1;
  for (const [at, row] of rows.entries()) {
    const own = row[place] as number | undefined;
    if (own !== undefined && (found < 0 || own < ((rows[found] as StateRow)[place] as number))) found = at;
  }
  return found;
}
