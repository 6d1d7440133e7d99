/**
 * The keyed hashes that stand for people, devices and orders. Vectors shared with the browser and with PHP
 * are in test/cases/inner-hash.json.
 */
import { createHash, createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { SiteId, VisitorId } from '../entry.ts';
import type { RawId } from './raw.ts';

/** Hex digits of a visitor id: the first 16 bytes of a SHA-256 based hash. */
const ID_BYTES = 16;
const DEVICE_ID = /^[0-9a-f]{32}$/;
const INNER_HASH = /^[0-9a-f]{64}$/;

export function createHashKey(bytes: Uint8Array): KeyObject {
  return createSecretKey(bytes);
}

/** Trim, lower-case (locale-free), NFC: the form in which identifiers are compared everywhere. */
export function normalizeIdentifier(raw: string): string {
  return raw.trim().toLowerCase().normalize('NFC');
}

/**
 * `HMAC-SHA256(siteId, normalized identifier)` in hex: may be made in a browser, names the person on one site only.
 *
 * @example innerHash(siteId, asRawId(' Ann@Example.com ')) === innerHash(siteId, asRawId('ann@example.com'))
 */
export function innerHash(siteId: SiteId, raw: RawId): string {
  return createHmac('sha256', siteId).update(normalizeIdentifier(raw), 'utf8').digest('hex');
}

/** Visitor id of a known person: first 16 bytes of `HMAC-SHA256(idKey, inner)`; the idKey never leaves servers. */
export function personVisitor(idKey: KeyObject, inner: string): VisitorId {
  return shortHmac(idKey, inner) as VisitorId;
}

/** Visitor id of a consented device: first 16 bytes of `HMAC-SHA256(idKey, device id)`. */
export function deviceVisitor(idKey: KeyObject, device: string): VisitorId {
  return shortHmac(idKey, device) as VisitorId;
}

/** Keyed stand-in for a platform's id (order, cart, account): `label` keeps the kinds apart. */
export function keyedReference(idKey: KeyObject, label: string, id: string): string {
  return shortHmac(idKey, `${label}\0${id}`);
}

/** First 16 bytes of an HMAC-SHA256 in hex. */
export function shortHmac(key: KeyObject, message: string): string {
  return createHmac('sha256', key)
    .update(message, 'utf8')
    .digest('hex')
    .slice(0, 2 * ID_BYTES);
}

/** Id of an entry that follows from others: folding again makes the same id, so nothing is written twice. */
export function derivedId(kind: string, ...causes: readonly (string | number)[]): string {
  const digest = createHash('sha256')
    .update([kind, ...causes].join('\0'), 'utf8')
    .digest('hex');
  return `${kind}:${digest.slice(0, 32)}`;
}

/** A short name for a text that stands beside rows: it tells texts apart and says nothing of them. */
export function shortTextHash(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 12);
}

export function isDeviceId(text: unknown): text is string {
  return typeof text === 'string' && DEVICE_ID.test(text);
}

export function isVisitorId(text: unknown): text is VisitorId {
  return typeof text === 'string' && DEVICE_ID.test(text);
}

export function isInnerHash(text: unknown): text is string {
  return typeof text === 'string' && INNER_HASH.test(text);
}

/**
 * Whether the site's backend vouches for a browser's identify: `proof = HMAC-SHA256(secretKey, inner)` in hex.
 * Compared in constant time.
 */
export function isProven(inner: string, proof: string, secretKeys: readonly string[]): boolean {
  if (!INNER_HASH.test(proof)) return false;
  const given = Buffer.from(proof, 'hex');
  return secretKeys.some((key) =>
    timingSafeEqual(given, createHmac('sha256', key).update(inner, 'utf8').digest()),
  );
}
