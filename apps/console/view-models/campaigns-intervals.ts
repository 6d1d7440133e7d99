/** Where the lifts of arms lie beside nothing at all: from figures to what is drawn. */
import { roundTicks, type Tick } from './plot.ts';

export type Interval = {
  readonly key: string;
  readonly label: string;
  /** Its figures, or why there are none. */
  readonly text: string;
  readonly range: { readonly low: number; readonly estimate: number; readonly high: number } | null;
};

export type DrawnIntervals = {
  /** Where nothing changes. */
  readonly zero: number;
  readonly ticks: readonly Tick[];
  readonly rows: readonly {
    readonly key: string;
    readonly y: number;
    readonly bar: { readonly from: number; readonly to: number; readonly dot: number } | null;
    /** Surely above nothing, surely below, or open. */
    readonly side: 'gain' | 'loss' | 'open';
  }[];
  readonly height: number;
};

export const ROW_HEIGHT = 36;
const MOST_TICKS = 5;

/** @example drawIntervals([{ key: 'a', label: 'a', text: '+10 %', range }], 600).rows[0]?.bar */
export function drawIntervals(intervals: readonly Interval[], width: number): DrawnIntervals {
  const ends = intervals.flatMap(({ range }) => (range === null ? [] : [range.low, range.high]));
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const span = high - low || 1;
  // Nothing lies on the edge.
  const [left, right] = [low - span * 0.05, high + span * 0.05];
  const toX = (value: number): number => Math.round(((value - left) / (right - left)) * width * 10) / 10;
  return {
    zero: toX(0),
    ticks: roundTicks(low, high, MOST_TICKS).map((value) => ({ at: toX(value), value })),
    rows: intervals.map(({ key, range }, place) => ({
      key,
      y: (place + 0.5) * ROW_HEIGHT,
      bar: range && { from: toX(range.low), to: toX(range.high), dot: toX(range.estimate) },
      side: range === null || (range.low <= 0 && range.high >= 0) ? 'open' : range.low > 0 ? 'gain' : 'loss',
    })),
    height: intervals.length * ROW_HEIGHT,
  };
}
