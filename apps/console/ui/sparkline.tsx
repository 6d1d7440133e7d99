/** A few figures in a row of a table, as a small line. */
import { drawPlot, type Point } from '../view-models/plot.ts';

const BOX = { width: 96, height: 24 };

/** @param summary Read out in place of it. @example <Sparkline points={points} summary="From 12 to 40 in 30 days" /> */
export function Sparkline({
  points,
  summary,
}: {
  readonly points: readonly Point[];
  readonly summary: string;
}) {
  const [line] = drawPlot({ series: [{ key: 'size', label: summary, points }], box: BOX }).lines;
  return (
    <svg
      className="inkling-spark"
      viewBox={`-2 -2 ${BOX.width + 4} ${BOX.height + 4}`}
      role="img"
      aria-label={summary}
    >
      {line !== undefined && points.length > 1 && <path d={line.path} />}
      {line?.dots.slice(-1).map(({ cx, cy }) => (
        <circle key={cx} cx={cx} cy={cy} r={2} />
      ))}
    </svg>
  );
}
