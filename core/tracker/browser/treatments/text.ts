/** Which language a text is read in, and how prices and instants are written in it. */
import type { ShownProduct, Text } from '../../../decisions/treatment.ts';

/** What the page says it is written in, then what the browser prefers. */
const readLanguages = (): readonly string[] => [document.documentElement.lang, navigator.language];

/** For numbers and dates; where the page names no language, the browser's. */
export const readLocale = (): string => readLanguages().filter(Boolean)[0] ?? 'en';

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

/** @example writePrice({ price: 48, currency: 'EUR' }) // '€48.00' */
export function writePrice({ price = 0, currency }: Pick<ShownProduct, 'price' | 'currency'>): string {
  try {
    return price ? new Intl.NumberFormat(readLocale(), { style: 'currency', currency }).format(price) : '';
  } catch {
    return `${price}`;
  }
}
