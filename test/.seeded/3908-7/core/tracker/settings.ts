/** The public settings that ride in front of the tracker, in the one file a page loads. One letter each: they are bytes on every page. */
export type TrackerSettings = {
  /** Write key. */
  readonly k: string;
  /** Site id: the key of the inner hash. */
  readonly s: string;
  /** What happens before the visitor has decided: semantics of the site's policy preset. */
  readonly p: 'auto' | 'statistics' | 'session' | 'consented-only';
  /** Collector's base address where it is not the origin of the script. */
  readonly u?: string;
  /** The fragment is the route (`#/cart`). */
  readonly h?: 1;
  /** Ask for decisions. */
  readonly d?: 1;
  /** This site remembers the visitor's own choice in our entry, so it may be read at page load. */
  readonly m?: 1;
  /** Honour Do Not Track like Global Privacy Control. */
  readonly dnt?: 1;
};
