/** The id of a row: made of its content and of nothing else, so that a file can be replayed again and adds nothing. */
import { hash } from 'node:crypto';
import type { Occurrences } from './occurrences.ts';

/**
 * SHA-256 of the row's text and its nth occurrence, written as a UUID of version 8 (RFC 9562, section 5.8), which is
 * what hash-based ids of one's own making are for.
 *
 * @example nameRow('2019-10-01,view,7', occurrences) // 'd5f4a1b0-…-8…-…'
 */
export function nameRow(raw: string, occurrences: Occurrences): string {
  const content = hash('sha256', raw, 'buffer');
  const nth = occurrences.take(content.readUInt32BE(0), content.readUInt32BE(4));
  return uuidOf(hash('sha256', `${nth}\n${raw}`, 'buffer'));
}

function uuidOf(digest: Buffer): string {
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x80;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  const hex = digest.toString('hex', 0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
