/** Who was shown a campaign, who would have been, and who of them reached the goal. */
import { HOLDOUT_ARM } from '../../decisions/parse.ts';
import type { Entry } from '../../entry.ts';
import { type Conversion, leadsTo, type PathRange } from './path.ts';

/** Visitors, those of them who reached the goal within the window after their first exposure, and what that brought. */
export type Arm = { readonly of: number; readonly did: number; readonly valueMinor: number };
/** `control`: this campaign is withheld from them; `holdout`: every campaign is. */
export type Arms = { readonly treated: Arm; readonly control: Arm; readonly holdout: Arm };

export const NO_ARM: Arm = { of: 0, did: 0, valueMinor: 0 };
export const NO_ARMS: Arms = { treated: NO_ARM, control: NO_ARM, holdout: NO_ARM };

export type Assigned = {
  readonly campaign: string;
  readonly channel: string;
  readonly arm: keyof Arms;
  /** The goal was reached within the window. */
  readonly did: boolean;
  readonly valueMinor: number;
};

const ARM_OF: Readonly<Record<string, keyof Arms>> = {
  shown: 'treated',
  clicked: 'treated',
  withheld: 'control',
};

/**
 * One line for each campaign of one visitor: the arm is that of the first exposure, and only what came after it counts.
 *
 * @param exposures In time order.
 */
export function assignedArms(
  exposures: readonly Entry[],
  conversions: readonly Conversion[],
  { windowMs, from, to }: PathRange,
): readonly Assigned[] {
  const assigned = new Map<string, Assigned>();
  for (const exposure of exposures) {
    const { name, t, properties } = exposure;
    const { campaign, channel } = properties;
    const arm = name === 'withheld' && properties.arm === HOLDOUT_ARM ? 'holdout' : ARM_OF[name];
    if (arm === undefined || typeof campaign !== 'string' || typeof channel !== 'string') continue;
    if (t < from || t > to || assigned.has(campaign)) continue;
    const after = conversions.filter(
      (conversion) => conversion.t <= to && leadsTo(exposure, conversion, windowMs),
    );
    const valueMinor = after.reduce((sum, conversion) => sum + conversion.valueMinor, 0);
    assigned.set(campaign, { campaign, channel, arm, did: after.length > 0, valueMinor });
  }
  return [...assigned.values()];
}

/** @example addAssigned(NO_ARMS, { campaign, channel, arm: 'control', did: false, valueMinor: 0 }).control.of // 1 */
export function addAssigned(arms: Arms, { arm, did, valueMinor }: Assigned): Arms {
  const before = arms[arm];
  const after = {
    of: before.of + 1,
    did: before.did + (did ? 1 : 0),
    valueMinor: before.valueMinor + valueMinor,
  };
  return { ...arms, [arm]: after };
}
