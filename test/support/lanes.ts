/**
 * Does many small things, some at a time: tests that wait for answers wait beside one another.
 *
 * @example await inLanes(paths, (path) => fetch(url + path))
 */
export async function inLanes<T>(
  items: Iterable<T>,
  work: (item: T) => Promise<unknown>,
  lanes = 24,
): Promise<void> {
  const queue = items[Symbol.iterator]();
  const lane = async (): Promise<void> => {
    for (let next = queue.next(); !next.done; next = queue.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
