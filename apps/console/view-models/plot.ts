/** From figures to lines: where a plot has its ticks, and the paths it draws. No DOM, no colours. */

export type Point = { readonly x: number; readonly y: number };

export type Series = {
  readonly key: string;
  readonly label: string;
  readonly points: readonly Point[];
  /** Drawn as steps, dots, or a dashed line to compare with; a line where it is left out. */
  readonly look?: 'line' | 'dots' | 'dashed' | 'steps';
  /** The interval around each point, in the order of the points: an area around a line, and a stroke through each dot. */
  readonly band?: readonly { readonly low: number; readonly high: number }[];
};

/** Of the drawing, in units of its `viewBox`. */
export type PlotBox = { readonly width: number; readonly height: number };

export type Tick = { readonly at: number; readonly value: number };

export type Plot = {
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  readonly lines: readonly {
    readonly key: string;
    readonly label: string;
    readonly look: NonNullable<Series['look']>;
    readonly path: string;
    readonly band: string | null;
    readonly dots: readonly { readonly cx: number; readonly cy: number }[];
    /** How sure each dot is. */
    readonly whiskers: readonly { readonly x: number; readonly top: number; readonly bottom: number }[];
  }[];
};

export type PlotOptions = {
  readonly series: readonly Series[];
  readonly box: PlotBox;
  /** From where to where; from what there is, where it is left out. */
  readonly x?: readonly [number, number];
  /** The same; from 0, where nothing is below it. */
  readonly y?: readonly [number, number];
  /** Ticks of the x axis, for example days; round numbers where they are left out. */
  readonly xAt?: readonly number[];
};

const MOST_TICKS = 5;
/** Of a date below the x axis, with the room beside it. */
const TICK_WIDTH = 60;
const STEPS = [1, 2, 2.5, 5, 10];

/**
 * Round numbers that part a range, both ends within it.
 *
 * @example roundTicks(0, 1_000) // [0, 250, 500, 750, 1000]
 */
export function roundTicks(low: number, high: number, most = MOST_TICKS): readonly number[] {
  if (!(high > low)) return [low];
  const step = stepOf((high - low) / (most - 1));
  return multiples(step, Math.ceil(low / step), Math.floor(high / step + 1e-9));
}

/**
 * Round numbers around a range: it lies within the first and the last of them.
 *
 * @param isWhole There is nothing between whole numbers, for example of visitors.
 * @example ticksAround(0, 7, true) // [0, 2, 4, 6, 8]
 */
export function ticksAround(low: number, high: number, isWhole: boolean): readonly number[] {
  if (!(high > low)) return [low];
  const step = stepOf((high - low) / (MOST_TICKS - 1), isWhole);
  return multiples(step, Math.floor(low / step + 1e-9), Math.ceil(high / step - 1e-9));
}

function stepOf(rough: number, isWhole = false): number {
  const least = isWhole ? Math.max(1, rough) : rough;
  const magnitude = 10 ** Math.floor(Math.log10(least));
  const fits = (each: number): boolean =>
    each * magnitude >= least && (!isWhole || Number.isInteger(each * magnitude));
  return magnitude * (STEPS.find(fits) ?? 10);
}

/** Multiples, since sums of steps drift. */
function multiples(step: number, first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, place) =>
    Number(((first + place) * step).toPrecision(12)),
  );
}

/** @example drawPlot({ series: [{ key: 'size', label: 'Size', points }], box: { width: 600, height: 200 } }) */
export function drawPlot({ series, box, x, y, xAt }: PlotOptions): Plot {
  const [left, right] = x ?? rangeOf(series.flatMap(({ points }) => points.map((point) => point.x)));
  const yTicks = listYTicks({ series, ...(y && { y }) });
  const [low, high] = y ?? [yTicks[0] ?? 0, yTicks.at(-1) ?? 1];
  const toX = scale([left, right], [0, box.width]);
  const toY = scale([low, high], [box.height, 0]);
  const draw = (each: Series) => ({
    key: each.key,
    label: each.label,
    look: each.look ?? 'line',
    path: writePath(each, toX, toY),
    band: writeBand(each, toX, toY),
    dots: each.points.map((point) => ({ cx: round(toX(point.x)), cy: round(toY(point.y)) })),
    whiskers: drawWhiskers(each, toX, toY),
  });
  return {
    xTicks: thinOut(xAt ?? roundTicks(left, right), box.width).map((value) => ({
      at: round(toX(value)),
      value,
    })),
    yTicks: yTicks.map((value) => ({ at: round(toY(value)), value })),
    lines: series.map(draw),
  };
}

