/** Which page an address is, and which address a page has. */

/** In the order of the navigation. */
export const PAGES = [
  'overview',
  'live',
  'segments',
  'campaigns',
  'intent',
  'journeys',
  'customers',
  'privacy',
  'events',
  'install',
  'settings',
] as const;
export type PageName = (typeof PAGES)[number];

export type Place<Name extends string = PageName> = {
  /** Null: there is no such page. */
  readonly page: Name | null;
  /** What stands behind it, decoded. */
  readonly rest: readonly string[];
};

/** @example placeAt('/console', '/console/segments/buyers') // { page: 'segments', rest: ['buyers'] } */
export function placeAt(base: string, path: string): Place {
  return placeAmong(PAGES, base, path);
}

/**
 * The same, where there are other pages.
 *
 * @param pages The first is what the console opens with.
 * @example placeAmong(['setup', 'segments'], '/shop', '/shop') // { page: 'setup', rest: [] }
 */
export function placeAmong<Name extends string>(
  pages: readonly Name[],
  base: string,
  path: string,
): Place<Name> {
  const [name = '', ...rest] = path
    .slice(base.length)
    .split('/')
    .filter((part) => part !== '');
  const page = name === '' ? pages[0] : pages.find((known) => known === name);
  return { page: page ?? null, rest: rest.map(decode) };
}

/** @example hrefOf('/console', 'segments', 'buyers') // '/console/segments/buyers' */
export function hrefOf(base: string, page: string, ...rest: readonly string[]): string {
  return [base, page, ...rest.map(encodeURIComponent)].join('/');
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
