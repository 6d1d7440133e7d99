/** `npm run check:long` sets it: what each run proves on a part is then proved on the whole. */
export const isFullSize = process.env.INKLING_LONG === '1';

/**
 * The things that one of many others meets: at full size all of them, otherwise each so many-th, and the others in their turn.
 *
 * @example [...places].flatMap((place, turn) => takeTurns(WRONG_VALUES, turn, 4).map((value) => [place, value]))
 */
export function takeTurns<T>(things: readonly T[], turn: number, outOf: number): readonly T[] {
  return isFullSize ? things : things.filter((_, n) => (n + turn) % outOf === 0);
}
