/** The plugin's texts, gathered from its sources for translators: languages/inkling.pot. */
import { Engine } from 'php-parser';
import { formatEntry, type Message, type MessageFile } from './po.ts';

/** How a function of WordPress's is given its texts: which argument is what. */
type Shape = { readonly context?: number; readonly plural?: number };

const FUNCTIONS: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ['__', {}],
  ['_e', {}],
  ['esc_html__', {}],
  ['esc_html_e', {}],
  ['esc_attr__', {}],
  ['esc_attr_e', {}],
  ['_x', { context: 1 }],
  ['esc_html_x', { context: 1 }],
  ['esc_attr_x', { context: 1 }],
  ['_n', { plural: 1 }],
  ['_nx', { plural: 1, context: 3 }],
]);
const IN_SCRIPTS = /\b__\(\s*'((?:[^'\\]|\\.)*)',\s*'inkling'/g;
/** How far above a text its note for translators may stand. */
const NOTE_LINES = 3;
/** What WordPress reads of a plugin's head, and of a block's description. */
const HEAD = /^ \* (Plugin Name|Description): +(.+)$/gm;
const OF_BLOCKS = {
  title: 'block title',
  description: 'block description',
  keywords: 'block keyword',
} as const;

const TOP = `# Copyright (C) Inkling
# This file is distributed under the GPL-2.0-or-later.
msgid ""
msgstr ""
"Project-Id-Version: Inkling\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"X-Domain: inkling\\n"
`;

/**
 * The template that translations are made from: the same text from the same sources.
 *
 * @param sources The plugin's `.php`, `.js` and `block.json` files, by path.
 * @example writePot(new Map([['a.php', "<?php __( 'A text', 'inkling' );"]]))
 */
export function writePot(sources: ReadonlyMap<string, string>): string {
  return [TOP, ...listMessages(sources).map((message) => formatEntry(message))].join('\n');
}

/** Every text once, in the order of the files, with all places where it stands. */
export function listMessages(sources: ReadonlyMap<string, string>): MessageFile {
  const found = new Map<string, Message>();
  for (const [path, text] of [...sources].sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const message of readFile(path, text)) {
      const key = `${message.context ?? ''}\u0004${message.text}`;
      const known = found.get(key);
      const places = [...new Set([...(known?.places ?? []), path])];
      found.set(key, { ...message, ...known, places });
    }
  }
  return [...found.values()];
}

function readFile(path: string, text: string): MessageFile {
  if (path.endsWith('block.json')) return readBlock(path, text);
  if (path.endsWith('.js')) {
    return [...text.matchAll(IN_SCRIPTS)].map(([, raw = '']) => ({
      text: unescapeText(raw),
      places: [path],
    }));
  }
  const head = path === 'inkling.php' ? [...text.matchAll(HEAD)].map(([, , said = '']) => said.trim()) : [];
  return [...head.map((said) => ({ text: said, places: [path] })), ...readPhp(path, text)];
}

function readBlock(path: string, text: string): MessageFile {
  const block = JSON.parse(text) as Readonly<Record<string, unknown>>;
  return Object.entries(OF_BLOCKS).flatMap(([field, context]) =>
    [block[field] ?? []].flat().map((said) => ({ text: String(said), context, places: [path] })),
  );
}

type Node = { readonly kind: string; readonly [part: string]: unknown };

function readPhp(path: string, text: string): MessageFile {
  const engine = new Engine({ ast: { withPositions: true } });
  const lines = text.split('\n');
  return listCalls(engine.parseCode(text, path)).flatMap((call) => {
    const shape = FUNCTIONS.get(nameOf(call));
    const given = (call.arguments as readonly Node[]).map(({ kind, value }) =>
      kind === 'string' ? String(value) : null,
    );
    if (shape === undefined || typeof given[0] !== 'string' || !given.includes('inkling')) return [];
    const note = /%(\d\$)?[sd]/.test(given[0])
      ? findNote(lines, (call.loc as { start: { line: number } }).start.line)
      : null;
    const { context, plural } = shape;
    return [
      {
        text: given[0],
        places: [path],
        ...(plural !== undefined && { plural: given[plural] ?? '' }),
        ...(context !== undefined && { context: given[context] ?? '' }),
        ...(note !== null && { note }),
      },
    ];
  });
}

function listCalls(value: unknown): readonly Node[] {
  if (Array.isArray(value)) return value.flatMap(listCalls);
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.entries(value).flatMap(([part, child]) => (part === 'loc' ? [] : listCalls(child)));
  return 'kind' in value && value.kind === 'call' ? [value as Node, ...inside] : inside;
}

function nameOf(call: Node): string {
  const what = call.what as Node;
  return what.kind === 'name' ? String(what.name) : '';
}

/** `translators: %s: a number.` above it. */
function findNote(lines: readonly string[], line: number): string | null {
  const above = lines.slice(Math.max(0, line - 1 - NOTE_LINES), line).join('\n');
  const notes = [...above.matchAll(/\/\* (translators: .+?) \*\//g)];
  return notes.at(-1)?.[1] ?? null;
}

function unescapeText(raw: string): string {
  return raw.replace(/\\(.)/g, '$1');
}
