/** Identifiers that stand for nobody: placeholders that careless integrations send for every visitor. */
import type { SiteId } from '../entry.ts';
import { innerHash, normalizeIdentifier } from './hash.ts';
import { asRawId, type RawId } from './raw.ts';

const BLOCKED_VALUES = ['', 'null', 'undefined', '0', '-1', 'unknown', 'guest', 'test@example.com'] as const;
const BLOCKED = new Set<string>(BLOCKED_VALUES);

/** @example isBlockedIdentifier(asRawId(' NULL ')) // true */
export function isBlockedIdentifier(raw: RawId): boolean {
  return BLOCKED.has(normalizeIdentifier(raw));
}

/** The inner hashes of the blocked identifiers of one site: a browser may send only the hash. */
export function blockedHashes(siteId: SiteId): ReadonlySet<string> {
  return new Set(BLOCKED_VALUES.map((value) => innerHash(siteId, asRawId(value))));
}
