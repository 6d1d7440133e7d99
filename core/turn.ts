/** Long work in slices: between two of them, whoever waits for this process comes first. */

/**
 * Resolves in a later turn of the event loop.
 *
 * @example for (const page of pages) { work(page); await nextTurn(); }
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Does work that says where it may be interrupted. @example await inSlices(countOverlaps(lists)) */
export async function inSlices<T>(work: Generator<void, T>): Promise<T> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    await nextTurn();
  }
}
