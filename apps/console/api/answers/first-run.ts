/** The first run and sample data as routes answer them, as far as pages show it. */

export type SampleAnswer = {
  readonly state: 'none' | 'filling' | 'ready';
  /** 0 to 1. */
  readonly progress: number;
};

export type StarterSegment = {
  readonly key: string;
  readonly name: string;
  /** What its visitors would say. */
  readonly want: string;
  readonly isInstalled: boolean;
};

export type Running = {
  readonly key: string;
  readonly name: string;
  readonly state: 'draft' | 'live' | 'paused';
  readonly liveSince: string | null;
  /** Full ones since then. */
  readonly days: number;
  /** As of now; null: there is nothing to compare. */
  readonly result: {
    readonly word: 'ship' | 'stop' | 'keep_running' | 'broken' | 'not_enough_data';
    /** Of the treatment that does most, against the control arm; null: it cannot be told. */
    readonly effect: { readonly estimate: number; readonly low: number; readonly high: number } | null;
    /** Who saw that treatment. */
    readonly visitors: number;
  } | null;
};

export type Lift = {
  readonly weeks: number;
  /** Whom the campaign reaches by then. */
  readonly visitors: number;
  /** Smallest relative lift that is shown by then; null: not even the largest there can be. */
  readonly lift: number | null;
  /** The same with half of the visitors in the control arm. */
  readonly even: number | null;
};

export type FirstRunFacts = {
  readonly isPutAway: false;
  readonly traffic: {
    readonly visitors: number;
    readonly perDay: number;
    readonly days: number;
    /** Name of the event that counts as success. */
    readonly goal: string;
    readonly rate: number;
    /** False: of another shop, since here too few reached it. */
    readonly isMeasured: boolean;
  };
  readonly lifts: readonly Lift[];
  readonly segments: readonly StarterSegment[];
  readonly segmentCount: number;
  readonly campaign: { readonly template: string; readonly name: string; readonly does: string } | null;
  readonly running: Running | null;
};

export type FirstRunAnswer = FirstRunFacts | { readonly isPutAway: true };
