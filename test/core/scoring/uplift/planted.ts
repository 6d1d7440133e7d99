/** Shops in which it is known whom a coupon changes. */
import { type Matrix, toMatrix } from '../../../../core/scoring/matrix.ts';
import { createRandom } from '../../../../core/scoring/random.ts';
import type { Trial } from '../../../../core/scoring/uplift/trial.ts';

export type Kind = {
  /** Of all visitors. */
  readonly share: number;
  /** Buys without a coupon. */
  readonly base: number;
  /** What a coupon adds to that. */
  readonly effect: number;
  /** Where the kind lies in the two features that tell of it; both are scattered by 1 around it. */
  readonly at: readonly [number, number];
};

export type Shop = readonly Kind[];

const LOST: Kind = { share: 0.5, base: 0.01, effect: 0, at: [0, 0] };

/** Sure buyers gain nothing by a coupon, persuadables do, lost causes never buy. */
export const CLEAR: Shop = [
  { share: 0.2, base: 0.5, effect: 0, at: [3, 0] },
  { share: 0.3, base: 0.05, effect: 0.2, at: [0, 3] },
  LOST,
];
/** Persuadables lie between the others, buy now and then by themselves, and gain less. */
export const BLURRED: Shop = [
  { share: 0.2, base: 0.4, effect: 0, at: [2, 0] },
  { share: 0.3, base: 0.1, effect: 0.12, at: [1, 2] },
  LOST,
];
/** A coupon keeps some sure buyers from buying at once. */
export const HARMED: Shop = [
  { share: 0.25, base: 0.4, effect: -0.1, at: [2.5, 0] },
  { share: 0.25, base: 0.08, effect: 0.15, at: [0, 2.5] },
  LOST,
];
/** Everybody gains alike: there is nothing to know. */
export const ALIKE: Shop = [
  { share: 0.2, base: 0.4, effect: 0.05, at: [2, 0] },
  { share: 0.3, base: 0.1, effect: 0.05, at: [1, 2] },
  { share: 0.5, base: 0.02, effect: 0.05, at: [0, 0] },
];

/** A coupon adds half to what everybody does anyway: likely buyers are those whom it changes. */
export const PROPORTIONAL: Shop = [
  { share: 0.3, base: 0.4, effect: 0.2, at: [2.5, 0] },
  { share: 0.2, base: 0.1, effect: 0.05, at: [0, 2.5] },
  { share: 0.5, base: 0.02, effect: 0.01, at: [0, 0] },
];

export type Visitors = {
  readonly matrix: Matrix;
  /** Probability of buying without a coupon, by row. */
  readonly bases: Float64Array;
  /** What a coupon adds, by row. */
  readonly effects: Float64Array;
};

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function kindAt(shop: Shop, chance: number): Kind {
  let reached = 0;
  for (const kind of shop) {
    reached += kind.share;
    if (chance < reached) return kind;
  }
  return LOST;
}

export function drawVisitors(shop: Shop, count: number, seed: number): Visitors {
  const random = createRandom(seed);
  const kinds = Array.from({ length: count }, () => kindAt(shop, random()));
  const rows = kinds.map(({ at: [a, b] }) => [
    a + normal(random),
    b + normal(random),
    normal(random),
    random(),
  ]);
  return {
    matrix: toMatrix(rows),
    bases: Float64Array.from(kinds, ({ base }) => base),
    effects: Float64Array.from(kinds, ({ effect }) => effect),
  };
}

/** @param propensityOf With what probability a row is treated. */
export function drawTrial(
  { matrix, bases, effects }: Visitors,
  seed: number,
  propensityOf: (row: number) => number = () => 0.5,
): Trial {
  const random = createRandom(seed);
  const propensities = Float64Array.from({ length: matrix.rows }, (_, row) => propensityOf(row));
  const treated = Uint8Array.from(propensities, (propensity) => (random() < propensity ? 1 : 0));
  const outcomes = bases.map((base, row) => {
    const probability = base + Number(treated[row]) * Number(effects[row]);
    return random() < probability ? 1 : 0;
  });
  return { matrix, treated, outcomes, propensities };
}
