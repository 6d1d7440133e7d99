/** Sizes of segments over time as a table for a person. */
import { count } from './replay/progress-bar.ts';
import { drawTable } from './table.ts';

export type SizesOverTime = {
  /** Ascending, UTC ms. */
  readonly instants: readonly number[];
  readonly items: readonly { readonly segment: string; readonly sizes: readonly number[] }[];
};

const TITLE = 'segment';
const GAP = 2;
/** Of a label: `12:05`, or `11-26` above it; and `12:05:41` where not all are at whole minutes. */
const LEAST_WIDTH = 5;
const SECONDS_WIDTH = 8;
const MINUTE_MS = 60_000;

/**
 * Keys as rows, instants as columns: as many as fit, evenly spaced, the last one always.
 *
 * @param columns Of the screen.
 * @example drawSizes({ instants: [0], items: [{ segment: 'keen', sizes: [3] }] }, 80)
 */
export function drawSizes({ instants, items }: SizesOverTime, columns: number): string {
  const left = Math.max(TITLE.length, ...items.map(({ segment }) => segment.length));
  const labelWidth = instants.every((t) => t % MINUTE_MS === 0) ? LEAST_WIDTH : SECONDS_WIDTH;
  const widest = Math.max(labelWidth, ...items.flatMap(({ sizes }) => sizes.map((n) => count(n).length)));
  const room = Math.max(1, Math.floor((columns - left) / (widest + GAP)));
  const shown = thin(instants.length, room);
  const right = (cells: readonly string[]): readonly string[] => cells.map((cell) => cell.padStart(widest));
  const labels = shown.map((place) => new Date(instants[place] ?? 0).toISOString());
  const days = labels.map((label, at) => (dayOf(label) === dayOf(labels[at - 1]) ? '' : label.slice(5, 10)));
  const table = drawTable(
    ['', ...right(days)],
    [
      [TITLE, ...right(labels.map((label) => label.slice(11, 11 + labelWidth)))],
      ...items.map(({ segment, sizes }) => [segment, ...right(shown.map((at) => count(sizes[at] ?? 0)))]),
    ],
  );
  const hidden = instants.length - shown.length;
  const from = labels[0]?.slice(0, 4) ?? '';
  const note =
    hidden === 0
      ? ''
      : ` ${count(hidden)} of ${count(instants.length)} instants are left out here: --json has all.`;
  return `${table}\n\nVisitors in each segment as of these instants, UTC, from ${from} on.${note}`;
}

const dayOf = (label: string | undefined): string | undefined => label?.slice(0, 10);

/** Places, evenly spaced, counted back from the last. */
function thin(length: number, room: number): readonly number[] {
  const every = Math.ceil(length / room);
  return Array.from({ length }, (_, at) => at).filter((at) => (length - 1 - at) % every === 0);
}
