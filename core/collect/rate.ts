/**
 * Token buckets in a fixed table: memory is bounded whatever strangers send, and no address is kept, only its
 * seeded hash. Two names that share a slot share its tokens.
 */

const SLOTS = 65_536;
const FNV_PRIME = 0x01000193;

/** Tokens that come back in a second, and how many there are at most: a second's worth unless said. */
export type Pace = { readonly perSecond: number; readonly burst?: number };

export type RateLimiter = {
  /** Takes one token of `name`; false when there is none. */
  take(name: string, pace: Pace, now: number): boolean;
};

/** @param seed Random: which names share a slot differs from process to process. */
export function createRateLimiter(seed: number): RateLimiter {
  const tokens = new Float64Array(SLOTS);
  const filledAt = new Float64Array(SLOTS);
  return {
    take: (name, { perSecond, burst = perSecond }, now) => {
      const slot = hash(name, seed) & (SLOTS - 1);
      const before = filledAt[slot] ?? 0;
      const elapsedMs = now - before;
      const had = before === 0 || elapsedMs < 0 ? burst : (tokens[slot] ?? 0);
      const available = Math.min(burst, had + (Math.max(elapsedMs, 0) * perSecond) / 1000);
      filledAt[slot] = now;
      tokens[slot] = available >= 1 ? available - 1 : available;
      return available >= 1;
    },
  };
}

/** FNV-1a, folded so that the low bits depend on all of the text. */
function hash(text: string, seed: number): number {
  let value = seed | 0;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), FNV_PRIME);
  return (value ^ (value >>> 15)) >>> 0;
}
