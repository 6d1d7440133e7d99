/** Parameters at which a likelihood is highest: what the two fits have in common. */
import { accept, type Outcome, refuse } from '../../errors.ts';
import { standardErrors } from './curvature.ts';
import { minimize } from './nelder-mead.ts';

export type Likelihood<Name extends string> = {
  /** Where to begin, and between what to look: all above 0. */
  readonly start: Readonly<Record<Name, number>>;
  readonly least: Readonly<Record<Name, number>>;
  readonly most: Readonly<Record<Name, number>>;
  readonly logLikelihood: (params: Readonly<Record<Name, number>>) => number;
};

export type Fit<Name extends string> = {
  readonly params: Readonly<Record<Name, number>>;
  readonly logLikelihood: number;
  /**
   * Of the logarithms of the parameters: about their relative errors. Null where the data do not tell the parameters
   * apart; what follows from them all together may be right all the same.
   */
  readonly logStandardErrors: Readonly<Record<Name, number>> | null;
  /** Parameters that lie at a bound: the likelihood was still rising there. */
  readonly atBound: readonly Name[];
  readonly evaluations: number;
};

/** Of a logarithm. */
const AT_BOUND = 1e-3;

/**
 * The fit, interrupted now and then for others. Searched are the logarithms of the parameters, so that none falls to 0.
 *
 * @returns `not_available` where the search did not come to an end.
 */
export function* maximize<Name extends string>(
  likelihood: Likelihood<Name>,
): Generator<void, Outcome<Fit<Name>>> {
  const names = Object.keys(likelihood.start) as Name[];
  const logs = (of: Readonly<Record<Name, number>>): readonly number[] =>
    names.map((name) => Math.log(of[name]));
  const [lowest, highest] = [logs(likelihood.least), logs(likelihood.most)];
  const named = (values: readonly number[]): Readonly<Record<Name, number>> =>
    Object.fromEntries(names.map((name, at) => [name, values[at] ?? Number.NaN])) as Record<Name, number>;
  const within = (value: number, at: number): number =>
    Math.min(highest[at] ?? value, Math.max(lowest[at] ?? value, value));
  const cost = (point: readonly number[]): number =>
    -likelihood.logLikelihood(named(point.map((value, at) => Math.exp(within(value, at)))));
  const { point, value, evaluations, isConverged } = yield* minimize(cost, { start: logs(likelihood.start) });
  if (!isConverged || !Number.isFinite(value))
    return refuse('not_available', '', `the likelihood had no maximum after ${evaluations} looks at it`);
  const inside = point.map(within);
  const atBound = names.filter((_, at) => {
    const log = inside[at] ?? 0;
    return log - (lowest[at] ?? log) < AT_BOUND || (highest[at] ?? log) - log < AT_BOUND;
  });
  const errors = atBound.length > 0 ? null : yield* standardErrors(cost, inside);
  return accept({
    params: named(inside.map(Math.exp)),
    logLikelihood: -value,
    logStandardErrors: errors && named(errors),
    atBound,
    evaluations,
  });
}
