/**
 * A log-in of the platform as a proof: its server states that whoever stands before the page is one customer, for a few
 * minutes, signed with the site's secret key. `INNER.EXPIRES.SIGNATURE`, where the signature is
 * `HMAC-SHA256(secret key, "own:INNER:EXPIRES")` in hex, and `EXPIRES` seconds since 1970: any language makes it in a line.
 * The words before it keep a proof of a log-in (`HMAC-SHA256(secret key, INNER)`) from being one of these.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { isInnerHash } from './hash.ts';

/** Longer than a page is read, shorter than a forgotten one lies about. */
export const LONGEST_PROOF_MS = 15 * 60_000;
const SHAPE = /^([0-9a-f]{64})\.(\d{10})\.([0-9a-f]{64})$/;

/**
 * @param inner `HMAC-SHA256(siteId, normalized id)` in hex.
 * @param expiresAt UTC ms; cut to seconds.
 * @example makeOwnProof({ inner, expiresAt: now + LONGEST_PROOF_MS }, secretKey)
 */
export function makeOwnProof(
  { inner, expiresAt }: { readonly inner: string; readonly expiresAt: number },
  secretKey: string,
): string {
  const expires = Math.floor(expiresAt / 1_000);
  return `${inner}.${expires}.${sign(inner, expires, secretKey).toString('hex')}`;
}

/**
 * Compared in constant time.
 *
 * @param secretKeys Those in force, the ones in their overlap too.
 * @returns The inner hash; null where it is no proof, or one no longer, or one for longer than {@link LONGEST_PROOF_MS}.
 */
export function readOwnProof(proof: string, secretKeys: readonly string[], now: number): string | null {
  const [, inner = '', expires = '', given = ''] = SHAPE.exec(proof) ?? [];
  if (!isInnerHash(inner)) return null;
  const leftMs = Number(expires) * 1_000 - now;
  if (leftMs <= 0 || leftMs > LONGEST_PROOF_MS) return null;
  const signature = Buffer.from(given, 'hex');
  const isSigned = secretKeys.some((key) => timingSafeEqual(signature, sign(inner, Number(expires), key)));
  return isSigned ? inner : null;
}

function sign(inner: string, expires: number, secretKey: string): Buffer {
  return createHmac('sha256', secretKey).update(`own:${inner}:${expires}`, 'utf8').digest();
}
