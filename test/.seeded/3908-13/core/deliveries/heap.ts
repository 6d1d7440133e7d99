/** The earliest first: a binary heap. */
export type Heap<T> = { push(item: T): void; pop(): T | undefined; peek(): T | undefined };

/** @example const heap = createHeap<number>((n) => n); heap.push(3); heap.push(1); heap.pop() // 1 */
export function createHeap<T>(rankOf: (item: T) => number): Heap<T> {
  const items: { readonly item: T; readonly rank: number }[] = [];
  const rankAt = (i: number): number => items[i]?.rank ?? Number.POSITIVE_INFINITY;

  function swap(a: number, b: number): void {
    const [first, second] = [items[a], items[b]];
    if (first === undefined || second === undefined) return;
    items[a] = second;
    items[b] = first;
  }

  function rise(from: number): void {
    for (let i = from; i > 0; ) {
      const parent = (i - 1) >> 1;
      if (rankAt(parent) <= rankAt(i)) return;
      swap(i, parent);
      i = parent;
    }
  }

  function sink(): void {
    for (let i = 0; ; ) {
      const child = rankAt(2 * i + 2) < rankAt(2 * i + 1) ? 2 * i + 2 : 2 * i + 1;
      if (child >= items.length || rankAt(child) >= rankAt(i)) return;
      swap(i, child);
      i = child;
    }
  }

  return {
    push: (item) => {
      items.push({ item, rank: rankOf(item) });
      rise(items.length - 1);
    },
    pop: () => {
      const first = items[0];
      const last = items.pop();
      if (last !== undefined && items.length > 0) {
        items[0] = last;
        sink();
      }
      return first?.item;
    },
    peek: () => items[0]?.item,
  };
}
