/** p values of several comparisons, so that many questions do not make a finding by themselves. */

/**
 * Holm's adjusted p values (Scandinavian Journal of Statistics 6, 1979), in the given order: those below alpha have one
 * false finding or more in a share of at most alpha. It also holds at every look together where the p values do.
 *
 * @param comparisons Of which the others, if any, are not shown here and taken for 1.
 * @example adjustHolm([0.01, 0.04, 0.03]) // [0.03, 0.06, 0.06]
 */
export function adjustHolm(ps: readonly number[], comparisons = ps.length): readonly number[] {
  let atLeast = 0;
  return inOrder(ps, (p, rank) => {
    atLeast = Math.min(1, Math.max(atLeast, (comparisons - rank) * p));
    return atLeast;
  });
}

/**
 * Benjamini's and Hochberg's adjusted p values (JRSS B 57, 1995), in the given order: of those below alpha, a share of at
 * most alpha is false on average.
 *
 * @param comparisons Of which the others, if any, are not shown here and taken for 1.
 * @example adjustBenjaminiHochberg([0.01, 0.04, 0.03]) // [0.03, 0.04, 0.04]
 */
export function adjustBenjaminiHochberg(ps: readonly number[], comparisons = ps.length): readonly number[] {
  let atMost = 1;
  return inOrder(
    ps,
    (p, rank) => {
      atMost = Math.min(atMost, (comparisons / (rank + 1)) * p);
      return atMost;
    },
    (ranks) => ranks.toReversed(),
  );
}

/**
 * The alpha that Holm judges each p value at. An interval of 1 - that alpha leaves out 0 exactly where Holm's adjusted p
 * is at most alpha, so that what is drawn and what is decided agree.
 *
 * @example holmLevels([0.001, 0.04, 0.03], 0.045) // [0.015, 0.0225, 0.0225]
 */
export function holmLevels(ps: readonly number[], alpha: number, comparisons = ps.length): readonly number[] {
  const adjusted = adjustHolm(ps, comparisons);
  const found = adjusted.filter((p) => p <= alpha).length;
  return inOrder(ps, (_, rank) => alpha / Math.max(1, comparisons - Math.min(rank, found)));
}

type Ranks = readonly number[];

/** Asks for each p value, the smallest (rank 0) first unless another way is said; answers in the given order. */
function inOrder(
  ps: readonly number[],
  ask: (p: number, rank: number) => number,
  way: (ranks: Ranks) => Ranks = (ranks) => ranks,
): readonly number[] {
  const places = [...ps.keys()].toSorted((a, b) => (ps[a] ?? 1) - (ps[b] ?? 1));
  const answers = [...ps];
  for (const rank of way([...places.keys()])) {
    const place = places[rank] ?? 0;
    answers[place] = ask(ps[place] ?? 1, rank);
  }
  return answers;
}
