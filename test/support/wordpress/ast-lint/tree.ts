/** PHP as a tree, and ways to walk it. */
import { Engine } from 'php-parser';

/** What every node of php-parser's has, whatever its kind. */
export type Node = {
  readonly kind: string;
  readonly loc?: {
    readonly start: { readonly line: number };
    readonly end: { readonly line: number };
  } | null;
  readonly [part: string]: unknown;
};

export type PhpFile = {
  /** Below the plugin's folder. */
  readonly path: string;
  readonly text: string;
  readonly tree: Node;
};

/** A node with those that it lies in, the nearest last. */
export type Place = { readonly node: Node; readonly parents: readonly Node[] };

export type Finding = { readonly line: number; readonly message: string };

/**
 * @throws Error where it is no PHP.
 * @example parsePhp('a.php', '<?php echo 1;').tree.kind // 'program'
 */
export function parsePhp(path: string, text: string): PhpFile {
  const engine = new Engine({ parser: { extractDoc: true }, ast: { withPositions: true } });
  return { path, text, tree: engine.parseCode(text, path) as unknown as Node };
}

/** Each tree is walked once, however many rules ask. */
const walked = new WeakMap<Node, readonly Place[]>();
const NO_PARTS: ReadonlySet<string> = new Set([
  'loc',
  'leadingComments',
  'trailingComments',
  'comments',
  'errors',
]);

/** Every node of a tree, from the outside to the inside. @example listPlaces(file.tree).filter(({ node }) => isCall(node)) */
export function listPlaces(root: Node): readonly Place[] {
  const known = walked.get(root);
  if (known !== undefined) return known;
  const places: Place[] = [];
  walk(root, [], places);
  walked.set(root, places);
  return places;
}

function walk(node: Node, parents: readonly Node[], places: Place[]): void {
  places.push({ node, parents });
  const inside = [...parents, node];
  for (const part in node) {
    if (NO_PARTS.has(part)) continue;
    for (const child of nodesIn(node[part])) walk(child, inside, places);
  }
}

function nodesIn(value: unknown): readonly Node[] {
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  return isNode(value) ? [value] : [];
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

export function lineOf(node: Node): number {
  return node.loc?.start.line ?? 0;
}

/** The list of nodes that stands there. @example nodesAt(call, 'arguments') */
export function nodesAt(node: Node, part: string): readonly Node[] {
  return nodesIn(node[part]);
}

/** The name of what is called: of a function, or the last part of a method; '' where it is computed. */
export function calledName(node: Node): string {
  if (node.kind !== 'call') return '';
  const what = node.what as Node;
  if (what.kind === 'name') return String(what.name).replace(/^\\/, '');
  const offset = what.offset as Node | undefined;
  return offset?.kind === 'identifier' ? String(offset.name) : '';
}

/** Whether it calls a function and no method. */
export function isFunctionCall(node: Node): boolean {
  return node.kind === 'call' && (node.what as Node).kind === 'name';
}

/** The name of a variable, without its dollar; '' of anything else. */
export function variableName(value: unknown): string {
  return isNode(value) && value.kind === 'variable' && typeof value.name === 'string' ? value.name : '';
}

/** The innermost function around a place, or the whole file. */
export function scopeOf({ parents }: Place): Node | undefined {
  return parents.findLast(({ kind }) => FUNCTIONS.has(kind)) ?? parents[0];
}

export const FUNCTIONS: ReadonlySet<string> = new Set(['function', 'method', 'closure', 'arrowfunc']);

/** All that is assigned to a variable, or put into it, in a function. */
export function assignedTo(scope: Node, name: string): readonly Node[] {
  return listPlaces(scope).flatMap(({ node }) => {
    if (node.kind === 'assign' && rootName(node.left) === name) return nodesAt(node, 'right');
    return node.kind === 'foreach' && variableName(node.value) === name ? nodesAt(node, 'source') : [];
  });
}

/** `$a['b'][]` is `a`. */
function rootName(value: unknown): string {
  if (isNode(value) && value.kind === 'offsetlookup') return rootName(value.what);
  return variableName(value);
}
