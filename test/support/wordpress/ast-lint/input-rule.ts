/** What was sent is unslashed and cleaned before anything is done with it. */
import {
  calledName,
  type Finding,
  lineOf,
  listPlaces,
  type Node,
  type PhpFile,
  variableName,
} from './tree.ts';

const SENT: ReadonlySet<string> = new Set([
  '_GET',
  '_POST',
  '_REQUEST',
  '_COOKIE',
  '_SERVER',
  '_FILES',
  '_ENV',
]);
const CLEANS =
  /^(sanitize_\w+|absint|intval|floatval|wp_kses\w*|esc_url_raw|map_deep|wp_verify_nonce|wp_unslash_and_clean|hash_equals)$/;
const LOOKS: ReadonlySet<string> = new Set(['isset', 'empty']);

/**
 * Everywhere but in the collect path, which reads before WordPress adds slashes.
 *
 * @example findRawInput(parsePhp('a.php', '<?php $x = $_GET["x"];')) // [{ line: 1, … }]
 */
export function findRawInput(file: PhpFile): readonly Finding[] {
  if (file.path.startsWith('includes/collect/')) return [];
  return listPlaces(file.tree)
    .filter(({ node, parents }) => SENT.has(variableName(node)) && !isCleaned(parents))
    .map(({ node }) => ({
      line: lineOf(node),
      message: `$${variableName(node)} is used before wp_unslash and a function that cleans it`,
    }));
}

function isCleaned(parents: readonly Node[]): boolean {
  const names = parents.map(calledName);
  if (parents.some(({ kind }) => LOOKS.has(kind)) || names.includes('is_array')) return true;
  if (parents.some(({ kind, type }) => kind === 'bin' && ['===', '!=='].includes(String(type)))) return true;
  const isNumber = parents.some(
    ({ kind, type }) => kind === 'cast' && ['int', 'float'].includes(String(type)),
  );
  return isNumber || (names.includes('wp_unslash') && names.some((name) => CLEANS.test(name)));
}
