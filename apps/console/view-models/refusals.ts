/**
 * What the server refuses, in the language of the page. The server says its code, the place, and in English what would cure
 * it; those sentences are a finite set, and `words/cures` has each of them with its places for what is in them.
 */
import { CAMPAIGN_CURES } from '../words/cures/campaigns.ts';
import { SEGMENT_CURES } from '../words/cures/segments.ts';
import { SITE_CURES } from '../words/cures/site.ts';
import type { CureRow } from '../words/cures/table.ts';
import { VALUE_CURES } from '../words/cures/values.ts';
import { REFUSAL_WORDS } from '../words/refusals.ts';
import { wordsOf } from '../words/words.ts';

/** As `error` stands in an answer: docs/http.md. */
export type RefusalAnswer = { readonly code: string; readonly message: string; readonly hint: string };

export type SaidRefusal = {
  readonly text: string;
  /** In English, where the page has no words for it; else empty. */
  readonly detail: string;
};

/** Their cure says all there is to say. */
const BY_CURE_ALONE: ReadonlySet<string> = new Set([
  'invalid_body',
  'invalid_value',
  'invalid_name',
  'forbidden_key',
  'too_deep',
  'too_many_items',
  'not_available',
  'own_choice',
]);

export const CURES: readonly CureRow[] = [...VALUE_CURES, ...SEGMENT_CURES, ...CAMPAIGN_CURES, ...SITE_CURES];

const PLACE = /«(\w+)»/g;
/** What stands in the place of a sentence, and is said like one. */
const NESTED = 'cure';

type Known = {
  readonly german: string;
  readonly names: readonly string[];
  /** What stands around what is put in: one more than there are names. */
  readonly fixed: readonly string[];
};

const weigh = ({ fixed }: Known): number => fixed.join('').length;

/** Of two that fit, the one with more letters of its own is meant. */
const KNOWN: readonly Known[] = CURES.map(([english, german]) => {
  const parts = english.split(PLACE);
  // Every second part of what was split is the name of a place.
  return {
    german,
    names: parts.filter((_, at) => at % 2 === 1),
    fixed: parts.filter((_, at) => at % 2 === 0),
  };
}).toSorted((one, other) => weigh(other) - weigh(one));

/** What is put in, each as short as it can be; null where the sentence is another one. */
function findParts(hint: string, [first = '', ...others]: readonly string[]): readonly string[] | null {
  if (!hint.startsWith(first)) return null;
  const parts: string[] = [];
  let from = first.length;
  for (const [at, fixed] of others.entries()) {
    const isLast = at === others.length - 1;
    // Nothing is put in nowhere: one letter at least.
    const to = isLast ? hint.length - fixed.length : hint.indexOf(fixed, from + 1);
    if (to <= from || !hint.startsWith(fixed, to)) return null;
    parts.push(hint.slice(from, to));
    from = to + fixed.length;
  }
  return from === hint.length ? parts : null;
}

type ReadCure = {
  readonly german: string;
  /** What was put in. */
  readonly parts: readonly string[];
};

/**
 * A sentence of the server's in the language of the page; null where there are no words for it.
 *
 * @example sayCure('write at most 64 characters', 'de') // 'Schreiben Sie höchstens 64 Zeichen.'
 */
export function sayCure(hint: string, locale: string): string | null {
  const read = readCure(hint);
  if (read === null) return null;
  const en = { said: (_: readonly string[]) => sentence(hint) };
  return wordsOf({ en, de: { said: () => read.german } }, locale).said(read.parts);
}

function readCure(hint: string): ReadCure | null {
  for (const { german, names, fixed } of KNOWN) {
    const found = findParts(hint, fixed);
    const read = found === null ? null : putIn(german, names, found);
    if (read !== null) return read;
  }
  return null;
}

function putIn(german: string, names: readonly string[], found: readonly string[]): ReadCure | null {
  const texts = new Map<string, string>();
  const parts: string[] = [];
  for (const [at, name] of names.entries()) {
    const part = found[at] ?? '';
    const inner = name === NESTED ? readCure(part) : { german: part, parts: [part] };
    if (inner === null) return null;
    texts.set(name, inner.german);
    parts.push(...inner.parts);
  }
  return { german: german.replaceAll(PLACE, (_, name: string) => texts.get(name) ?? ''), parts };
}

/** As a text begins and ends. @example sentence('write a text') // 'Write a text.' */
function sentence(hint: string): string {
  const text = hint.charAt(0).toUpperCase() + hint.slice(1);
  return /[.?!…\]}]$/.test(text) ? text : `${text}.`;
}

/**
 * What is wrong and what to do about it.
 *
 * @example sayRefusal({ code: 'in_use', message: '…', hint: 'used by segment "keen": change or delete them first' }, 'de').text
 */
export function sayRefusal({ code, message, hint }: RefusalAnswer, locale: string): SaidRefusal {
  const { refusals } = wordsOf(REFUSAL_WORDS, locale);
  const what = refusals[code];
  const cure = hint === '' ? '' : sayCure(hint, locale);
  if (cure === null || what === undefined)
    return { text: what ?? refusals.internal ?? '', detail: sentence(hint === '' ? message : hint) };
  const isSaid = cure !== '' && BY_CURE_ALONE.has(code);
  return { text: isSaid ? cure : [what, cure].filter((part) => part !== '').join(' '), detail: '' };
}
