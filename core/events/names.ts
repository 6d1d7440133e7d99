/**
 * One name for one thing: the Segment Spec's. Other spellings and vocabularies are led back to it, own names
 * follow its rule (Object + past-tense verb, Title Case), and a near miss is told what was probably meant.
 */
import { editDistance } from './distance.ts';
import { endsInPastTense } from './past-tense.ts';
import { SPEC } from './spec.ts';
import { aliasesOf } from './vocabularies.ts';

export type ResolvedName =
  /** In the table or the site's plan; `original` is how it was spelt, where that differs. */
  | { readonly kind: 'known'; readonly name: string; readonly original?: string }
  /** Follows the rule, and nobody has described it. */
  | { readonly kind: 'custom'; readonly name: string; readonly suggestion?: string }
  /** Breaks the rule; a lenient site keeps it as it is. */
  | { readonly kind: 'malformed'; readonly name: string; readonly suggestion?: string }
  /** Empty, too long or not printable: no name at all. */
  | { readonly kind: 'unusable' };

export type NameResolver = (raw: string) => ResolvedName;

const LONGEST_NAME = 100;
const MOST_REMEMBERED = 2_000;
const SHAPE = /^[A-Z][A-Za-z0-9]*( [A-Za-z0-9]+)*$/;
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/u;
const UNUSABLE: ResolvedName = { kind: 'unusable' };

/**
 * The canonical name of an event, by the Segment Spec's table alone.
 * @example canonicalName('order_completed') // { kind: 'known', name: 'Order Completed', original: 'order_completed' }
 * @example canonicalName('Prodct Viewd') // { kind: 'malformed', name: 'Prodct Viewd', suggestion: 'Product Viewed' }
 */
export const canonicalName: NameResolver = (raw) => resolveName(SPEC_INDEX, raw);

/**
 * A resolver that also knows a site's own names and remembers what it was asked, for the hot path.
 * @example createNameResolver(['Gift Wrapped'])('gift_wrapped') // { kind: 'known', name: 'Gift Wrapped', … }
 */
export function createNameResolver(ownNames: readonly string[] = []): NameResolver {
  const index =
    ownNames.length === 0 ? SPEC_INDEX : indexNames([...specNames(), ...ownNames.map(withoutAlias)]);
  const remembered = new Map<string, ResolvedName>();
  return (raw) => {
    const known = index.exact.get(raw) ?? remembered.get(raw);
    if (known !== undefined) return known;
    const resolved = resolveName(index, raw);
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    if (resolved.kind !== 'unusable') remembered.set(raw, resolved);
    return resolved;
  };
}

/** Whether a name follows the rule: Title Case words, ending in a past-tense verb. */
export function isWellFormedName(name: string): boolean {
  return name.length <= LONGEST_NAME && SHAPE.test(name) && endsInPastTense(name.split(' '));
}

type Spelt = { readonly words: string; readonly name: string; readonly letters: number };
type NameIndex = {
  /** Every usual spelling, as it arrives. */
  readonly exact: ReadonlyMap<string, ResolvedName>;
  /** Canonical names by their words in lower case. */
  readonly folded: ReadonlyMap<string, string>;
  /** The same with the letters of each. */
  readonly spelt: readonly Spelt[];
  readonly names: readonly string[];
};

function resolveName(index: NameIndex, raw: string): ResolvedName {
  const exact = index.exact.get(raw);
  if (exact !== undefined) return exact;
  if (raw.length > 2 * LONGEST_NAME) return UNUSABLE;
  const name = raw.normalize('NFC').trim();
  if (name === '' || name.length > LONGEST_NAME || UNPRINTABLE.test(name)) return UNUSABLE;
  const words = foldName(name);
  const canonical = index.folded.get(words);
  if (canonical !== undefined) return spelt(canonical, raw);
  const kind = isWellFormedName(name) ? 'custom' : 'malformed';
  const suggestion = nearestName(index, words) ?? (kind === 'malformed' ? titleCase(words) : null);
  return suggestion === null ? { kind, name } : { kind, name, suggestion };
}

function spelt(name: string, raw: string): ResolvedName {
  return name === raw ? { kind: 'known', name } : { kind: 'known', name, original: raw };
}

/** One edit in five letters, at most three: `Prodct Viewd` is a slip, `Quiz Viewed` is another event. */
function nearestName(index: NameIndex, words: string): string | null {
  let best: string | null = null;
  let max = Math.min(3, Math.floor(words.length / 5));
  const letters = lettersOf(words);
  for (const { words: folded, name, letters: own } of index.spelt) {
    // An edit brings one letter in and takes one out at most. Strangers invent names faster than distances are measured.
    if (countBits(letters ^ own) > 2 * max) continue;
    const steps = editDistance(words, folded, max);
    if (steps > max) continue;
    best = name;
    max = steps - 1;
    if (max < 1) break;
  }
  return best;
}

/** A bit for each letter and digit that stands in it; all else shares one. */
function lettersOf(words: string): number {
  let letters = 0;
  for (let i = 0; i < words.length; i += 1) {
    const code = words.charCodeAt(i);
    letters |= 1 << (code >= 97 && code <= 122 ? code - 97 : 26 + (code % 5));
  }
  return letters;
}

function countBits(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count += 1;
  return count;
}

function titleCase(words: string): string | null {
  const name = words.replace(/(^| )[a-z]/g, (letter) => letter.toUpperCase());
  return isWellFormedName(name) ? name : null;
}

/** The words of a name in lower case, whatever joined them: `orderCompleted`, `ORDER-COMPLETED` -> `order completed`. */
function foldName(name: string): string {
  return splitWords(name).join(' ').toLowerCase();
}

function splitWords(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[\s_.:/-]+/)
    .filter((word) => word !== '');
}

type NamedWithAliases = { readonly name: string; readonly aliases: readonly string[] };

const withoutAlias = (name: string): NamedWithAliases => ({ name, aliases: [] });

function specNames(): NamedWithAliases[] {
  return [...SPEC.keys()].map((name) => ({ name, aliases: aliasesOf(name) }));
}

function indexNames(all: readonly NamedWithAliases[]): NameIndex {
  const folded = new Map<string, string>();
  for (const { name } of all) folded.set(foldName(name), name);
  for (const { name, aliases } of all) for (const alias of aliases) addAlias(folded, alias, name);
  const exact = new Map<string, ResolvedName>();
  for (const [words, name] of folded) for (const text of spellings(words)) exact.set(text, spelt(name, text));
  for (const { name } of all) exact.set(name, { kind: 'known', name });
  const letters = [...folded].map(([words, name]) => ({ words, name, letters: lettersOf(words) }));
  return { exact, folded, spelt: letters, names: all.map(({ name }) => name) };
}

/** A name of its own always beats somebody else's alias. */
function addAlias(folded: Map<string, string>, alias: string, name: string): void {
  const words = foldName(alias);
  if (!folded.has(words)) folded.set(words, name);
}

function spellings(words: string): string[] {
  const parts = words.split(' ');
  const capitals = parts.map((part) => part.charAt(0).toUpperCase() + part.slice(1));
  const camel = parts[0] + capitals.slice(1).join('');
  return [capitals.join(' '), words, parts.join('_'), parts.join('-'), camel, parts.join('_').toUpperCase()];
}

const SPEC_INDEX = indexNames(specNames());
