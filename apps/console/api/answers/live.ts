/** What happens right now, as routes and streams tell it, as far as pages show it. */

/** In the last 5 minutes, and in the last 30. */
export type NearAndFar = { readonly near: number; readonly far: number };

export type FunnelStep = 'browse' | 'product' | 'cart' | 'checkout' | 'order';

export type LiveAnswer = {
  readonly visitors: NearAndFar;
  readonly steps: readonly (NearAndFar & { readonly step: FunnelStep })[];
  /** Null: the site has none, or no segment asks for the first. */
  readonly stages: readonly (NearAndFar & { readonly stage: string | null })[] | null;
  /** Of k visitors and more, in steps of k. */
  readonly pages: readonly { readonly path: string; readonly visitors: number }[];
  readonly k: number;
  readonly isWhole: boolean;
};

export type NoticeAnswer = {
  readonly id: string;
  readonly type: 'entered' | 'left';
  readonly visitor: string;
  readonly segment: string;
  readonly at: string;
  readonly late?: true;
  readonly revokes?: string;
};

export type DecisionAnswer = {
  readonly id: string;
  readonly type: 'decision';
  readonly visitor: string;
  readonly campaign: string;
  readonly variant: string;
  readonly outcome: string;
  readonly at: string;
};

export type ConversionAnswer = {
  readonly id: string;
  readonly type: 'conversion';
  readonly visitor: string;
  readonly campaign: string;
  readonly event: string;
  readonly at: string;
};

export type TailLineAnswer = {
  readonly name: string | null;
  readonly time: string;
  readonly path: string | null;
  readonly mode: 'visitor' | 'counted' | null;
  readonly isOffPlan: boolean;
  readonly refused: { readonly code: string; readonly hint: string } | null;
};

/** What has a name to be shown in the place of its key. */
export type NamedAnswer = { readonly key: string; readonly name: string };
