import { describe, expect, it } from 'vitest';
import { behavioursOf } from '../../../../core/measurement/signals/behaviour.ts';
import { createCohort } from '../../../../core/measurement/signals/cohort.ts';
import { type Ranking, rankSignals } from '../../../../core/measurement/signals/rank.ts';
import { DECOY, makeNewcomers, PLANTED } from '../../../acceptance/saas-newcomers.ts';

const DAY = 86_400_000;

function rankNewcomers(seed: number): Ranking {
  const cohort = createCohort();
  for (const own of Map.groupBy(makeNewcomers(0, 30, 60, seed), ({ userId }) => userId).values()) {
    const first = own[0]?.time ?? 0;
    const begun = own.filter(({ time }) => time < first + 7 * DAY);
    const counts = new Map<string, number>();
    for (const name of begun.flatMap(behavioursOf)) counts.set(name, (counts.get(name) ?? 0) + 1);
    cohort.add({ activity: begun.length, stayed: own.some(({ time }) => time >= first + 28 * DAY), counts });
  }
  const work = rankSignals(cohort.read(), 10);
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

describe('newcomers of a made-up SaaS site', () => {
  it.each([1, 2, 3, 4, 5, 6, 8, 9, 10])(
    'by chance %d: all planted signals are found, the decoy is none',
    (seed) => {
      const { signals } = rankNewcomers(seed);
      const found = signals.filter(({ verdict }) => verdict === 'signal').map(({ behaviour }) => behaviour);
      expect(found).toEqual(expect.arrayContaining([...PLANTED]));
      expect(found).not.toContain(DECOY);
      const decoy = signals.find(({ behaviour }) => behaviour === DECOY);
      expect(decoy).toMatchObject({ verdict: 'confounded' });
      expect(decoy?.lift.low).toBeGreaterThan(1);
    },
  );
});
