/** Tables of reports: names on the left as long as there is room for them, numbers on the right. */
import { drawTable } from './table.ts';
import { SCREEN_COLUMNS } from './wrap.ts';

const GAP = 2;
const LEAST_NAME = 8;

/**
 * As {@link drawTable}, no wider than a screen: a name that is too long loses its middle; all other columns stand
 * as they are, to the right.
 *
 * @param rows The first cell of each is the name.
 */
export function drawReport(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const [, ...others] = widths;
  const taken = others.reduce((sum, width) => sum + width + GAP, 0);
  const room = Math.max(LEAST_NAME, SCREEN_COLUMNS - taken);
  const shape = (row: readonly string[]): readonly string[] =>
    row.map((cell, column) => (column === 0 ? shorten(cell, room) : cell.padStart(widths[column] ?? 0)));
  return drawTable(shape(head), rows.map(shape));
}

/** Both ends stay: what is said last tells names apart. */
function shorten(name: string, room: number): string {
  if (name.length <= room) return name;
  const end = Math.floor((room - 1) / 2);
  return `${name.slice(0, room - 1 - end)}…${name.slice(name.length - end)}`;
}
