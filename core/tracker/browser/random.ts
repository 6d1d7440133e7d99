/** 128 random bits as 32 hex digits: a device id, or the name of a page load. */
export function randomHex(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => (byte + 256).toString(16).slice(1)).join('');
}

/**
 * UUIDv7 (RFC 9562): 48 bits of time, the version, 12 random bits, the variant, random bits.
 *
 * @param timeMs Epoch milliseconds: eleven hex digits until the year 2527.
 */
export function createEventId(timeMs: number): string {
  const digits = `0${timeMs.toString(16)}7${randomHex()}`;
  return digits.replace(/(.{8})(.{4})(.{4}).(.{3})(.{12}).*/, '$1-$2-$3-a$4-$5');
}
