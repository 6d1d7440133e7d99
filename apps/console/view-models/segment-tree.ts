/** A condition as a tree to read, and why it holds of a visitor. */
import type { Condition } from '../../../core/segments/condition.ts';
import type { EntryAnswer, ExplainedAnswer, ExplanationAnswer } from '../api/answers/segments.ts';
import type { SegmentsWords } from '../words/segments.ts';
import { linesWithin, sayCondition } from './condition-gist.ts';
import type { Format } from './format.ts';

export type TreeNode = {
  readonly key: string;
  readonly text: string;
  readonly children: readonly TreeNode[];
};

type Speech = { readonly words: SegmentsWords['kinds']; readonly locale: string };

/** What holds others is named, and the rest said, in the language of the page. */
export function viewTree(condition: Condition, speech: Speech, key = '0'): TreeNode {
  const [text, children] = partsOf(condition, speech);
  return { key, text, children: children.map((child, place) => viewTree(child, speech, `${key}.${place}`)) };
}

function partsOf(
  condition: Condition,
  { words, locale }: Speech,
): readonly [text: string, children: readonly Condition[]] {
  if ('all' in condition) return [words.all, condition.all];
  if ('any' in condition) return [words.any, condition.any];
  if ('not' in condition) return [words.not, [condition.not]];
  if ('account' in condition && typeof condition.account === 'object')
    return [words.account, [condition.account]];
  return [sayCondition(condition, locale), []];
}

export type EventLine = { readonly id: string; readonly text: string };
export type ExplainedNode = {
  readonly key: string;
  readonly holds: boolean;
  readonly verdict: string;
  readonly text: string;
  /** Of another language than the page: a part of a segment that is asked for, as the server says it. */
  readonly isEnglish: boolean;
  /** When it changes if nothing happens; null: never. */
  readonly until: string | null;
  readonly events: readonly EventLine[];
  readonly children: readonly ExplainedNode[];
};
export type ExplanationView = {
  readonly holds: boolean;
  readonly title: string;
  readonly change: string;
  readonly withheld: string | null;
  readonly at: string;
  readonly node: ExplainedNode;
};

type Explaining = {
  /** The condition that is explained. */
  readonly when: Condition;
  readonly words: SegmentsWords;
  readonly format: Format;
  readonly locale: string;
};

/** @param entries Of the visitor, as far as they are known: ids without one stand as ids. */
export function viewExplanation(
  { holds, until, at, withheld, node }: ExplanationAnswer,
  entries: readonly EntryAnswer[],
  { when, words, format, locale }: Explaining,
): ExplanationView {
  const { explain } = words;
  return {
    holds,
    title: holds ? explain.inside : explain.outside,
    change: changeOf(holds, until === null ? null : format.time(until), explain),
    withheld: withheld === null ? null : withheld === 'unseen' ? explain.unseen : explain.declined,
    at: explain.at(format.time(at)),
    node: viewNode(node, '0', {
      known: new Map(entries.map((entry) => [entry.id, entry])),
      said: new Map([...linesWithin(when)].map(([line, one]) => [line, sayCondition(one, locale)])),
      ...{ words, format },
    }),
  };
}

function changeOf(holds: boolean, time: string | null, words: SegmentsWords['explain']): string {
  if (time === null) return holds ? words.stays : words.staysOut;
  return holds ? words.leaves(time) : words.enters(time);
}

type Around = {
  readonly known: ReadonlyMap<string, EntryAnswer>;
  /** Of each line of the condition, in the language of the page. */
  readonly said: ReadonlyMap<string, string>;
  readonly words: SegmentsWords;
  readonly format: Format;
};

const FRAMES: Readonly<Record<string, keyof SegmentsWords['kinds']>> = { all: 'all', any: 'any', not: 'not' };

function viewNode(node: ExplainedAnswer, key: string, around: Around): ExplainedNode {
  const { kind, text, holds, until, events, against, children } = node;
  const { explain, kinds } = around.words;
  const frame = FRAMES[kind];
  return {
    key,
    holds,
    verdict: holds ? explain.yes : explain.no,
    text: frame === undefined ? (around.said.get(text) ?? text) : kinds[frame],
    isEnglish: frame === undefined && !around.said.has(text),
    until: until === null ? null : explain.until(around.format.time(until)),
    events: events.map((id) => ({
      id,
      text: [nameEvent(id, around), against.includes(id) ? `(${explain.against})` : ''].join(' ').trim(),
    })),
    children: children.map((child, place) => viewNode(child, `${key}.${place}`, around)),
  };
}

/** What sessions make has the id of the event that made it. */
function nameEvent(id: string, { known, words, format }: Around): string {
  const [, derived, own = id] = /^!(session-started|session-ended):(.*)$/.exec(id) ?? [];
  const entry = known.get(own);
  const name =
    derived === undefined
      ? (entry?.name ?? own)
      : derived === 'session-started'
        ? words.explain.sessionStarted
        : words.explain.sessionEnded;
  return entry === undefined ? name : `${name}, ${format.time(entry.time)}`;
}
