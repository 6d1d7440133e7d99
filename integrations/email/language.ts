/** Which language a mail is in, and the words that the channel adds to what the merchant wrote. */
import type { Text } from '../../core/decisions/treatment.ts';

export type Words = {
  readonly unsubscribe: string;
  readonly because: (shop: string) => string;
  readonly view: string;
  readonly asked: (shop: string) => string;
  readonly askedMore: string;
  readonly confirm: string;
  readonly done: string;
  readonly doneMore: (shop: string) => string;
};

const ENGLISH: Words = {
  unsubscribe: 'Unsubscribe',
  because: (shop) => `This was chosen for you by what you looked at or bought at ${shop}.`,
  view: 'View',
  asked: (shop) => `Get no more mail from ${shop}?`,
  askedMore: 'One press is enough. You need not log in, and nobody asks why.',
  confirm: 'Unsubscribe',
  done: 'You are unsubscribed',
  doneMore: (shop) => `${shop} sends you no more mail of this kind. You may close this page.`,
};

const GERMAN: Words = {
  unsubscribe: 'Abbestellen',
  because: (shop) => `Ausgewählt nach dem, was Sie bei ${shop} angesehen oder gekauft haben.`,
  view: 'Ansehen',
  asked: (shop) => `Keine E-Mails von ${shop} mehr erhalten?`,
  askedMore: 'Ein Klick genügt. Sie müssen sich nicht anmelden, und niemand fragt nach dem Grund.',
  confirm: 'Abbestellen',
  done: 'Sie sind abgemeldet',
  doneMore: (shop) => `${shop} schickt Ihnen keine solchen E-Mails mehr. Sie können diese Seite schließen.`,
};

const WORDS: Readonly<Record<string, Words>> = { en: ENGLISH, de: GERMAN };
const FROM_RIGHT: ReadonlySet<string> = new Set(['ar', 'dv', 'fa', 'he', 'ps', 'ur', 'yi']);
/** BCP 47, as far as a text's key goes. */
const TAG = /^[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*$/i;

/** @example wordsOf('de-AT').unsubscribe // 'Abbestellen' */
export function wordsOf(language: string): Words {
  return WORDS[primaryOf(language)] ?? ENGLISH;
}

export function directionOf(language: string): 'ltr' | 'rtl' {
  return FROM_RIGHT.has(primaryOf(language)) ? 'rtl' : 'ltr';
}

/**
 * The reader's language where the text is written in it, else the site's, else the text's first.
 *
 * @example chooseLanguage({ en: 'Hello', de: 'Hallo' }, ['de-AT', 'en']) // 'de'
 */
export function chooseLanguage(text: Text, wanted: readonly (string | null)[]): string {
  const tags = wanted.filter((tag) => tag !== null).filter((tag) => TAG.test(tag));
  if (typeof text === 'string') return tags.at(-1) ?? 'en';
  const found = tags.map((tag) => keyFor(text, tag)).find((key) => key !== undefined);
  return found ?? Object.keys(text)[0] ?? 'en';
}

/** @example readText({ en: 'Hello', de: 'Hallo' }, 'de') // 'Hallo' */
export function readText(text: Text, language: string): string {
  if (typeof text === 'string') return text;
  return text[keyFor(text, language) ?? ''] ?? Object.values(text)[0] ?? '';
}

/** `de-AT` finds `de-AT`, then `de`. */
function keyFor(text: Exclude<Text, string>, tag: string): string | undefined {
  const keys = Object.keys(text);
  const lower = tag.replace('_', '-').toLowerCase();
  return (
    keys.find((key) => key.toLowerCase() === lower) ?? keys.find((key) => primaryOf(key) === primaryOf(lower))
  );
}

function primaryOf(tag: string): string {
  return tag.split(/[-_]/)[0]?.toLowerCase() ?? '';
}
