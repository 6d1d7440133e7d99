/** What may be said of an address. Everything else is dropped here, on the device. */
import { site } from './site.ts';

/**
 * An e-mail address; a long number, UUID or hex string; a run of 20 letters and digits mixed, as reset links and keys
 * have. Slugs pass, however long: their words are words.
 */
const PRIVATE = /@|%40|^[\da-f-]{16,}$|(?=[a-z]*\d)[a-z\d]{20,}/i;

/** @example isPrivate('anna@shop.example') // true */
export function isPrivate(text: string): boolean {
  return PRIVATE.test(text);
}

/**
 * Path of the page; where the fragment is the route, that route.
 *
 * @example '/reset/9f86d081884c7d659a2f' reads '/reset/:redacted'
 */
export function readPath(): string {
  const path = site.h ? location.hash.replace(/^#!?|\?.*/g, '') || '/' : location.pathname;
  return path.replace(/[^/]+/g, (segment) => (isPrivate(segment) ? ':redacted' : segment));
}

/**
 * The campaign parameters of the page, as a query; empty when there are none.
 *
 * @example '?utm_source=mail&gclid=abc' reads '?utm_source=mail'
 */
export function readCampaign(): string {
  let kept = '';
  for (const [pair] of location.search.matchAll(/\butm_\w+=[^&]+/g)) {
    if (!isPrivate(pair)) kept += (kept ? '&' : '?') + pair;
  }
  return kept;
}
