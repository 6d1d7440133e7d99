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

export type Place = {
  /** Null: there is no such page. */
  readonly page: PageName | null;
  /** What stands behind it, decoded. */
  readonly rest: readonly string[];
};

/** @example placeAt('/console', '/console/segments/buyers') // { page: 'segments', rest: ['buyers'] } */
export function placeAt(base: string, path: string): Place {
  const [name = '', ...rest] = path
    .slice(base.length)
    .split('/')
    .filter((part) => part !== '');
  const page = name === '' ? PAGES[0] : (PAGES.find((known) => known === name) ?? null);
  return { page, rest: rest.map(decode) };
}

/** @example hrefOf('/console', 'segments', 'buyers') // '/console/segments/buyers' */
export function hrefOf(base: string, page: PageName, ...rest: readonly string[]): string {
  return [base, page, ...rest.map(encodeURIComponent)].join('/');
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
