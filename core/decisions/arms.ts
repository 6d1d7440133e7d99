/** Who gets which arm: by a hash of campaign and visitor, so that everybody is asked anew and always answers the same. */
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
  return [...variants].reverse().find(({ weight }) => weight > 0) ?? null;
}

export type Assignment = {
  /**
   * The arm of a visitor: the one assigned before, wherever that was, while the campaign still has it; else by hash. An
   * arm that was removed leaves its visitors to the others, as if they had come new.
   *
   * @param before The arm of the earliest decision; null: none.
   * @param unit The id that the earliest entries of the visitor were recorded under.
   */
  assignArm(
    campaign: { readonly key: string; readonly variants: readonly Variant[] },
    before: string | null,
    unit: string,
  ): Variant | null;
  /**
   * Whether a visitor takes part: of a share of 0.1 everybody is part of a share of 0.5 too.
   *
   * @example takesPart('hello', visitor, 0.1)
   */
  takesPart(campaign: string, unit: string, traffic: number): boolean;
  /** Whether a visitor is left out of everything, to learn what everything is worth. */
  isHeldOut(unit: string, share: number): boolean;
};

/** @param shareOf First 52 bits of the SHA-256 of a text, over 2^52. */
export function createAssignment(shareOf: (text: string) => number): Assignment {
  return {
    assignArm: ({ key, variants }, before, unit) => {
      const kept = before === null ? undefined : variants.find((variant) => variant.key === before);
      return kept ?? pickArm(variants, shareOf(`arm:${key}:${unit}`));
    },
    takesPart: (campaign, unit, traffic) => traffic >= 1 || shareOf(`traffic:${campaign}:${unit}`) < traffic,
    isHeldOut: (unit, share) => share > 0 && shareOf(`holdout:${unit}`) < share,
  };
}
