/** Chance from a seed: the same seed draws the same things on every machine. */

export type Random = {
  /** From 0 to below 1. */
  next(): number;
  /** From 0 to below `count`. */
  below(count: number): number;
  chance(share: number): boolean;
  pick<T>(choices: readonly T[]): T;
  /** One of the makers, drawn by weight; only that one is called. */
  choose<T>(choices: readonly (readonly [weight: number, make: () => T])[]): T;
};

/** @example createRandom(7).pick(['a', 'b']) */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number) => Math.floor(next() * count);
  const pick = <T>(choices: readonly T[]): T => choices[below(choices.length)] as T;
  return {
    next,
    below,
    pick,
    chance: (share) => next() < share,
    choose: (choices) => {
      let left = next() * choices.reduce((sum, [weight]) => sum + weight, 0);
      const chosen = choices.find(([weight]) => {
        left -= weight;
        return left < 0;
      });
      return (chosen ?? pick(choices))[1]();
    },
  };
}
