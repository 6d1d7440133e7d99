/** Rows by the instant at which time alone changes them. */
import type { DueRow, Store } from '../ports.ts';

/**
 * All that are due by an instant (UTC ms), earliest first, in pages. Rows may be written meanwhile: of those that share
 * the last instant of a page some come twice.
 *
 * @example for await (const page of readDueRows(store, clock.now(), 1_000)) await lookAt(page)
 */
export async function* readDueRows(
  store: Pick<Store, 'readDue'>,
  until: number,
  pageRows: number,
): AsyncGenerator<readonly DueRow[]> {
  let from = Number.NEGATIVE_INFINITY;
  for (let most = pageRows; ; ) {
    const rows = await store.readDue(from, until, most);
    yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < most) return;
    // At a midnight a whole page may share its instant.
    if (last.due - 1 > from) from = last.due - 1;
    else most *= 4;
  }
}
