/** One treatment against the control: every number, and for each that cannot be had the reason. */
import type { Share } from '../proportions.ts';
import { type Belief, beliefOf, type NormalPrior } from './bayes.ts';
import { chanceOfLarger } from './beta-bernoulli.ts';
import { absoluteEffect, type Effect, relativeEffect, type Tested } from './effect.ts';
import type { Moments } from './moments.ts';
import { normalQuantile } from './normal.ts';
import { known, mapPart, missing, type Part } from './part.ts';
import { type Baseline, detectableAt, USUAL_POWER } from './power.ts';
import type { GoalKind, Pair, Sample } from './sample.ts';
import { confidenceSequence, sequentialMultiplier, type Tuning } from './sequential.ts';
import { type ProportionTest, twoProportionTest } from './two-proportions.ts';
import { welchDegrees, welchTest } from './welch.ts';

/** In the goal's units, and relative to the control. */
export type Scales<T> = { readonly absolute: Part<T>; readonly relative: Part<T> };

/** What is asked of the numbers. */
export type Question = {
  readonly goal: GoalKind;
  /** For all intervals but the sequential ones, whose own is in `tuning`. */
  readonly alpha: number;
  readonly tuning: Tuning;
  /** Of the relative effect; null: flat. */
  readonly prior: NormalPrior | null;
};

export type Tests = {
  /** Right once, at an end that was fixed before. */
  readonly welch: Scales<Tested>;
  /** Right at every look. */
  readonly sequential: Scales<Tested>;
};

/** Absolute and relative effect of a pair. */
export function effectsOf(pair: Part<Pair>, alpha: number): Scales<Effect> {
  if (pair.reason !== null) return { absolute: pair, relative: pair };
  const effect = absoluteEffect(pair.value);
  const absolute = effect.standardError > 0 ? known(effect) : missing('no_variance');
  if (absolute.reason !== null) return { absolute, relative: absolute };
  return { absolute, relative: relativePart(pair.value, alpha) };
}

/** A treatment that never did it has a ratio of 0 that the delta method would take for certain. */
function relativePart(pair: Pair, alpha: number): Part<Effect> {
  if (!isSurelyAboveZero(pair.control, alpha)) return missing('control_not_above_zero');
  const effect = relativeEffect(pair);
  return effect.standardError > 0 ? known(effect) : missing('no_variance');
}

/** Where this fails, the set of ratios that agree with the data has no end (Fieller 1954). */
function isSurelyAboveZero({ n, mean, variance }: Sample, alpha: number): boolean {
  return mean > normalQuantile(alpha / 2) * Math.sqrt(variance / n);
}

export function testPair(pair: Part<Pair>, { alpha, tuning }: Question): Tests {
  const effects = effectsOf(pair, alpha);
  const degrees = pair.reason === null ? welchDegrees(pair.value) : 0;
  return {
    welch: onBoth(effects, (effect) => welchTest(effect, degrees, alpha)),
    sequential: onBoth(effects, (effect) => confidenceSequence(effect, tuning)),
  };
}

/** A prior of relative effects is one of absolute ones, times the control's mean. */
export function believePair(pair: Part<Pair>, { alpha, prior }: Question): Scales<Belief> {
  const { absolute, relative } = effectsOf(pair, alpha);
  const control = pair.value?.control.mean ?? 0;
  const scaled = prior && { mean: prior.mean * control, variance: prior.variance * control ** 2 };
  return {
    absolute:
      scaled?.variance === 0
        ? missing('control_not_above_zero')
        : mapPart(absolute, (effect) => beliefOf(effect, scaled, alpha)),
    relative: mapPart(relative, (effect) => beliefOf(effect, prior, alpha)),
  };
}

function onBoth<T, R>({ absolute, relative }: Scales<T>, map: (value: T) => R): Scales<R> {
  return { absolute: mapPart(absolute, map), relative: mapPart(relative, map) };
}

export type MomentsPair = { readonly control: Moments; readonly treatment: Moments };

export function testShares({ control, treatment }: MomentsPair, question: Question): Part<ProportionTest> {
  if (question.goal !== 'conversion') return missing('not_a_conversion');
  if (control.n === 0 || treatment.n === 0) return missing('too_few_visitors');
  const test = twoProportionTest(shareOf(control), shareOf(treatment), question.alpha);
  return test === null ? missing('no_variance') : known(test);
}

/** Probability that the treatment's share is the larger one, with no normal distribution in it. */
export function exactChance({ control, treatment }: MomentsPair, { goal }: Question): Part<number> {
  if (goal !== 'conversion') return missing('not_a_conversion');
  return known(chanceOfLarger(shareOf(control), shareOf(treatment)));
}

export type Detectable = { readonly fixed: number; readonly sequential: number };

/** The smallest relative lift that the visitors so far show with a power of 80 %. */
export function detectableNow(pair: Part<Pair>, { goal, alpha, tuning }: Question): Part<Detectable> {
  if (pair.reason !== null) return pair;
  const { control, treatment } = pair.value;
  if (control.variance === 0) return missing('no_variance');
  const baseline: Baseline = { goal, mean: control.mean, variance: control.variance };
  const sizes = { control: control.n, treatment: treatment.n };
  const spare = normalQuantile(1 - USUAL_POWER);
  const fixed = detectableAt(baseline, sizes, normalQuantile(alpha / 2) + spare);
  const sequential = detectableAt(baseline, sizes, sequentialMultiplier(tuning) + spare);
  return fixed === null || sequential === null ? missing('not_detectable') : known({ fixed, sequential });
}

function shareOf({ n, sum }: Moments): Share {
  return { did: Number(sum), of: n };
}
