/** Shopify's App Bridge, or what stands in for it where its script could not be loaded. */
import type { ShopifyGlobal } from '@shopify/app-bridge-types';

/** As much of App Bridge as the console uses. */
export type Bridge = {
  /** False: the stand-in. */
  readonly isReal: boolean;
  /** A session token that our server checks; good for a minute. */
  readonly idToken: () => Promise<string>;
  readonly toast: (text: string) => void;
  /** @returns whether the merchant granted all of them. */
  readonly grant: (scopes: readonly string[]) => Promise<boolean>;
};

type Places = {
  readonly shopify: ShopifyGlobal | undefined;
  /** Of the page's address. */
  readonly search: string;
  /** Shows a note in the page, where App Bridge cannot. */
  readonly onToast: (text: string) => void;
};

/**
 * The stand-in has the token that the page was opened with and no other: when that has run out, the server says so and
 * the page tells how to go on.
 *
 * @example createBridge({ shopify: window.shopify, search: location.search, onToast })
 */
export function createBridge({ shopify, search, onToast }: Places): Bridge {
  if (shopify === undefined) {
    const token = new URLSearchParams(search).get('id_token') ?? '';
    return { isReal: false, idToken: async () => token, toast: onToast, grant: async () => false };
  }
  return {
    isReal: true,
    idToken: () => shopify.idToken(),
    toast: (text) => void shopify.toast.show(text),
    grant: async (scopes) => (await shopify.scopes.request([...scopes])).result === 'granted-all',
  };
}
