import { describe, expect, it } from 'vitest';
import { HAND_CASES } from './brute/cases.ts';
import { changesAfter } from './brute/changes.ts';
import { holdsAt } from './brute/holds.ts';
import { DAY } from './brute/world.ts';
import { answerOfEngine } from './engine-answer.ts';

describe('what is answered by hand', () => {
  it.each(HAND_CASES)('is what the brute-force reading says: $title', ({ question, holds, until }) => {
    expect(holdsAt(question)).toBe(holds);
    if (until !== undefined) expect(changesAfter(question, question.t + 400 * DAY)).toBe(until);
  });

  it.each(HAND_CASES)('is what the engine says: $title', ({ question, holds, until }) => {
    const answer = answerOfEngine(question);
    expect(answer.holds).toBe(holds);
    if (until !== undefined) expect(answer.until).toBe(until);
  });
});
