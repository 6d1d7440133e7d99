/**
 * The anonymous visitor id: a keyed hash over coarse circumstances under a salt that dies within 48 hours.
 * An estimate: people behind one address with one browser share it, which the docs say.
 */
import type { KeyObject } from 'node:crypto';
import type { SiteId, VisitorId } from '../entry.ts';
import type { Circumstances } from './circumstances.ts';
import { shortHmac } from './hash.ts';

/** Version of the id scheme: a change of recipe never mixes with older ids. */
const SCHEME = '1';

/** First 16 bytes of `HMAC-SHA256(salt, scheme, siteId, prefix, user agent, accept-language)`. */
export function anonymousVisitor(
  salt: KeyObject,
  siteId: SiteId,
  seen: Pick<Circumstances, 'addressPrefix' | 'userAgent' | 'acceptLanguage'>,
): VisitorId {
  const message = `${SCHEME}\0${siteId}\0${seen.addressPrefix}\0${seen.userAgent}\0${seen.acceptLanguage}`;
  return shortHmac(salt, message) as VisitorId;
}
