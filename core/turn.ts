/**
 * Resolves in a later turn of the event loop: between two slices of long work, whoever waits comes first.
 *
 * @example for (const page of pages) { work(page); await nextTurn(); }
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
