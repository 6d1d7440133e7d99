/** Properties of other vocabularies by the Spec's names, before anything else reads them: an order's id has to be known. */
import { SPEC } from './spec.ts';
import { type PropertyMap, type PropertySource, VOCABULARIES, VOCABULARY } from './vocabularies.ts';

type Given = { readonly [key: string]: unknown };
type Foreign = {
  readonly properties: PropertyMap;
  /** Where its properties stand there, as far as the Spec has no such property itself: read, they go. */
  readonly roots: ReadonlySet<string>;
};

/** Shopify's ids are addresses whose last part is the id that its server sends. */
const GLOBAL_ID = /^gid:\/\/shopify\/\w+\/([\w-]+)/;

/** By the name as it is sent: another spelling of the Spec's own name has the Spec's properties. */
const FOREIGN: ReadonlyMap<string, Foreign> = new Map(
  [...VOCABULARY].flatMap(([event, row]) =>
    VOCABULARIES.flatMap((vocabulary) =>
      (row[vocabulary] ?? []).flatMap(({ name, properties }) =>
        properties === undefined ? [] : [[name, { properties, roots: rootsOf(properties, event) }] as const],
      ),
    ),
  ),
);

/**
 * The same object where the name is of no other vocabulary. What stands there under the Spec's own name is left alone.
 *
 * @example translateProperties('search', { search_term: 'boots' }) // { query: 'boots' }
 */
export function translateProperties(name: string, given: Given): Given {
  const foreign = FOREIGN.get(name);
  if (foreign === undefined) return given;
  const kept = Object.entries(given).filter(([key]) => !foreign.roots.has(key));
  return { ...mapped(foreign.properties, given), ...Object.fromEntries(kept) };
}

function mapped(properties: PropertyMap, given: Given): Given {
  const found = Object.entries(properties).map(([key, source]) => [key, sourceOf(source, given)] as const);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined && value !== null));
}

function sourceOf(source: PropertySource, given: Given): unknown {
  if (typeof source === 'string') return plain(at(source, given));
  if ('pathOf' in source) return pathOf(at(source.pathOf, given));
  if ('sum' in source) return sumOf(source.sum.map((path) => at(path, given)));
  const list = at(source.each, given);
  return Array.isArray(list) ? list.map((item: Given) => mapped(source.of, item)) : undefined;
}

/** Own keys alone: what strangers name reaches nothing else. */
function at(path: string, given: unknown): unknown {
  let value = given;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Given)[key];
  }
  return value;
}

function plain(value: unknown): unknown {
  return typeof value === 'string' ? (GLOBAL_ID.exec(value)?.[1] ?? value) : value;
}

function pathOf(url: unknown): string | undefined {
  return typeof url === 'string' && URL.canParse(url) ? new URL(url).pathname : undefined;
}

/** Of decimals as they are sent; what is added to nothing is nothing. */
function sumOf([first, ...others]: readonly unknown[]): number | undefined {
  const amounts = [first, ...others.filter((value) => value !== undefined && value !== null)].map(Number);
  const sum = amounts.reduce((total, amount) => total + amount, 0);
  return first !== undefined && first !== null && Number.isFinite(sum) ? sum : undefined;
}

function rootsOf(properties: PropertyMap, event: string): ReadonlySet<string> {
  const own = new Set([...Object.keys(SPEC.get(event)?.properties ?? {}), 'currency']);
  const roots = Object.values(properties)
    .flatMap(pathsOf)
    .map((path) => path.split('.')[0] ?? '');
  return new Set(roots.filter((root) => !own.has(root)));
}

function pathsOf(source: PropertySource): readonly string[] {
  if (typeof source === 'string') return [source];
  if ('pathOf' in source) return [source.pathOf];
  return 'sum' in source ? source.sum : [source.each];
}
