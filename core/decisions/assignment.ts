/** Who gets which arm: by a hash of campaign and visitor, so that everybody is asked anew and always answers the same. */
import { shareOf } from '../segments/share.ts';
import type { Variant } from './campaign.ts';

/**
 * The arm at a share, by cumulative weights; a weight that grows takes nobody from arms before it.
 *
 * @param share 0 to 1. @returns null where no arm has a weight.
 * @example pickArm(variants, 0.25)?.key // 'a'
 */
export function pickArm(variants: readonly Variant[], share: number): Variant | null {
  const total = variants.reduce((sum, { weight }) => sum + weight, 0);
  let reached = 0;
  for (const variant of variants) {
    reached += variant.weight;
    if (variant.weight > 0 && share * total < reached) return variant;
  }
  return variants.findLast(({ weight }) => weight > 0) ?? null;
}

/**
 * The arm of a visitor: the one assigned before, wherever that was, while the campaign still has it; else by hash. An
 * arm that was removed leaves its visitors to the others, as if they had come new.
 *
 * @param before The arm of the earliest decision; null: none.
 * @param unit The id that the earliest entries of the visitor were recorded under.
 */
export function assignArm(
  { key, variants }: { readonly key: string; readonly variants: readonly Variant[] },
  before: string | null,
  unit: string,
): Variant | null {
  const kept = before === null ? undefined : variants.find((variant) => variant.key === before);
  return kept ?? pickArm(variants, shareOf(`arm:${key}:${unit}`));
}

/** How much of a campaign's weight lies on arms with a treatment, 0 to 1: 0.9 with a control arm of 10 %. */
export function treatedShare({ variants }: { readonly variants: readonly Variant[] }): number {
  const sum = (of: readonly Variant[]): number => of.reduce((total, { weight }) => total + weight, 0);
  return sum(variants.filter(({ treatment }) => treatment !== null)) / sum(variants);
}

/**
 * Whether a visitor takes part: of a share of 0.1 everybody is part of a share of 0.5 too.
 *
 * @example takesPart('hello', visitor, 0.1)
 */
export function takesPart(campaign: string, unit: string, traffic: number): boolean {
  return traffic >= 1 || shareOf(`traffic:${campaign}:${unit}`) < traffic;
}

/** Whether a visitor is left out of everything, to learn what everything is worth. */
export function isHeldOut(unit: string, share: number): boolean {
  return share > 0 && shareOf(`holdout:${unit}`) < share;
}
