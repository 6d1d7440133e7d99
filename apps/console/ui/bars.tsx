/** Figures side by side, each with a bar: a table, so that nobody needs the drawing, which can be saved as a file. */
import type { Bar } from '../view-models/bar.ts';
import { writeCsv } from '../view-models/csv.ts';
import { saveFile } from './save-file.ts';
import { Button, Inline } from './ui.ts';

export type BarsProps = {
  /** What it shows, in a sentence: read out as its name. */
  readonly summary: string;
  readonly columns: readonly string[];
  readonly bars: readonly Bar[];
  /** Of the file, its rows, and what the button says; left out: nothing is saved. */
  readonly file?: {
    readonly name: string;
    readonly save: string;
    readonly columns: readonly string[];
    readonly rows: readonly (readonly (string | number | null)[])[];
  };
};

/** @example <Bars summary="Visitors by chance" columns={['Chance', 'Visitors']} bars={bars} /> */
export function Bars({ summary, columns, bars, file }: BarsProps) {
  return (
    <div className={columns.length > 2 ? 'inkling-bars wide' : 'inkling-bars'}>
      <table aria-label={summary}>
        <thead>
          <tr>
            {columns.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {bars.map((bar) => (
            <tr key={bar.key}>
              <th scope="row">{bar.label}</th>
              <td>
                <span className="inkling-bar-text">{bar.text}</span>
                <Drawn {...bar} />
              </td>
              {bar.more?.map((text, place) => (
                <td key={columns[place + 2]}>{text}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {file !== undefined && (
        <Inline>
          <Button
            onPress={() => saveFile(`${file.name}.csv`, writeCsv(file.columns, file.rows), 'text/csv')}
            label={`${file.save}: ${summary}`}
          >
            {file.save}
          </Button>
        </Inline>
      )}
    </div>
  );
}

const WIDTH = 200;
const HEIGHT = 12;

function Drawn({ from, to, interval, look = 'plain' }: Bar) {
  const [start, end] = [Math.min(from, to), Math.max(from, to)].map((share) => share * WIDTH);
  return (
    <svg
      className={`inkling-bar ${look}`}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <rect className="ground" x={0} y={0} width={WIDTH} height={HEIGHT} />
      <rect
        className="filled"
        x={start}
        y={0}
        width={Math.max(0, (end ?? 0) - (start ?? 0))}
        height={HEIGHT}
      />
      {interval !== undefined && (
        <line
          className="sure"
          x1={interval.low * WIDTH}
          x2={interval.high * WIDTH}
          y1={HEIGHT / 2}
          y2={HEIGHT / 2}
        />
      )}
    </svg>
  );
}
