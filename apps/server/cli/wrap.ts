/** Text in lines that fit a screen of the usual width. */

/** Mails, documents and most screens take so many. */
export const SCREEN_COLUMNS = 80;

/**
 * Breaks at spaces, and within `[--site S]` at none.
 *
 * @param hanging What the second line and the ones after it begin with.
 * @param begun Columns of the first line that are taken already.
 * @example wrap('by e1, e2', '  ', 6) // 'by e1,\n  e2'
 */
export function wrap(text: string, hanging = '', columns = SCREEN_COLUMNS, begun = 0): string {
  const [margin = ''] = /^ */.exec(text) ?? [];
  const [first = '', ...words] = text.match(/\[[^\]]*\]\S*|\S+/g) ?? [];
  const lines = [margin + first];
  for (const word of words) {
    const line = lines.at(-1) ?? '';
    const taken = lines.length === 1 ? begun : 0;
    if (taken + line.length + 1 + word.length > columns) lines.push(hanging + word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines.join('\n');
}
