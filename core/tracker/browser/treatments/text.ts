/** Which language a text is read in, and how prices and instants are written in it. */
import type { Text } from '../../../decisions/treatment.ts';

/** What the page says it is written in, then what the browser prefers. */
const readLanguages = (): readonly string[] => [
  // Some systems write `en_US`.
  document.documentElement.lang.replace('_', '-'),
  navigator.language,
];

/** For numbers and dates; the browser's own where the page names no language, or one that is none. */
export function readLocale(): string | undefined {
  try {
    return Intl.getCanonicalLocales(readLanguages()[0])[0];
  } catch {
    return undefined;
  }
}

/**
 * A text and its language: of several the one that fits best, `de-CH` before `de`; where none fits, the first.
 *
 * @example chooseText({ en: 'Close', de: 'Schliessen' }) // ['Schliessen', 'de'] on a page in Swiss German
 */
export function chooseText(text: Text): readonly [text: string, language?: string] {
  if (typeof text !== 'object') return [text];
  const keys = Object.keys(text).sort((a, b) => b.length - a.length);
  const fits = (key: string) => (wanted: string) =>
    `${wanted}-`.toLowerCase().startsWith(`${key}-`.toLowerCase());
  const [first = ''] = Object.keys(text);
  const language = readLanguages().flatMap((wanted) => keys.filter((key) => fits(key)(wanted)))[0] ?? first;
  return [text[language] ?? '', language];
}

/** Money in major units; without a price there is none to write. */
export type Priced = { readonly price?: number | undefined; readonly currency?: string };

/** @example writePrice({ price: 48, currency: 'EUR' }) // '€48.00' */
export function writePrice({ price, currency }: Priced): string {
  if (price === undefined) return '';
  try {
    return new Intl.NumberFormat(readLocale(), { style: 'currency', currency }).format(price);
  } catch {
    return `${price}`;
  }
}
