/** What somebody did or did not do, in words -> names of events. */
import { DOING_TEXTS, DONE_TEXTS, findDoing, findDone, VERBS } from './words-phrases.ts';
import { type Cursor, fail, next, peek, sees, take } from './words-tokens.ts';
import { readList, readText } from './words-values.ts';
import { STARTS } from './words-vocabulary.ts';

export type Done = { readonly event: unknown; readonly noun: string | null; readonly per: string | null };

/** `viewed a product`, `viewed the same product`, `did "Wishlist Shared"`, `did any of ("…", "…")`. */
export function readDone(cursor: Cursor): Done {
  if (take(cursor, 'did', 'any', 'of')) return { event: readList(cursor), noun: null, per: null };
  if (take(cursor, 'did'))
    return { event: readText(cursor, 'the name of an event in quotes'), noun: null, per: null };
  const match = findDone(wordsAhead(cursor));
  if (match === null) {
    const { word } = peek(cursor);
    const withVerb = DONE_TEXTS.filter((text) => text.startsWith(`${word} `));
    const expected = VERBS.has(word) ? withVerb : ['what was done, like viewed a product', ...STARTS];
    fail(cursor, expected, [...DONE_TEXTS, ...STARTS]);
    return { event: '', noun: null, per: null };
  }
  cursor.index += match.words;
  const { name, object } = match.phrase;
  return {
    event: name,
    noun: match.isSame ? (object?.noun ?? null) : null,
    per: match.isSame ? (object?.per ?? null) : null,
  };
}

/** `adding it`, `completing an order`, `"Wishlist Shared"`, `any of ("…", "…")`. */
export function readDoing(cursor: Cursor, noun: string | null): unknown {
  if (take(cursor, 'any', 'of')) return readList(cursor);
  if (peek(cursor).kind === 'text') return readText(cursor, 'the name of an event in quotes');
  const match = findDoing(wordsAhead(cursor), noun);
  if (match === null) return failDoing(cursor, noun);
  cursor.index += match.words;
  return match.phrase.name;
}

function failDoing(cursor: Cursor, noun: string | null): null {
  if (noun === null && sees(cursor, peek(cursor).word, 'it')) {
    next(cursor);
    fail(cursor, ['its name: "it" is what stands after "the same", as in viewed the same product'], []);
  }
  const expected = ['what was not done, like completing an order', 'the name of an event in quotes'];
  fail(cursor, expected, DOING_TEXTS);
  return null;
}

function wordsAhead(cursor: Cursor): readonly string[] {
  const words: string[] = [];
  for (let i = 0; peek(cursor, i).kind === 'word' && i < 12; i += 1) words.push(peek(cursor, i).word);
  return words;
}
