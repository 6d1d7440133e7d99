/**
 * Damerau-Levenshtein distance (optimal string alignment: insert, delete, replace, swap neighbours),
 * F. J. Damerau, "A technique for computer detection and correction of spelling errors", CACM 7 (1964).
 */

/**
 * Steps from one text to the other, or `max + 1` as soon as it is certain that more than `max` are needed.
 * Cost: O(length x max).
 * @example editDistance('viewd', 'viewed', 3) // 1
 */
export function editDistance(a: string, b: string, max: number): number {
  if (Math.abs(a.length - b.length) > max) return max + 1;
  const rows: Rows = { twoUp: [], up: Array.from({ length: b.length + 1 }, (_, j) => j), here: [] };
  for (let i = 1; i <= a.length; i += 1) {
    if (fillRow({ a, b, i, max }, rows) > max) return max + 1;
    [rows.twoUp, rows.up, rows.here] = [rows.up, rows.here, rows.twoUp];
  }
  return Math.min(rows.up[b.length] ?? max + 1, max + 1);
}

type Rows = { twoUp: number[]; up: number[]; here: number[] };
type Place = { readonly a: string; readonly b: string; readonly i: number; readonly max: number };

/** Fills the band of `2 max + 1` cells around the diagonal; answers the least value in it. */
function fillRow({ a, b, i, max }: Place, rows: Rows): number {
  const { twoUp, up, here } = rows;
  const from = Math.max(1, i - max);
  const to = Math.min(b.length, i + max);
  here[from - 1] = from === 1 ? i : max + 1;
  let least = here[from - 1] ?? max + 1;
  for (let j = from; j <= to; j += 1) {
    const cost = a[i - 1] === b[j - 1] ? 0 : 1;
    let steps = Math.min((up[j] ?? max) + 1, (here[j - 1] ?? max) + 1, (up[j - 1] ?? max) + cost);
    if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
      steps = Math.min(steps, (twoUp[j - 2] ?? max) + 1);
    }
    here[j] = steps;
    least = Math.min(least, steps);
  }
  return least;
}
