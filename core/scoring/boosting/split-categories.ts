/**
 * The best split of a category: each level against the others where there are few, else every cut through the levels in
 * the order of their own steps, among which is the best of all subsets (Fisher, On grouping for maximum homogeneity,
 * 1958). What is missing counts as one level more.
 */
import { type Best, type SideRules, type Sums, scoreOf } from './gain.ts';
import { NUMBERS_A_BIN } from './histogram.ts';
import type { Part } from './split-numbers.ts';

const MOST_ALONE = 8;
/** Hessian that is added to a level's own before its step is taken, so that rare levels do not stand at the ends. */
const SMOOTHING = 10;
/** The order was made from the same rows as the score: it has to be worth more. */
const L2_OF_ORDER = 10;

/** @param best Written over where a split is better. */
export function searchCategories(part: Part, leaf: Sums, rules: SideRules, best: Best): void {
  const codes = codesOf(part);
  if (codes.length < 2) return;
  const isOrdered = part.bins > MOST_ALONE;
  if (isOrdered) sortBySteps(codes, part);
  const asked = isOrdered ? { ...rules, l2: rules.l2 + L2_OF_ORDER } : rules;
  const end = searchGroups(part, codes, { leaf, rules: asked, best, isOrdered });
  if (end === null) return;
  best.feature = part.feature;
  best.codesLeft = new Uint8Array(part.bins + 1);
  for (const code of codes.subarray(isOrdered ? 0 : end, end + 1)) best.codesLeft[code] = 1;
  best.isMissingLeft = best.codesLeft[part.bins] === 1;
}

/** Those with rows in this leaf. */
function codesOf({ histogram, start, bins }: Part): Uint8Array {
  const codes = new Uint8Array(bins + 1);
  let found = 0;
  for (let code = 0; code <= bins; code++) {
    if ((histogram[start + code * NUMBERS_A_BIN + 2] as number) > 0) codes[found++] = code;
  }
  return codes.subarray(0, found);
}

function sortBySteps(codes: Uint8Array, { histogram, start }: Part): void {
  const slopes = new Float64Array(256);
  for (const code of codes) {
    const at = start + code * NUMBERS_A_BIN;
    slopes[code] = (histogram[at] as number) / ((histogram[at + 1] as number) + SMOOTHING);
  }
  codes.sort((a, b) => (slopes[a] as number) - (slopes[b] as number) || a - b);
}

type Search = {
  readonly leaf: Sums;
  readonly rules: SideRules;
  readonly best: Best;
  /** The left side is all codes up to one; else that one alone. */
  readonly isOrdered: boolean;
};

/** @returns The place of the last code that goes left; null where no split is better than the best so far. */
function searchGroups({ histogram, start }: Part, codes: Uint8Array, search: Search): number | null {
  const { leaf, rules, best, isOrdered } = search;
  let [gradient, hessian, count] = [0, 0, 0];
  let end: number | null = null;
  for (let place = 0; place < codes.length; place++) {
    const at = start + (codes[place] as number) * NUMBERS_A_BIN;
    gradient = (isOrdered ? gradient : 0) + (histogram[at] as number);
    hessian = (isOrdered ? hessian : 0) + (histogram[at + 1] as number);
    count = (isOrdered ? count : 0) + (histogram[at + 2] as number);
    const rest = leaf.hessian - hessian;
    if (count < rules.minLeaf || leaf.count - count < rules.minLeaf) continue;
    if (hessian < rules.minHessian || rest < rules.minHessian) continue;
    const score = scoreOf(gradient, hessian, rules) + scoreOf(leaf.gradient - gradient, rest, rules);
    if (score <= best.score) continue;
    best.score = score;
    best.gradient = gradient;
    best.hessian = hessian;
    best.count = count;
    end = place;
  }
  return end;
}
