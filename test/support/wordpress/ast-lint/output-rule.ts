/** What is printed is escaped where it is printed. */
import {
  assignedTo,
  calledName,
  type Finding,
  isNode,
  lineOf,
  listPlaces,
  type Node,
  nodesAt,
  type PhpFile,
  scopeOf,
  variableName,
} from './tree.ts';

const ESCAPES =
  /^(esc_(html|attr|url|url_raw|js|textarea|xml)(__|_x)?|wp_kses(_post|_data)?|absint|intval|count|checked|selected|disabled|wp_nonce_field|wp_create_nonce|get_search_form|paginate_links|\w+_html)$/;
/** Answers of the collect path are JSON with a type of their own. */
const ESCAPES_OF_COLLECT = /^(json_encode|wp_json_encode|(\w+_)?json)$/;
const KEEPS = /^(sprintf|implode|join|trim|str_repeat|vsprintf)$/;

/**
 * Whatever `echo`, `print`, `printf` and `exit` print, and what a function returns whose name ends in `_html`.
 *
 * @example findUnescaped(parsePhp('a.php', '<?php echo $name;')) // [{ line: 1, … }]
 */
export function findUnescaped(file: PhpFile): readonly Finding[] {
  return listPlaces(file.tree).flatMap((place) => {
    const scope = scopeOf(place) ?? file.tree;
    return printedBy(place.node, scope)
      .filter((printed) => !isSafe(printed, scope, file))
      .map((printed) => ({ line: lineOf(printed), message: 'is printed without being escaped' }));
  });
}

function printedBy(node: Node, scope: Node): readonly Node[] {
  if (node.kind === 'echo') return nodesAt(node, 'expressions');
  if (node.kind === 'print' || node.kind === 'exit') return nodesAt(node, 'expression');
  if (node.kind === 'return' && /_html$/.test(nameOf(scope))) return nodesAt(node, 'expr');
  return ['printf', 'vprintf', 'wp_die'].includes(calledName(node)) ? nodesAt(node, 'arguments') : [];
}

function nameOf(scope: Node): string {
  return isNode(scope.name) ? String(scope.name.name) : '';
}

const LITERALS: ReadonlySet<string> = new Set([
  'string',
  'number',
  'boolean',
  'nowdoc',
  'nullkeyword',
  'magic',
  'inline',
  'constref',
  'array_empty',
]);

function isSafe(node: Node, scope: Node, file: PhpFile): boolean {
  const areSafe = (nodes: readonly Node[]) => nodes.every((one) => isSafe(one, scope, file));
  switch (node.kind) {
    case 'bin':
      return node.type === '.' || node.type === '??'
        ? areSafe(nodesAt(node, 'left').concat(nodesAt(node, 'right')))
        : true;
    case 'retif':
      return areSafe([...nodesAt(node, 'trueExpr'), ...nodesAt(node, 'falseExpr')]);
    case 'cast':
      return ['int', 'integer', 'float', 'double', 'bool'].includes(String(node.type));
    case 'encapsed':
      return areSafe(nodesAt(node, 'value').flatMap((part) => nodesAt(part, 'expression')));
    case 'array':
      return areSafe(nodesAt(node, 'items').flatMap((item) => nodesAt(item, 'value')));
    case 'call':
      return isSafeCall(node, areSafe, file);
    case 'variable':
      return isSafeVariable(node, scope, file);
    case 'name':
    case 'staticlookup':
      return true;
    default:
      return LITERALS.has(node.kind);
  }
}

function isSafeCall(node: Node, areSafe: (nodes: readonly Node[]) => boolean, file: PhpFile): boolean {
  const name = calledName(node);
  if (ESCAPES.test(name)) return true;
  if (file.path.startsWith('includes/collect/') && ESCAPES_OF_COLLECT.test(name)) return true;
  return KEEPS.test(name) && areSafe(nodesAt(node, 'arguments'));
}

/** `$html` and `$…_html` may hold only what is escaped; other variables hold anything. */
function isSafeVariable(node: Node, scope: Node, file: PhpFile): boolean {
  const name = variableName(node);
  if (!/(^|_)html$/.test(name)) return false;
  const assigned = assignedTo(scope, name);
  return assigned.length > 0 && assigned.every((value) => isSafe(value, scope, file));
}
