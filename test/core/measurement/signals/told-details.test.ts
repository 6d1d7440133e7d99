import { describe, expect, it } from 'vitest';
import { createCohort } from '../../../../core/measurement/signals/cohort.ts';
import { countDetails, tellDetails } from '../../../../core/measurement/signals/told-details.ts';
import { createCensus } from '../../../../core/privacy/crowds.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 4, 1);

/** By newcomer, an hour after one another: what each did. */
function told(
  deeds: readonly (readonly string[])[],
  hours: number,
  k = 2,
): Readonly<Record<string, readonly number[]>> {
  const [census, cohort, firsts] = [createCensus(k), createCohort(), [] as number[]];
  for (const [at, names] of deeds.entries()) {
    const counts = new Map(names.map((name) => [name, 1]));
    countDetails(census, at, START + at * HOUR, { counts });
    if (at >= hours) continue;
    cohort.add({ activity: names.length, stayed: false, counts });
    firsts.push(START + at * HOUR);
  }
  const period = { from: START, to: START + hours * HOUR - 1 };
  const { behaviours } = tellDetails(cohort.read(), firsts, census.tells(period));
  return Object.fromEntries(behaviours.map(({ name, visitors }) => [name, visitors]));
}

const EXPORT = 'Feature Used: export';
const USED = ['Feature Used', EXPORT];

describe('what newcomers did', () => {
  it('is told of whole crowds by feature, and of everybody by event', () => {
    expect(told([USED, [], USED, USED], 4)).toEqual({ 'Feature Used': [0, 2, 3], [EXPORT]: [0, 2] });
  });

  it('changes by a crowd or not at all where the period grows', () => {
    const by = [1, 2, 3, 4].map((hours) => told([USED, USED, USED, USED], hours)[EXPORT]);
    expect(by).toEqual([[], [0, 1], [0, 1], [0, 1, 2, 3]]);
  });

  it('keeps how often beside who', () => {
    const cohort = createCohort();
    const census = createCensus(2);
    for (const [at, often] of [7, 1, 5].entries()) {
      const counts = new Map([[EXPORT, often]]);
      countDetails(census, at, START + (at === 1 ? 40 : at) * 24 * HOUR, { counts });
      cohort.add({ activity: often, stayed: true, counts });
    }
    const firsts = [START, START + 40 * 24 * HOUR, START + 2 * 24 * HOUR];
    const { behaviours } = tellDetails(
      cohort.read(),
      firsts,
      census.tells({ from: START, to: START + 90 * 24 * HOUR }),
    );
    expect(behaviours).toEqual([{ name: EXPORT, visitors: [0, 2], counts: [7, 5] }]);
  });
});
