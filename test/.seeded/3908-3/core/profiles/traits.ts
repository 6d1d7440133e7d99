/** What is known of a person beyond events: the last word on each trait, from `Traits Updated`. */
import type { Entry, Json } from '../entry.ts';

export type TraitValue = string | number | boolean | null | readonly (string | number | boolean)[];

/** A trait set to null stays as the last word: an older value that arrives late must not come back. */
export type Trait = { readonly name: string; readonly value: TraitValue; readonly t: number };

export const TRAITS_EVENT = 'Traits Updated';
export const MAX_TRAITS = 100;
const MAX_ITEMS = 20;

/** Takes in one `Traits Updated`; values that are neither primitive nor a short list of them are passed over. */
export function stepTraits(traits: readonly Trait[], { t, properties }: Entry): readonly Trait[] {
  let known = traits;
  for (const [name, value] of Object.entries(properties)) {
    if (isTraitValue(value)) known = setTrait(known, { name, value, t }, isNoOlder);
  }
  return known;
}

/** The later word on every trait; associative and commutative. */
export function addTraits(a: readonly Trait[], b: readonly Trait[]): readonly Trait[] {
  let sum = a;
  for (const trait of b) sum = setTrait(sum, trait, outranks);
  return sum;
}

type Contest = (trait: Trait, known: Trait) => boolean;

/** Entries come in order, so that of two at one instant the later id has the word. */
const isNoOlder: Contest = (trait, known) => trait.t >= known.t;

/** Two histories have no order: of two words at one instant the greater text has it, whichever side it is on. */
const outranks: Contest = (trait, known) =>
  trait.t > known.t || (trait.t === known.t && JSON.stringify(trait.value) > JSON.stringify(known.value));

function setTrait(traits: readonly Trait[], trait: Trait, wins: Contest): readonly Trait[] {
  let at = 0;
  for (; at < traits.length; at++) {
    const known = traits[at];
    if (known === undefined || known.name > trait.name) break;
    if (known.name === trait.name) return wins(trait, known) ? traits.with(at, trait) : traits;
  }
  return at === MAX_TRAITS ? traits : traits.toSpliced(at, 0, trait).slice(0, MAX_TRAITS);
}

function isTraitValue(value: Json): value is TraitValue {
  return Array.isArray(value)
    ? value.length <= MAX_ITEMS && value.every(isScalar)
    : value === null || isScalar(value);
}

function isScalar(value: Json): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
