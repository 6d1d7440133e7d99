/** What led to conversions and what goes with staying, as far as pages show it. Money in major units. */
export const ATTRIBUTION_MODELS = ['last', 'first', 'linear', 'timeDecay', 'position', 'markov'] as const;
export type AttributionModel = (typeof ATTRIBUTION_MODELS)[number];
export type ByModel = Readonly<Record<AttributionModel, number>>;

export type AttributionRow = {
  readonly kind: 'campaign' | 'traffic';
  readonly name: string;
  /** Null: too few to be told of. */
  readonly visitors: number | null;
  readonly conversions: ByModel | null;
  readonly value: ByModel | null;
  readonly incremental: {
    readonly conversions: number;
    readonly low: number;
    readonly high: number;
    readonly value: number;
  } | null;
  /** Why something is not told, in English, of the server. */
  readonly why: string | null;
};

type Credit = { readonly conversions: number; readonly value: number };

export type AttributionWindow = {
  /** As a duration, for example `72h`. */
  readonly window: string;
  readonly conversions: Credit;
  readonly attributed: Credit;
  readonly campaigns: readonly AttributionRow[];
  readonly channels: readonly AttributionRow[];
};

export type AttributionAnswer = {
  readonly at: string;
  readonly goal: string;
  readonly from: string;
  readonly to: string;
  readonly currency: string;
  /** In English, of the server. */
  readonly steps: string;
  readonly units: readonly {
    readonly unit: 'person' | 'visitor_day';
    readonly visitors: number;
    readonly windows: readonly AttributionWindow[];
  }[];
};

type Lift = { readonly value: number; readonly low: number; readonly high: number };
type Share = { readonly did: number; readonly of: number };

export type SignalAnswer = {
  readonly behaviour: string;
  readonly atLeast: number;
  readonly did: Share;
  readonly didNot: Share;
  readonly gain: number;
  readonly lift: Lift;
  readonly adjusted: Lift | null;
  readonly falseShare: number;
  readonly verdict: 'signal' | 'confounded' | 'unclear';
};

export type SignalsAnswer = {
  readonly days: number;
  readonly retained: { readonly from: number; readonly to: number };
  readonly visitors: number;
  readonly stayed: number;
  readonly leftOut: { readonly immature: number; readonly truncated: number; readonly anonymous: number };
  readonly isSample: boolean;
  /** In English, of the server. */
  readonly steps: string;
  readonly signals: readonly SignalAnswer[];
  readonly tooRare: number;
};
