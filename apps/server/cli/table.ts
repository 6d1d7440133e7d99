/** Columns for a person: as wide as their widest cell, two spaces between. */

/** @example drawTable(['site', 'key'], [['demo', 'wk_1']]) // 'site  key\ndemo  wk_1' */
export function drawTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const draw = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [head, ...rows].map(draw).join('\n');
}
