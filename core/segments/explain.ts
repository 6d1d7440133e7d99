/**
 * Why a visitor is in a segment at an instant, or is not: the tree of its condition with each node's own truth, the
 * events it rests on, and the exact instant of its next change.
 */
import type { Entry } from '../entry.ts';
import { consentAt } from '../identity/consent.ts';
import { isDeedOfOthers } from '../profiles/accounts.ts';
import { fold } from '../profiles/fold.ts';
import { planFold, type RefoldInput } from '../profiles/merge.ts';
import type { Profile } from '../profiles/profile.ts';
import type { FoldRules } from '../profiles/rules.ts';
import type { Condition } from './condition.ts';
import type { Hit } from './counter.ts';
import { answerExactly, subjectsOf } from './membership.ts';
import type { Node } from './node.ts';
import { type AccountFolds, countingOnly, type Program } from './program.ts';
import { judge } from './standing.ts';
import { ORDER_EVENTS } from './state-leaves.ts';
import type { Subject } from './subject.ts';
import type { SegmentRules } from './tracks.ts';
import { NEVER, type Verdict } from './verdict.ts';
import { describe } from './words.ts';

export type ExplainedNode = Verdict & {
  /** The leading key of its condition: `all`, `event`, `sequence`, `segment` … */
  readonly kind: string;
  /** The condition in words. */
  readonly text: string;
  /** Ids of the entries it rests on, in time order; those of `against` are among them. */
  readonly events: readonly string[];
  /** Ids of those that stand in the way. */
  readonly against: readonly string[];
  /** Of a reference: what it stands for. */
  readonly children: readonly ExplainedNode[];
};

export type Explanation = Verdict & {
  /** Why nothing holds whatever the tree says: nobody is in a segment before the first event, or who declined. */
  readonly withheld: 'unseen' | 'analytics declined' | null;
  readonly node: ExplainedNode;
};

export type ExplainInput = Omit<RefoldInput, 'rules' | 'until'> & {
  readonly rules: FoldRules & { readonly segments: SegmentRules };
  /** Place in the program. */
  readonly segment: number;
  /** UTC ms. */
  readonly t: number;
};

/** @example explain({ canonical, entries, ownership, bases, rules, segment: 0, t }).node.holds */
export function explain({ segment, t, rules: siteRules, ...log }: ExplainInput): Explanation {
  const { program, world } = siteRules.segments;
  const keeping = { program: keepingAll(program), world };
  const rules = { ...siteRules, segments: keeping };
  const { profile, entries, idOf } = foldNoting({ ...log, rules, until: t });
  const subjectAt = subjectsOf(profile, rules, keeping);
  const root = program.segments[segment]?.node;
  if (root === undefined) throw new TypeError(`the program has no segment ${segment}`);
  return {
    ...answerExactly((at) => judge(subjectAt(at), program, segment, at), t),
    withheld: findWithheld(profile, t),
    node: explainNode(root, subjectAt, { t, entries, idOf }),
  };
}

function findWithheld({ events, consent }: Profile, t: number): Explanation['withheld'] {
  if (events === null) return 'unseen';
  return consentAt(consent, 'analytics', t)?.allowed === false ? 'analytics declined' : null;
}

function keepingDeeds({ program, ...accounts }: AccountFolds): AccountFolds {
  return { ...accounts, program: keepingAll(program) };
}

/** Every match is kept, also those that no verdict needs; nothing is judged on the way. */
function keepingAll(program: Program): Program {
  const { accounts } = countingOnly(program);
  const counters = program.counters.map((counter) => ({
    ...counter,
    keep: { ...counter.keep, enough: null },
  }));
  return { ...countingOnly(program), counters, accounts: accounts && keepingDeeds(accounts) };
}

type Noted = {
  readonly profile: Profile;
  /** The visitor's own, in order. */
  readonly entries: readonly Entry[];
  /** By place among all that conditions count (`Hit.n`). */
  idOf(n: number): string | undefined;
};

/** A fold that notes which entry took which place. */
function foldNoting(input: RefoldInput): Noted {
  const { start, past, join, rest } = planFold(input);
  const ids = new Map<number, string>();
  let opener: string | null = null;
  const step = (before: Profile, entry: Entry): Profile => {
    const after = fold(before, entry, input.rules);
    const begins = after.sessions.count !== before.sessions.count;
    const { n } = after.tracks;
    if (n === before.tracks.n) return after;
    ids.set(n - 1, entry.id);
    // What sessions make stands right before the entry that begins the next one (takeIn in tracks.ts).
    if (n - 2 >= before.tracks.n) ids.set(n - 2, `!session-started:${entry.id}`);
    if (n - 3 >= before.tracks.n && opener !== null) ids.set(n - 3, `!session-ended:${opener}`);
    if (begins) opener = entry.id;
    return after;
  };
  const profile = rest.reduce(step, join(past.reduce(step, start)));
  if (opener !== null) ids.set(profile.tracks.n, `!session-ended:${opener}`);
  const own = [...past, ...rest].filter((entry) => !isDeedOfOthers({ visitor: input.canonical }, entry));
  return { profile, entries: own, idOf: (n) => ids.get(n) };
}

type Asked = {
  readonly t: number;
  readonly entries: readonly Entry[];
  idOf(n: number): string | undefined;
};

function explainNode(node: Node, subjectAt: (t: number) => Subject | null, asked: Asked): ExplainedNode {
  const { kind, condition, whose } = node;
  const { t } = asked;
  const evaluateAt = (at: number): Verdict => {
    const subject = subjectAt(at);
    return subject === null ? NEVER : node.evaluate(subject, at);
  };
  const subject = subjectAt(t);
  const { used = [], against = [] } = (subject && node.uses?.(subject, t)) ?? {};
  const below = (at: number): Subject | null => {
    const own = subjectAt(at);
    return own === null || whose === undefined ? own : whose(own, at);
  };
  // The entries of an account are those of all its members: their ids are not this visitor's to tell.
  const askedBelow: Asked = whose === undefined ? asked : { t, entries: [], idOf: () => undefined };
  return {
    kind,
    text: describe(condition),
    ...answerExactly(evaluateAt, t),
    events: [...listIds([...used, ...against], asked), ...listKnown(condition, asked.entries)],
    against: listIds(against, asked),
    children: node.children.map((child) => explainNode(child, below, askedBelow)),
  };
}

/** Each once, in order. */
function listIds(hits: readonly Hit[], { idOf }: Asked): readonly string[] {
  const places = [...new Set(hits.map(({ n }) => n))].toSorted((a, b) => a - b);
  return places.flatMap((n) => idOf(n) ?? []);
}

/** Of conditions that count nothing: the entries from which what they ask is known. */
function listKnown(condition: Condition, entries: readonly Entry[]): readonly string[] {
  const latest = (isMeant: (entry: Entry) => boolean): readonly string[] =>
    entries
      .filter(isMeant)
      .slice(-1)
      .map(({ id }) => id);
  if ('trait' in condition) {
    return latest(({ name, properties }) => name === 'Traits Updated' && condition.trait in properties);
  }
  if ('score' in condition) return latest(({ type, name }) => type === 'score' && name === condition.score);
  if ('context' in condition) return latest(({ type }) => type === 'event');
  if ('rfm' in condition)
    return entries.filter(({ name }) => ORDER_EVENTS.includes(name)).map(({ id }) => id);
  return [];
}
