/** Chance that can be had again: the same seed gives the same numbers. */
export type Random = {
  /** `0 <= whole number < bound`. */
  below(bound: number): number;
  /** True in so large a share of all asks. */
  chance(share: number): boolean;
  pick<T>(list: readonly [T, ...T[]]): T;
  /** A copy in another order. */
  shuffle<T>(list: readonly T[]): T[];
};

/** Mulberry32. @example createRandom(7).below(6) */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const below = (bound: number): number => Math.floor(next() * bound);
  return {
    below,
    chance: (share) => next() < share,
    pick: (list) => list[below(list.length)] ?? list[0],
    shuffle: (list) => {
      const rest = [...list];
      return list.flatMap(() => rest.splice(below(rest.length), 1));
    },
  };
}
