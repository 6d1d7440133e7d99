/** Reads what a test needs of the pages of WordPress's admin: links, forms, and what a page says. */

export type Form = { readonly action: string; readonly fields: Readonly<Record<string, string>> };

/**
 * The first link whose address has all of these parts, percent-decoded.
 *
 * @example findLink(html, ['action=activate', 'plugin=inkling/']) // 'plugins.php?action=activate&…'
 */
export function findLink(html: string, parts: readonly string[]): string | null {
  const links = [...html.matchAll(/href=(?:"([^"]*)"|'([^']*)')/g)].map((match) =>
    decodeEntities(match[1] ?? match[2] ?? ''),
  );
  const found = links.find((link) => parts.every((part) => decodeURIComponent(link).includes(part)));
  return found ?? null;
}

/**
 * A form with everything that it would send if nobody touched it: nonces are hidden fields.
 *
 * @param part Something that only this form holds.
 * @example const { action, fields } = readForm(html, 'pluginzip');
 */
export function readForm(html: string, part: string): Form {
  const forms = html.match(/<form\b[\s\S]*?<\/form>/g) ?? [];
  const form = forms.find((text) => text.includes(part));
  if (form === undefined) throw new Error(`no form with ${part}: ${readText(html)}`);
  const inputs = [...form.matchAll(/<input\b[^>]*>/g)].map(([tag]) => ({
    name: readAttribute(tag, 'name'),
    type: readAttribute(tag, 'type') ?? 'text',
    value: readAttribute(tag, 'value') ?? '',
    isChecked: /\schecked\b/.test(tag),
  }));
  const sent = inputs.filter(
    ({ type, isChecked }) => isChecked || /^(hidden|text|email|number|url)$/.test(type),
  );
  return {
    action: readAttribute(/<form\b[^>]*>/.exec(form)?.[0] ?? '', 'action') ?? '',
    fields: Object.fromEntries(sent.flatMap(({ name, value }) => (name === null ? [] : [[name, value]]))),
  };
}

function readAttribute(tag: string, name: string): string | null {
  const [, quoted, apostrophed] = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag) ?? [];
  const value = quoted ?? apostrophed;
  return value === undefined ? null : decodeEntities(value);
}

/**
 * What a page says, without markup, for the text of a fault: the error that it shows, if it shows one.
 *
 * @example readText('<p>Are you <b>sure</b>?</p>') // 'Are you sure ?'
 */
export function readText(html: string): string {
  const error = /<div id="message" class="[^"]*\berror\b[^"]*">([\s\S]*?)<\/div>/.exec(html)?.[1];
  const body = error ?? /<div id="wpbody-content"[\s\S]*/.exec(html)?.[0] ?? html;
  const text = body.replace(/<(script|style)\b[\s\S]*?<\/\1>/g, ' ').replace(/<[^>]*>/g, ' ');
  return decodeEntities(text).replace(/\s+/g, ' ').trim().slice(0, 600);
}

function decodeEntities(text: string): string {
  return text
    .replace(/&#0*(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
