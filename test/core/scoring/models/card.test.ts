import { expect, it } from 'vitest';
import { knownTo, type ModelCard } from '../../../../core/scoring/models/card.ts';

const card = {
  horizonMs: 7,
  window: { train: [0, 10], tune: [20, 30], test: [40, 50] },
  recalibrated: null,
} as unknown as ModelCard;
const calibration: ModelCard['calibration'] = { pieces: ['tune', 'test'], rows: 9, window: [20, 50] };
const recalibrated = { from: 1, at: 90, since: 60, labels: 5, observed: 2, expected: 1, shift: 0.5 };

it.each([
  ['as it was trained, up to the last outcome it was fitted to', { ...card, calibration }, 57],
  ['of before cards said so, up to the last outcome it was tuned on', card, 37],
  ['recalibrated since, up to then', { ...card, calibration, recalibrated }, 90],
])('a version %s has seen labels', (_, of, at) => {
  expect(knownTo(of)).toBe(at);
});
