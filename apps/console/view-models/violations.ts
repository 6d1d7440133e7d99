/** What was not as the plan says, each with its cure: as it is shown. */
import type { PlanAnswer, ViolationAnswer } from '../api/answers/events.ts';
import type { ViolationsWords } from '../words/violations.ts';
import type { Format } from './format.ts';
import { exampleOf, type Fix, findFix, isMended, isOfName, suggestedName } from './plan-fixes.ts';

export type ViolationView = {
  readonly key: string;
  readonly violation: ViolationAnswer;
  readonly title: string;
  readonly what: string;
  readonly often: string;
  /** Code of a page as it should be; null: there is nothing to show. */
  readonly example: string | null;
  readonly fix: Fix | null;
  readonly isMended: boolean;
};

export type ViolationGroup = {
  readonly key: string;
  readonly name: string;
  readonly items: readonly ViolationView[];
};

/** By event, those that happen most often first; what the plan has mended since comes last. */
export function groupViolations(
  violations: readonly ViolationAnswer[],
  plan: PlanAnswer,
  words: ViolationsWords,
  format: Format,
): readonly ViolationGroup[] {
  const groups = [...Map.groupBy(violations, (one) => (isOfName(one) ? one.name : ''))].map(
    ([name, own]) => ({
      key: name,
      name: name === '' ? words.others : name,
      items: own.map((one) => viewViolation(one, plan, words, format)).toSorted(openFirst),
    }),
  );
  return groups.toSorted((a, b) => weigh(b) - weigh(a));
}

function openFirst(a: ViolationView, b: ViolationView): number {
  return Number(a.isMended) - Number(b.isMended) || b.violation.count - a.violation.count;
}

function weigh({ items }: ViolationGroup): number {
  return items.reduce((sum, { isMended, violation }) => sum + (isMended ? 0 : violation.count), 0);
}

function viewViolation(
  violation: ViolationAnswer,
  plan: PlanAnswer,
  words: ViolationsWords,
  format: Format,
): ViolationView {
  const { name, property, rule, hint, count, firstAt, lastAt } = violation;
  const mended = isMended(violation, plan);
  const [kind = ''] = rule.split(':');
  const say = words.rules[kind];
  const meant = suggestedName(violation);
  return {
    key: `${name}|${property}|${rule}`,
    violation,
    title: property === '' ? (words.titles[kind] ?? rule) : property,
    what: say === undefined ? hint : [say(name), meant === null ? '' : words.meant(meant)].join(' ').trim(),
    often: words.often(format.count(count), format.time(firstAt), format.ago(lastAt)),
    example: exampleOf(violation, plan),
    fix: mended ? null : findFix(violation, plan),
    isMended: mended,
  };
}
