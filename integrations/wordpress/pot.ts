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

/** A token: its kind and text; of a single character, the character alone. */
type Token = string | readonly [kind: string, text: string, line: number];

const IGNORED: ReadonlySet<string> = new Set(['T_WHITESPACE', 'T_COMMENT', 'T_DOC_COMMENT']);

/** By tokens: a tree of all the plugin's PHP takes longer than the rest of its zip. */
function readPhp(path: string, text: string): MessageFile {
  if (!text.includes("'inkling'")) return [];
  const lines = text.split('\n');
  const tokens = (new Engine({}).tokenGetAll(text) as readonly Token[]).filter(
    (token) => !IGNORED.has(kindOf(token)),
  );
  return tokens.flatMap((token, at) => {
    const shape =
      kindOf(token) === 'T_STRING' && tokens[at + 1] === '(' ? FUNCTIONS.get(textOf(token)) : undefined;
    if (shape === undefined) return [];
    const given = readArguments(tokens, at + 2);
    return typeof given[0] === 'string' && given.includes('inkling')
      ? [describe({ given, shape, path, note: findNote(lines, Number(token[2])) })]
      : [];
  });
}

function kindOf(token: Token | undefined): string {
  return token === undefined || typeof token === 'string' ? '' : token[0];
}

function textOf(token: Token): string {
  return typeof token === 'string' ? token : token[1];
}

/** Arguments that are texts as such; null for all others. */
function readArguments(tokens: readonly Token[], begin: number): readonly (string | null)[] {
  const given: Token[][] = [[]];
  let depth = 1;
  for (let at = begin; at < tokens.length; at += 1) {
    const token = tokens[at] ?? ')';
    if (token === '(' || token === '[') depth += 1;
    if (token === ')' || token === ']') depth -= 1;
    if (depth === 0) break;
    if (token === ',' && depth === 1) given.push([]);
    else given.at(-1)?.push(token);
  }
  return given.map((argument) => {
    const [token] = argument;
    const isText =
      argument.length === 1 && token !== undefined && kindOf(token) === 'T_CONSTANT_ENCAPSED_STRING';
    return isText ? unescapeText(textOf(token).slice(1, -1)) : null;
  });
}

type Call = {
  readonly given: readonly (string | null)[];
  readonly shape: Shape;
  readonly path: string;
  readonly note: string | null;
};

function describe({ given, shape: { plural, context }, path, note }: Call): Message {
  const text = given[0] ?? '';
  return {
    text,
    places: [path],
    ...(plural !== undefined && { plural: given[plural] ?? '' }),
    ...(context !== undefined && { context: given[context] ?? '' }),
    ...(note !== null && /%(\d\$)?[sd]/.test(text) && { note }),
  };
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
