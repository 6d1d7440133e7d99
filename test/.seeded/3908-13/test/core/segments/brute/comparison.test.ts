import { describe, expect, it } from 'vitest';
import type { Condition } from '../../../../core/segments/condition.ts';
import { findRare, PARTS, partsOf, takeCensus } from './census.ts';
import { changesAfter } from './changes.ts';
import { compareWithEngine, type Evaluate } from './comparison.ts';
import { holdsAt } from './holds.ts';
import { drawQuestion } from './questions.ts';
import { ask, DAY, START } from './world.ts';

const exact: Evaluate = (question) => ({
  holds: holdsAt(question),
  until: changesAfter(question, question.t + 400 * DAY),
});

const withoutUnless = (condition: Condition): Condition =>
  JSON.parse(JSON.stringify(condition), (key, value) => (key === 'unless' ? undefined : value));

describe('random questions', () => {
  const questions = Array.from({ length: 500 }, (_, number) => drawQuestion(5, number));
  const census = takeCensus(questions.map((question) => ({ question, holds: holdsAt(question) })));

  it('are the same for the same seed', () => {
    expect(drawQuestion(5, 17)).toEqual(questions[17]);
    expect(drawQuestion(6, 17)).not.toEqual(questions[17]);
  });

  it('hold often enough, and speak of everything', () => {
    expect(census.questions).toBe(500);
    expect(census.holding).toBeGreaterThan(150);
    expect(findRare(census, 4)).toEqual([]);
    expect([...census.parts.keys()].filter((part) => / (undefined|of)$/.test(part))).toEqual([]);
  });

  it('tell what is rare', () => {
    const rare = new Map(
      findRare(takeCensus([{ question: ask({ idle: '1d' }, [], START), holds: false }]), 1),
    );
    expect(rare.has('idle')).toBe(false);
    expect(rare.size).toBe(PARTS.length - 1);
  });

  it('have logs in which things coincide', () => {
    const tied = questions.filter(({ entries }) => new Set(entries.map(({ t }) => t)).size < entries.length);
    expect(tied.length).toBeGreaterThan(250);
    for (const { entries, facts } of questions) {
      const ids = [...entries, ...facts].map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('keep to one list of items in a condition', () => {
    const lists = questions.map((question) => partsOf(question)).filter((parts) => parts.has('per item'));
    expect(lists.length).toBeGreaterThan(10);
  });
});

describe('the comparison', () => {
  it('finds nothing where both answer the same, and counts what was stated', () => {
    const { disagreement, untils, census } = compareWithEngine(exact, { triples: 60, seed: 3 });
    expect(disagreement).toBeNull();
    expect(census.questions).toBe(60);
    expect(untils.stated).toBeGreaterThan(5);
    expect(untils).toEqual({ stated: untils.stated, real: untils.stated, due: untils.stated });
  });

  it('shows the first wrong answer, made small', () => {
    const wrong: Evaluate = (question) => ({
      holds: holdsAt({ ...question, condition: withoutUnless(question.condition) }),
      until: null,
    });
    const { disagreement } = compareWithEngine(wrong, { triples: 1500, seed: 4, untilEvery: 1000 });
    expect(disagreement).toMatch(/^question \d+ of seed 4: holds/);
    expect(disagreement).toMatch(/\ncondition {.*"unless"/);
    expect(disagreement).toMatch(/\nasked at 20/);
    expect(disagreement?.split('\n').length).toBeLessThan(12);
  });

  it.each<[string, (until: number | null, t: number) => number | null]>([
    ['later than the change', (until) => until && until + 1],
    ['never, though there is one', () => null],
    ['not after the question', (_until, t) => t],
  ])('refuses an until that is %s', (_title, change) => {
    const wrong: Evaluate = (question) => {
      const { holds, until } = exact(question);
      return { holds, until: change(until, question.t) };
    };
    const { disagreement } = compareWithEngine(wrong, { triples: 60, seed: 3 });
    expect(disagreement).toMatch(/changes at/);
  });

  it('only counts an until that is no change', () => {
    const early: Evaluate = (question) => ({ holds: holdsAt(question), until: question.t + 1 });
    const { disagreement, untils } = compareWithEngine(early, { triples: 40, seed: 3 });
    expect(disagreement).toBeNull();
    expect(untils.stated).toBe(40);
    expect(untils.real).toBeLessThan(20);
  });

  it('takes an exception for a wrong answer', () => {
    const broken: Evaluate = () => {
      throw new Error('no such operator');
    };
    const { disagreement } = compareWithEngine(broken, { triples: 1, seed: 3 });
    expect(disagreement).toContain('the engine throws no such operator');
  });
});
