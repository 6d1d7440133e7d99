/** When the next group is written: at once when the writer rested, after a short rest under load. */

export type Pace = {
  /** Something waits. A full group does not wait for the rest to end. */
  wake(isFull: boolean): void;
  /** A group was written: rest a little, so that the next one fills. */
  rest(isFull: boolean): void;
  /** Starts nothing more. */
  stop(): void;
};

/** @example const pace = createPace(writeOpenGroup, 2); */
export function createPace(start: () => void, lingerMs: number): Pace {
  let cancel: (() => void) | null = null;
  let isResting = false;

  function stop(): void {
    cancel?.();
    cancel = null;
    isResting = false;
  }

  function begin(): void {
    stop();
    start();
  }

  /** Once this turn of the event loop is over, so that everything it brings shares a group. */
  function startSoon(): void {
    stop();
    const immediate = setImmediate(begin);
    cancel = () => clearImmediate(immediate);
  }

  return {
    wake(isFull) {
      if (cancel === null || (isResting && isFull)) startSoon();
    },
    rest(isFull) {
      if (isFull) return startSoon();
      stop();
      const timer = setTimeout(begin, lingerMs);
      cancel = () => clearTimeout(timer);
      isResting = true;
    },
    stop,
  };
}
