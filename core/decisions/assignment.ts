/** Arms as a server assigns them, and what share of a campaign is treated. */
import { shareOf } from '../segments/share.ts';
import { createAssignment } from './arms.ts';
import type { Variant } from './campaign.ts';

export { pickArm } from './arms.ts';

export const { assignArm, takesPart, isHeldOut } = createAssignment(shareOf);

/** How much of a campaign's weight lies on arms with a treatment, 0 to 1: 0.9 with a control arm of 10 %. */
export function treatedShare({ variants }: { readonly variants: readonly Variant[] }): number {
  const sum = (of: readonly Variant[]): number => of.reduce((total, { weight }) => total + weight, 0);
  return sum(variants.filter(({ treatment }) => treatment !== null)) / sum(variants);
}
