/** Up to which place of the log everything was handed over, though deliveries end in any order. */
export type Places = {
  /** The log is read up to here. */
  read(): number;
  open(place: number): void;
  close(place: number): void;
  /** Nothing at or before it is under way: where to go on after a crash. */
  settled(): number;
};

/** @example const places = createPlaces(7); places.open(8); places.open(9); places.close(9); places.settled() // 7 */
export function createPlaces(start: number): Places {
  const open = new Set<number>();
  let read = start;
  return {
    read: () => read,
    open: (place) => {
      read = Math.max(read, place);
      open.add(place);
    },
    close: (place) => {
      open.delete(place);
    },
    // Places are opened in the order of the log, and a set keeps it.
    settled: () => {
      const [earliest] = open;
      return earliest === undefined ? read : earliest - 1;
    },
  };
}
