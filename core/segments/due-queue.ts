/** Who is due when, earliest first: one instant a visitor, and the latest word on it counts. */
import type { SiteId, VisitorId } from '../entry.ts';

export type Owner = { readonly site: SiteId; readonly visitor: VisitorId };
export type Due = Owner & { readonly due: number };

export type DueQueue = {
  /** Null: no longer. Answers whether somebody waits for an instant that nobody knew of. */
  set(owner: Owner, due: number | null): boolean;
  first(): Due | undefined;
  /** Takes out whoever is due by now, in time order. */
  take(now: number, most: number): readonly Due[];
  dueOf(owner: Owner): number | undefined;
  size(): number;
};

/** So many entries that no longer count are let stand in the heap. */
const MOST_STALE = 1_000;

/** @example createDueQueue().set({ site, visitor }, t + 3_600_000) */
export function createDueQueue(): DueQueue {
  const waiting = new Map<string, number>();
  const heap: Due[] = [];

  const isCurrent = (entry: Due): boolean => waiting.get(keyOf(entry)) === entry.due;

  function first(): Due | undefined {
    while (heap[0] !== undefined && !isCurrent(heap[0])) pop(heap);
    return heap[0];
  }

  /** Every event may put off what its visitor waits for: the heap must not grow with them. */
  function tidy(): void {
    const current = heap.filter(isCurrent).toSorted((a, b) => a.due - b.due);
    heap.length = 0;
    for (const entry of current) heap.push(entry);
  }

  return {
    first,
    set: ({ site, visitor }, due) => {
      const key = keyOf({ site, visitor });
      if (due === null) {
        waiting.delete(key);
        return false;
      }
      if (waiting.get(key) === due) return false;
      waiting.set(key, due);
      push(heap, { site, visitor, due });
      if (heap.length > MOST_STALE + 2 * waiting.size) tidy();
      return true;
    },
    take: (now, most) => {
      const due: Due[] = [];
      for (let next = first(); next !== undefined && next.due <= now; next = first()) {
        if (due.length === most) break;
        waiting.delete(keyOf(next));
        due.push(next);
        pop(heap);
      }
      return due;
    },
    dueOf: (owner) => waiting.get(keyOf(owner)),
    size: () => waiting.size,
  };
}

function keyOf({ site, visitor }: Owner): string {
  return `${site}/${visitor}`;
}

/** A binary heap, the earliest on top. */
function push(heap: Due[], entry: Due): void {
  let at = heap.push(entry) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if ((heap[parent]?.due ?? 0) <= entry.due) break;
    heap[at] = heap[parent] as Due;
    at = parent;
  }
  heap[at] = entry;
}

function pop(heap: Due[]): void {
  const entry = heap.pop();
  if (entry === undefined || heap.length === 0) return;
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    if (left >= heap.length) break;
    const right = left + 1;
    const child = right < heap.length && (heap[right]?.due ?? 0) < (heap[left]?.due ?? 0) ? right : left;
    if (entry.due <= (heap[child]?.due ?? 0)) break;
    heap[at] = heap[child] as Due;
    at = child;
  }
  heap[at] = entry;
}
