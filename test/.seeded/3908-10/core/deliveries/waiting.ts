/**
 * Deliveries that wait, by visitor: of each visitor only the earliest may leave, so that an exit never overtakes its
 * entry however often one of them has to be tried.
 */
import { createHeap } from './heap.ts';

/** A delivery on its way; ids only, its body is made anew from the log each time. */
export type Delivery = {
  /** Of the entry in the log. */
  readonly id: string;
  readonly seq: number;
  /** Stands for the visitor where order is kept. */
  readonly lane: string;
  due: number;
  attempts: number;
  /** First attempt, or null before it. */
  firstAt: number | null;
  /** Why the latest attempt failed. */
  reason: string;
  /** Whether the store has its row. */
  isStored: boolean;
};

export type Waiting = {
  /** Also puts back one that was taken, and takes note of another instant. */
  add(delivery: Delivery): void;
  hasLane(lane: string): boolean;
  has(lane: string, id: string): boolean;
  /** The one that is due the longest, or null. Its lane stands still until it is added again or has left. */
  take(now: number): Delivery | null;
  leave(delivery: Delivery): void;
  /** When the next one may be taken; null where none waits that may. */
  nextDue(): number | null;
  size(): number;
};

type Lane = { readonly deliveries: Delivery[]; taken: Delivery | null };
type Turn = { readonly delivery: Delivery; readonly due: number };

export function createWaiting(): Waiting {
  const lanes = new Map<string, Lane>();
  const turns = createHeap<Turn>(({ due }) => due);
  let size = 0;

  function offer({ deliveries, taken }: Lane): void {
    const [head] = deliveries;
    if (head !== undefined && taken === null) turns.push({ delivery: head, due: head.due });
  }

  /** A turn is void when its delivery is no longer the head, was taken, or has another instant. */
  function isVoid({ delivery, due }: Turn): boolean {
    const lane = lanes.get(delivery.lane);
    return lane?.deliveries[0] !== delivery || lane.taken !== null || delivery.due !== due;
  }

  function firstTurn(): Turn | null {
    for (let turn = turns.peek(); turn !== undefined; turn = turns.peek()) {
      if (!isVoid(turn)) return turn;
      turns.pop();
    }
    return null;
  }

  return {
    add: (delivery) => {
      const lane = lanes.get(delivery.lane) ?? { deliveries: [], taken: null };
      lanes.set(delivery.lane, lane);
      if (lane.taken === delivery) lane.taken = null;
      if (!lane.deliveries.includes(delivery)) {
        const at = lane.deliveries.findLastIndex(({ seq }) => seq < delivery.seq) + 1;
        lane.deliveries.splice(Math.max(at, lane.taken === null ? 0 : 1), 0, delivery);
        size += 1;
      }
      offer(lane);
    },
    hasLane: (lane) => lanes.has(lane),
    has: (lane, id) => lanes.get(lane)?.deliveries.some((delivery) => delivery.id === id) === true,
    take: (now) => {
      const turn = firstTurn();
      if (turn === null || turn.due > now) return null;
      turns.pop();
      const lane = lanes.get(turn.delivery.lane);
      if (lane !== undefined) lane.taken = turn.delivery;
      return turn.delivery;
    },
    leave: (delivery) => {
      const lane = lanes.get(delivery.lane);
      const at = lane?.deliveries.indexOf(delivery) ?? -1;
      if (lane === undefined || at < 0) return;
      lane.deliveries.splice(at, 1);
      size -= 1;
      if (lane.taken === delivery) lane.taken = null;
      if (lane.deliveries.length === 0) lanes.delete(delivery.lane);
      else offer(lane);
    },
    nextDue: () => firstTurn()?.due ?? null,
    size: () => size,
  };
}
