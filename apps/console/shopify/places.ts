/** Which pages the admin shows, and how their addresses are written there. */
import type { AdminPage } from '../../../integrations/shopify/admin-page/contract.ts';
import type { PageName } from '../pages/places.ts';

/** In the order of the navigation. Of the contract's own list, without its schemas: those stay on the server. */
export const ADMIN_PAGES = [
  'setup',
  'overview',
  'live',
  'segments',
  'campaigns',
  'intent',
  'journeys',
  'customers',
  'privacy',
  'requests',
  'events',
  'switches',
  'settings',
] as const satisfies readonly AdminPage[];

/** Those of Shopify alone; the others are the pages of every console. */
export const SHOPIFY_PAGES = ['setup', 'requests', 'switches'] as const satisfies readonly AdminPage[];
export type ShopifyPage = (typeof SHOPIFY_PAGES)[number];

/** @example isOfShopify('setup') // true */
export function isOfShopify(page: AdminPage): page is ShopifyPage {
  return SHOPIFY_PAGES.some((own) => own === page);
}

/** How the tracker comes into a page is Shopify's matter here: the checklist has it. @example pageOf('install') // 'setup' */
export function pageOf(page: PageName): AdminPage {
  return page === 'install' ? 'setup' : page;
}

/** What the admin asks the document with and a later load needs again; tokens and signatures are not among them. */
const KEPT = ['shop', 'host', 'locale', 'embedded'] as const;

/** @example keptOf('?shop=quill.myshopify.com&id_token=x') // '?shop=quill.myshopify.com' */
export function keptOf(search: string): string {
  const given = new URLSearchParams(search);
  const kept = new URLSearchParams(
    KEPT.flatMap((name) => {
      const value = given.get(name);
      return value === null ? [] : [[name, value]];
    }),
  ).toString();
  return kept === '' ? '' : `?${kept}`;
}
