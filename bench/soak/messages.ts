/** Between the soak and its two generators of traffic, each a process of its own. */

export type Target = {
  readonly port: number;
  readonly writeKey: string;
};

export type GoodPlan = Target & {
  readonly secretKey: string;
  readonly perSecond: number;
  readonly run: string;
};
export type HostilePlan = Target & {
  /** Of a site that the hostile have to themselves. */
  readonly ownKey: string;
  /** For streams that nobody reads: as a careless partner holds them. */
  readonly secretKey: string;
  readonly perSecond: number;
};

export type Phase = 'warm' | 'calm' | 'hostile' | 'ending';

export type GoodOrder =
  | { readonly verb: 'start'; readonly plan: GoodPlan }
  | { readonly verb: 'phase'; readonly phase: Phase }
  | { readonly verb: 'stop' };

export type PhaseFigures = {
  readonly sent: number;
  readonly seconds: number;
  /** Milliseconds from when it was due to be sent until its answer was whole, ascending. */
  readonly latenciesMs: readonly number[];
  /** Of each kind of request: the 99th percentile in milliseconds. */
  readonly p99OfKinds: Readonly<Record<string, number>>;
  /** Of each minute of the phase, counted from 0: the 99th percentile in milliseconds. */
  readonly p99OfMinutes: Readonly<Record<string, number>>;
  /** Count by status; `none`: the connection broke. */
  readonly answers: Readonly<Record<string, number>>;
};

export type GoodReport = {
  readonly phases: Readonly<Record<Phase, PhaseFigures>>;
  /** Ids of events that were answered for. */
  readonly acknowledged: readonly string[];
  readonly cpuSeconds: number;
};

export type HostileOrder = { readonly verb: 'start'; readonly plan: HostilePlan } | { readonly verb: 'stop' };

export type HostileReport = {
  readonly sent: number;
  readonly seconds: number;
  /** Connections that were opened to be slow, silent or unread. */
  readonly slowConnections: number;
  /** By kind, then by status (`none`: no answer came). */
  readonly answers: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly cpuSeconds: number;
};
