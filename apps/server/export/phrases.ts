/** Dates, money and values as a reader of the document expects them: in their language, in the site's zone. */
import type { Json, Properties } from '../../../core/entry.ts';
import { isMoneyKey } from '../../../core/events/money.ts';
import type { EntryView } from '../../../core/profiles/visitors.ts';
import { LABELS, type Language, SENTENCES } from './event-words.ts';
import { GERMAN } from './words-de.ts';
import { ENGLISH, type Words } from './words-en.ts';

export type Line = readonly [label: string, value: string];

export type Phrases = {
  readonly language: Language;
  readonly words: Words;
  day(at: string): string;
  /** Without the name of the day. */
  date(at: string): string;
  time(at: string): string;
  /** Day and time. */
  instant(at: string): string;
  money(major: number, currency?: string): string;
  number(value: number): string;
  percent(share: number): string;
  /** The word for a key; the key with spaces where there is none. */
  word(table: Readonly<Record<string, string>>, key: string): string;
  sentence(entry: Pick<EntryView, 'name'>): string;
  /** What an event carries, without what only machines read. */
  lines(properties: Properties, currency: string | undefined): readonly Line[];
};

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE' };
/** Keys, hashes and names of HTML: they say something to programs, and nothing to anybody else. */
const MACHINE_KEY = /(^|_)(id|ids|sku|hash|token|url|role)$/;
const MACHINE_VALUE = /^[0-9a-f]{16,}$/i;
const LONGEST_VALUE = 300;
const MOST_ITEMS = 20;

/** @example phrasesOf('de-AT', { timezone: 'Europe/Vienna', currency: 'EUR' }).money(19.9) // '19,90 €' */
export function phrasesOf(
  tag: string | null,
  site: { readonly timezone: string; readonly currency: string },
): Phrases {
  const language: Language = tag?.toLowerCase().startsWith('de') === true ? 'de' : 'en';
  const locale = LOCALES[language];
  const words = language === 'de' ? GERMAN : ENGLISH;
  const { timezone: timeZone } = site;
  const day = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'full' });
  const date = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'medium' });
  const time = new Intl.DateTimeFormat(locale, { timeZone, timeStyle: 'medium' });
  const instant = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'long', timeStyle: 'short' });
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const money = createMoney(locale, site.currency);
  const own: ValuePhrases = { language, words, money, number: (value) => number.format(value) };
  return {
    ...own,
    day: (at) => day.format(new Date(at)),
    date: (at) => date.format(new Date(at)),
    time: (at) => time.format(new Date(at)),
    instant: (at) => instant.format(new Date(at)),
    percent: (share) => percent.format(share),
    word: (table, key) => (Object.hasOwn(table, key) ? table[key] : undefined) ?? spaced(key),
    sentence: ({ name }) =>
      (Object.hasOwn(SENTENCES, name) ? SENTENCES[name]?.[language] : undefined) ?? name,
    lines: (properties, currency) => listLines(properties, currency, own),
  };
}

type ValuePhrases = Pick<Phrases, 'language' | 'words' | 'money' | 'number'>;

/** Making a formatter costs fifty times as much as using it. */
function createMoney(locale: string, usual: string): Phrases['money'] {
  const formats = new Map<string, Intl.NumberFormat>();
  return (major, currency = usual) => {
    const known = formats.get(currency);
    const format = known ?? new Intl.NumberFormat(locale, { style: 'currency', currency });
    if (known === undefined) formats.set(currency, format);
    return format.format(major);
  };
}

function listLines(
  properties: Properties,
  currency: string | undefined,
  phrases: ValuePhrases,
): readonly Line[] {
  return Object.entries(properties).flatMap(([key, value]): readonly Line[] => {
    if (MACHINE_KEY.test(key)) return [];
    const text = writeValue(key, value, currency, phrases);
    return text === '' ? [] : [[labelOf(key, phrases.language), text]];
  });
}

function labelOf(key: string, language: Language): string {
  return (Object.hasOwn(LABELS, key) ? LABELS[key]?.[language] : undefined) ?? spaced(key);
}

/** Empty where only a machine could read it. */
function writeValue(key: string, value: Json, currency: string | undefined, phrases: ValuePhrases): string {
  const { words, money, number } = phrases;
  if (value === null) return '';
  if (typeof value === 'boolean') return words.bool[`${value}`];
  if (typeof value === 'number') return isMoneyKey(key) ? money(value, currency) : number(value);
  if (typeof value === 'string') return MACHINE_VALUE.test(value) ? '' : shorten(value);
  if (Array.isArray(value)) return writeList(key, value, currency, phrases);
  return Object.entries(value)
    .filter(([inner]) => !MACHINE_KEY.test(inner))
    .map(([inner, of]) => writeValue(inner, of, currency, phrases))
    .filter((text) => text !== '')
    .join(', ');
}

function writeList(
  key: string,
  list: readonly Json[],
  currency: string | undefined,
  phrases: ValuePhrases,
): string {
  const texts = list.slice(0, MOST_ITEMS).map((item) => writeItem(key, item, currency, phrases));
  const read = texts.filter((text) => text !== '');
  return read.length === 0 || list.length > MOST_ITEMS ? phrases.words.items(list.length) : read.join('; ');
}

/** A product by its name and number; anything else by all it has. */
function writeItem(key: string, item: Json, currency: string | undefined, phrases: ValuePhrases): string {
  if (typeof item !== 'object' || item === null || Array.isArray(item))
    return writeValue(key, item, currency, phrases);
  const { name, quantity, position: _place, ...others } = item as Properties;
  // A place in a list says nothing where what stood there has no name.
  if (typeof name !== 'string')
    return writeValue(key, { quantity: quantity ?? null, ...others }, currency, phrases);
  return typeof quantity === 'number' && quantity !== 1 ? `${quantity} × ${shorten(name)}` : shorten(name);
}

function shorten(text: string): string {
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)} …` : text;
}

function spaced(key: string): string {
  const text = key.replaceAll(/[_-]+/g, ' ').trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}
