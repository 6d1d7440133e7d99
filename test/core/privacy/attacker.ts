/** Somebody who asks everything there is to ask, and knows every world in which that would be answered so. */

export type Attack<World> = {
  readonly worlds: readonly World[];
  /** All that anybody can learn of a world, in whatever order they ask. */
  readonly answersOf: (world: World) => string;
  /** How many visitors each cell has, by name; of no interest to a report, but to who subtracts. */
  readonly cellsOf: (world: World) => ReadonlyMap<string, number>;
  /** Only these worlds are attacked: that there are none larger than all that are tried is known to nobody. */
  readonly isAttacked: (world: World) => boolean;
  /** Fewer are few. */
  readonly k: number;
};

/** Cells of some but fewer than k visitors whose number follows from all answers together. */
export function recovered<World>({
  worlds,
  answersOf,
  cellsOf,
  isAttacked,
  k,
}: Attack<World>): readonly string[] {
  const found: string[] = [];
  for (const alike of Map.groupBy(worlds, answersOf).values()) {
    const attacked = alike.find(isAttacked);
    if (attacked === undefined) continue;
    let open = cellsOf(attacked);
    for (const world of alike) {
      if (open.size === 0) break;
      const cells = cellsOf(world);
      open = new Map(
        [...open].filter(([name, number]) => number > 0 && number < k && cells.get(name) === number),
      );
    }
    for (const [name, number] of open)
      if (number > 0 && number < k) found.push(`${number} in ${name} of ${JSON.stringify(attacked)}`);
  }
  return found;
}

export type Span = readonly [first: number, last: number];

export function spansOf(hours: number): readonly Span[] {
  return Array.from({ length: hours }, (_, first) =>
    Array.from({ length: hours - first }, (__, more): Span => [first, first + more]),
  ).flat();
}
