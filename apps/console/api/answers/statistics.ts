/** Events and choices by day as routes answer them, and where visitors stop, as far as pages show it. */
import type { StepName } from './overview.ts';

export type EventCountsAnswer = {
  readonly isBehind: boolean;
  readonly events: readonly {
    readonly name: string;
    readonly count: number;
    /** The beginning of its hour. */
    readonly lastAt: string;
  }[];
  /** Of names that are too many to be told apart. */
  readonly otherCount: number;
};

export const CHOICES = ['allowed', 'undecided', 'denied', 'gpc'] as const;
export type ChoiceName = (typeof CHOICES)[number];
export type ChoiceCountsAnswer = Readonly<Record<ChoiceName, number>>;

export type ChoicesAnswer = {
  readonly from: string;
  readonly to: string;
  readonly days: readonly (ChoiceCountsAnswer & { readonly date: string })[];
  readonly totals: ChoiceCountsAnswer;
};

export type DropsAnswer = {
  readonly from: string;
  readonly to: string;
  readonly isBehind: boolean;
  readonly totals: { readonly views: number; readonly viewsOfVisitors: number };
  readonly drops: {
    readonly unit: 'visitors' | 'events';
    readonly steps: readonly {
      readonly step: StepName | 'visit';
      readonly came: number;
      readonly stopped: number;
    }[];
  };
};
