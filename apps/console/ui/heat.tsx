/** A table whose cells are chosen: the more there is, the darker. */
import type { HeatCell } from '../view-models/customers.ts';

export type HeatProps = {
  /** Read out as its name. */
  readonly label: string;
  /** Above the names of the rows. */
  readonly corner: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly title: string; readonly cells: readonly HeatCell[] }[];
  readonly current: string | null;
  readonly onChange: (key: string) => void;
};

/** @example <Heat label="Buyers" corner="Last order" columns={columns} rows={rows} current={key} onChange={setKey} /> */
export function Heat({ label, corner, columns, rows, current, onChange }: HeatProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached without a mouse (axe: scrollable-region-focusable).
    <section className="inkling-heat" aria-label={label} tabIndex={0}>
      <table aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{corner}</th>
            {columns.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ title, cells }) => (
            <tr key={title}>
              <th scope="row">{title}</th>
              {cells.map((cell) => (
                <td key={cell.key}>
                  <button
                    type="button"
                    className={cell.isWithheld ? 'level-none' : `level-${cell.level}`}
                    aria-pressed={cell.key === current}
                    aria-label={cell.label}
                    onClick={() => onChange(cell.key)}
                  >
                    {cell.text}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
