/** Texts to translate and their translations, in gettext's two forms: `.po` for people, `.mo` for WordPress. */

export type Message = {
  readonly text: string;
  readonly plural?: string;
  readonly context?: string;
  /** For translators: what a placeholder stands for. */
  readonly note?: string;
  readonly places: readonly string[];
};
export type MessageFile = readonly Message[];

/** By `context\u0004text`, or the text alone: one translation, or one a number. */
export type Translations = ReadonlyMap<string, readonly string[]>;

const MAGIC = 0x950412de;
const HEADER_BYTES = 28;

/** @example formatEntry({ text: 'Save', places: ['a.php'] }) // '#: a.php\nmsgid "Save"\nmsgstr ""\n' */
export function formatEntry({ text, plural, context, note, places }: Message): string {
  return [
    ...(note === undefined ? [] : [`#. ${note}`]),
    `#: ${places.join(' ')}`,
    ...(/%(\d\$)?[sd]/.test(text) ? ['#, php-format'] : []),
    ...(context === undefined ? [] : [`msgctxt ${quote(context)}`]),
    `msgid ${quote(text)}`,
    ...(plural === undefined
      ? ['msgstr ""']
      : [`msgid_plural ${quote(plural)}`, 'msgstr[0] ""', 'msgstr[1] ""']),
    '',
  ].join('\n');
}

function quote(text: string): string {
  return JSON.stringify(text);
}

/**
 * Reads a `.po` file as far as it is translated.
 *
 * @example readPo('msgid "Save"\nmsgstr "Speichern"').get('Save') // ['Speichern']
 */
export function readPo(po: string): Translations {
  const entries = po.split(/\n\s*\n/).flatMap((block) => {
    const fields = readFields(block);
    const text = fields.get('msgid');
    const said = [...fields].filter(([name]) => name.startsWith('msgstr')).map(([, value]) => value);
    if (text === undefined || said.some((one) => one === '')) return [];
    const context = fields.get('msgctxt');
    const plural = fields.get('msgid_plural');
    const key = `${context === undefined ? '' : `${context}\u0004`}${text}${plural === undefined ? '' : `\0${plural}`}`;
    return [[key, said] as const];
  });
  return new Map(entries);
}

/** A field may go on over several lines. */
function readFields(block: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  let name = '';
  for (const line of block.split('\n')) {
    const [, begun, quoted] = /^(?:(msg\w+(?:\[\d\])?) )?(".*")$/.exec(line) ?? [];
    if (quoted === undefined) continue;
    name = begun ?? name;
    fields.set(name, (fields.get(name) ?? '') + (JSON.parse(quoted) as string));
  }
  return fields;
}

/** The form that WordPress loads: both lists of texts, sorted, behind a table of their places. */
export function writeMo(translations: Translations): Uint8Array {
  const sorted = [...translations]
    .map(([key, said]) => [Buffer.from(key), Buffer.from(said.join('\0'))] as const)
    .sort(([a], [b]) => Buffer.compare(a, b));
  const table = HEADER_BYTES + sorted.length * 8;
  const head = [MAGIC, 0, sorted.length, HEADER_BYTES, table, 0, table + sorted.length * 8];
  let place = table + sorted.length * 8;
  const put = (text: Buffer): readonly number[] => {
    const entry = [text.length, place];
    place += text.length + 1;
    return entry;
  };
  const keys = sorted.flatMap(([key]) => put(key));
  const values = sorted.flatMap(([, said]) => put(said));
  const numbers = Buffer.from(Uint32Array.from([...head, ...keys, ...values]).buffer);
  const texts = [...sorted.map(([key]) => key), ...sorted.map(([, said]) => said)];
  return Buffer.concat([numbers, ...texts.flatMap((text) => [text, Buffer.from([0])])]);
}
