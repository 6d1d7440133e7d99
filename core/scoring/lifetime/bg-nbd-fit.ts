/** Fits BG/NBD to the histories of a shop's customers. */
import { type Outcome, refuse } from '../../errors.ts';
import type { BgNbdParams, PurchaseHistory } from './bg-nbd.ts';
import { type Fit, maximize } from './likelihood.ts';

/** Histories that are the same, once: by columns. */
type Grouped = {
  readonly rows: number;
  readonly repeats: Int32Array;
  readonly recencyWeeks: Float64Array;
  readonly ageWeeks: Float64Array;
  readonly customers: Float64Array;
  readonly mostRepeats: number;
};

/**
 * A wider search finds nothing that predicts otherwise: rates or chances are then all alike, or nobody ever goes. Where α
 * is 0.01 weeks a customer who does not buy for two minutes is missed.
 */
const LEAST: BgNbdParams = { r: 1e-3, alphaWeeks: 1e-2, a: 1e-3, b: 1e-3 };
const MOST: BgNbdParams = { r: 1e3, alphaWeeks: 1e6, a: 1e3, b: 1e3 };

/**
 * The parameters under which these histories are likeliest (equation 6 of Fader, Hardie and Lee 2005), by Nelder and
 * Mead's method. CDNOW's 2,357 customers: r 0.2426, α 4.4135 weeks, a 0.7929, b 2.4258, ln L -9582.43.
 *
 * It may be interrupted after every step. Too few histories give parameters too, and poor ones: how few are too few is
 * measured in `test/long/lifetime.long.test.ts`.
 *
 * @param histories Of all customers, also of those who bought once.
 * @returns `invalid_value` for a history that cannot be; `not_available` where nobody bought again, or where the
 * likelihood has no maximum.
 * @example const fit = await inSlices(fitBgNbd([{ repeats: 2, recencyWeeks: 30.43, ageWeeks: 38.86 }, …]))
 */
export function* fitBgNbd(
  histories: readonly PurchaseHistory[],
): Generator<void, Outcome<Fit<keyof BgNbdParams>>> {
  const wrong = histories.findIndex((history) => !isPossible(history));
  if (wrong >= 0)
    return refuse(
      'invalid_value',
      `[${wrong}]`,
      'write 0 <= recency <= age in weeks, and a recency of 0 without repeats',
    );
  const rate = meanRate(histories);
  if (!(rate > 0)) return refuse('not_available', '', 'nobody has bought again');
  const grouped = yield* group(histories);
  const alphaWeeks = Math.min(MOST.alphaWeeks, Math.max(LEAST.alphaWeeks, START.r / rate));
  const logLikelihood = createLogLikelihood(grouped);
  const start = { r: START.r, alphaWeeks, a: START.a, b: START.b };
  return yield* maximize({ start, least: LEAST, most: MOST, logLikelihood });
}

const HISTORIES_A_SLICE = 5_000;

/** Rates and chances that differ much, as they do in shops. α follows from the mean rate. */
const START = { r: 0.5, a: 0.5, b: 1.5 };

function isPossible({ repeats, recencyWeeks, ageWeeks }: PurchaseHistory): boolean {
  if (!Number.isSafeInteger(repeats) || repeats < 0 || !Number.isFinite(ageWeeks)) return false;
  return repeats === 0 ? recencyWeeks === 0 && ageWeeks >= 0 : recencyWeeks >= 0 && recencyWeeks <= ageWeeks;
}

function meanRate(histories: readonly PurchaseHistory[]): number {
  const repeats = histories.reduce((sum, history) => sum + history.repeats, 0);
  return (
    repeats /
    Math.max(
      1e-9,
      histories.reduce((sum, { ageWeeks }) => sum + ageWeeks, 0),
    )
  );
}

function* group(histories: readonly PurchaseHistory[]): Generator<void, Grouped> {
  const counts = new Map<string, { readonly history: PurchaseHistory; customers: number }>();
  for (const [at, history] of histories.entries()) {
    if (at % HISTORIES_A_SLICE === 0) yield;
    const key = `${history.repeats} ${history.recencyWeeks} ${history.ageWeeks}`;
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { history, customers: 1 });
    else known.customers += 1;
  }
  const rows = [...counts.values()];
  return {
    rows: rows.length,
    repeats: Int32Array.from(rows, ({ history }) => history.repeats),
    recencyWeeks: Float64Array.from(rows, ({ history }) => history.recencyWeeks),
    ageWeeks: Float64Array.from(rows, ({ history }) => history.ageWeeks),
    customers: Float64Array.from(rows, ({ customers }) => customers),
    mostRepeats: rows.reduce((most, { history }) => Math.max(most, history.repeats), 0),
  };
}

/**
 * ln L = Σ ln [Γ(r+x) α^r / Γ(r) · B(a, b+x) / B(a, b) · (α+T)^-(r+x) · (1 + gone / alive)]. What depends on x alone is a
 * product of x factors and is made once for all customers.
 */
function createLogLikelihood(grouped: Grouped): (params: BgNbdParams) => number {
  const { rows, mostRepeats } = grouped;
  // Places below `rows` and up to `mostRepeats` exist in these arrays.
  const repeats = grouped.repeats as { readonly [at: number]: number };
  const recencyWeeks = grouped.recencyWeeks as { readonly [at: number]: number };
  const ageWeeks = grouped.ageWeeks as { readonly [at: number]: number };
  const customers = grouped.customers as { readonly [at: number]: number };
  const byRepeats = new Float64Array(mostRepeats + 1) as { [at: number]: number };
  const logGone = new Float64Array(mostRepeats + 1) as { [at: number]: number };
  return ({ r, alphaWeeks, a, b }) => {
    const logAlpha = Math.log(alphaWeeks);
    for (let x = 0, sum = r * logAlpha; x <= mostRepeats; x += 1) {
      byRepeats[x] = sum;
      logGone[x] = x === 0 ? Number.NEGATIVE_INFINITY : Math.log(a / (b + x - 1));
      sum += Math.log(((r + x) * (b + x)) / (a + b + x));
    }
    let total = 0;
    for (let row = 0; row < rows; row += 1) {
      const x = repeats[row] as number;
      const logAge = Math.log(alphaWeeks + (ageWeeks[row] as number));
      let own = (byRepeats[x] as number) - (r + x) * logAge;
      if (x > 0) {
        const odds =
          (logGone[x] as number) + (r + x) * (logAge - Math.log(alphaWeeks + (recencyWeeks[row] as number)));
        own += Math.max(odds, 0) + Math.log1p(Math.exp(-Math.abs(odds)));
      }
      total += own * (customers[row] as number);
    }
    return total;
  };
}
