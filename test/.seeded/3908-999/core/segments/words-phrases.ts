/**
 * Events as one says them. The phrase is made of the name, which is object + past-tense verb: `Product Viewed` ->
 * "viewed a product", "viewed the same product", "viewing it". A name whose doer is not the visitor has no phrase.
 */
import { endsInPastTense } from '../events/past-tense.ts';
import { SPEC } from '../events/spec.ts';

export type Phrase = {
  readonly name: string;
  /** `viewed a product` */
  readonly plain: string;
  /** `viewing a product` */
  readonly doing: string;
  /** Where it has an object. */
  readonly object?: {
    /** `product` */
    readonly noun: string;
    /** `product_id` */
    readonly per: string;
    /** `viewed the same product` */
    readonly same: string;
    /** `viewing it` */
    readonly doingIt: string;
  };
};

const NOT_DONE_BY_VISITORS = new Set(
  `attributed bounced changed computed crashed decreased delivered denied detected dismissed ended exited increased
  interrupted received shown`.split(/\s+/),
);
const NOT_OBJECTS = new Set(['audience', 'segment', 'segment consent preference', 'traits']);
const PARTICLES = new Set(['in', 'out', 'up']);
/** What may follow the verb's object: `Product Added to Cart`. */
const TAIL_STARTS = new Set(['to', 'from', 'as']);

const PHRASES: readonly Phrase[] = withoutDoubles([...SPEC.keys()].flatMap(makePhrase));
const BY_NAME: ReadonlyMap<string, Phrase> = new Map(PHRASES.map((phrase) => [phrase.name, phrase]));

/** @example phraseOf('Product Viewed')?.plain // 'viewed a product' */
export function phraseOf(name: string): Phrase | null {
  return BY_NAME.get(name) ?? null;
}

function makePhrase(name: string): Phrase[] {
  const words = name.toLowerCase().split(' ');
  const tailAt = words.findIndex((word) => TAIL_STARTS.has(word));
  const tail = tailAt < 0 ? [] : words.slice(tailAt);
  const core = tailAt < 0 ? words : words.slice(0, tailAt);
  if (!endsInPastTense(core)) return [];
  const particle = PARTICLES.has(core.at(-1) ?? '') ? core.slice(-1) : [];
  const verb = core.at(-1 - particle.length) ?? '';
  const ing = gerundOf(verb);
  const noun = core.slice(0, -1 - particle.length).join(' ');
  if (ing === null || NOT_DONE_BY_VISITORS.has(verb) || NOT_OBJECTS.has(noun)) return [];
  const say = (verbForm: string, object: string) =>
    [verbForm, ...particle, object, ...tail].filter((word) => word !== '').join(' ');
  const a = say(verb, withArticle(noun));
  const phrase = { name, plain: a, doing: say(ing, withArticle(noun)) };
  if (noun === '') return [phrase];
  const object = { noun, per: `${noun.replaceAll(' ', '_')}_id`, same: say(verb, `the same ${noun}`) };
  return [{ ...phrase, object: { ...object, doingIt: say(ing, 'it') } }];
}

/** @example gerundOf('applied') // 'applying' */
function gerundOf(past: string): string | null {
  if (past === 'sent') return 'sending';
  if (past.endsWith('ied')) return `${past.slice(0, -3)}ying`;
  return past.endsWith('ed') ? `${past.slice(0, -2)}ing` : null;
}

function withArticle(noun: string): string {
  if (noun === '' || /[^s]s$|info$/.test(noun)) return noun;
  return `${/^[aeio]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

/** A phrase that two names share would be read as one of them. */
function withoutDoubles(phrases: readonly Phrase[]): readonly Phrase[] {
  const seen = new Map<string, number>();
  for (const { plain } of phrases) seen.set(plain, (seen.get(plain) ?? 0) + 1);
  return phrases.filter(({ plain }) => seen.get(plain) === 1);
}

export type Said = { readonly phrase: Phrase; readonly isSame: boolean };
type Table = ReadonlyMap<string, Said>;

const plainly = (phrase: Phrase): Said => ({ phrase, isSame: false });
const DONE: Table = new Map(
  PHRASES.flatMap((phrase): [string, Said][] => [
    [phrase.plain, plainly(phrase)],
    ...(phrase.object === undefined
      ? []
      : [[phrase.object.same, { phrase, isSame: true }] as [string, Said]]),
  ]),
);
const DOING: Table = new Map(PHRASES.map((phrase) => [phrase.doing, plainly(phrase)]));
const DOING_IT: ReadonlyMap<string, Table> = tablesByNoun();

function tablesByNoun(): ReadonlyMap<string, Table> {
  const tables = new Map<string, Map<string, Said>>();
  for (const phrase of PHRASES) {
    if (phrase.object === undefined) continue;
    const table = tables.get(phrase.object.noun) ?? new Map<string, Said>();
    tables.set(phrase.object.noun, table.set(phrase.object.doingIt, plainly(phrase)));
  }
  return tables;
}

const LONGEST_WORDS = Math.max(...[...DONE.keys()].map((text) => text.split(' ').length));

/** The longest phrase that begins these words, and how many of them it takes. */
export type Match = Said & { readonly words: number };

/** @param words In lower case, as they follow one another in the text. */
export function findDone(words: readonly string[]): Match | null {
  return findLongest(DONE, words);
}

/** @param noun What "it" stands for, where it stands for anything. */
export function findDoing(words: readonly string[], noun: string | null): Match | null {
  const it = noun === null ? undefined : DOING_IT.get(noun);
  return findLongest(DOING, words) ?? (it === undefined ? null : findLongest(it, words));
}

function findLongest(table: Table, words: readonly string[]): Match | null {
  for (let count = Math.min(LONGEST_WORDS, words.length); count > 0; count -= 1) {
    const said = table.get(words.slice(0, count).join(' '));
    if (said !== undefined) return { ...said, words: count };
  }
  return null;
}

/** Every phrase that may begin a condition. */
export const DONE_TEXTS: readonly string[] = [...DONE.keys()];
export const DOING_TEXTS: readonly string[] = [...DOING.keys()];
/** First words of those that begin a condition: no bare property may look like one. */
export const VERBS: ReadonlySet<string> = new Set(DONE_TEXTS.map((text) => text.split(' ')[0] ?? ''));
