import { describe, expect, it } from 'vitest';
import { presentDrift } from '../../../apps/server/score-answers.ts';
import type { DriftReport } from '../../../core/scoring/models/watch-record.ts';

describe('drift as it is answered', () => {
  const features = Array.from({ length: 30 }, (_, n) => ({
    feature: `f${n}`,
    psi: 1 - n / 30,
    chance: 0,
    ks: null,
  }));
  const score = { feature: 'score', psi: 0.001, chance: 1, ks: 0.01 };
  const report: DriftReport = {
    at: Date.UTC(2026, 4, 2),
    since: Date.UTC(2026, 4, 1),
    version: 3,
    alarm: false,
    kind: null,
    what: 'nothing',
    reasons: ['No label has matured yet.'],
    labels: 0,
    observed: 0,
    expected: 0,
    observedOverExpected: null,
    rollingLogLoss: null,
    expectedLogLoss: null,
    psi: [...features, score],
  };

  it('tells of the score and of the ten features that changed most, and says when in ISO 8601', () => {
    const { psi, at, since, ...rest } = presentDrift(report);
    expect(psi).toEqual([score, ...features.slice(0, 10)]);
    expect([at, since]).toEqual(['2026-05-02T00:00:00.000Z', '2026-05-01T00:00:00.000Z']);
    expect(rest).toMatchObject({ version: 3, alarm: false, what: 'nothing' });
  });
});
