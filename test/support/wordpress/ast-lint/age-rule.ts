/** PHP 7.4 is the oldest that WordPress runs on: nothing newer is used. */
import {
  calledName,
  type Finding,
  isFunctionCall,
  isNode,
  lineOf,
  listPlaces,
  type Node,
  nodesAt,
  type PhpFile,
} from './tree.ts';

const NEWER_KINDS: ReadonlyMap<string, string> = new Map([
  ['match', 'match'],
  ['enum', 'an enum'],
  ['nullsafepropertylookup', '?->'],
  ['uniontype', 'a union of types'],
  ['intersectiontype', 'an intersection of types'],
  ['namedargument', 'a named argument'],
  ['variadicplaceholder', 'a callable by (...)'],
  ['attrgroup', 'an attribute'],
]);
const NEWER_TYPES: ReadonlySet<string> = new Set(['mixed', 'never', 'static', 'false', 'true', 'null']);
const NEWER_FUNCTIONS: ReadonlySet<string> = new Set(
  `array_is_list fdiv get_debug_type get_resource_id preg_last_error_msg fsync fdatasync enum_exists json_validate
  mb_str_pad mb_trim mb_ucfirst array_find array_find_key array_any array_all array_first array_last`.split(
    /\s+/,
  ),
);
/** WordPress brings these along; the collect path runs without it. */
const BROUGHT_ALONG: ReadonlySet<string> = new Set(['str_contains', 'str_starts_with', 'str_ends_with']);
/** Of WordPress after 6.1. */
const NEWER_WORDPRESS: ReadonlySet<string> = new Set(
  `wp_admin_notice wp_get_admin_notice wp_set_option_autoload wp_set_options_autoload wp_trigger_error
  wp_prime_option_caches wp_register_block_types_from_metadata_collection wp_is_serving_rest_request`.split(
    /\s+/,
  ),
);

/** @example findNewer(parsePhp('a.php', '<?php echo $a?->b;')) // [{ line: 1, message: '?-> is newer than PHP 7.4' }] */
export function findNewer(file: PhpFile): readonly Finding[] {
  return listPlaces(file.tree).flatMap(({ node, parents }) => {
    const found = newerIn(node, file) ?? newerShape(node, parents.at(-1));
    return found === null
      ? []
      : [{ line: lineOf(node), message: `${found} is newer than PHP 7.4 or WordPress 6.1` }];
  });
}

function newerIn(node: Node, file: PhpFile): string | null {
  const kind = NEWER_KINDS.get(node.kind);
  if (kind !== undefined) return kind;
  if (node.kind === 'typereference' && NEWER_TYPES.has(String(node.raw))) return `the type ${node.raw}`;
  if (!isFunctionCall(node)) return null;
  const name = calledName(node);
  const isWithoutWordPress = file.path.startsWith('includes/collect/') && BROUGHT_ALONG.has(name);
  return isWithoutWordPress || NEWER_FUNCTIONS.has(name) || NEWER_WORDPRESS.has(name) ? `${name}()` : null;
}

function newerShape(node: Node, parent: Node | undefined): string | null {
  if (node.kind === 'catch' && !isNode(node.variable)) return 'a catch without a variable';
  if (node.kind === 'parameter' && Number(node.flags) > 0) return 'a property made by its constructor';
  if (node.kind === 'property' && node.readonly === true) return 'a property that is only read';
  if (node.kind === 'parameter' && nodesAt(node, 'value').some(({ kind }) => kind === 'new'))
    return 'new as a default';
  if (node.kind !== 'throw') return null;
  return parent !== undefined &&
    ['expressionstatement', 'block', 'program', 'if', 'else', 'case', 'namespace'].includes(parent.kind)
    ? null
    : 'throw inside of an expression';
}
