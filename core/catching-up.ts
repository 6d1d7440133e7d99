/** Work that many ask for at once, and that has to begin after each of them asked. */

/**
 * One run at a time. Whoever asks while one is under way waits for the next one, and all of those for the same.
 *
 * @example const follow = createCatchingUp(readOn); await Promise.all([follow(), follow()])
 */
export function createCatchingUp(run: () => Promise<void>): () => Promise<void> {
  let current: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  function start(): Promise<void> {
    const running = run().finally(() => {
      if (current === running) current = null;
    });
    current = running;
    return running;
  }

  return () => {
    if (current === null) return start();
    const after = (): Promise<void> => {
      next = null;
      return start();
    };
    next ??= current.then(after, after);
    return next;
  };
}
