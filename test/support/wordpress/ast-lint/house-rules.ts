/** What else WordPress's reviewers and this repository ask of PHP. */
import {
  calledName,
  type Finding,
  FUNCTIONS,
  isNode,
  lineOf,
  listPlaces,
  type Node,
  nodesAt,
  type PhpFile,
} from './tree.ts';

const MOST_LINES = 60;
/** How many texts stand before the text domain. */
const TRANSLATES: ReadonlyMap<string, number> = new Map([
  ['__', 1],
  ['_e', 1],
  ['esc_html__', 1],
  ['esc_html_e', 1],
  ['esc_attr__', 1],
  ['esc_attr_e', 1],
  ['_x', 2],
  ['esc_html_x', 2],
  ['esc_attr_x', 2],
  ['_n', 3],
  ['_nx', 4],
]);

/** Texts to translate are written out, in the domain of the plugin. */
export function findForeignTexts(file: PhpFile): readonly Finding[] {
  return listPlaces(file.tree).flatMap(({ node }) => {
    const texts = TRANSLATES.get(calledName(node));
    if (texts === undefined) return [];
    const given = nodesAt(node, 'arguments');
    const isOurs = given[texts]?.kind === 'string' && given[texts]?.value === 'inkling';
    const isWritten = given[0]?.kind === 'string' && (texts < 3 || given[1]?.kind === 'string');
    return isOurs && isWritten
      ? []
      : [{ line: lineOf(node), message: "a text to translate is no literal, or not in 'inkling'" }];
  });
}

/** Every route says who may use it. */
export function findOpenRoutes(file: PhpFile): readonly Finding[] {
  return listPlaces(file.tree).flatMap(({ node, parents }) => {
    if (node.kind !== 'array' || !parents.some((parent) => calledName(parent) === 'register_rest_route'))
      return [];
    const keys = nodesAt(node, 'items').map(({ key }) => (isNode(key) ? key.value : null));
    if (!keys.includes('callback') || keys.includes('permission_callback')) return [];
    return [{ line: lineOf(node), message: 'a route has no permission_callback' }];
  });
}

/** Addresses of a developer's machine. */
export function findLocalAddresses({ text }: PhpFile): readonly Finding[] {
  return text
    .split('\n')
    .flatMap((line, i) =>
      /https?:\/\/(localhost|127\.0\.0\.1)/i.test(line)
        ? [{ line: i + 1, message: "the address of a developer's machine" }]
        : [],
    );
}

/** A function is as long as a reader keeps in mind. */
export function findLongFunctions(file: PhpFile): readonly Finding[] {
  return listPlaces(file.tree)
    .filter(({ node }) => FUNCTIONS.has(node.kind) && linesOf(node) > MOST_LINES)
    .map(({ node }) => ({
      line: lineOf(node),
      message: `a function of ${linesOf(node)} lines: at most ${MOST_LINES}`,
    }));
}

function linesOf({ loc }: Node): number {
  return loc ? loc.end.line - loc.start.line + 1 : 0;
}
