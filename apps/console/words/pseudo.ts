/** English as a language that nobody has: longer by a third, in letters that show what was left untranslated. */
import type { Phrase, Phrases } from './words.ts';

const PLAIN = 'aceinosuyACEINOSUY';
const ODD = 'áçéîñöšüýÁÇÉÎÑÖŠÜÝ';
/** Texts grow by so much from English to German. */
const GROWTH = 1 / 3;

/** @example pseudo({ loading: 'Loading' }).loading // '[Löádîñg~~]' */
export function pseudo<Words extends Phrases>(words: Words): Words {
  const rows = Object.entries(words).map(([name, phrase]) => [name, pseudoPhrase(phrase)]);
  return Object.fromEntries(rows) as Words;
}

function pseudoPhrase(phrase: Phrase | Phrases): Phrase | Phrases {
  if (typeof phrase === 'string') return pseudoText(phrase);
  if (typeof phrase === 'function') return (...parts: never[]) => pseudoText(phrase(...parts));
  return isList(phrase) ? phrase.map(pseudoText) : pseudo(phrase);
}

function isList(phrase: readonly string[] | Phrases): phrase is readonly string[] {
  return Array.isArray(phrase);
}

function pseudoText(text: string): string {
  const odd = Array.from(text, (letter) => ODD[PLAIN.indexOf(letter)] ?? letter).join('');
  return `[${odd}${'~'.repeat(Math.ceil(text.length * GROWTH))}]`;
}
