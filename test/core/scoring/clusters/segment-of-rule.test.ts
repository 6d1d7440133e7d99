import { describe, expect, it } from 'vitest';
import { applyRule, type Rule, type RuleCondition } from '../../../../core/scoring/clusters/rule.ts';
import { toSegment } from '../../../../core/scoring/clusters/segment-of-rule.ts';
import { createSessionMeter, SESSION_FEATURES } from '../../../../core/scoring/clusters/session-features.ts';
import { toMatrix } from '../../../../core/scoring/matrix.ts';
import { createRandom } from '../../../../core/scoring/random.ts';
import type { Condition } from '../../../../core/segments/condition.ts';
import { parseDefinition } from '../../../../core/segments/parse.ts';
import { readWords, describe as sayInWords } from '../../../../core/segments/words.ts';
import { holdsAt } from '../../segments/brute/holds.ts';
import { answerOfEngine } from '../../segments/engine-answer.ts';
import { ask, countByHand, drawVisits, NAMES_OF_FEATURES, SITE } from './event-logs.ts';

const features = SESSION_FEATURES;
const columns = NAMES_OF_FEATURES.map((name) => ({ name, kind: 'number' as const }));

function parsed(rule: Rule): Condition {
  const read = parseDefinition(toSegment(rule, { key: 'found', features }));
  if (!read.ok) throw new Error(`${read.at}: ${read.hint}`);
  return read.value.when;
}

/** A bound near the value, so that it often decides. */
function drawCondition(feature: string, value: number, random: () => number): RuleCondition {
  const near = Math.max(0, Math.round(value) + Math.floor(random() * 3) - 1);
  const kind = Math.floor(random() * 3);
  if (kind === 0) return { feature, op: 'gte', value: Math.max(1, near) };
  if (kind === 1) return { feature, op: 'lte', value: near };
  return { feature, op: 'between', value: [Math.max(1, near - 1), Math.max(1, near) + 1] };
}

describe('a session feature', () => {
  it('is what counting by hand comes to, at every instant of a session', () => {
    const random = createRandom(4);
    const measure = createSessionMeter(features, 100);
    for (let draw = 0; draw < 80; draw++) {
      const { session } = drawVisits(random);
      for (const [at, { t }] of session.entries()) {
        const sofar = session.slice(0, at + 1);
        const byHand = countByHand(sofar, t);
        expect(
          Object.fromEntries(NAMES_OF_FEATURES.map((name, place) => [name, measure(sofar, t)[place]])),
        ).toEqual(byHand);
      }
    }
  });
});

describe('a rule as a segment', () => {
  it.each(NAMES_OF_FEATURES)('holds in a session exactly while the rule does: %s', (name) => {
    const random = createRandom(1 + NAMES_OF_FEATURES.indexOf(name));
    const seen = [0, 0];
    for (let draw = 0; draw < 25; draw++) {
      const { earlier, session } = drawVisits(random);
      const at = Math.floor(random() * session.length);
      const t = session[at]?.t ?? 0;
      const values = countByHand(
        session.filter((one) => one.t <= t),
        t,
      );
      const rule = [drawCondition(name, values[name] ?? 0, random)];
      const matrix = toMatrix([NAMES_OF_FEATURES.map((of) => values[of] ?? 0)], columns);
      const holds = applyRule(rule, matrix)[0] === 1;
      const question = ask(parsed(rule), [...earlier, ...session], t);
      expect([rule, answerOfEngine(question).holds, holdsAt(question)]).toEqual([rule, holds, holds]);
      seen[Number(holds)] = (seen[Number(holds)] ?? 0) + 1;
    }
    expect(Math.min(...seen)).toBeGreaterThan(0);
  });

  it.each(['repeat_views', 'highest_price', 'product_views', 'added_price', 'session_seconds'])(
    'counts its own bounds as inside: %s',
    (name) => {
      const random = createRandom(40);
      let busy = 0;
      for (let draw = 0; draw < 60; draw++) {
        const { session } = drawVisits(random);
        const t = session.at(-1)?.t ?? 0;
        const value = Math.round(countByHand(session, t)[name] ?? 0);
        if (value === 0 || value !== countByHand(session, t)[name]) continue;
        const holds = (rule: Rule): boolean => answerOfEngine(ask(parsed(rule), session, t)).holds;
        const ends = [
          holds([{ feature: name, op: 'gte', value }]),
          holds([{ feature: name, op: 'lte', value }]),
          holds([{ feature: name, op: 'between', value: [value, value] }]),
          holds([{ feature: name, op: 'gte', value: value + 1 }]),
          holds([{ feature: name, op: 'lte', value: value - 1 }]),
        ];
        expect([name, value, ends]).toEqual([name, value, [true, true, true, false, false]]);
        busy++;
      }
      expect(busy).toBeGreaterThan(5);
    },
  );

  it('of four conditions holds where all of them do, and for nobody after the session', () => {
    const random = createRandom(77);
    let holding = 0;
    for (let draw = 0; draw < 150; draw++) {
      const { earlier, session } = drawVisits(random);
      const t = session.at(-1)?.t ?? 0;
      const values = countByHand(session, t);
      const asked = new Set(Array.from({ length: 4 }, () => Math.floor(random() * columns.length)));
      const rule = [...asked].map((place) => {
        const name = NAMES_OF_FEATURES[place] ?? '';
        return drawCondition(name, values[name] ?? 0, random);
      });
      const matrix = toMatrix([NAMES_OF_FEATURES.map((of) => values[of] ?? 0)], columns);
      const holds = applyRule(rule, matrix)[0] === 1;
      const entries = [...earlier, ...session];
      expect([rule, answerOfEngine(ask(parsed(rule), entries, t)).holds]).toEqual([rule, holds]);
      const after = t + SITE.sessionGapMs;
      expect(answerOfEngine(ask(parsed(rule), entries, after)).holds).toBe(false);
      holding += Number(holds);
    }
    expect(holding).toBeGreaterThan(10);
  });

  it('can be said in words, which are read back as the same', () => {
    for (const feature of NAMES_OF_FEATURES) {
      const when = parsed([{ feature, op: 'between', value: [1, 5] }]);
      expect(readWords(sayInWords(when))).toEqual({ ok: true, value: when });
    }
  });

  it.each<{ rule: Rule; name: string }>([
    { rule: [{ feature: 'adds', op: 'gte', value: 1 }], name: '1 or more added to the cart' },
    {
      rule: [
        { feature: 'searches', op: 'lte', value: 0 },
        { feature: 'product_views', op: 'between', value: [2, 5] },
        { feature: 'pages', op: 'lte', value: 3 },
      ],
      name: 'no searches, 2 to 5 product views, at most 3 different pages',
    },
  ])('is called $name', ({ rule, name }) => {
    expect(toSegment(rule, { key: 'found', features }).name).toBe(name);
  });

  it('has a name that a segment may have, however long the rule is', () => {
    const rule = NAMES_OF_FEATURES.map((feature): RuleCondition => ({ feature, op: 'gte', value: 1_000 }));
    expect(toSegment(rule, { key: 'found', features }).name).toHaveLength(100);
    expect(() => parsed(rule)).not.toThrow();
  });

  it('is refused where no session feature is meant', () => {
    expect(() => toSegment([{ feature: 'device', op: 'gte', value: 1 }], { key: 'found', features })).toThrow(
      'there is no session feature device',
    );
  });
});
