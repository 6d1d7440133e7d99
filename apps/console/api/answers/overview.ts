/** Figures of the site as routes answer them, as far as the overview shows them. */

export type StepName = 'product' | 'cart' | 'checkout' | 'order';

export type StepAnswer = {
  readonly step: StepName;
  readonly count: number;
  /** Null: it was only counted. */
  readonly visitors: number | null;
};

export type DayAnswer = {
  readonly date: string;
  readonly views: number;
  readonly uniques: number | null;
  readonly orders: number;
  /** In major units. */
  readonly revenue: number;
};

export type TotalsAnswer = {
  readonly views: number;
  readonly viewsOfVisitors: number;
  readonly dailyUniques: number | null;
  readonly funnel: readonly StepAnswer[];
  readonly orders: number;
  readonly revenue: number;
  readonly refunded: number;
};

export type StatisticsAnswer = {
  readonly from: string;
  readonly to: string;
  readonly currency: string;
  /** One standard error of estimated visitors, as a share. */
  readonly error: number;
  readonly withheldBelow: number;
  readonly isBehind: boolean;
  readonly days: readonly DayAnswer[];
  readonly totals: TotalsAnswer;
  readonly pages: {
    readonly rows: readonly { readonly path: string; readonly views: number }[];
    readonly otherViews: number;
  };
  readonly sources: {
    readonly rows: readonly {
      readonly kind: 'campaign' | 'referrer';
      readonly name: string;
      readonly views: number;
    }[];
  };
};

export type ChangerAnswer = {
  readonly key: string;
  readonly name: string;
  readonly state: 'draft' | 'live' | 'paused';
  readonly liveSince: string | null;
};

type LiftAnswer = {
  readonly relative: {
    readonly value: {
      readonly estimate: number;
      readonly interval: { readonly low: number; readonly high: number };
    } | null;
  };
};

export type TreatmentLine = {
  readonly arm: { readonly key: string };
  readonly basis: 'cuped' | 'plain';
  readonly sequential: LiftAnswer;
  readonly cuped: { readonly value: { readonly sequential: LiftAnswer } | null };
  readonly verdict: { readonly word: 'ship' | 'stop' | 'keep_running' | 'broken' | 'not_enough_data' };
};

/** Of the unit with more visitors. */
export type ChangeReport = {
  readonly experiment?: { readonly treatments: readonly TreatmentLine[] } | null | undefined;
};
