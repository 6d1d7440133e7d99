/** An export as one JSON document, in pieces: no more of it is in memory than is being written. */
import type { VisitorExport } from './read-export.ts';
import { EXPORT_LISTS, type ExportListName } from './schema.ts';

/** @example for await (const piece of writeExportJson(found)) response.write(piece) */
export async function* writeExportJson({ head, pages }: VisitorExport): AsyncGenerator<string> {
  // The lists come where the head's brace was.
  yield JSON.stringify(head, null, 2).slice(0, -2);
  for (const list of Object.keys(EXPORT_LISTS) as ExportListName[]) {
    yield `,\n  ${JSON.stringify(list)}: [`;
    let comma = '';
    for await (const page of pages(list)) {
      yield comma + page.map((entry) => `\n    ${JSON.stringify(entry)}`).join(',');
      comma = ',';
    }
    yield comma === '' ? ']' : '\n  ]';
  }
  yield '\n}\n';
}
