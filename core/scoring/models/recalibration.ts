/** Another version of a model, whose every score is as much higher or lower as the rate asks for. */
import { shiftIntercept } from '../calibration/calibrator.ts';
import { findShift } from '../calibration/shift.ts';
import { findChange } from '../drift/change.ts';
import type { Example } from '../labels/examples.ts';
import { scoreOf } from '../model.ts';
import type { Made, Version } from './versions.ts';

export type Recalibration = {
  readonly served: Version;
  /** Since it is served, in time order. */
  readonly matured: readonly Example[];
  readonly version: number;
  /** UTC ms. */
  readonly at: number;
};

/**
 * The ranking stays, and with it what drift of inputs and ranking is measured against.
 *
 * @returns null where there is nothing to learn from: no label, or a model without a calibrator.
 * @example recalibrate({ served, matured, version: 4, at: now })?.card.recalibrated?.shift // 0.61
 */
export function recalibrate({ served, matured, version, at }: Recalibration): Made | null {
  const { model, card, reference } = served;
  if (model.calibrator === null || matured.length === 0) return null;
  const said = matured.map(({ features, target }) => ({
    probability: scoreOf(model, features).p,
    label: target,
  }));
  const first = findChange(said);
  const recent = said.slice(first);
  const observed = recent.filter(({ label }) => label === 1).length;
  const probabilities = recent.map(({ probability }) => probability);
  const shift = findShift(probabilities, observed);
  const recalibrated = {
    from: served.version,
    at,
    since: matured[first]?.t ?? at,
    labels: recent.length,
    observed,
    expected: probabilities.reduce((sum, p) => sum + p, 0),
    shift,
  };
  return {
    model: { ...model, calibrator: shiftIntercept(model.calibrator, shift) },
    reference,
    card: { ...card, version, verdict: 'promoted', recalibrated },
  };
}