/** The figures beside the lines across, from the lowest. @example listYTicks({ series: [{ key: 'size', label: 'Size', points }] }) */
export function listYTicks({ series, y }: Pick<PlotOptions, 'series' | 'y'>): readonly number[] {
  if (y !== undefined) return roundTicks(...y);
  const bands = series.flatMap(({ band = [] }) => band.flatMap(ends));
  const values = [...series.flatMap(({ points }) => points.map((point) => point.y)), ...bands];
  return ticksAround(...withZero(rangeOf(values)), values.every(Number.isInteger));
}

/** As many as can be told apart, evenly. */
function thinOut(ticks: readonly number[], width: number): readonly number[] {
  const every = Math.ceil(ticks.length / Math.max(2, Math.floor(width / TICK_WIDTH)));
  return ticks.filter((_, place) => place % every === 0);
}

export type Figures = { readonly key: string; readonly x: number; readonly ys: readonly (number | null)[] };

/**
 * What a plot shows, row by row: each x with what every series has there. A line that rises straight up has several
 * rows at one x.
 *
 * @example listFigures([{ key: 'size', label: 'Size', points: [{ x: 1, y: 5 }] }]) // [{ key: '1 0', x: 1, ys: [5] }]
 */
export function listFigures(series: readonly Series[]): readonly Figures[] {
  const xs = [...new Set(series.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
  return xs.flatMap((x) => {
    const here = series.map(({ points }) => points.filter((point) => point.x === x));
    const most = Math.max(...here.map(({ length }) => length));
    return Array.from({ length: most }, (_, place) => ({
      key: `${x} ${place}`,
      x,
      ys: here.map((own) => own[place]?.y ?? null),
    }));
  });
}

type Scale = (value: number) => number;

function scale([from, to]: readonly [number, number], [start, end]: readonly [number, number]): Scale {
  // Of a single value: in the middle.
  if (to === from) return () => (start + end) / 2;
  return (value) => start + ((value - from) / (to - from)) * (end - start);
}

function rangeOf(values: readonly number[]): readonly [number, number] {
  if (values.length === 0) return [0, 1];
  return values.reduce<readonly [number, number]>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
}

function withZero([low, high]: readonly [number, number]): readonly [number, number] {
  return low > 0 ? [0, high] : [low, Math.max(high, low === 0 && high === 0 ? 1 : high)];
}

const ends = ({ low, high }: { readonly low: number; readonly high: number }): readonly number[] => [
  low,
  high,
];

function writePath({ points, look }: Series, toX: Scale, toY: Scale): string {
  return points
    .map((point, place) => {
      const [atX, atY] = [round(toX(point.x)), round(toY(point.y))];
      if (place === 0) return `M${atX} ${atY}`;
      return look === 'steps' ? `H${atX}V${atY}` : `L${atX} ${atY}`;
    })
    .join('');
}

function drawWhiskers(
  { points, band, look }: Series,
  toX: Scale,
  toY: Scale,
): Plot['lines'][number]['whiskers'] {
  if (look !== 'dots' || band === undefined) return [];
  return points.flatMap(({ x }, place) => {
    const own = band[place];
    return own === undefined
      ? []
      : [{ x: round(toX(x)), top: round(toY(own.high)), bottom: round(toY(own.low)) }];
  });
}

function writeBand({ points, band, look }: Series, toX: Scale, toY: Scale): string | null {
  if (band === undefined || points.length < 2 || look === 'dots') return null;
  const edge = (end: 'low' | 'high') =>
    points.map((point, place) => `${round(toX(point.x))} ${round(toY(band[place]?.[end] ?? point.y))}`);
  return `M${edge('high').join('L')}L${edge('low').reverse().join('L')}Z`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
