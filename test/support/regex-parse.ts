/** Regular expressions as trees. What a single character may be is asked of the engine itself. */

export type Repeat = {
  readonly kind: 'repeat';
  readonly part: Node;
  readonly least: number;
  readonly most: number;
  readonly isLazy: boolean;
};
export type Atom = {
  readonly kind: 'atom';
  readonly test: (char: string) => boolean;
  readonly text: string;
};
type Several =
  | { readonly kind: 'all'; readonly parts: readonly Node[] }
  | { readonly kind: 'any'; readonly parts: readonly Node[] };
export type Node =
  | Atom
  | Several
  | Repeat
  | { readonly kind: 'look'; readonly part: Node; readonly isBehind: boolean; readonly isNot: boolean }
  | { readonly kind: 'edge'; readonly text: string };

const LOOKS = new Map([
  ['(?=', { isBehind: false, isNot: false }],
  ['(?!', { isBehind: false, isNot: true }],
  ['(?<=', { isBehind: true, isNot: false }],
  ['(?<!', { isBehind: true, isNot: true }],
]);
const EDGE = /\^|\$|\\[bB]/y;
const LOOK = /\(\?<?[=!]/y;
const GROUP = /\((?:\?:|\?<[A-Za-z]\w*>|(?!\?))/y;
const QUANTIFIER = /(?:([*+?])|\{(\d+)(,?)(\d*)\})(\??)/y;
const CLASS = /\[(?:[^\]\\]|\\[\s\S])*\]/y;
const ESCAPE = /\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[^1-9k])/uy;
const BACK = /\\(?:[1-9]|k<\w+>)/y;
const CHARACTER = /[^\\()|]/uy;
const SIMPLE: Readonly<Record<string, readonly [number, number]>> = {
  '*': [0, Number.POSITIVE_INFINITY],
  '+': [1, Number.POSITIVE_INFINITY],
  '?': [0, 1],
};

/** A back reference stands for any character. @throws Error for what it does not know. */
export function parseRegex(source: string, flags: string): Node {
  let at = 0;
  const read = (token: RegExp): RegExpExecArray | null => {
    token.lastIndex = at;
    const match = token.exec(source);
    if (match !== null) at = token.lastIndex;
    return match;
  };

  function parseAny(): Node {
    const parts = [parseAll()];
    while (source[at] === '|') {
      at += 1;
      parts.push(parseAll());
    }
    return parts.length === 1 ? (parts[0] as Node) : { kind: 'any', parts };
  }

  function parseAll(): Node {
    const parts: Node[] = [];
    while (at < source.length && source[at] !== '|' && source[at] !== ')') parts.push(parseRepeated());
    return { kind: 'all', parts };
  }

  function parseRepeated(): Node {
    const part = parseOne();
    const [text, sign, from = '', comma, to = '', lazy] = read(QUANTIFIER) ?? [];
    if (text === undefined) return part;
    const isLazy = lazy === '?';
    const [least, most] = SIMPLE[sign ?? ''] ?? [
      Number(from),
      comma === '' ? Number(from) : Number(to || Infinity),
    ];
    return { kind: 'repeat', part, least, most, isLazy };
  }

  function parseOne(): Node {
    const edge = read(EDGE);
    if (edge !== null) return { kind: 'edge', text: edge[0] };
    const look = LOOKS.get(read(LOOK)?.[0] ?? '');
    if (look !== undefined) return close({ kind: 'look', part: parseAny(), ...look });
    if (read(GROUP) !== null) return close(parseAny());
    const back = read(BACK);
    if (back !== null) return { kind: 'atom', text: back[0], test: () => true };
    const atom = read(CLASS) ?? read(ESCAPE) ?? read(CHARACTER);
    if (atom === null) throw new Error(`cannot read ${source} from ${at} on`);
    return { kind: 'atom', text: atom[0], test: createTest(atom[0], flags) };
  }

  function close(node: Node): Node {
    if (source[at] !== ')') throw new Error(`a group without end in ${source}`);
    at += 1;
    return node;
  }

  const node = parseAny();
  if (at < source.length) throw new Error(`cannot read ${source} from ${at} on`);
  return node;
}

function createTest(atom: string, flags: string): (char: string) => boolean {
  const one = new RegExp(`^(?:${atom})$`, [...flags].filter((flag) => 'iusv'.includes(flag)).join(''));
  const known = new Map<string, boolean>();
  return (char) => {
    const is = known.get(char) ?? one.test(char);
    known.set(char, is);
    return is;
  };
}
