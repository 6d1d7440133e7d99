/** A filled-in form as a picture: what stands in which field, for a page of the documentation. */

export type FormField = {
  readonly label: string;
  readonly value: string;
  readonly isRequired: boolean;
  /** Below the field. */
  readonly note: string;
};

export type Form = {
  readonly title: string;
  readonly fields: readonly FormField[];
};

const WIDTH = 760;
const MARGIN = 24;
const BOX = 34;
const LINE = 17;
const TITLE = 64;
/** Characters of a note that fit a line, in the widest of the usual fonts. */
const NOTE_CHARACTERS = 104;
const SANS = "font-family=\"system-ui, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif\"";
const MONO = 'font-family="ui-monospace, Menlo, Consolas, \'DejaVu Sans Mono\', monospace"';

/** SVG, the same wherever it is made. @example drawForm({ title: 'Inkling: Settings', fields }) */
export function drawForm({ title, fields }: Form): string {
  let top = TITLE;
  const drawn = fields.map((field) => {
    const part = drawField(field, top);
    top = part.bottom;
    return part.svg;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${top}" viewBox="0 0 ${WIDTH} ${top}" ${SANS}>`,
    `<title>${escapeText(title)}</title>`,
    `<rect x="0.5" y="0.5" width="${WIDTH - 1}" height="${top - 1}" rx="10" fill="#fff" stroke="#c9ced6"/>`,
    `<text x="${MARGIN}" y="38" font-size="17" font-weight="600" fill="#1b2230">${escapeText(title)}</text>`,
    ...drawn,
    '</svg>\n',
  ].join('\n');
}

function drawField(
  { label, value, isRequired, note }: FormField,
  top: number,
): { svg: string; bottom: number } {
  const box = top + 24;
  const below = box + BOX + LINE + 2;
  const lines = wrap(note, NOTE_CHARACTERS);
  const end = WIDTH - MARGIN;
  const needed = isRequired ? 'required' : 'may be left empty';
  const svg = [
    `<text x="${MARGIN}" y="${top + 15}" font-size="14" font-weight="600" fill="#1b2230">${escapeText(label)}</text>`,
    `<text x="${end}" y="${top + 15}" font-size="12" text-anchor="end" fill="#5a6472">${needed}</text>`,
    `<rect x="${MARGIN}" y="${box}" width="${end - MARGIN}" height="${BOX}" rx="6" fill="#f6f8fa" stroke="#98a2b0"/>`,
    `<text x="${MARGIN + 12}" y="${box + 22}" font-size="13.5" ${MONO} fill="#0b4f8a">${escapeText(value)}</text>`,
    ...lines.map(
      (line, at) =>
        `<text x="${MARGIN}" y="${below + at * LINE}" font-size="12.5" fill="#5a6472">${escapeText(line)}</text>`,
    ),
  ].join('\n');
  return { svg, bottom: below + lines.length * LINE + 12 };
}

function wrap(text: string, most: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > most) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
