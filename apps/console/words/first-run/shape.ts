/** What the first run and the sample data say. */

type Told = { readonly title: string; readonly text: string };
type Verdict = 'ship' | 'stop' | 'keep_running' | 'broken' | 'not_enough_data';
/** What came of it, and what to do next. */
type Result = { readonly text: string; readonly next: string };

export type FirstRunWords = {
  readonly title: string;
  readonly putAway: string;
  readonly putAwayDone: string;
  readonly lift: {
    readonly title: string;
    readonly basis: (visitors: string, rate: string) => string;
    readonly assumed: string;
    readonly noTraffic: string;
    readonly after: (weeks: string) => string;
    readonly none: string;
    readonly fair: string;
    readonly tooMuch: string;
    readonly impossible: string;
    readonly even: (lift: string) => string;
  };
  readonly segments: Told & {
    readonly install: (count: string) => string;
    readonly installed: string;
    readonly done: string;
    readonly open: string;
  };
  readonly campaign: Told & { readonly draft: string; readonly open: string; readonly none: string };
  readonly results: Told & {
    readonly report: string;
    readonly measured: (change: string, low: string, high: string) => string;
    readonly verdicts: Readonly<Record<Verdict, Result>>;
    /** Nobody has seen it. */
    readonly none: Result;
    /** What to do where four weeks did not decide. */
    readonly undecided: string;
  };
  readonly dates: (two: string, four: string) => string;
  readonly next: Readonly<
    Record<'empty' | 'segments' | 'campaign' | 'draft' | 'paused' | 'begun' | 'two' | 'four' | 'over', Told>
  >;
  readonly campaigns: Readonly<Record<string, { readonly name: string; readonly does: string }>>;
  readonly install: string;
  readonly sample: {
    readonly title: string;
    readonly text: string;
    readonly make: string;
    readonly filling: (share: string) => string;
    readonly look: string;
    readonly remove: string;
    readonly removed: (rows: string) => string;
    readonly banner: string;
    readonly bannerText: string;
    readonly back: string;
  };
};
