/** What may be said of an address. Everything else is dropped here, on the device. */
import { site } from './site.ts';

/**
 * Whether a text is an e-mail address, a long number, UUID or hex string, or has a run of 20 letters and digits mixed,
 * as reset links and keys do. Slugs are not, however long: their words are words.
 *
 * @example isPrivate('anna@shop.example') // true
 */
export const isPrivate = (text: string): boolean =>
  /@|%40|^[\da-f-]{16,}$|(?=[a-z]{0,19}\d)[a-z\d]{20,}/i.test(text);

/**
 * Path of the page; where the fragment is the route, that route.
 *
 * @example '/reset/9f86d081884c7d659a2f' reads '/reset/:redacted'
 */
export const readPath = (): string =>
  (site.h ? location.hash.replace(/^#!?|\?.*/g, '') || '/' : location.pathname).replace(
    /[^/]+/g,
    (segment) => (isPrivate(segment) ? ':redacted' : segment),
  );

/**
 * Path and campaign parameters of the page.
 *
 * @example '/shoes?utm_source=mail&gclid=abc' reads '/shoes?utm_source=mail'
 */
export function readUrl(): string {
  const pairs = (location.search.match(/\butm_\w+=[^&]+/g) ?? []).filter((pair) => !isPrivate(pair));
  return readPath() + (pairs[0] ? '?' : '') + pairs.join('&');
}
