/** Every regular expression that a source file writes down. */

export type Found = { readonly source: string; readonly flags: string };

const BLANK = /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|#![^\n]*/y;
const TEXT = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/y;
const TEMPLATE = /`(?:[^`\\$]|\\[\s\S]|\$(?!\{))*(`|\$\{)/y;
const TEMPLATE_GOES_ON = /\}(?:[^`\\$]|\\[\s\S]|\$(?!\{))*(`|\$\{)/y;
const PATTERN = /\/((?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([a-z]*)/y;
const WORD_OR_MARK = /[\w$]+|[\s\S]/y;
/** After these a stroke begins a pattern; after anything else it divides. */
const BEFORE_PATTERN =
  /^(?:|[([{,;=:!&|?+\-*%~^<>]|return|typeof|case|in|of|void|delete|throw|else|do|await|yield)$/;

/** @example findRegexes('const a = b / c; /x+/u.test(d)') // [{ source: 'x+', flags: 'u' }] */
export function findRegexes(text: string): readonly Found[] {
  const found: Found[] = [];
  /** Braces that are open within each template around this place. */
  const open: number[] = [];
  const { read, isOver } = createReader(text);
  let before = '';

  const readTemplate = (): string | null => {
    const goesOn = open.at(-1) === 0 ? read(TEMPLATE_GOES_ON) : null;
    if (goesOn !== null) open.pop();
    const template = goesOn ?? read(TEMPLATE);
    if (template === null) return null;
    if (template[1] !== '`') open.push(0);
    return template[1] === '`' ? '"' : '(';
  };
  const readPattern = (): string | null => {
    const pattern = BEFORE_PATTERN.test(before) ? read(PATTERN) : null;
    if (pattern === null) return null;
    found.push({ source: pattern[1] ?? '', flags: pattern[2] ?? '' });
    return '"';
  };
  const readOther = (): string => {
    const [token = ''] = read(TEXT) ?? read(WORD_OR_MARK) ?? [];
    const inner = open.pop();
    if (inner !== undefined) open.push(inner + (token === '{' ? 1 : token === '}' ? -1 : 0));
    return /^['"]/.test(token) ? '"' : token;
  };

  while (!isOver()) {
    if (read(BLANK) === null) before = readTemplate() ?? readPattern() ?? readOther();
  }
  return found;
}

function createReader(text: string) {
  let at = 0;
  return {
    isOver: () => at >= text.length,
    read: (token: RegExp): RegExpExecArray | null => {
      token.lastIndex = at;
      const match = token.exec(text);
      if (match !== null) at = token.lastIndex;
      return match;
    },
  };
}
