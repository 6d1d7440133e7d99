/** Makes a question smaller while it still shows what it shows. */
import type { Condition } from '../../../../core/segments/condition.ts';
import type { Question } from './question.ts';

/** @param shows Whether a smaller question still does. */
export function shrink(question: Question, shows: (smaller: Question) => boolean): Question {
  let smallest = question;
  for (
    let next: Question | undefined = question;
    next !== undefined;
    next = firstOf(smallerThan(next), shows)
  ) {
    smallest = next;
  }
  return smallest;
}

function firstOf<T>(all: Iterable<T>, isWanted: (one: T) => boolean): T | undefined {
  for (const one of all) if (isWanted(one)) return one;
  return undefined;
}

function* smallerThan(question: Question): Generator<Question, undefined> {
  const { entries, facts, accountEntries } = question;
  for (const condition of simpler(question.condition, question)) yield { ...question, condition };
  for (const { id } of [...entries, ...facts, ...(accountEntries ?? [])]) {
    const isOther = (entry: { readonly id: string }) => entry.id !== id;
    yield {
      ...question,
      entries: entries.filter(isOther),
      facts: facts.filter(isOther),
      accountEntries: accountEntries?.filter(isOther) ?? null,
    };
  }
}

/** Its parts; what it names; itself with fewer parts. */
function* simpler(condition: Condition, question: Question): Generator<Condition, undefined> {
  if ('segment' in condition) {
    const definition = question.definitions.get(condition.segment);
    if (definition !== undefined) yield definition.when;
  }
  if ('not' in condition) {
    yield condition.not;
    for (const not of simpler(condition.not, question)) yield { not };
  }
  if ('all' in condition) yield* fewer(condition.all, (all) => ({ all }), question);
  if ('any' in condition) yield* fewer(condition.any, (any) => ({ any }), question);
}

function* fewer(
  parts: readonly Condition[],
  group: (parts: readonly Condition[]) => Condition,
  question: Question,
): Generator<Condition, undefined> {
  yield* parts;
  for (const [place, part] of parts.entries()) {
    if (parts.length > 1) yield group(parts.toSpliced(place, 1));
    for (const one of simpler(part, question)) yield group(parts.with(place, one));
  }
}
