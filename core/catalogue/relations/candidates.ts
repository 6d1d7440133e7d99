/**
 * The products that came together with one product: a bounded list. Four numbers a candidate, side by side in one
 * array, since a site may have millions of them.
 *
 * A full list takes in a new candidate in place of its weakest (Space-Saving: Metwally, Agrawal and El Abbadi, ICDT
 * 2005). The new one inherits the strength of the one that left, so that it is not itself the next to leave; what it
 * inherits is never taken for something seen. So whatever has more than the list's weight / places is in it, and what
 * was seen of a candidate falls short of the truth by what it inherited, at most.
 */

/** Numbers a candidate takes. */
export const FIELDS = 4;
const SUPPORT = 1;
const SEEN = 2;
const INHERITED = 3;

/** Candidates as they lie in a list: number of the product, how many baskets, weight seen, weight inherited. */
export type Candidates = number[];

export type Candidate = {
  readonly product: number;
  /** Baskets that held both since the candidate came in: no more than there were. */
  readonly support: number;
  /** Their weights. */
  readonly seen: number;
};

/** @example readCandidate(list, 4).support */
export function readCandidate(list: Candidates, at: number): Candidate {
  const [product = 0, support = 0, seen = 0] = list.slice(at, at + INHERITED);
  return { product, support, seen };
}

/**
 * Counts one more basket that held the product too.
 *
 * @param most Candidates that the list may have.
 * @returns By how many it has grown.
 */
export function addCandidate(list: Candidates, product: number, weight: number, most: number): 0 | 1 {
  const at = findCandidate(list, product);
  if (at !== -1) {
    list[at + SUPPORT] = (list[at + SUPPORT] ?? 0) + 1;
    list[at + SEEN] = (list[at + SEEN] ?? 0) + weight;
    return 0;
  }
  if (list.length < most * FIELDS) {
    list.push(product, 1, weight, 0);
    return 1;
  }
  const weakest = findWeakest(list);
  const inherited = strengthAt(list, weakest);
  for (const [field, value] of [product, 1, weight, inherited].entries()) list[weakest + field] = value;
  return 0;
}

/** Takes back one basket. @returns How many candidates left. */
export function takeBackCandidate(list: Candidates, product: number, weight: number): 0 | 1 {
  const at = findCandidate(list, product);
  if (at === -1) return 0;
  const support = (list[at + SUPPORT] ?? 0) - 1;
  if (support < 1) {
    list.splice(at, FIELDS);
    return 1;
  }
  list[at + SUPPORT] = support;
  list[at + SEEN] = Math.max(0, (list[at + SEEN] ?? 0) - weight);
  return 0;
}

/** The strongest of a list, with new numbers for their products; those whose new one is negative go. */
export function keepStrongest(
  list: Candidates,
  most: number,
  renumber: (product: number) => number,
): Candidates {
  const kept: Candidates = [];
  for (let at = 0; at < list.length; at += FIELDS) {
    const product = renumber(list[at] ?? -1);
    if (product >= 0) kept.push(product, ...list.slice(at + SUPPORT, at + FIELDS));
  }
  if (kept.length <= most * FIELDS) return kept;
  const places = Array.from({ length: kept.length / FIELDS }, (_, n) => n * FIELDS);
  const strongest = places.sort((a, b) => strengthAt(kept, b) - strengthAt(kept, a)).slice(0, most);
  return strongest.flatMap((at) => kept.slice(at, at + FIELDS));
}

function findCandidate(list: Candidates, product: number): number {
  for (let at = 0; at < list.length; at += FIELDS) if (list[at] === product) return at;
  return -1;
}

/** The first of equals. */
function findWeakest(list: Candidates): number {
  let weakest = 0;
  for (let at = FIELDS; at < list.length; at += FIELDS) {
    if (strengthAt(list, at) < strengthAt(list, weakest)) weakest = at;
  }
  return weakest;
}

function strengthAt(list: Candidates, at: number): number {
  return (list[at + SEEN] ?? 0) + (list[at + INHERITED] ?? 0);
}
