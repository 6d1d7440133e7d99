/** How long things take: the least disturbed of some rounds, so that a machine shared with others says the same twice. */

/** Least seconds of processor time, all threads; run once before, so that the compiler has seen it. */
export function leastSeconds(rounds: number, work: () => unknown): number {
  work();
  const seconds = Array.from({ length: rounds }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  });
  return Math.min(...seconds);
}

/** Least microseconds a row, by the clock. */
export function leastMicros<T>(rounds: number, rows: readonly T[], work: (row: T) => unknown): number {
  const micros = Array.from({ length: rounds + 1 }, () => {
    const startedAt = performance.now();
    for (const row of rows) work(row);
    return ((performance.now() - startedAt) * 1_000) / rows.length;
  });
  return Math.min(...micros.slice(1));
}

/** What the machine is compared by: a thousand steps of xorshift (Marsaglia 2003), each waiting for the one before. */
export function stepThousandTimes(seed: number): number {
  let state = seed | 1;
  for (let step = 0; step < 1_000; step++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
  }
  return state;
}
