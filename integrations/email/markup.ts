/** Markup that is known to be safe: text becomes markup only through {@link html}, which escapes it. */
export type Markup = { readonly markup: string };

/** Text and numbers are escaped, markup stays, nothing is left of null and false. */
type Piece = Markup | string | number | null | false | readonly Piece[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function write(piece: Piece | undefined): string {
  if (piece === undefined || piece === null || piece === false) return '';
  if (typeof piece === 'number') return String(piece);
  if (typeof piece === 'string') return piece.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
  return 'markup' in piece ? piece.markup : piece.map(write).join('');
}

/** @example html`<p title="${title}">${lines.map((line) => html`${line}<br>`)}</p>`.markup */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  return { markup: strings.map((text, i) => text + write(pieces[i])).join('') };
}
