/** A plot, with the figures behind it as a table and as a file. */
import { useId } from 'react';
import { writeCsv } from '../view-models/csv.ts';
import { drawPlot, listFigures, listYTicks, type PlotOptions } from '../view-models/plot.ts';
import { saveFile } from './save-file.ts';
import { Disclosure } from './tabs.tsx';
import { Button, Inline, Table } from './ui.ts';
import { useWidth } from './width.ts';

export type PlotWords = {
  /** On what opens the table. */
  readonly asTable: string;
  readonly save: string;
};

export type PlotProps = Omit<PlotOptions, 'box'> & {
  /** What it shows, in a sentence: read out in place of the drawing. */
  readonly summary: string;
  /** Name of the file. */
  readonly name: string;
  readonly xLabel: string;
  readonly words: PlotWords;
  readonly writeX: (value: number) => string;
  readonly writeY: (value: number) => string;
  /** As high as wide: where both axes mean the same. */
  readonly isSquare?: boolean;
};

/** Pixels: what is drawn is as wide as its place. */
const USUAL = 720;
const HEIGHT = { wide: 200, square: 300 };
const MOST_SQUARE = 400;
const MARGIN = { right: 28, top: 12, bottom: 28 };
/** Of a figure beside its line, at most. */
const LETTER = 8;
const DOT = 4;

/** @example <Plot series={series} summary="Size of Buyers, by day" name="buyers" xLabel="Day" words={words} writeX={day} writeY={count} /> */
export function Plot({
  summary,
  name,
  xLabel,
  words,
  writeX,
  writeY,
  isSquare = false,
  ...options
}: PlotProps) {
  const id = useId();
  const [place, available] = useWidth<HTMLElement>(USUAL);
  const full = isSquare ? Math.min(available, MOST_SQUARE) : available;
  const height = isSquare ? HEIGHT.square : HEIGHT.wide;
  const { right, top, bottom } = MARGIN;
  const left = LETTER * (2 + Math.max(...listYTicks(options).map((value) => writeY(value).length)));
  const box = { width: Math.max(1, full - left - right), height };
  const { xTicks, yTicks, lines } = drawPlot({ ...options, box });
  const frame = `${-left} ${-top} ${full} ${height + top + bottom}`;
  return (
    <figure className="inkling-plot" ref={place}>
      <svg viewBox={frame} width={full} height={height + top + bottom} role="img" aria-labelledby={id}>
        <title id={id}>{summary}</title>
        {yTicks.map(({ at, value }) => (
          <g key={value}>
            <line className="grid" x1={0} x2={box.width} y1={at} y2={at} />
            <text x={-8} y={at} textAnchor="end" dominantBaseline="middle">
              {writeY(value)}
            </text>
          </g>
        ))}
        {xTicks.map(({ at, value }) => (
          <text key={value} x={at} y={box.height + 20} textAnchor="middle">
            {writeX(value)}
          </text>
        ))}
        {lines.map(({ key, look, path, band, dots, whiskers }, place) => (
          <g key={key} className={`series-${place % 4} ${look}`}>
            {band !== null && <path className="band" d={band} />}
            {whiskers.map(({ x, top: from, bottom: to }) => (
              <line key={`${x} ${from}`} className="whisker" x1={x} x2={x} y1={from} y2={to} />
            ))}
            {look !== 'dots' && <path className="line" d={path} />}
            {(look === 'dots' || dots.length === 1) &&
              dots.map(({ cx, cy }) => <circle key={`${cx} ${cy}`} cx={cx} cy={cy} r={DOT} />)}
          </g>
        ))}
      </svg>
      {lines.length > 1 && (
        <figcaption>
          <Inline>
            {lines.map(({ key, label, look }, place) => (
              <span key={key} className={`inkling-legend series-${place % 4} ${look}`}>
                {label}
              </span>
            ))}
          </Inline>
        </figcaption>
      )}
      <Behind {...{ series: options.series, summary, name, xLabel, words, writeX, writeY }} />
    </figure>
  );
}

type BehindProps = Pick<PlotProps, 'series' | 'summary' | 'name' | 'xLabel' | 'words' | 'writeX' | 'writeY'>;

function Behind({ series, summary, name, xLabel, words, writeX, writeY }: BehindProps) {
  const figures = listFigures(series);
  const save = (): void => {
    const rows = figures.map(({ x, ys }) => [writeX(x), ...ys]);
    saveFile(`${name}.csv`, writeCsv([xLabel, ...series.map(({ label }) => label)], rows), 'text/csv');
  };
  return (
    <Disclosure title={words.asTable}>
      <Table
        label={summary}
        columns={[{ title: xLabel }, ...series.map(({ label }) => ({ title: label, isNumber: true }))]}
        rows={figures.map(({ key, x, ys }) => ({
          key,
          cells: [writeX(x), ...ys.map((y) => said(y, writeY))],
        }))}
      />
      <Inline>
        <Button onPress={save}>{words.save}</Button>
      </Inline>
    </Disclosure>
  );
}

function said(value: number | null, write: (value: number) => string): string {
  return value === null ? '–' : write(value);
}
