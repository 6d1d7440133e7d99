/** Lines that come by themselves: shown as they come, or held so that they can be read. */

export type FeedState<Line> = {
  /** The latest first. */
  readonly shown: readonly Line[];
  /** Come while it was held, the latest first. */
  readonly waiting: readonly Line[];
  readonly isHeld: boolean;
};

export const EMPTY_FEED = { shown: [], waiting: [], isHeld: false } as const;

/**
 * @param lines In the order in which they came.
 * @param most Lines that are kept.
 * @example addLines(EMPTY_FEED, ['a', 'b'], 20).shown // ['b', 'a']
 */
export function addLines<Line>(
  state: FeedState<Line>,
  lines: readonly Line[],
  most: number,
): FeedState<Line> {
  const latest = lines.toReversed();
  return state.isHeld
    ? { ...state, waiting: [...latest, ...state.waiting].slice(0, most) }
    : { ...state, shown: [...latest, ...state.shown].slice(0, most) };
}

/** @example toggleHold(state, 20).isHeld */
export function toggleHold<Line>(state: FeedState<Line>, most: number): FeedState<Line> {
  if (!state.isHeld) return { ...state, isHeld: true };
  return { shown: [...state.waiting, ...state.shown].slice(0, most), waiting: [], isHeld: false };
}
