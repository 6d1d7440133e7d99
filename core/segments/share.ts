/** Stable shares: the same text lies at the same place from 0 to 1, on every machine. */
import { hash } from 'node:crypto';

/** First 52 bits of the SHA-256 of a text, over 2^52. @example shareOf('seed:visitor') < 0.5 */
export function shareOf(text: string): number {
  return Number(`0x${hash('sha256', text).slice(0, 13)}`) / 2 ** 52;
}
