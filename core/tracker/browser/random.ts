/** 128 random bits as 32 hex digits: a device id, or the name of a page load. */
export function randomHex(): string {
  const words = crypto.getRandomValues(new Uint32Array(4));
  return Array.from(words, (word) => toHex(word, 8)).join('');
}

/**
 * UUIDv7 (RFC 9562): 48 bits of time, then a counter in place of the first random bits, so that ids made in one
 * millisecond sort in the order they were made.
 *
 * @param timeMs Epoch milliseconds.
 * @param order How many ids were made before.
 */
export function createEventId(timeMs: number, order: number): string {
  const digits = `${toHex(timeMs, 12)}7${toHex(order % 4096, 3)}a${randomHex()}`;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, '$1-$2-$3-$4-$5');
}

function toHex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
