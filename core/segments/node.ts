/** What compiling makes of a condition: a tree whose nodes answer for one visitor and one instant. */
import type { Condition, SegmentDefinition, StageDefinition } from './condition.ts';
import type { CounterSpec, Hit } from './counter.ts';
import type { Subject } from './subject.ts';
import type { Verdict } from './verdict.ts';

/** The matches that a verdict rests on. */
export type Uses = {
  readonly used: readonly Hit[];
  /** Those that stand in the way of what the others would make true. */
  readonly against: readonly Hit[];
};

export type Leaf = {
  evaluate(subject: Subject, t: number): Verdict;
  /** For explanations. */
  uses?(subject: Subject, t: number): Uses;
};

export type Node = Leaf & {
  readonly kind: string;
  /** As it was written. */
  readonly condition: Condition;
  readonly children: readonly Node[];
  /** Of whom its children are asked, where that is somebody else; null: there is nobody. */
  readonly whose?: (subject: Subject, t: number) => Subject | null;
};

export type CounterUse = {
  readonly spec: CounterSpec;
  /** How far back it is read, ms. */
  readonly reachMs: number;
  /** The newest so many of each group are enough; null: all within reach are needed. */
  readonly enough: number | null;
  /** One match has to be told from another also after retention took them. */
  readonly needsEach?: boolean;
};

export type LatchUse = {
  readonly score: string;
  readonly gte: number;
  readonly leave: number;
  readonly dwellMs: number;
};

/** What the leaves ask for while a program is made. */
export type Compiling = {
  /** IANA zone of the site. */
  readonly zone: string;
  /** Of the site's currency, for example 100. */
  readonly minorPerMajor: number;
  readonly definitions: ReadonlyMap<string, SegmentDefinition>;
  readonly stages: readonly StageDefinition[];
  /** First 52 bits of a text's SHA-256 over 2^52. */
  shareOf(text: string): number;
  count(use: CounterUse): number;
  latch(use: LatchUse): number;
  /** Events of these names may change it beyond its counters; `'*'`: every event. */
  hear(names: readonly string[]): void;
  /** It may hold for somebody of whom nothing else is known. */
  hearFirst(): void;
  /** It changes when a session begins, is full, or ends. */
  hearSessions(): void;
  /** It changes when the visitor acts for an account, or for another one. */
  hearAccount(): void;
  /** The same, for what is asked of the visitor's account. */
  ofAccount(): Compiling;
};
