/** Conditions compiled into trees that answer for a visitor and an instant. */
import { findAccount } from '../profiles/accounts.ts';
import type { Condition } from './condition.ts';
import { compileEvent } from './event-leaf.ts';
import type { Compiling, Leaf, Node } from './node.ts';
import { compileSequence } from './sequence-leaf.ts';
import { countSessionEnd } from './standing.ts';
import {
  compileAccountFact,
  compileContext,
  compileIdle,
  compileRandom,
  compileRfm,
  compileScore,
  compileSince,
  compileTrait,
} from './state-leaves.ts';
import { type Subject, subjectOf } from './subject.ts';
import { earlier, NEVER, type Verdict } from './verdict.ts';

/** @example compileCondition({ event: 'Product Viewed' }, compiling).evaluate(subject, t) // { holds, until } */
export function compileCondition(condition: Condition, compiling: Compiling): Node {
  if ('all' in condition) return branch('all', condition, condition.all, compiling, evaluateAll);
  if ('any' in condition) return branch('any', condition, condition.any, compiling, evaluateAny);
  if ('not' in condition) return branch('not', condition, [condition.not], compiling, evaluateNot);
  if ('segment' in condition) return compileReference(condition, compiling);
  if ('account' in condition && typeof condition.account !== 'string') {
    return compileAccountFold(condition, condition.account, compiling);
  }
  if ('stage' in condition) return compileStage(condition, compiling);
  const kind = KINDS.find((known) => known in condition) ?? 'event';
  return { kind, condition, children: [], ...compileLeaf(condition, compiling) };
}

const KINDS = [
  'sequence',
  'idle',
  'since',
  'trait',
  'account',
  'context',
  'rfm',
  'score',
  'random',
  'event',
] as const;

type LeafCondition = Exclude<
  Condition,
  { all: unknown } | { any: unknown } | { not: unknown } | { segment: unknown } | { stage: unknown }
>;

function compileLeaf(condition: LeafCondition, compiling: Compiling): Leaf {
  if ('event' in condition) return compileEvent(condition, compiling);
  if ('sequence' in condition) return compileSequence(condition, compiling);
  if ('idle' in condition) return compileIdle(condition, compiling);
  if ('since' in condition) return compileSince(condition, compiling);
  if ('trait' in condition) return compileTrait(condition, compiling);
  if ('context' in condition) return compileContext(condition, compiling);
  if ('rfm' in condition) return compileRfm(condition.rfm, compiling);
  if ('score' in condition) return compileScore(condition, compiling);
  if ('random' in condition) return compileRandom(condition, compiling);
  if (typeof condition.account === 'string')
    return compileAccountFact({ ...condition, account: condition.account }, compiling);
  return { evaluate: () => NEVER };
}

type Combine = (children: readonly Node[], subject: Subject, t: number) => Verdict;

function branch(
  kind: string,
  condition: Condition,
  parts: readonly Condition[],
  compiling: Compiling,
  combine: Combine,
): Node {
  const children = parts.map((part) => compileCondition(part, compiling));
  return { kind, condition, children, evaluate: (subject, t) => combine(children, subject, t) };
}

/** Does not hold at least as long as one of them does not. */
function evaluateAll(children: readonly Node[], subject: Subject, t: number): Verdict {
  let until: number | null = null;
  for (const child of children) {
    const verdict = child.evaluate(subject, t);
    if (!verdict.holds) return verdict;
    until = earlier(until, verdict.until);
  }
  return { holds: true, until };
}

/** Holds at least as long as one of them does. */
function evaluateAny(children: readonly Node[], subject: Subject, t: number): Verdict {
  let until: number | null = null;
  for (const child of children) {
    const verdict = child.evaluate(subject, t);
    if (verdict.holds) return verdict;
    until = earlier(until, verdict.until);
  }
  return { holds: false, until };
}

function evaluateNot([child]: readonly Node[], subject: Subject, t: number): Verdict {
  const verdict = child?.evaluate(subject, t) ?? NEVER;
  return { holds: !verdict.holds, until: verdict.until };
}

function compileReference(condition: Extract<Condition, { segment: string }>, compiling: Compiling): Node {
  const meant = compiling.definitions.get(condition.segment);
  const child = meant && compileCondition(meant.when, compiling);
  const evaluate = child?.evaluate ?? (() => NEVER);
  return { kind: 'segment', condition, children: child ? [child] : [], evaluate };
}

/** What the account's members did together is a profile of its own, folded under a program of its own. */
function compileAccountFold(condition: Condition, asked: Condition, compiling: Compiling): Node {
  const child = compileCondition(asked, compiling.ofAccount());
  compiling.hearAccount();
  const whose = (subject: Subject, t: number): Subject | null => {
    const { profile, rules, world } = subject;
    const { account } = profile.touches;
    // By way of a segment that an account is asked about: its account is itself.
    if (account === profile.visitor) return subject;
    const together = account === null ? undefined : findAccount(profile.accounts, account);
    const program = rules.segments?.program.accounts?.program;
    if (together === undefined || program === undefined) return null;
    const seen = subjectOf(together, together.tracks, rules, world);
    return { ...seen, tracks: countSessionEnd(seen, program, t, together.tracks.n) };
  };
  const evaluate: Node['evaluate'] = (subject, t) => {
    const together = whose(subject, t);
    return together === null ? NEVER : child.evaluate(together, t);
  };
  return { kind: 'account', condition, children: [child], evaluate, whose };
}

/** At a stage whose condition holds while that of no later one does. */
function compileStage(condition: Extract<Condition, { stage: string }>, compiling: Compiling): Node {
  const at = compiling.stages.findIndex(({ key }) => key === condition.stage);
  const stage = compiling.stages[at];
  if (stage === undefined) return { kind: 'stage', condition, children: [], evaluate: () => NEVER };
  const later = compiling.stages.slice(at + 1).map(({ when }) => when);
  const parts: readonly Condition[] = [stage.when, ...later.map((when) => ({ not: when }))];
  return branch('stage', condition, parts, compiling, evaluateAll);
}
