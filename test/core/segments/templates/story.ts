/** A visitor's log and what a template says of it, instant by instant: by the engine and by the other reading. */
import { expect } from 'vitest';
import type { Entry } from '../../../../core/entry.ts';
import { findTemplate, TEMPLATES } from '../../../../core/segments/templates/index.ts';
import { holdsAt } from '../brute/holds.ts';
import type { Question } from '../brute/question.ts';
import { ask } from '../brute/world.ts';
import { answerOfEngine } from '../engine-answer.ts';
import { type Sent, stored } from './senders.ts';

/** Who is meant, who is not, and who is one millisecond, one event or one product short of it. */
export type Kind = 'positive' | 'negative' | 'near miss';

export type Story = {
  readonly template: string;
  readonly kind: Kind;
  readonly title: string;
  /** Of the visitor, and facts of the site. */
  readonly log: readonly Entry[];
  readonly answers: readonly (readonly [t: number, holds: boolean])[];
  readonly more?: Partial<Question>;
};

/** @example at(START, viewed('p1'), added('p1')) // one entry each, a second apart */
export function at(t: number, ...sent: readonly Sent[]): readonly Entry[] {
  return sent.map((one, n) => stored(one, t + n * 1000));
}

/** As often as said, `everyMs` apart, the first at `t`. */
export function repeated(times: number, everyMs: number, t: number, sent: Sent): readonly Entry[] {
  return Array.from({ length: times }, (_, n) => stored(sent, t + n * everyMs));
}

/** False until the millisecond before, true from it on. */
export const turns = (t: number): readonly (readonly [number, boolean])[] => [
  [t - 1, false],
  [t, true],
];
/** True until the millisecond before, false from it on. */
export const ends = (t: number): readonly (readonly [number, boolean])[] => [
  [t - 1, true],
  [t, false],
];
/** False around the instant at which it would have turned. */
export const stays = (t: number): readonly (readonly [number, boolean])[] => [
  [t - 1, false],
  [t, false],
  [t + 1, false],
];

/** A site has many segments, which share what they count. */
const definitions = new Map(
  Object.values(TEMPLATES)
    .flat()
    .map((template) => [template.key, template]),
);

/** Both say what is expected, and the engine names no instant beyond the one at which it changes by time alone. */
export function judge({ template, log, answers, more }: Story): void {
  const condition = findTemplate(template)?.when;
  if (condition === undefined) throw new Error(`there is no template ${template}`);
  const asked = answers.map(([t, holds]) => ({
    t,
    holds,
    question: ask(condition, log, t, { definitions, ...more }),
  }));
  for (const { t, holds, question } of asked) {
    const instant = new Date(t).toISOString();
    expect({ instant, holds: holdsAt(question) }).toEqual({ instant, holds });
    expect({ instant, engine: answerOfEngine(question).holds }).toEqual({ instant, engine: holds });
  }
  for (const [n, { t, holds, question }] of asked.entries()) {
    const next = asked[n + 1];
    const told = [...log, ...(more?.accountEntries ?? [])];
    if (next === undefined || next.holds === holds || told.some((entry) => entry.t > t && entry.t <= next.t))
      continue;
    const { until } = answerOfEngine(question);
    expect(until).not.toBeNull();
    expect(until).toBeGreaterThan(t);
    expect(until).toBeLessThanOrEqual(next.t);
  }
}
