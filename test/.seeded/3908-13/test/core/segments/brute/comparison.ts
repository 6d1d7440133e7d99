/** The engine against the brute-force reading, over random questions. */
import type { Entry } from '../../../../core/entry.ts';
import type { Condition } from '../../../../core/segments/condition.ts';
import { type Census, takeCensus } from './census.ts';
import { changesAfter } from './changes.ts';
import { holdsAt } from './holds.ts';
import { inOrder, type Question } from './question.ts';
import { drawQuestion } from './questions.ts';
import { shrink } from './shrinking.ts';
import { DAY } from './world.ts';

/** What the engine says of a question; `until` in UTC ms. */
export type Answer = { readonly holds: boolean; readonly until: number | null };
export type Evaluate = (question: Question) => Answer;

export type Comparison = {
  /** The first disagreement, made small and readable; null where there is none. */
  readonly disagreement: string | null;
  readonly census: Census;
  readonly untils: {
    readonly stated: number;
    /** At so many of them the answer really is another one. */
    readonly real: number;
    /** So many times there was one to state. */
    readonly due: number;
  };
};

const HORIZON_MS = 400 * DAY;

/**
 * Asks both the same questions. Whether `holds` is the same is asked of all, `until` of every `untilEvery`-th: nothing
 * may change before the stated one, or ever where there is none; one that is no change after all is only counted.
 *
 * @example compareWithEngine((question) => evaluate(question), { triples: 10_000, seed: 2026 }).disagreement // null
 */
export function compareWithEngine(
  evaluate: Evaluate,
  { triples, seed, untilEvery = 1 }: { triples: number; seed: number; untilEvery?: number },
): Comparison {
  const answered: { question: Question; holds: boolean }[] = [];
  const untils = { stated: 0, real: 0, due: 0 };
  for (let number = 0; number < triples; number++) {
    const question = drawQuestion(seed, number);
    const found = judge(evaluate, question, (number + 1) % untilEvery === 0);
    answered.push({ question, holds: found.holds });
    if (found.fault !== null) {
      const disagreement = describeSmallest(evaluate, question, { number, seed });
      return { disagreement, census: takeCensus(answered), untils };
    }
    if (found.until !== null) untils.stated++;
    if (found.isReal) untils.real++;
    if (found.due !== null) untils.due++;
  }
  return { disagreement: null, census: takeCensus(answered), untils };
}

type Judgement = {
  readonly holds: boolean;
  readonly until: number | null;
  readonly isReal: boolean;
  /** When the answer first changes by time alone. */
  readonly due: number | null;
  readonly fault: string | null;
};

function judge(evaluate: Evaluate, question: Question, isUntilAsked: boolean): Judgement {
  const holds = holdsAt(question);
  const answer = answerOf(evaluate, question);
  const wrong = findFault(question, answer, { holds });
  if (wrong !== null || typeof answer === 'string') {
    return { holds, until: null, isReal: false, due: null, fault: wrong };
  }
  if (!isUntilAsked) return { holds, until: null, isReal: false, due: null, fault: null };
  const { due = null } = readTruth(question, true);
  const { until } = answer;
  const fault = findFault(question, answer, { holds, due });
  return { holds, until, isReal: until !== null && until === due, due, fault };
}

/** `due`: when it first changes by time alone; left out where nobody asks. */
export type Truth = { readonly holds: boolean; readonly due?: number | null };

export function readTruth(question: Question, isUntilAsked: boolean): Truth {
  const holds = holdsAt(question);
  return isUntilAsked ? { holds, due: changesAfter(question, question.t + HORIZON_MS) } : { holds };
}

/** @param answer A text says that there was none, and why. */
export function findFault(question: Question, answer: Answer | string, { holds, due }: Truth): string | null {
  if (typeof answer === 'string') return answer;
  if (answer.holds !== holds) return `holds: ${holds}, the engine says ${answer.holds}`;
  if (due === undefined) return null;
  const { until } = answer;
  const isLate = due !== null && (until === null || until > due);
  const isPast = until !== null && until <= question.t;
  return isLate
    ? `it changes at ${show(due)}, the engine says ${show(until)}`
    : isPast
      ? `the engine says that it changes at ${show(until)}, which is not later`
      : null;
}

/** An exception is a disagreement like any other. */
export function answerOf(evaluate: Evaluate, question: Question): Answer | string {
  try {
    return evaluate(question);
  } catch (error) {
    return `the engine throws ${error instanceof Error ? error.message : String(error)}`;
  }
}

function describeSmallest(
  evaluate: Evaluate,
  question: Question,
  { number, seed }: { number: number; seed: number },
): string {
  const isUntilAsked = judge(evaluate, question, false).fault === null;
  const smallest = shrink(question, (smaller) => judge(evaluate, smaller, isUntilAsked).fault !== null);
  const { fault } = judge(evaluate, smallest, isUntilAsked);
  return [`question ${number} of seed ${seed}: ${fault}`, ...describe(smallest)].join('\n');
}

function describe(question: Question): string[] {
  const { condition, definitions, stages, entries, facts, site, t, accountFacts, accountEntries } = question;
  const named = JSON.stringify([condition, ...definitions.values(), ...stages]);
  const others = accountEntries?.filter((one) => !entries.some(({ id }) => id === one.id)) ?? [];
  return [
    `condition ${JSON.stringify(condition)}`,
    ...(named.includes('"segment":')
      ? [...definitions.values()].map(({ key, when }) => `segment ${key} ${JSON.stringify(when)}`)
      : []),
    ...(named.includes('"stage":')
      ? stages.map(
          ({ key, when }: { key: string; when: Condition }) => `stage ${key} ${JSON.stringify(when)}`,
        )
      : []),
    `site ${JSON.stringify(site)}, earliest id ${question.earliestId}`,
    ...(named.includes('"account":') ? [`account ${JSON.stringify(accountFacts)}`] : []),
    ...inOrder([...entries, ...facts]).map((entry) => line(entry)),
    ...inOrder(others).map((entry) => `${line(entry)} (of the account)`),
    `asked at ${show(t)}`,
  ];
}

function line({ t, id, type, name, source, currency, properties, context, flags }: Entry): string {
  const more = [currency, JSON.stringify(properties), context && JSON.stringify(context), flags?.join(' ')];
  return `  ${show(t)} ${id} ${type} ${name} (${source}) ${more.filter(Boolean).join(' ')}`;
}

function show(t: number | null): string {
  return t === null ? 'never' : `${new Date(t).toISOString()} (${t})`;
}
