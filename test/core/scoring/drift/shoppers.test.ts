import { describe, expect, it } from 'vitest';
import { calibrate } from '../../../../core/scoring/calibration/calibrate.ts';
import { applyCalibration } from '../../../../core/scoring/calibration/calibrator.ts';
import { createInputWatch, measureInputs } from '../../../../core/scoring/drift/input-watch.ts';
import { NO_LABELS, recordLabel } from '../../../../core/scoring/drift/rate-alarm.ts';
import { createReference } from '../../../../core/scoring/drift/reference.ts';
import { fitLogistic } from '../../../../core/scoring/logistic/fit.ts';
import { marginLogistic } from '../../../../core/scoring/logistic/model.ts';
import { readRow } from '../../../../core/scoring/matrix.ts';
import { createRandom, shufflePlaces } from '../../../../core/scoring/random.ts';
import { loadShoppers, pickSessions, type Sessions, shoppersMissing } from '../shoppers.ts';

describe('Online Shoppers: a model of February to October, and November with December', () => {
  it.skipIf(shoppersMissing !== null)(
    `the rate that rose by 69 % is found in 50 orders of the sessions, and PSI of the score does not see it${shoppersMissing === null ? '' : ` (skipped: there is no ${shoppersMissing})`}`,
    () => {
      const { known, held, later, own } = splitByMonth(loadShoppers(['Month']));
      const model = fitLogistic(known.matrix, known.labels);
      const marginsOf = ({ matrix }: Sessions) =>
        Float64Array.from({ length: matrix.rows }, (_, row) => marginLogistic(model, readRow(matrix, row)));
      const calibrator = calibrate(marginsOf(held), held.labels);
      const calibrated = (margin: number) => applyCalibration(calibrator, margin);
      const margins = marginsOf(own);
      const shoppers = createReference({ ...own, margins, probabilities: margins.map(calibrated) });
      const raisedIn = (sessions: Sessions, labels: number) => {
        const all = marginsOf(sessions);
        return Array.from({ length: 50 }, (_, seed) => {
          const random = createRandom(seed);
          let alarm = NO_LABELS;
          for (let label = 0; label < labels && alarm.raisedAt === null; label++) {
            const row = Math.floor(random() * all.length);
            alarm = recordLabel(alarm, calibrated(all[row] ?? 0), sessions.labels[row] ?? 0);
          }
          return alarm.raisedAt ?? Number.POSITIVE_INFINITY;
        });
      };
      const [found, calm] = [raisedIn(later, 2_000), raisedIn(own, 20_000)];
      const late = found.filter((label) => label > 500).length;
      const alarms = calm.filter(Number.isFinite).length;
      const inputs = createInputWatch(shoppers);
      const laterMargins = marginsOf(later);
      for (let row = 0; row < later.matrix.rows; row++)
        inputs.record(readRow(later.matrix, row), laterMargins[row] ?? 0);
      const score = measureInputs(shoppers, inputs.state()).at(-1);
      process.stdout.write(
        `shoppers: ${late} of 50 later than label 500, the last at ${Math.max(...found)}; ${alarms} of 50 false alarms; score PSI ${score?.psi.toFixed(3)}, KS ${score?.ks?.toFixed(3)}\n`,
      );
      // The model expects a part of the rise by itself: it is surprised by 39 %, not by 69 %.
      expect(late).toBeLessThanOrEqual(5);
      expect(found.filter((label) => !Number.isFinite(label))).toEqual([]);
      // And its calibrator, which learned from 170 orders, is not exactly true of what stays as it was.
      expect(alarms).toBeLessThanOrEqual(2);
      expect(score?.psi).toBeLessThan(0.2);
    },
  );
});

type Months = {
  readonly known: Sessions;
  readonly held: Sessions;
  readonly own: Sessions;
  readonly later: Sessions;
};

/** Of February to October two thirds, a sixth to calibrate by and a sixth to stand for what stays as it was. */
function splitByMonth(sessions: Sessions): Months {
  const months = loadShoppers().matrix;
  const month = months.features.findIndex(({ name }) => name === 'Month');
  const feature = months.features[month];
  const levels = feature?.kind === 'category' ? feature.levels : [];
  const isLater = (row: number) => ['Nov', 'Dec'].includes(levels[months.columns[month]?.[row] ?? -1] ?? '');
  const shuffled = [...shufflePlaces(sessions.matrix.rows, createRandom(1))];
  const earlier = shuffled.filter((row) => !isLater(row));
  const [third, sixth] = [Math.floor(earlier.length / 3), Math.floor(earlier.length / 6)];
  return {
    known: pickSessions(sessions, earlier.slice(third)),
    held: pickSessions(sessions, earlier.slice(0, sixth)),
    own: pickSessions(sessions, earlier.slice(sixth, third)),
    later: pickSessions(sessions, shuffled.filter(isLater)),
  };
}
