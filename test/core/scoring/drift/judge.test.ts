import { describe, expect, it } from 'vitest';
import { readInputState, readOutcomeState, readReference } from '../../../../core/scoring/drift/codec.ts';
import { createInputWatch, measureInputs } from '../../../../core/scoring/drift/input-watch.ts';
import { judgeDrift } from '../../../../core/scoring/drift/judge.ts';
import {
  createOutcomeWatch,
  measureOutcomes,
  measureRecentAuc,
} from '../../../../core/scoring/drift/outcome-watch.ts';
import { createReference, type DriftReference } from '../../../../core/scoring/drift/reference.ts';
import { toMatrix } from '../../../../core/scoring/matrix.ts';
import { createRandom } from '../../../../core/scoring/random.ts';
import { createDraws } from '../../measurement/experiment/arms.ts';
import { sigmoid } from './streams.ts';

/** How the world is, where the model says -2 + 1.5 x first + 0.5 x second. */
type World = {
  readonly shift: number;
  /** What the first feature does in truth. */
  readonly slope: number;
  /** Added to the second feature. */
  readonly moved: number;
};
type Visit = {
  readonly row: readonly [number, number];
  readonly margin: number;
  readonly probability: number;
  readonly label: number;
};

const AS_TRAINED: World = { shift: 0, slope: 1.5, moved: 0 };

function drawVisits(seed: number, count: number, { shift, slope, moved }: World): readonly Visit[] {
  const draws = createDraws(seed);
  return Array.from({ length: count }, () => {
    const [first, second] = [draws.normal(), draws.normal() + moved];
    const margin = -2 + 1.5 * first + 0.5 * second;
    const truth = -2 + shift + slope * first + 0.5 * second;
    const label = draws.uniform() < sigmoid(truth) ? 1 : 0;
    return { row: [first, second], margin, probability: sigmoid(margin), label };
  });
}

function referenceOf(visits: readonly Visit[]): DriftReference {
  return createReference({
    matrix: toMatrix(visits.map(({ row }) => row)),
    margins: Float64Array.from(visits, ({ margin }) => margin),
    probabilities: visits.map(({ probability }) => probability),
    labels: visits.map(({ label }) => label),
  });
}

const reference = referenceOf(drawVisits(1, 5_000, AS_TRAINED));

function watch(visits: readonly Visit[]) {
  const [inputs, outcomes] = [createInputWatch(reference), createOutcomeWatch(reference)];
  for (const visit of visits) {
    inputs.record(visit.row, visit.margin);
    outcomes.record(visit);
  }
  return { reference, inputs: inputs.state(), outcomes: outcomes.state() };
}

describe('the verdict', () => {
  it.each<[string, World, ReturnType<typeof judgeDrift>['kind'], string, boolean, RegExp]>([
    ['all is as it was: nothing', AS_TRAINED, null, 'nothing', false, /that may be chance/],
    [
      'the odds doubled: recalibrate',
      { ...AS_TRAINED, shift: Math.LN2 },
      'rate',
      'recalibrate',
      true,
      /^The rate moved: \d+ of the last [\d,]+ came true, where [\d.]+ were expected, 1\.\d\d times as many; the alarm was raised at label \d+\.$/,
    ],
    [
      'the first feature says nothing any more: retrain',
      { ...AS_TRAINED, slope: 0.2 },
      'ranking',
      'retrain',
      true,
      /^The ranking fell: the AUC of 2,000 labels is 0\.\d+ \(0\.\d+ to 0\.\d+\), and was 0\.\d+/,
    ],
    [
      'other visitors come, whom the model knows: retrain, with no alarm',
      { ...AS_TRAINED, moved: 0.7 },
      'inputs',
      'retrain',
      false,
      /^Other values come in: PSI of x1 is 0\.\d\d, KS 0\.2\d over [\d,]+ rows\.$/,
    ],
  ])('where %s', (_, world, kind, what, alarm, reason) => {
    const verdict = judgeDrift(watch(drawVisits(2, 5_000, world)));
    expect(verdict).toEqual({ alarm, kind, what, reasons: expect.any(Array) });
    expect(verdict.reasons[0]).toMatch(reason);
  });

  it('where both the ranking fell and the rate moved is training anew, with both reasons', () => {
    const verdict = judgeDrift(watch(drawVisits(3, 3_000, { shift: 1, slope: 0, moved: 0 })));
    expect(verdict.what).toBe('retrain');
    expect(verdict.reasons).toHaveLength(2);
  });

  it('before any label says so', () => {
    expect(judgeDrift(watch([]))).toEqual({
      alarm: false,
      kind: null,
      what: 'nothing',
      reasons: ['No label has matured yet.'],
    });
  });

  it('takes no feature of the calendar for a change', () => {
    const moved = watch(drawVisits(2, 5_000, { ...AS_TRAINED, moved: 0.7 }));
    expect(judgeDrift({ ...moved, calendar: new Set(['x1']) }).kind).toBeNull();
    expect(judgeDrift({ ...moved, calendar: new Set(['x0']) }).kind).toBe('inputs');
  });

  it('of few rows takes no PSI for a change', () => {
    const odd = watch(drawVisits(4, 30, { ...AS_TRAINED, moved: 2 }));
    expect(measureInputs(odd.reference, odd.inputs)[1]?.psi).toBeGreaterThan(0.2);
    expect(judgeDrift(odd).kind).toBeNull();
  });

  it('finds no ranking that fell in 20 streams of 20,000 labels that are as before', () => {
    const visits = drawVisits(5, 20_000, AS_TRAINED);
    let fallen = 0;
    for (let seed = 0; seed < 20; seed++) {
      const outcomes = createOutcomeWatch(reference);
      const random = createRandom(seed);
      let isFallen = false;
      for (let label = 0; label < 20_000; label++) {
        outcomes.record(visits[Math.floor(random() * visits.length)] as Visit);
        if (label % 2_000 !== 1_999) continue;
        const state = outcomes.state();
        isFallen ||=
          judgeDrift({ reference, inputs: createInputWatch(reference).state(), outcomes: state }).kind ===
          'ranking';
      }
      fallen += isFallen ? 1 : 0;
    }
    process.stdout.write(`rankings fallen by chance: ${fallen} of 20\n`);
    expect(fallen).toBeLessThanOrEqual(1);
  });
});

