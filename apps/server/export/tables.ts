/** The few shapes that the document is made of. */
import { type Html, html, type Part } from '../../shop/html.ts';

export type Column = { readonly head: string; readonly kind?: 'num' | 'at' };

/** The first cell of a row names it. */
export function table(columns: readonly Column[], rows: readonly (readonly Part[])[], caption: string): Html {
  const heads = columns.map(({ head, kind = 'at' }) => html`<th scope="col" class="${kind}">${head}</th>`);
  return html`<div class="wide" role="group" aria-label="${caption}" tabindex="0"><table><thead><tr>${heads}</tr></thead><tbody>
${rows.map((row) => tableRow(columns, row))}</tbody></table></div>`;
}

export function tableRow(columns: readonly Column[], row: readonly Part[]): Html {
  const cells = row.map((cell, at) => {
    const kind = columns[at]?.kind ?? '';
    return at === 0
      ? html`<th scope="row" class="${kind}">${cell}</th>`
      : html`<td class="${kind}">${cell}</td>`;
  });
  return html`<tr>${cells}</tr>\n`;
}

/** Labels and what they stand for; what is not known is left out. */
export function facts(lines: readonly (readonly [label: string, value: Part])[], kind = 'facts'): Html {
  const shown = lines.filter(([, value]) => value !== null && value !== '');
  return html`<dl class="${kind}">${shown.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`;
}
