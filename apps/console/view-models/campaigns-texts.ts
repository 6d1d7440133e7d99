/** Texts of treatments, in one language or in several. */
import { change, type Draft, isFields, type Path, readAt } from './campaigns-document.ts';
import { isTexts, listPlaces } from './campaigns-places.ts';

/** Those that templates are written in, and that treatments have words of their own in: core/decisions/words.ts. */
export const TEXT_LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'nl'] as const;

/** In which languages something is written; empty: in one that is not named. @example languagesOf(draft) // ['en', 'de'] */
export function languagesOf(draft: Draft): readonly string[] {
  const named = listTextPaths(draft)
    .map((path) => readAt(draft, path))
    .flatMap((text) => (isFields(text) ? Object.keys(text) : []));
  return [...new Set(named)];
}

/** Says of all that stands there which language it is in. @example nameLanguage(draft, 'en') */
export function nameLanguage(draft: Draft, language: string): Draft {
  return listTextPaths(draft).reduce((next, path) => {
    const text = readAt(next, path);
    return typeof text === 'string' ? change(next, path, { [language]: text }) : next;
  }, draft);
}

/** The place of each text, whatever its languages. */
function listTextPaths(draft: Draft): readonly Path[] {
  return listPlaces(draft)
    .filter(({ spec }) => isTexts(spec))
    .map(({ path, whole = path }) => whole);
}

/** @example nameLanguageIn('de', 'en') // 'Englisch' */
export function nameLanguageIn(locale: string, language: string): string {
  return new Intl.DisplayNames(locale, { type: 'language' }).of(language) ?? language;
}
