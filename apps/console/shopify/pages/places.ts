/** Which page an address is, and which address a page has. */
import type { AdminPage } from '../../../../integrations/shopify/admin-page/contract.ts';

/** In the order of the navigation. Of the contract's own list, without its schemas: those stay on the server. */
export const PAGES = [
  'setup',
  'segments',
  'today',
  'privacy',
  'settings',
] as const satisfies readonly AdminPage[];

/** What the admin asks the document with and a later load needs again; tokens and signatures are not among them. */
const KEPT = ['shop', 'host', 'locale', 'embedded'] as const;

/** @example pageAt('/platforms/shopify/today') // 'today' */
export function pageAt(path: string): AdminPage {
  const last = path.split('/').at(-1);
  return PAGES.find((page) => page === last) ?? 'setup';
}

/** @example hrefOf('/platforms/shopify', '?shop=quill.myshopify.com&id_token=x', 'today') // '/platforms/shopify/today?shop=quill.myshopify.com' */
export function hrefOf(base: string, search: string, page: AdminPage): string {
  const given = new URLSearchParams(search);
  const kept = new URLSearchParams(
    KEPT.flatMap((name) => {
      const value = given.get(name);
      return value === null ? [] : [[name, value]];
    }),
  ).toString();
  return `${base}/${page}${kept === '' ? '' : `?${kept}`}`;
}