describe('a rate that moved while the visitors stayed', () => {
  const drifted = watch(drawVisits(6, 1_000, { ...AS_TRAINED, shift: 0.8 }));

  it('is not seen by PSI and KS of any feature or of the score', () => {
    for (const { psi, ks, chance } of measureInputs(reference, drifted.inputs)) {
      expect(psi).toBeLessThan(0.05);
      expect(ks).toBeLessThan(0.06);
      expect(chance).toBeGreaterThan(0.001);
    }
  });

  it('is seen by its labels: the alarm, observed over expected, and the log loss', () => {
    const { ratio, ratioInterval, z, logLoss, expectedLogLoss } = measureOutcomes(drifted.outcomes);
    expect(drifted.outcomes.alarm.raisedAt).toBeLessThanOrEqual(500);
    expect(ratio).toBeGreaterThan(1.3);
    expect(ratioInterval.low).toBeGreaterThan(1.2);
    expect(z).toBeGreaterThan(5);
    expect(logLoss).toBeGreaterThan(expectedLogLoss + 0.03);
  });
});

describe('what is watched', () => {
  it('is of the last block and the one that is being filled', () => {
    const outcomes = createOutcomeWatch(reference);
    const visits = drawVisits(7, 5_000, AS_TRAINED);
    for (const visit of visits) outcomes.record(visit);
    const state = outcomes.state();
    const recent = visits.slice(2_000);
    expect(measureOutcomes(state).labels).toBe(3_000);
    expect(measureOutcomes(state).observed).toBe(recent.filter(({ label }) => label === 1).length);
    expect(measureOutcomes(state).expected).toBeCloseTo(
      recent.reduce((sum, { probability }) => sum + probability, 0),
      6,
    );
    expect(measureRecentAuc(state)?.positives).toBe(
      visits.slice(2_000, 4_000).filter(({ label }) => label === 1).length,
    );
  });

  it('goes on from a stored state as if it had never stopped', () => {
    const visits = drawVisits(8, 4_500, { ...AS_TRAINED, shift: 0.5 });
    let [inputs, outcomes] = [createInputWatch(reference), createOutcomeWatch(reference)];
    for (const [at, visit] of visits.entries()) {
      inputs.record(visit.row, visit.margin);
      outcomes.record(visit);
      if (at % 700 !== 0) continue;
      const [input, outcome] = [inputs.state(), outcomes.state()].map((state) =>
        JSON.parse(JSON.stringify(state)),
      );
      const [readIn, readOut] = [readInputState(input), readOutcomeState(outcome)];
      if (!readIn.ok || !readOut.ok) throw new Error('a state was refused');
      inputs = createInputWatch(reference, readIn.value);
      outcomes = createOutcomeWatch(reference, readOut.value);
    }
    expect({ reference, inputs: inputs.state(), outcomes: outcomes.state() }).toEqual(watch(visits));
  });

  it('is kept as counts: a reference is read as it was, and has as many numbers for ten times the rows', () => {
    expect(readReference(JSON.parse(JSON.stringify(reference)))).toEqual({ ok: true, value: reference });
    const small = JSON.stringify(referenceOf(drawVisits(1, 500, AS_TRAINED)));
    expect(JSON.stringify(reference).split(',').length).toBe(small.split(',').length);
  });

  it.each([
    ['a reference of a later program', readReference, { ...reference, version: 2 }, 'version'],
    ['rows that are no number', readInputState, { ...watch([]).inputs, rows: 'many' }, 'rows'],
    ['no labels', readOutcomeState, null, ''],
  ])('is refused where it is %s', (_, read, input, at) => {
    expect(read(input)).toEqual({ ok: false, code: 'invalid_value', at, hint: expect.any(String) });
  });

  const other = referenceOf(
    drawVisits(1, 20, AS_TRAINED).map((visit) => ({ ...visit, margin: visit.label })),
  );
  it.each<[string, () => unknown, string]>([
    ['rows of another reference', () => createInputWatch(other, watch([]).inputs), 'another reference'],
    ['labels of another reference', () => createOutcomeWatch(other, watch([]).outcomes), 'another reference'],
    [
      'a row too short',
      () => createInputWatch(reference).record([1], 0),
      'the row has 1 values, and there are 2',
    ],
    [
      'a label of 2',
      () => createOutcomeWatch(reference).record({ margin: 0, probability: 0.5, label: 2 }),
      'the label is 2: 1 or 0',
    ],
    [
      'a probability of 1',
      () => createOutcomeWatch(reference).record({ margin: 0, probability: 1, label: 1 }),
      'the probability is 1: above 0 and below 1',
    ],
    [
      'no rows',
      () =>
        createReference({ matrix: toMatrix([]), margins: new Float64Array(), probabilities: [], labels: [] }),
      'there are no rows to measure drift against',
    ],
    [
      'fewer margins than rows',
      () =>
        createReference({
          matrix: toMatrix([[1]]),
          margins: new Float64Array(),
          probabilities: [1],
          labels: [1],
        }),
      'there are 1 rows, and 0 margins',
    ],
  ])('is miswired with %s', (_, wire, words) => {
    expect(wire).toThrow(words);
    expect(wire).toThrow(RangeError);
  });
});
