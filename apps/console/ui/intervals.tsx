/** Intervals beside a line at nothing: one row each, its figures at its right. */
import { useId } from 'react';
import { drawIntervals, type Interval } from '../view-models/campaigns-intervals.ts';
import { useWidth } from './width.ts';

type IntervalsProps = {
  readonly intervals: readonly Interval[];
  /** What it shows, in a sentence: read out in place of the drawing. */
  readonly summary: string;
  readonly write: (value: number) => string;
};

const USUAL = 640;
const BELOW = 28;
const SIDE = 24;
const DOT = 5;

/** @example <Intervals intervals={intervals} summary="Lift of each arm" write={percent} /> */
export function Intervals({ intervals, summary, write }: IntervalsProps) {
  const id = useId();
  const [place, available] = useWidth<HTMLDivElement>(USUAL);
  const width = Math.max(1, available - 2 * SIDE);
  const { zero, ticks, rows, height } = drawIntervals(intervals, width);
  const said = intervals.map(({ label, text }) => `${label}: ${text}`).join('; ');
  return (
    <figure className="inkling-intervals">
      <div className="inkling-interval-labels">
        {intervals.map(({ key, label, text }) => (
          <p key={key}>
            <strong>{label}</strong>
            <span>{text}</span>
          </p>
        ))}
      </div>
      <div ref={place}>
        <svg
          viewBox={`${-SIDE} 0 ${available} ${height + BELOW}`}
          width={available}
          height={height + BELOW}
          role="img"
          aria-labelledby={id}
        >
          <title id={id}>{`${summary}. ${said}`}</title>
          {ticks.map(({ at, value }) => (
            <g key={value}>
              <line className="grid" x1={at} x2={at} y1={0} y2={height} />
              <text x={at} y={height + 18} textAnchor="middle">
                {write(value)}
              </text>
            </g>
          ))}
          <line className="zero" x1={zero} x2={zero} y1={0} y2={height} />
          {rows.map(({ key, y, bar, side }) =>
            bar === null ? null : (
              <g key={key} className={side}>
                <line className="bar" x1={bar.from} x2={bar.to} y1={y} y2={y} />
                <line className="bar" x1={bar.from} x2={bar.from} y1={y - DOT} y2={y + DOT} />
                <line className="bar" x1={bar.to} x2={bar.to} y1={y - DOT} y2={y + DOT} />
                <circle cx={bar.dot} cy={y} r={DOT} />
              </g>
            ),
          )}
        </svg>
      </div>
    </figure>
  );
}
