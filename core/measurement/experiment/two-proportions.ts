/** The test of two shares that textbooks have: right when it is asked once, at an end that was fixed before. */
import type { Share } from '../proportions.ts';
import { absoluteEffect, type Effect, intervalAround, relativeEffect, type Tested } from './effect.ts';
import { normalQuantile, normalUpper } from './normal.ts';
import type { Sample } from './sample.ts';

export type ProportionTest = {
  /** Standard errors from the pooled share, which is what "no difference" says. */
  readonly z: number;
  /** The interval's variance is that of the two shares as they are; `p` belongs to `z`. */
  readonly absolute: Tested;
  /** The same by the delta method; null where one of them did not do it once. */
  readonly relative: Tested | null;
};

/**
 * @returns null where nobody did it, or everybody.
 * @example twoProportionTest({ did: 122, of: 21_306 }, { did: 189, of: 21_387 }, 0.05) // z 3.77956, p 1.571e-4
 */
export function twoProportionTest(control: Share, treatment: Share, alpha: number): ProportionTest | null {
  const pooled = (control.did + treatment.did) / (control.of + treatment.of);
  const variance = pooled * (1 - pooled) * (1 / control.of + 1 / treatment.of);
  if (!(variance > 0)) return null;
  const pair = { control: sampleOfShare(control), treatment: sampleOfShare(treatment) };
  const z = absoluteEffect(pair).estimate / Math.sqrt(variance);
  const p = 2 * normalUpper(Math.abs(z));
  const withInterval = (effect: Effect): Tested => {
    const half = normalQuantile(alpha / 2) * effect.standardError;
    return { ...effect, interval: intervalAround(effect.estimate, half), p };
  };
  return {
    z,
    absolute: withInterval(absoluteEffect(pair)),
    relative: Math.min(control.did, treatment.did) === 0 ? null : withInterval(relativeEffect(pair)),
  };
}

function sampleOfShare({ did, of }: Share): Sample {
  const mean = did / of;
  return { n: of, mean, variance: mean * (1 - mean), sharedVariance: 0 };
}
