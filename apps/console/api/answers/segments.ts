/** Segments as routes answer them, as far as pages show it. */
export type SegmentAnswer = {
  readonly key: string;
  readonly name: string;
  readonly version: number;
  readonly state: 'building' | 'ready';
  /** 0 to 1. */
  readonly progress: number;
  readonly size: number;
  /** The condition, said. */
  readonly words: string;
};
