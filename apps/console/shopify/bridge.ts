/** Shopify's App Bridge, or what stands in for it where its script could not be loaded. */
import type { ShopifyGlobal } from '@shopify/app-bridge-types';

/** As much of App Bridge as the console uses. */
export type Bridge = {
  /** A session token that our server checks; good for a minute. */
  readonly idToken: () => Promise<string>;
  /** Null where App Bridge is not there, nor the menu that it shows in the admin. */
  readonly toast: ((text: string) => void) | null;
  /** @returns whether the merchant granted all of them. */
  readonly grant: (scopes: readonly string[]) => Promise<boolean>;
};

type Places = {
  readonly shopify: ShopifyGlobal | undefined;
  /** Of the page's address. */
  readonly search: string;
};

/**
 * The stand-in has the token that the page was opened with and no other: when that has run out, the server says so and
 * the page tells how to go on.
 *
 * @example createBridge({ shopify: window.shopify, search: location.search })
 */
export function createBridge({ shopify, search }: Places): Bridge {
  if (shopify === undefined) {
    const token = new URLSearchParams(search).get('id_token') ?? '';
    return { idToken: async () => token, toast: null, grant: async () => false };
  }
  return {
    idToken: () => shopify.idToken(),
    toast: (text) => void shopify.toast.show(text),
    grant: async (scopes) => (await shopify.scopes.request([...scopes])).result === 'granted-all',
  };
}
