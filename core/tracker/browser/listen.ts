/** The border to the page: what fails on our side is not seen on the other. */

/** Wraps a function so that it never throws. */
export const guard =
  <Args extends unknown[]>(run: (...args: Args) => unknown) =>
  (...args: Args): void => {
    try {
      run(...args);
    } catch {
      // A tracker that fails is silent: the shop goes on.
    }
  };

/**
 * Listens on the window in the capture phase: events pass there whatever their target, and whoever stops them later.
 *
 * @param types Event types, separated by spaces.
 */
export function listen<E extends Event>(types: string, handle: (event: E) => unknown): void {
  for (const type of types.split(' ')) addEventListener(type, guard(handle) as EventListener, true);
}

/** A timer that is set once at a time: while it runs, setting it changes nothing. */
export function createTimer(run: () => unknown): (delayMs: number) => void {
  let timer: ReturnType<typeof setTimeout> | 0 = 0;
  const ring = guard(() => {
    timer = 0;
    run();
  });
  return (delayMs) => {
    timer = timer || setTimeout(ring, delayMs);
  };
}
