import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Example } from '../../../../core/scoring/labels/examples.ts';
import { thinExamples } from '../../../../core/scoring/labels/thinning.ts';
import { DAY, HOUR, PERSON, visitorId } from '../../profiles/world.ts';

const at = (t: number): Example => ({ t, features: new Float64Array(), target: 0, about: `s${t}` });
const timesOf = (examples: readonly Example[]) => examples.map(({ t }) => t);
const past = fc
  .array(fc.integer({ min: 0, max: 60 * DAY }), { maxLength: 200, size: 'max' })
  .map((times) => times.toSorted((a, b) => a - b).map(at));

describe('examples that count for themselves', () => {
  it.each([
    ['as the label looks ahead', 7 * DAY, 7 * DAY],
    ['a day where it looks ahead for less', HOUR, DAY],
  ])('lie apart by as much %s', (_, withinMs, gapMs) => {
    fc.assert(
      fc.property(past, (examples) => {
        const times = timesOf(thinExamples(PERSON, examples, withinMs));
        for (const [place, t] of times.entries())
          if (place > 0) expect(t - (times[place - 1] ?? 0)).toBeGreaterThanOrEqual(gapMs);
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  it('are the same ones whatever comes later', () => {
    fc.assert(
      fc.property(past, fc.nat(200), (examples, known) => {
        const all = thinExamples(PERSON, examples, DAY);
        const early = thinExamples(PERSON, examples.slice(0, known), DAY);
        expect(timesOf(all).slice(0, early.length)).toEqual(timesOf(early));
      }),
      { seed: 4, numRuns: 100 },
    );
  });

  it('are one of four of those that are far apart, and others for each visitor', () => {
    const examples = Array.from({ length: 4_000 }, (_, n) => at(n * 8 * DAY));
    const [some, others] = ['a', 'b'].map((name) => timesOf(thinExamples(visitorId(name), examples, DAY)));
    expect(some?.length).toBeGreaterThan(900);
    expect(some?.length).toBeLessThan(1_100);
    expect(some).not.toEqual(others);
  });
});
