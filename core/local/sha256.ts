/**
 * SHA-256 (FIPS 180-4), for shares: a page needs it at once, and Web Crypto answers later, or not at all on plain http.
 * A server has `segments/share.ts`.
 */

const rotate = (x: number, by: number): number => (x >>> by) | (x << (32 - by));
/** The first 32 bits of the fractional part. */
const fraction = (x: number): number => ((x % 1) * 2 ** 32) | 0;

const PRIMES: number[] = [];
for (let n = 2; PRIMES.length < 64; n++) if (PRIMES.every((prime) => n % prime)) PRIMES.push(n);

/** Lower-case hex of the text's UTF-8. @example sha256('') // 'e3b0c442…' */
export function sha256(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const blocks = new DataView(new ArrayBuffer(((bytes.length + 72) >> 6) << 6));
  bytes.forEach((byte, at) => {
    blocks.setUint8(at, byte);
  });
  blocks.setUint8(bytes.length, 128);
  blocks.setUint32(blocks.byteLength - 4, bytes.length * 8);
  const state = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
  for (let from = 0; from < blocks.byteLength; from += 64) addBlock(state, blocks, from);
  return state.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

function addBlock(state: number[], blocks: DataView, from: number): void {
  const words: number[] = [];
  const word = (at: number): number => words[at] as number;
  let [a, b, c, d, e, f, g, h] = state as [number, number, number, number, number, number, number, number];
  PRIMES.forEach((prime, at) => {
    const [x, y] = [word(at - 15), word(at - 2)];
    words[at] =
      at < 16
        ? blocks.getUint32(from + at * 4)
        : (word(at - 16) +
            word(at - 7) +
            (rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3)) +
            (rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10))) |
          0;
    const more =
      h +
      (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) +
      ((e & f) ^ (~e & g)) +
      fraction(Math.cbrt(prime)) +
      word(at);
    const other = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + more) | 0, c, b, a, (more + other) | 0];
  });
  [a, b, c, d, e, f, g, h].forEach((added, at) => {
    state[at] = ((state[at] as number) + added) | 0;
  });
}

/** First 52 bits of the SHA-256 of a text, over 2^52. @example shareOf('seed:visitor') < 0.5 */
export function shareOf(text: string): number {
  return Number(`0x${sha256(text).slice(0, 13)}`) / 2 ** 52;
}
