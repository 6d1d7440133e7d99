/**
 * English as a language that nobody has: longer, up to twice as long, in letters that show what was left untranslated. What is put
 * into a phrase stays as it is, so that a sentence that came from elsewhere stands out inside of one, too.
 */
import type { Phrase, Phrases } from './words.ts';

const PLAIN = 'aceinosuyACEINOSUY';
const ODD = 'áçéîñöšüýÁÇÉÎÑÖŠÜÝ';
/**
 * How much texts of up to so many letters grow from English to other languages: short words may double, whole sentences do
 * not (IBM's table, https://www.w3.org/International/articles/article-text-size).
 */
const GROWTH = [
  [20, 1],
  [50, 0.6],
  [Number.POSITIVE_INFINITY, 0.4],
] as const;
/** Longer runs than this break no line anywhere, and no language has many. */
const LONGEST_RUN = 8;

/** @example pseudo({ loading: 'Loading' }).loading // '[Löádîñg ~~~~~~~]' */
export function pseudo<Words extends Phrases>(words: Words): Words {
  const rows = Object.entries(words).map(([name, phrase]) => [name, pseudoPhrase(phrase)]);
  return Object.fromEntries(rows) as Words;
}

function pseudoPhrase(phrase: Phrase | Phrases): Phrase | Phrases {
  if (typeof phrase === 'string') return pseudoText(phrase);
  if (typeof phrase === 'function')
    return (...parts: never[]) => pseudoText(phrase(...parts), parts.flatMap(textsIn).toSorted(longestFirst));
  return isList(phrase) ? phrase.map((text) => pseudoText(text)) : pseudo(phrase);
}

function isList(phrase: readonly string[] | Phrases): phrase is readonly string[] {
  return Array.isArray(phrase);
}

function textsIn(part: unknown): readonly string[] {
  if (typeof part === 'string') return part === '' ? [] : [part];
  return typeof part === 'object' && part !== null ? Object.values(part).flatMap(textsIn) : [];
}

const longestFirst = (one: string, other: string): number => other.length - one.length;

/** @param kept What stands in it unchanged, wherever it does. */
function pseudoText(text: string, kept: readonly string[] = []): string {
  return `[${oddly(text, kept)} ${runOf(Math.ceil(text.length * growthOf(text)))}]`;
}

function growthOf({ length }: string): number {
  return GROWTH.find(([most]) => length <= most)?.[1] ?? 0;
}

function oddly(text: string, [first, ...rest]: readonly string[]): string {
  if (first === undefined) return Array.from(text, (letter) => ODD[PLAIN.indexOf(letter)] ?? letter).join('');
  return text
    .split(first)
    .map((part) => oddly(part, rest))
    .join(first);
}

function runOf(length: number): string {
  const run = '~'.repeat(LONGEST_RUN);
  return [
    ...Array.from({ length: Math.floor(length / LONGEST_RUN) }, () => run),
    '~'.repeat(length % LONGEST_RUN),
  ]
    .filter((part) => part !== '')
    .join(' ');
}
