/** Models and the scores they give, as far as pages show them. */
type Span = { readonly from: string; readonly to: string };
type Interval = { readonly low: number; readonly high: number };

export type ModelState = 'model' | 'heuristic' | 'none';
export type Verdict = 'promoted' | 'too_little_to_test' | 'no_better_than_the_rate' | 'no_better_than_served';

export type ModelLine = {
  readonly label: string;
  /** In English, of the server. */
  readonly foretells: string;
  readonly definition: {
    readonly kind: 'event' | 'absence' | 'amount' | 'next';
    readonly withinMs: number;
    /** That happens, or brings something. */
    readonly event?: string;
  };
  readonly state: ModelState;
  readonly active: number | null;
  readonly previous: number | null;
  /** 0 to 1; null: none is under way. */
  readonly training: number | null;
  readonly lastRun: { readonly at: string; readonly version: number | null } | null;
  readonly readiness: {
    readonly leastOfEach: number;
    readonly positives: number | null;
    readonly negatives: number | null;
    readonly lacks: 'a_first_look' | 'examples' | 'past' | 'a_training' | null;
    readonly pastMs: number;
    readonly nextLookAt: string;
    readonly enoughAt: string | null;
  };
};

export type Measures = {
  readonly auc: {
    readonly auc: number;
    readonly interval: Interval;
    readonly positives: number;
    readonly negatives: number;
  };
  readonly logLoss: number;
  readonly brier: number;
  readonly ece: number;
  readonly reliability: readonly {
    readonly rows: number;
    readonly meanProbability: number;
    readonly observedRate: number;
    readonly interval: Interval;
  }[];
  readonly lift: readonly { readonly lift: number; readonly captured: number }[];
  /** Absent from a card of before. */
  readonly roc?: readonly { readonly falsePositives: number; readonly truePositives: number }[];
};

export type CardAnswer = {
  readonly version: number;
  readonly kind: 'logistic' | 'boosting';
  readonly trainedAt: string;
  readonly verdict: Verdict;
  readonly positives: number;
  readonly negatives: number;
  readonly visitors?: number;
  readonly isSampled: boolean;
  readonly heuristicShare: number;
  readonly window: { readonly train: Span; readonly test: Span };
  readonly importance: readonly { readonly feature: string; readonly meanAbsoluteShap: number }[];
  readonly measures: Measures | null;
  readonly compared: readonly { readonly name: string; readonly loss: number; readonly auc: number | null }[];
  readonly recalibrated: { readonly from: number; readonly at: string } | null;
};

export type DriftAnswer = {
  readonly at: string;
  readonly since: string;
  readonly alarm: boolean;
  readonly kind: 'rate' | 'ranking' | 'inputs' | null;
  readonly what: 'recalibrate' | 'retrain' | 'nothing';
  /** In English, of the server. */
  readonly reasons: readonly string[];
  readonly labels: number;
  readonly observed: number;
  readonly expected: number;
  readonly psi: readonly { readonly feature: string; readonly psi: number; readonly chance: number }[];
};

export type ModelAnswer = ModelLine & {
  readonly card: CardAnswer | null;
  readonly history: readonly CardAnswer[];
  readonly drift: DriftAnswer | null;
};

export type SpreadAnswer = {
  readonly at: string;
  readonly seenWithinDays: number;
  readonly heuristic: boolean;
  readonly visitors: number;
  readonly isSample: boolean;
  readonly bins: readonly { readonly from: number; readonly to: number; readonly visitors: number }[];
  readonly likely: { readonly from: number; readonly visitors: number };
  /** In English, of the server. */
  readonly steps: string;
  readonly words: string;
};

export type ReasonAnswer = {
  readonly feature: string;
  readonly value: number | string | null;
  readonly unit: string;
  readonly shap: number;
};

export type ScoreAnswer = {
  readonly label: string;
  /** Of amounts: what is expected, in minor units. */
  readonly p: number;
  readonly at: string;
  readonly heuristic: boolean;
  readonly reasons: readonly ReasonAnswer[];
  /** Of next actions: how probable each is. */
  readonly shares?: Readonly<Record<string, number>>;
};

export type VisitorScoresAnswer = {
  readonly items: readonly ScoreAnswer[];
  readonly why?: { readonly code: 'declined' | 'not_allowed' | 'no_events' };
};
