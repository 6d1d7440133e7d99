/** Customers who behave exactly as the models say, with parameters that are known. */
import type { BgNbdParams, PurchaseHistory } from '../../../../core/scoring/lifetime/bg-nbd.ts';
import type { GammaGammaParams, SpendHistory } from '../../../../core/scoring/lifetime/gamma-gamma.ts';
import { createRandom } from '../../../../core/scoring/random.ts';

export type Draws = {
  uniform(): number;
  gamma(shape: number): number;
  beta(a: number, b: number): number;
};

export function createDraws(seed: number): Draws {
  const random = createRandom(seed);
  const uniform = (): number => random() + 2 ** -33;
  const normal = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  /** Marsaglia and Tsang 2000. */
  function gamma(shape: number): number {
    if (shape < 1) return gamma(shape + 1) * uniform() ** (1 / shape);
    const d = shape - 1 / 3;
    for (;;) {
      const z = normal();
      const v = (1 + z / Math.sqrt(9 * d)) ** 3;
      if (v > 0 && Math.log(uniform()) < z ** 2 / 2 + d - d * v + d * Math.log(v)) return d * v;
    }
  }
  const beta = (a: number, b: number): number => {
    const [x, y] = [gamma(a), gamma(b)];
    return x / (x + y);
  };
  return { uniform, gamma, beta };
}

/** Weeks of all purchases after the first one, up to an end. */
function buy(params: BgNbdParams, weeks: number, { uniform, gamma, beta }: Draws): readonly number[] {
  const rate = gamma(params.r) / params.alphaWeeks;
  const chanceToGo = beta(params.a, params.b);
  const bought: number[] = [];
  for (let t = 0; ; ) {
    t -= Math.log(uniform()) / rate;
    if (t > weeks) return bought;
    bought.push(t);
    if (uniform() < chanceToGo) return bought;
  }
}

export type Planted = PurchaseHistory & {
  /** Purchases in the weeks after the history. */
  readonly laterRepeats: number;
};

export type Plan = {
  readonly params: BgNbdParams;
  /** Ages are spread evenly from a quarter of it up to it. */
  readonly ageWeeks: number;
  readonly laterWeeks: number;
};

export function plantCustomer({ params, ageWeeks, laterWeeks }: Plan, draws: Draws): Planted {
  const age = ageWeeks * (0.25 + 0.75 * draws.uniform());
  const bought = buy(params, age + laterWeeks, draws);
  const seen = bought.filter((t) => t <= age);
  return {
    repeats: seen.length,
    recencyWeeks: seen.at(-1) ?? 0,
    ageWeeks: age,
    laterRepeats: bought.length - seen.length,
  };
}

export function plantCustomers(count: number, plan: Plan, draws: Draws): readonly Planted[] {
  return Array.from({ length: count }, () => plantCustomer(plan, draws));
}

export function plantSpend(
  { p, q, vMinor }: GammaGammaParams,
  purchases: number,
  draws: Draws,
): SpendHistory {
  const rate = draws.gamma(q) / vMinor;
  // The sum of so many purchases of one shape is gamma distributed as well.
  return { purchases, meanMinor: draws.gamma(p * purchases) / rate / purchases };
}

/** Runs it to its end, without letting anybody else in. */
export function finish<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
