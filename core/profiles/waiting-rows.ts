/** Profiles whose rows wait to be written: by age, and with the place in the log from which no row says all. */

/** What no row holds yet begins at this place in the log; waiting since, UTC ms. */
export type Waiting = { readonly seq: number; readonly at: number };

export type WaitingRows<Slot> = {
  /** Whoever waits already goes on waiting from its own place. */
  add(slot: Slot, since: Waiting): void;
  has(slot: Slot): boolean;
  /** Takes out the oldest: so many at most, only those that wait since before an instant, and none that is held. */
  take(count: number, before: number, isHeld: (slot: Slot) => boolean): Map<Slot, Waiting>;
  /** Those that could not be written wait again. */
  putBack(slots: ReadonlyMap<Slot, Waiting>): void;
  forget(slot: Slot): void;
  /** No row says all from here on; infinity where nothing waits. */
  firstPlace(): number;
  /** Whether one waits whose place is this one or before it, and that is not excused. */
  some(place: number, isExcused: (slot: Slot) => boolean): boolean;
  /** Since when the oldest waits. */
  oldest(): number | undefined;
  size(): number;
};

/** @example const waiting = createWaitingRows<Slot>(); waiting.add(slot, { seq: 7, at: clock.now() }) */
export function createWaitingRows<Slot>(): WaitingRows<Slot> {
  let waiting = new Map<Slot, Waiting>();
  /** Of those, the ones that came behind some of a later place: a few. */
  let early = new Map<Slot, Waiting>();
  let latest = 0;

  function forget(slot: Slot): void {
    waiting.delete(slot);
    early.delete(slot);
  }

  return {
    add: (slot, since) => {
      if (waiting.has(slot)) return;
      waiting.set(slot, since);
      if (since.seq < latest) early.set(slot, since);
      latest = Math.max(latest, since.seq);
    },
    has: (slot) => waiting.has(slot),
    take: (count, before, isHeld) => {
      const slice = new Map<Slot, Waiting>();
      for (const [slot, since] of waiting) {
        if (slice.size >= count || since.at > before) break;
        if (!isHeld(slot)) slice.set(slot, since);
      }
      for (const slot of slice.keys()) forget(slot);
      return slice;
    },
    putBack: (slots) => {
      const all = [...slots, ...[...waiting].filter(([slot]) => !slots.has(slot))];
      waiting = new Map(all.toSorted(([, a], [, b]) => a.seq - b.seq));
      early = new Map();
    },
    forget,
    firstPlace: () => {
      let first = waiting.values().next().value?.seq ?? Number.POSITIVE_INFINITY;
      for (const { seq } of early.values()) first = Math.min(first, seq);
      return first;
    },
    some: (place, isExcused) => {
      for (const [slot, { seq }] of waiting) if (seq <= place && !isExcused(slot)) return true;
      return false;
    },
    oldest: () => waiting.values().next().value?.at,
    size: () => waiting.size,
  };
}
