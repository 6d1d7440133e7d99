import fc from 'fast-check';
import { expect, it } from 'vitest';
import { calibrate } from '../../../core/scoring/calibration/calibrate.ts';
import { type Calibrator, shiftIntercept } from '../../../core/scoring/calibration/calibrator.ts';
import { FEATURES } from '../../../core/scoring/features/table.ts';
import { fitLogistic } from '../../../core/scoring/logistic/fit.ts';
import { marginLogistic } from '../../../core/scoring/logistic/model.ts';
import type { ServedLogistic } from '../../../core/scoring/logistic/score.ts';
import { toMatrix } from '../../../core/scoring/matrix.ts';
import { createScorer, type ScoreModel, scoreOf, toServedLogistic } from '../../../core/scoring/model.ts';
import { describeInBrowser, type Stage, writePage } from './support.ts';

const SEED = 20261126;
const ROWS = 150;

/** Any value of any feature, missing ones and those that no training saw. */
const anyRow = fc
  .tuple(
    ...FEATURES.map(() =>
      fc.oneof(
        { weight: 4, arbitrary: fc.integer({ min: 0, max: 40 }) },
        { weight: 2, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
        { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -0, 1e300) },
      ),
    ),
  )
  .map((row) => Float64Array.from(row));
const rows = fc.sample(anyRow, { seed: SEED, numRuns: ROWS });

/** Some of what the rows hold decides, the rest is noise, so that no coefficient is a round number. */
const labels = rows.map((row, at) => (Math.sin(at) * 20 + Math.min(40, Math.abs(row[0] ?? 0)) > 15 ? 1 : 0));
const learned = rows.map((row) => row.map((value) => (Math.abs(value) > 40 ? Number.NaN : value)));
const model = fitLogistic(toMatrix(learned, FEATURES), labels, { clamp: 0.01 });
const margins = rows.map((row) => marginLogistic(model, row));
const platt = calibrate(margins, labels);
const isotonic: Calibrator = {
  kind: 'isotonic',
  version: 1,
  shift: 0,
  margins: [-40.1, -1 / 3, 0.1, 39.7],
  probabilities: [0.001, 0.3, 1 / 3, 0.97],
};

const MODELS: readonly (readonly [string, Pick<ScoreModel, 'calibrator' | 'heuristicShare'>])[] = [
  ['without calibration', { calibrator: null, heuristicShare: 0 }],
  ['calibrated by Platt', { calibrator: platt, heuristicShare: 0 }],
  ['calibrated by steps', { calibrator: isotonic, heuristicShare: 0 }],
  ['with a rate that moved', { calibrator: shiftIntercept(isotonic, 0.7), heuristicShare: 0 }],
  ['held back by the points', { calibrator: platt, heuristicShare: 0.37 }],
];

function scoreModel(given: Pick<ScoreModel, 'calibrator' | 'heuristicShare'>): ScoreModel {
  const label = {
    kind: 'event',
    key: 'purchase_7d',
    event: 'Order Completed',
    withinMs: 604_800_000,
  } as const;
  return { label, trained: { kind: 'logistic', model }, ...given };
}

type InPage = { inkScore?: { use(served: ServedLogistic, row: readonly number[]): unknown } };

describeInBrowser('the intent file', (stage) => {
  async function open(): Promise<Stage['guest']> {
    stage.site.pages.set('/score', {
      body: writePage('', '', '/t/intent.js').replace('<script ', '<script id="inkScore" '),
    });
    await stage.guest.open('/score');
    return stage.guest;
  }

  it.each(MODELS)('scores as the server does, to the last bit, %s', async (_, given) => {
    const { page } = await open();
    const scored = scoreModel(given);
    const served: ServedLogistic | null = JSON.parse(JSON.stringify(toServedLogistic(scored)));
    const inPage = await page.evaluate(
      ([model, all]) => all.map((row) => (globalThis as InPage).inkScore?.use(model as ServedLogistic, row)),
      [served, rows.map((row) => [...row])] as const,
    );
    const scorer = createScorer(scored);
    expect(inPage).toEqual(rows.map((row) => scorer(row)));
    // What every event asks of the server is the same number again.
    expect(inPage).toMatchObject(rows.map((row) => scoreOf(scored, row)));
    expect(new Set(inPage.map((score) => (score as { p: number }).p)).size).toBeGreaterThan(ROWS / 2);
  });

  it('says what is wrong with a row of another length', async () => {
    const { page } = await open();
    const served = toServedLogistic(scoreModel({ calibrator: null, heuristicShare: 0 }));
    const use = (given: unknown) =>
      page.evaluate((model) => {
        try {
          return (globalThis as InPage).inkScore?.use(model as ServedLogistic, [1, 2]);
        } catch (error) {
          return String(error);
        }
      }, given);
    expect(await use(JSON.parse(JSON.stringify(served)))).toBe(
      `RangeError: the row has 2 values, and the model has ${FEATURES.length} terms`,
    );
    expect(stage.guest.errors).toEqual([]);
  });

  it('sends and keeps nothing', async () => {
    const { page } = await open();
    expect(stage.site.requests.filter((path) => path !== '/favicon.ico')).toEqual(['/score', '/t/intent.js']);
    expect(await page.evaluate('[document.cookie, localStorage.length, sessionStorage.length]')).toEqual([
      '',
      0,
      0,
    ]);
  });
});
