/** Random conditions of every kind. */
import type {
  Comparison,
  Condition,
  RfmBounds,
  Scalar,
  SinceCondition,
} from '../../../../core/segments/condition.ts';
import {
  drawBounds,
  drawComparison,
  drawDuration,
  drawDurationBounds,
  drawEventCondition,
  type Speaking,
} from './event-conditions.ts';
import type { Random } from './random.ts';
import { drawSequence } from './sequence-conditions.ts';

export type Drawing = Speaking & {
  /** Segments and stages that may be named here. */
  readonly segments: readonly string[];
  readonly stages: readonly string[];
  /** How deep conditions may still lie in each other. */
  readonly depth: number;
};

/** A condition that the parser takes, given that the named segments and stages are there. */
export function drawCondition(drawing: Drawing): Condition {
  const { random, depth, ofAccount, segments, stages } = drawing;
  const one = () => drawCondition({ ...drawing, depth: depth - 1 });
  const several = () => Array.from({ length: 2 + random.below(2) }, one);
  const nested = depth > 0 ? 1 : 0;
  const own = ofAccount ? 0 : 1;
  return random.choose<Condition>([
    [24 * nested, () => ({ all: several() })],
    [24 * nested, () => ({ any: several() })],
    [7 * nested, () => ({ not: one() })],
    [5 * own * nested, () => ({ account: drawCondition({ ...drawing, ofAccount: true, depth: depth - 1 }) })],
    [segments.length > 0 ? 4 : 0, () => ({ segment: random.pick(segments) })],
    [stages.length > 0 ? 3 : 0, () => ({ stage: random.pick(stages) })],
    [54, () => drawEventCondition(drawing)],
    [14, () => drawSequence(drawing)],
    [4, () => ({ idle: drawDuration(drawing), ...drawSource(random) })],
    [8, () => drawSince(drawing)],
    [6, () => drawTrait(random)],
    [4 * own, () => ({ trait: 'birthday', anniversary: 'today' })],
    [5 * own, () => drawFrom(random, 'account', ACCOUNT)],
    [3 * own, () => drawFrom(random, 'context', CONTEXT)],
    [14 * own, () => ({ rfm: drawRfm(drawing) })],
    [6 * own, () => drawScore(drawing)],
    [
      5 * own,
      () => ({ random: random.pick([0, 0.1, 0.5, 0.5, 0.9, 1]), seed: random.pick(['a', 'holdout-2026']) }),
    ],
  ]);
}

function drawSource(random: Random): { readonly source?: 'web' | 'server' } {
  return random.chance(0.4) ? { source: random.pick(['web', 'server'] as const) } : {};
}

function drawSince(speaking: Speaking): SinceCondition {
  const { random } = speaking;
  const name = random.pick(['Product Viewed', 'Order Completed', 'Product Added', 'Traits Updated']);
  const since = random.chance(0.2) ? [name, 'Checkout Started'] : name;
  return { since, ...drawDurationBounds(speaking), ...drawSource(random) };
}

const TRAITS: Readonly<Record<string, readonly Scalar[]>> = {
  plan: ['pro', 'free', 'trial'],
  seats: [1, 3, 5],
  tags: ['a', 'b'],
  vip: [true, false],
};
const ACCOUNT: Readonly<Record<string, readonly Scalar[]>> = {
  plan: ['pro', 'free', 'trial'],
  seats: [1, 3, 5],
  active: [true, false],
};
const CONTEXT: Readonly<Record<string, readonly Scalar[]>> = {
  device: ['desktop', 'mobile', 'tablet'],
  path: ['/', '/a', '/a/b', '/checkout'],
  country: ['NZ', 'US'],
  referrer: ['https://example.org'],
  'campaign.utm_source': ['news', 'newsletter', 'ads'],
};

function drawTrait(random: Random): Condition {
  const trait = random.pick(Object.keys(TRAITS));
  return { trait, ...drawComparison(random, TRAITS[trait] ?? []) };
}

function drawFrom(
  random: Random,
  kind: 'account' | 'context',
  known: Readonly<Record<string, readonly Scalar[]>>,
): Condition {
  const name = random.pick(Object.keys(known));
  const comparison: Comparison = drawComparison(random, known[name] ?? []);
  return kind === 'account' ? { account: name, ...comparison } : { context: name, ...comparison };
}

function drawRfm(speaking: Speaking): RfmBounds {
  const { random } = speaking;
  const one = () =>
    random.choose<RfmBounds>([
      [1, () => ({ recency: drawDurationBounds(speaking) })],
      [1, () => ({ frequency: drawBounds(random, [0, 1, 2, 3]) })],
      [1, () => ({ monetary: drawBounds(random, [0, 5, 19.99, ...speaking.amounts]) })],
      [1, () => ({ r: drawBounds(random, [1, 2, 3, 4, 5]) })],
      [1, () => ({ f: drawBounds(random, [1, 2, 3, 4]) })],
      [1, () => ({ m: drawBounds(random, [1, 2, 3, 4, 5]) })],
    ]);
  return random.chance(0.4) ? { ...one(), ...one() } : one();
}

function drawScore(speaking: Speaking): Condition {
  const { random } = speaking;
  const gte = random.pick([0.55, 0.6, 0.7]);
  return {
    score: random.pick(['purchase_7d', 'churn_30d']),
    gte,
    ...(random.chance(0.6) && { leave: random.pick([0.5, 0.55, gte]) }),
    ...(random.chance(0.6) && { dwell: random.chance(0.3) ? '30d' : drawDuration(speaking) }),
  };
}
