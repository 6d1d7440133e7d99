/** Sessions of which it is known in which groups they are, or that there are none. */
import { type Matrix, toMatrix } from '../../../../core/scoring/matrix.ts';
import { createRandom } from '../../../../core/scoring/random.ts';

/** What a group does on average, by the name of the feature. */
type Habits = Readonly<Record<string, number>>;

export const FEATURES = [
  'product_views',
  'products',
  'repeat_views',
  'searches',
  'adds',
  'checkout_steps',
  'engaged_seconds',
] as const;

const BROWSER: Habits = { product_views: 2, products: 2, engaged_seconds: 20 };
const RESEARCHER: Habits = {
  product_views: 14,
  products: 5,
  repeat_views: 6,
  searches: 5,
  engaged_seconds: 400,
};
const BUYER: Habits = { product_views: 4, products: 3, adds: 3, checkout_steps: 4, engaged_seconds: 120 };
export const GROUPS: readonly Habits[] = [BROWSER, RESEARCHER, BUYER];

/** Knuth, The Art of Computer Programming 2, 3.4.1; by parts, so that large means do not underflow. */
function poisson(mean: number, random: () => number): number {
  if (mean > 30) return poisson(30, random) + poisson(mean - 30, random);
  const edge = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > edge; product *= random()) count++;
  return count;
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

const named = (rows: readonly (readonly number[])[]): Matrix =>
  toMatrix(
    rows,
    FEATURES.map((name) => ({ name, kind: 'number' })),
  );

/** @param shares Of the three groups. */
export function drawGroups(count: number, seed: number, shares: readonly number[] = [0.5, 0.3, 0.2]) {
  const random = createRandom(seed);
  const groups = Uint8Array.from({ length: count }, () => {
    const chance = random();
    let reached = 0;
    return Math.max(
      0,
      shares.findIndex((share) => {
        reached += share;
        return chance < reached;
      }),
    );
  });
  const rows = Array.from(groups, (group) =>
    FEATURES.map((name) => poisson(GROUPS[group]?.[name] ?? 0.05, random)),
  );
  return { matrix: named(rows), groups };
}

/** Each draws one row of values, one a feature, without any groups. */
export const NOISES: Readonly<Record<string, (random: () => number) => readonly number[]>> = {
  'columns that have nothing to do with each other': (random) =>
    FEATURES.map((_, at) => poisson([4, 3, 1.5, 0.7, 0.3, 0.2, 90][at] ?? 1, random)),
  'sessions that are more or less busy': (random) => {
    const busy = Math.exp(0.9 * normal(random));
    return FEATURES.map((_, at) => poisson(([4, 3, 1.5, 0.7, 0.3, 0.2, 90][at] ?? 1) * busy, random));
  },
  'sessions that mostly do nothing': (random) =>
    FEATURES.map((_, at) => (random() < 0.15 ? 1 + poisson([4, 3, 1, 1, 1, 1, 60][at] ?? 1, random) : 0)),
};

export function drawNoise(kind: string, count: number, seed: number): Matrix {
  const random = createRandom(seed);
  const draw = NOISES[kind] ?? (() => FEATURES.map(() => 0));
  return named(Array.from({ length: count }, () => draw(random)));
}
