/** Ids and instants that the page makes. */
import type { Stamp } from './wire.ts';

let stampedAt = 0;

/** 128 random bits as 32 hex digits: a device id, or the name of a page load. */
export const randomHex = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => (byte + 256).toString(16).slice(1)).join('');

/**
 * The present in epoch milliseconds, strictly increasing, so that events of one millisecond keep their order; and a
 * UUIDv7 (RFC 9562) of it: 48 bits of time, the version, 12 random bits, the variant, random bits. The time has eleven
 * hex digits until the year 2527.
 */
export function stamp(): Stamp {
  stampedAt = Math.max(stampedAt + 1, Date.now());
  const digits = `0${stampedAt.toString(16)}7${randomHex()}`;
  return { i: digits.replace(/(.{8})(.{4})(.{4}).(.{3})(.{12}).*/, '$1-$2-$3-a$4-$5'), t: stampedAt };
}
