/** Markup that is known to be safe: text becomes markup only through {@link html}, which escapes it. */
export type Html = { readonly markup: string };

/** What a template takes: text and numbers are escaped, markup stays, nothing is left for null and false. */
export type Part = Html | string | number | null | false | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

function render(part: Part): string {
  if (part === null || part === false) return '';
  if (typeof part === 'string') return escapeText(part);
  if (typeof part === 'number') return String(part);
  return 'markup' in part ? part.markup : part.map(render).join('');
}

/**
 * Markup from a template; every interpolated text is escaped for element and attribute content.
 * @example html`<p title="${title}">${names.map((name) => html`<b>${name}</b>`)}</p>`
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const markup = strings.map((string, index) => {
    const part = parts[index];
    return part === undefined ? string : string + render(part);
  });
  return { markup: markup.join('') };
}
