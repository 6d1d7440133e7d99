import { createHmac } from 'crypto'
import { BLOCKED_IDENTIFIERS } from './constants'

const INNER_HASH = /^[0-9a-f]{64}$/
/** A UUID, or the same digits without dashes: made by chance in a browser, and so nothing of a person. */
const DEVICE_ID = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/

/** The form in which identifiers are compared: trimmed, lower case, NFC. */
export function normalize(identifier: string): string {
  return identifier.trim().toLowerCase().normalize('NFC')
}

/**
 * `HMAC-SHA256(ID Key, normalized identifier)` in hex. A hash that was made elsewhere stays as it is.
 *
 * @returns undefined for what names nobody.
 * @example hashIdentifier(' Ann@Example.com ', idKey) === hashIdentifier('ann@example.com', idKey)
 */
export function hashIdentifier(identifier: string | undefined, idKey: string): string | undefined {
  if (identifier === undefined) return undefined
  const plain = normalize(identifier)
  if (INNER_HASH.test(plain)) return plain
  if (BLOCKED_IDENTIFIERS.has(plain)) return undefined
  return createHmac('sha256', idKey).update(plain, 'utf8').digest('hex')
}

/** A device under its own random id. Whatever else stands in its place may name somebody, and is hashed. */
export function deviceOrHash(anonymousId: string | undefined, idKey: string): string | undefined {
  return deviceOf(anonymousId) ?? hashIdentifier(anonymousId, idKey)
}

/** The random id of a device; undefined for everything else. */
export function deviceOf(identifier: string | undefined): string | undefined {
  if (identifier === undefined) return undefined
  const plain = normalize(identifier)
  return DEVICE_ID.test(plain) ? plain : undefined
}
