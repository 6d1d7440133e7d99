/** Seeded randomness: the same seed makes the same model on every machine. */

/**
 * Numbers in [0, 1), 32 bits each: sfc32 by Chris Doty-Humphrey (PractRand), seeded by one number.
 *
 * @example const random = createRandom(7); random()
 */
export function createRandom(seed: number): () => number {
  let [a, b, c, counter] = [0, seed | 0, 0x9e3779b9 | 0, 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let round = 0; round < 15; round++) next();
  return next;
}

/** Places 0 to `count` - 1 in random order (Fisher-Yates). @example shufflePlaces(3, random) // Uint32Array [2, 0, 1] */
export function shufflePlaces(count: number, random: () => number): Uint32Array {
  const places = Uint32Array.from({ length: count }, (_, at) => at);
  for (let at = count - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    const held = places[at] ?? 0;
    places[at] = places[other] ?? 0;
    places[other] = held;
  }
  return places;
}
