/** Who looks at the shop, as its own cookies say: which cart, what they chose, who is logged in. None is there before it is needed. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FakeCart, FakeCustomer, ShopState } from '../fake/state.ts';

export const PURPOSES = ['analytics', 'preferences', 'marketing', 'sale_of_data'] as const;
/** As the Customer Privacy API says it: empty where nothing was chosen. */
export type Chosen = { readonly [Purpose in (typeof PURPOSES)[number]]: 'yes' | 'no' | '' };

export type Shopper = {
  readonly cart: FakeCart | null;
  readonly chosen: Chosen;
  readonly customer: FakeCustomer | null;
};

/** Names that Shopify gives them. */
export const COOKIES = { cart: 'cart', consent: '_tracking_consent', customer: '_shopify_customer' } as const;

const NOTHING: Chosen = { analytics: '', preferences: '', marketing: '', sale_of_data: '' };

/** @example shopperFrom(request, state).customer?.id */
export function shopperFrom({ headers }: IncomingMessage, state: ShopState): Shopper {
  const cookies = Object.fromEntries(
    (headers.cookie ?? '').split('; ').map((pair) => {
      const [name = '', value = ''] = pair.split('=');
      return [name, decodeURIComponent(value)];
    }),
  );
  return {
    cart: state.carts.get(cookies[COOKIES.cart] ?? '') ?? null,
    chosen: readChosen(cookies[COOKIES.consent] ?? ''),
    customer: state.customers.get(Number(cookies[COOKIES.customer])) ?? null,
  };
}

/** `y`, `n` or `-` for each purpose. */
function readChosen(letters: string): Chosen {
  const words = { y: 'yes', n: 'no' } as const;
  const said = PURPOSES.map((purpose, at) => [purpose, words[letters[at] as 'y' | 'n'] ?? ''] as const);
  return { ...NOTHING, ...Object.fromEntries(said) };
}

/** What the page was told, in the words that it reads. */
export function chosenOf(given: Readonly<Record<string, unknown>>): Chosen {
  const said = PURPOSES.map((purpose) => {
    const value = given[purpose];
    return [purpose, typeof value === 'boolean' ? (value ? 'yes' : 'no') : ''] as const;
  });
  return { ...NOTHING, ...Object.fromEntries(said) };
}

export const lettersOf = (chosen: Chosen): string =>
  PURPOSES.map((purpose) => chosen[purpose][0] ?? '-').join('');

/** No script reads it: `document.cookie` shows what others put there. @param value Empty: it goes. */
export function setCookie(response: ServerResponse, name: string, value: string): void {
  const age = value === '' ? '; Max-Age=0' : '';
  response.appendHeader(
    'set-cookie',
    `${name}=${encodeURIComponent(value)}; Path=/; HttpOnly; SameSite=Lax${age}`,
  );
}
