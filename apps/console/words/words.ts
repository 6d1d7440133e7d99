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
  return LANGUAGES.find((known) => known === languageIn(locale)) ?? 'en';
}

/**
 * What the page speaks, and writes numbers and times in: the first that somebody prefers and the console can, with its
 * region; English where there is none, since figures of one language amid words of another are read wrongly.
 *
 * @example localeOf(['fr-FR', 'de-AT', 'en']) // 'de-AT'
 */
export function localeOf(preferred: readonly string[]): string {
  return preferred.find((locale) => LANGUAGES.some((known) => languageIn(locale) === known)) ?? 'en';
}

const languageIn = (locale: string): string => locale.toLowerCase().split('-')[0] ?? '';

/** @example wordsOf(SHELL, 'de').navigation // 'Seiten' */
export function wordsOf<Words extends Phrases>(set: WordSet<Words>, locale: string): Words {
  const words = set[languageOf(locale)];
  return locale === PSEUDO_LOCALE ? pseudo(words) : words;
}

/**
 * A figure as it is written, with its noun: English and German part one from all others, and so does Intl.PluralRules.
 *
 * @example counted('1', 'one day', '1 days') // 'one day'
 */
export function counted(count: string, one: string, more: string): string {
  return count === '1' ? one : more;
}
