/**
 * Counts the steps of a backtracking search, as engines of the Perl kind do it: time is never looked at, so the count
 * is the same on every machine.
 */
import type { Atom, Node, Repeat } from './regex-parse.ts';

export const TOO_MANY = 500_000;

type Next = (at: number) => boolean;
/** Reads on (1), or back (-1), as within a look behind. */
type Way = 1 | -1;

/** Steps until the search has found nothing, or all there is; at most {@link TOO_MANY}. */
export function countSteps(node: Node, flags: string, text: string): number {
  const chars = [...text];
  let steps = 0;
  const step = (): void => {
    steps += 1;
    if (steps > TOO_MANY) throw TOO_MANY;
  };
  const isWord = (at: number): boolean => /\w/.test(chars[at] ?? '');
  const isEdge = (kind: string, at: number): boolean => {
    if (kind === '^') return at === 0 || (flags.includes('m') && chars[at - 1] === '\n');
    if (kind === '$') return at === chars.length || (flags.includes('m') && chars[at] === '\n');
    return (isWord(at - 1) !== isWord(at)) === (kind === '\\b');
  };

  function match(one: Node, at: number, way: Way, next: Next): boolean {
    step();
    switch (one.kind) {
      case 'repeat':
        return repeat(one, 0, { at, way, next });
      case 'all':
        return follow(way === 1 ? one.parts : one.parts.toReversed(), at, way, next);
      case 'any':
        return one.parts.some((part) => match(part, at, way, next));
      case 'edge':
        return isEdge(one.text, at) && next(at);
      case 'look':
        return match(one.part, at, one.isBehind ? -1 : 1, () => true) !== one.isNot && next(at);
      default:
        return takes(one, chars[way === 1 ? at : at - 1]) && next(at + way);
    }
  }

  function follow([first, ...rest]: readonly Node[], at: number, way: Way, next: Next): boolean {
    if (first === undefined) return next(at);
    return match(first, at, way, rest.length === 0 ? next : (to) => follow(rest, to, way, next));
  }

  type Place = { readonly at: number; readonly way: Way; readonly next: Next };
  function repeat(one: Repeat, done: number, place: Place): boolean {
    step();
    const { at, way, next } = place;
    const goOn: Next = (to) =>
      (to !== at || done < one.least) && repeat(one, done + 1, { at: to, way, next });
    const more = (): boolean => done < one.most && match(one.part, at, way, goOn);
    if (done < one.least) return more();
    return one.isLazy ? next(at) || more() : more() || next(at);
  }

  function search(): void {
    for (let from = 0; from <= chars.length; ) {
      let end = -1;
      const note: Next = (at) => {
        end = at;
        return true;
      };
      if ((match(node, from, 1, note) && !flags.includes('g')) || flags.includes('y')) return;
      from = Math.max(from + 1, end);
    }
  }

  try {
    search();
  } catch (error) {
    if (error !== TOO_MANY) throw error;
    return TOO_MANY;
  }
  return steps;
}

function takes({ test }: Atom, char: string | undefined): boolean {
  return char !== undefined && test(char);
}

const ALPHABET = [...'aAzZ09_-./@:+ ,;=&%#"\'<>()[]{}|~^$!?*\\`\n\r\té字😀\u0301\u200b'];
const MOST_PUMPS = 28;
const MOST_PREFIXES = 5;

/** What might be repeated to make it slow: letters that some part takes, each two of them, and a text for each part that repeats. */
export function pumpsOf(node: Node): readonly string[] {
  const letters = new Set<string>();
  const texts = new Set<string>();
  const visit = (one: Node): void => {
    if (one.kind === 'atom') for (const letter of lettersOf(one).slice(0, 2)) letters.add(letter);
    else if (one.kind === 'all' || one.kind === 'any') one.parts.forEach(visit);
    else if (one.kind !== 'edge') visit(one.part);
    if (one.kind === 'repeat') for (const text of textsOf(one.part)) texts.add(text);
  };
  visit(node);
  // What is written out is what a sender can hit by intention.
  const few = [...letters].toSorted((a, b) => Number(/\w|\s/.test(a)) - Number(/\w|\s/.test(b))).slice(0, 4);
  const pairs = few.flatMap((a) => few.flatMap((b) => (a === b ? [] : [a + b])));
  return [...new Set([...texts, ...pairs, ...letters])].filter((pump) => pump !== '').slice(0, MOST_PUMPS);
}

/** What may stand before: a text for the way to each part. */
export function prefixesOf(node: Node): readonly string[] {
  const ways = node.kind === 'any' ? node.parts : [node];
  const prefixes = new Set(['']);
  for (const way of ways) {
    let before = '';
    for (const part of way.kind === 'all' ? way.parts : [way]) {
      before += textsOf(part)[0] ?? '';
      prefixes.add(before);
    }
  }
  return [...prefixes].slice(0, MOST_PREFIXES);
}

function lettersOf({ test, text }: Atom): readonly string[] {
  return [...(test(text) ? [text] : []), ...ALPHABET.filter(test)];
}

/** Some texts that it takes. */
function textsOf(one: Node): readonly string[] {
  if (one.kind === 'atom') return lettersOf(one).slice(0, 1);
  if (one.kind === 'any') return one.parts.flatMap(textsOf).slice(0, 8);
  if (one.kind === 'all') return [one.parts.map((part) => textsOf(part)[0] ?? '').join('')];
  if (one.kind !== 'repeat') return [''];
  return textsOf(one.part).map((text) => text.repeat(Math.max(1, Math.min(one.least, 20))));
}
