/** SQL holds no values but those that were prepared. */
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

const ASKS: ReadonlySet<string> = new Set(['query', 'get_results', 'get_row', 'get_var', 'get_col']);
/** Names that hold names of tables and columns, lists of `%s` and `%d`, and texts of our own. */
const FIXED_NAME = /(^|_)(tables?|columns?|placeholders|marks|collate|prefix|sql)$/;

/**
 * @example findUnpreparedSql(parsePhp('a.php', '<?php $wpdb->query( "DELETE FROM t WHERE a = $a" );')) // [{ line: 1, … }]
 */
export function findUnpreparedSql(file: PhpFile): readonly Finding[] {
  return listPlaces(file.tree).flatMap((place) => {
    const { node } = place;
    const [sql] = nodesAt(node, 'arguments');
    if (sql === undefined || !isOfDatabase(node)) return [];
    const name = calledName(node);
    if (!ASKS.has(name) && name !== 'prepare') return [];
    if (isSafe(sql, scopeOf(place) ?? file.tree)) return [];
    return [{ line: lineOf(sql), message: 'SQL is put together with values: use $wpdb->prepare' }];
  });
}

function isOfDatabase(node: Node): boolean {
  if (node.kind !== 'call') return false;
  const { what } = node.what as Node;
  if (variableName(what) === 'wpdb') return true;
  return isNode(what) && what.kind === 'offsetlookup' && JSON.stringify(what.offset).includes('"wpdb"');
}

function isSafe(node: Node, scope: Node): boolean {
  const areSafe = (nodes: readonly Node[]) => nodes.every((one) => isSafe(one, scope));
  switch (node.kind) {
    case 'string':
    case 'nowdoc':
    case 'number':
    case 'staticlookup':
    case 'name':
      return true;
    case 'encapsed':
      return areSafe(nodesAt(node, 'value').flatMap((part) => nodesAt(part, 'expression')));
    case 'bin':
      return node.type === '.' && areSafe([...nodesAt(node, 'left'), ...nodesAt(node, 'right')]);
    case 'retif':
      return areSafe([...nodesAt(node, 'trueExpr'), ...nodesAt(node, 'falseExpr')]);
    case 'array':
      return areSafe(nodesAt(node, 'items').flatMap((item) => nodesAt(item, 'value')));
    case 'cast':
      return node.type === 'int';
    case 'propertylookup':
      return variableName(node.what) === 'wpdb';
    case 'variable':
      return isFixedVariable(variableName(node), scope);
    case 'call':
      return isFixedCall(node, areSafe);
    default:
      return false;
  }
}

/** What is assigned in the function itself is looked at, whatever it is called. */
function isFixedVariable(name: string, scope: Node): boolean {
  const assigned = assignedTo(scope, name);
  if (assigned.length === 0) return FIXED_NAME.test(name);
  return assigned.every((value) => isSafe(value, scope));
}

/** `Woo_Tables::name( 'orders' )`. */
function isOfTables(node: Node, name: string): boolean {
  const { what } = node.what as Node;
  return (
    name === 'name' && isNode(what) && (what.kind === 'selfreference' || /_Tables$/.test(String(what.name)))
  );
}

function isFixedCall(node: Node, areSafe: (nodes: readonly Node[]) => boolean): boolean {
  const name = calledName(node);
  if (FIXED_NAME.test(name) || name === 'get_charset_collate' || isOfTables(node, name)) return true;
  // Its own first argument is looked at by itself.
  if (name === 'prepare' || name === 'esc_like') return true;
  if (name === 'array_map')
    return ['intval', 'absint'].includes(String(nodesAt(node, 'arguments')[0]?.value));
  if (name === 'array_fill') return areSafe(nodesAt(node, 'arguments').slice(2));
  return (
    ['implode', 'sprintf', 'str_repeat', 'rtrim'].includes(name) &&
    areSafe(nodesAt(node, 'arguments').slice(0, 2))
  );
}
