/** The best split of a number: every bound between bins, with missing values on either side. */
import { type Best, type SideRules, type Sums, scoreOf, stepOf } from './gain.ts';
import { NUMBERS_A_BIN } from './histogram.ts';

/** One feature's part of a leaf's histogram. */
export type Part = {
  readonly histogram: Float64Array;
  readonly start: number;
  readonly bins: number;
  readonly feature: number;
};

/** @param best Written over where a split is better. */
export function searchNumbers(part: Part, leaf: Sums, rules: SideRules, best: Best): void {
  const { histogram, start, bins } = part;
  const missing = start + bins * NUMBERS_A_BIN;
  const isMissingThere = (histogram[missing + 2] as number) > 0;
  if (isMissingThere) scan(part, leaf, rules, { best, missing });
  scan(part, leaf, rules, { best, missing: null });
}

/** @param missing Where the sums of missing values stand; null: they go right. */
function scan(
  { histogram, start, bins, feature }: Part,
  leaf: Sums,
  rules: SideRules,
  { best, missing }: { readonly best: Best; readonly missing: number | null },
): void {
  let gradient = missing === null ? 0 : (histogram[missing] as number);
  let hessian = missing === null ? 0 : (histogram[missing + 1] as number);
  let count = missing === null ? 0 : (histogram[missing + 2] as number);
  for (let bin = 0; bin < bins; bin++) {
    const at = start + bin * NUMBERS_A_BIN;
    const rows = histogram[at + 2] as number;
    if (rows === 0) continue;
    gradient += histogram[at] as number;
    hessian += histogram[at + 1] as number;
    count += rows;
    if (count < rules.minLeaf || hessian < rules.minHessian) continue;
    const restHessian = leaf.hessian - hessian;
    if (leaf.count - count < rules.minLeaf || restHessian < rules.minHessian) return;
    const restGradient = leaf.gradient - gradient;
    const score = scoreOf(gradient, hessian, rules) + scoreOf(restGradient, restHessian, rules);
    if (score <= best.score) continue;
    if (rules.sign !== 0) {
      const rise = stepOf(restGradient, restHessian, rules) - stepOf(gradient, hessian, rules);
      if (rise * rules.sign < 0) continue;
    }
    best.score = score;
    best.feature = feature;
    best.bin = bin;
    best.isMissingLeft = missing !== null;
    best.codesLeft = null;
    best.gradient = gradient;
    best.hessian = hessian;
    best.count = count;
  }
}
