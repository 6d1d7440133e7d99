/** Appends that have not come to their end. */
export type UnderWay = {
  /** Where the log ended when the first of them began; undefined: there is none. */
  earliest(): number | undefined;
  /** Resolves when those that are under way now have ended. */
  ended(): Promise<unknown>;
  during<T>(place: number, work: () => Promise<T>): Promise<T>;
};

/** Appends under way, with the place of the log when they began: what lies behind the first is not certainly folded. */
export function createUnderWay(): UnderWay {
  const places = new Map<Promise<void>, number>();
  return {
    earliest: () => places.values().next().value,
    ended: () => Promise.all(places.keys()),
    async during<T>(place: number, work: () => Promise<T>): Promise<T> {
      const { promise, resolve } = Promise.withResolvers<void>();
      places.set(promise, place);
      try {
        return await work();
      } finally {
        places.delete(promise);
        resolve();
      }
    },
  };
}
