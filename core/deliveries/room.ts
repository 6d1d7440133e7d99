/** How many deliveries of a site may wait or lie dead, over all its receivers. */
export type Room = { readonly used: Map<string, number>; readonly most: number };

/** What one receiver takes of its site's room. */
export type Seat = {
  /** False when the site has no more: then the delivery is dropped and counted. */
  take(): boolean;
  give(count: number): void;
  /** How much it has. */
  count(): number;
  /** What is there already, whatever the bound says. */
  note(count: number): void;
  /** Gives all of it back: the receiver is gone from memory. */
  leave(): void;
};

const MOST_ROWS = 1_000_000;

export function createRoom(most = MOST_ROWS): Room {
  return { used: new Map(), most };
}

/** @example createSeat(createRoom(), site).take() // true */
export function createSeat({ used, most }: Room, site: string): Seat {
  let own = 0;
  const add = (count: number): void => {
    own += count;
    used.set(site, (used.get(site) ?? 0) + count);
  };
  return {
    take: () => {
      if ((used.get(site) ?? 0) >= most) return false;
      add(1);
      return true;
    },
    give: (count) => add(-count),
    count: () => own,
    note: add,
    leave: () => add(-own),
  };
}
