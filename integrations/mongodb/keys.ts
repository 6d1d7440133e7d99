/** Keys of documents, each made of what makes the document one of its kind, and their revisions. */
import { hash, randomBytes } from 'node:crypto';

/** 128 bits: enough that two of one collection never meet. */
const KEY_BYTES = 16;

/**
 * Text, since that is what every server that speaks MongoDB's protocol finds by an index.
 *
 * @example keyOf('st_one', 'order:1') // 22 characters
 */
export function keyOf(...parts: readonly string[]): string {
  const bytes = hash('sha256', JSON.stringify(parts), 'buffer').subarray(0, KEY_BYTES);
  return bytes.toString('base64url');
}

const REV_BYTES = 9;

/**
 * Of a document, whenever it is written. Drawn, not counted: one that was removed and made anew has none of before.
 *
 * @example drawRev() // 12 characters
 */
export function drawRev(): string {
  return randomBytes(REV_BYTES).toString('base64url');
}
