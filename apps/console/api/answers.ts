/** What routes answer, as far as pages show it. `test/apps/console/answers.test.ts` holds it to what the server writes. */

/** A page of a list. */
export type List<Item> = { readonly items: readonly Item[]; readonly next: string | null };

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
