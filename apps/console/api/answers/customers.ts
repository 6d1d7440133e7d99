/** Buyers as routes answer them, as far as pages show it. Money in major units. */
export type RangeAnswer = { readonly from: number; readonly to: number | null };

export type CustomerCellAnswer = {
  readonly recencyDays: RangeAnswer;
  readonly orders: RangeAnswer;
  /** 0: too few to be told of. */
  readonly buyers: number;
  readonly meanSpent: number | null;
  readonly alive: number | null;
  /** The condition of a segment of just these. */
  readonly words: string;
};

export type CustomersAnswer = {
  readonly at: string;
  readonly currency: string;
  readonly hasBuyers: boolean;
  readonly buyers: number;
  readonly repeatBuyers: number;
  readonly isSample: boolean;
  /** In English, of the server. */
  readonly steps: string;
  readonly cells: readonly CustomerCellAnswer[];
  readonly lifetimes: {
    readonly fittedAt: string;
    readonly historyDays: number;
    readonly days: number;
    readonly alive: readonly (RangeAnswer & { readonly buyers: number })[];
    readonly fifths:
      | readonly { readonly buyers: number; readonly mean: number; readonly share: number }[]
      | null;
  } | null;
  readonly missing: 'too_few_repeat_buyers' | 'not_fitted_yet' | null;
  readonly leastRepeatBuyers: number;
};

export type LifetimeAnswer = {
  readonly probabilityAlive: number;
  readonly expectedPurchases: ByHorizon;
  readonly expectedValueMinor: ByHorizon | null;
  readonly currency: string;
  readonly historyDays: number;
};

type ByHorizon = { readonly days30: number; readonly days90: number; readonly days365: number };
