/** The words of the console: each page has its own, in every language, in one shape. */
import { pseudo } from './pseudo.ts';

export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A text, or one with something in it; and groups of those. */
export type Phrase = string | ((...parts: never[]) => string) | readonly string[];
export type Phrases = { readonly [name: string]: Phrase | Phrases };

/** The same words in every language: the compiler misses what one of them lacks. */
export type WordSet<Words extends Phrases> = Readonly<Record<Language, Words>>;

/** English in letters that stand out: what is not so on a page has been written into it. */
export const PSEUDO_LOCALE = 'en-XA';

/** @example languageOf('de-CH') // 'de' */
export function languageOf(locale: string): Language {
  const [language] = locale.toLowerCase().split('-');
  return LANGUAGES.find((known) => known === language) ?? 'en';
}

/** @example wordsOf(SHELL, 'de').navigation // 'Seiten' */
export function wordsOf<Words extends Phrases>(set: WordSet<Words>, locale: string): Words {
  const words = set[languageOf(locale)];
  return locale === PSEUDO_LOCALE ? pseudo(words) : words;
}
