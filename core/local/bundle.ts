/** Rules as a page loads them: the same file for everybody, without a word of any visitor. */
import type { Campaign, Cap } from '../decisions/campaign.ts';
import type { Rendered, Text } from '../decisions/treatment.ts';
import type { ServedLogistic } from '../scoring/logistic/score.ts';
import type { Condition } from '../segments/condition.ts';
import type { Hears } from './state.ts';

/** At most so many a session, besides the windows that every cap may have. */
export type LocalCap = Omit<Cap, 'per'> & { readonly per: Cap['per'] | 'session' };

export type LocalCampaign = Omit<Campaign, 'limits'> & {
  readonly limits: Omit<Campaign['limits'], 'caps'> & { readonly caps?: readonly LocalCap[] };
};

export type LocalSegment = { readonly key: string; readonly name: string; readonly when: Condition };

/** How one feature of a session is read. */
export type LocalFeature = {
  /**
   * `count`: events of these names, without names of every name. Of a property of theirs: `distinct` values, numbers added
   * up (`sum`) or the largest (`max`, of none it is missing). Seconds since the session began (`elapsed`) or since its
   * latest event (`idle`).
   */
  readonly read: 'count' | 'distinct' | 'sum' | 'max' | 'elapsed' | 'idle';
  readonly names?: readonly string[];
  readonly property?: string;
  /** The most of a sum or a largest number. */
  readonly limit?: number;
  /** Ascending `[from, points]`: the feature is the points of the last that is reached, and 0 before. */
  readonly steps?: readonly (readonly [from: number, points: number])[];
};

export type LocalModel = {
  readonly label: string;
  /** `prior`: fitted on sessions of other sites; `heuristic`: points by judgement; `own`: fitted on the site's own. */
  readonly basis: 'prior' | 'heuristic' | 'own';
  readonly served: ServedLogistic;
  /** One for each term of the model, in its order. */
  readonly terms: readonly LocalFeature[];
  /** The least probability of each band. */
  readonly bands: { readonly high: number; readonly medium: number };
};

export type LocalBundle = {
  readonly v: 1;
  readonly site: {
    /** IANA. */
    readonly zone: string;
    /** ISO 4217. */
    readonly currency: string;
    /** Of the currency's minor unit: 2 for EUR. */
    readonly digits: number;
    readonly sessionGapMs: number;
    readonly holdout: number;
    readonly caps: readonly LocalCap[];
  };
  readonly hears: Hears;
  readonly segments: readonly LocalSegment[];
  readonly model: LocalModel | null;
  readonly campaigns: readonly LocalCampaign[];
  /** Our own words, by the kind of treatment that says them. */
  readonly words: { readonly [kind: string]: NonNullable<Rendered['words']> };
  /** Said beside what was chosen by behaviour. */
  readonly because: Text;
};
