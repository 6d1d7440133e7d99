/** Segments as routes answer them, as far as pages show it. */
import type { Condition, Kpi } from '../../../../core/segments/condition.ts';

export type SegmentAnswer = {
  readonly key: string;
  readonly name: string;
  readonly version: number;
  readonly state: 'building' | 'ready';
  /** 0 to 1. */
  readonly progress: number;
  readonly size: number;
  /** The condition, said. */
  readonly words: string;
  readonly when: Condition;
  readonly kpi?: Kpi;
  readonly action?: string;
  readonly want?: string;
  readonly urgencyHours?: number;
  readonly campaigns?: readonly string[];
  readonly truncatedSince?: string;
};

export type CheckAnswer = {
  readonly when: Condition;
  readonly words: string;
  readonly doubts: readonly string[];
};

export type PreviewAnswer = {
  readonly at: string;
  readonly size: number | null;
  readonly low: number;
  readonly high: number;
  readonly isExact: boolean;
  readonly looked: number;
  readonly total: number;
  readonly least: number;
};

export type HealthAnswer = {
  readonly visitors: number;
  readonly segments: readonly {
    readonly key: string;
    readonly name: string;
    readonly size: number;
    readonly share: number;
    readonly kpi: Kpi | null;
    readonly sizes: readonly { readonly date: string; readonly size: number }[];
    readonly findings: readonly { readonly kind: FindingKind }[];
  }[];
  readonly overlaps: readonly {
    readonly a: string;
    readonly b: string;
    readonly inA: number;
    readonly inB: number;
    readonly both: number;
    readonly either: number;
    readonly jaccard: number;
  }[];
  readonly merges: readonly MergeAnswer[];
  readonly basis: { readonly sampledVisitors: number; readonly comparedSegments: number };
};

export type FindingKind = 'no campaign' | 'no KPI' | 'too small' | 'never changes';
export type MergeAnswer = { readonly merge: string; readonly into: string; readonly jaccard: number };

export type ExplainedAnswer = {
  readonly kind: string;
  readonly text: string;
  readonly holds: boolean;
  readonly until: string | null;
  readonly events: readonly string[];
  readonly against: readonly string[];
  readonly children: readonly ExplainedAnswer[];
};

export type ExplanationAnswer = {
  readonly holds: boolean;
  readonly until: string | null;
  readonly at: string;
  readonly withheld: 'unseen' | 'analytics declined' | null;
  readonly node: ExplainedAnswer;
};

export type EntryAnswer = {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly time: string;
};

export type LookupAnswer = { readonly visitor: string };
export type StagesAnswer = { readonly stages: readonly { readonly key: string }[] };
