import type { ShownProduct } from '../decisions/treatment.ts';

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

/**
 * Of a site that answers by itself: they stand in its pages as `window.inklingSite`, the same for everybody, so that a page
 * may come from a cache.
 */
export type LocalSettings = TrackerSettings & {
  /** Posts go to this address and a path after it: it may end in a parameter's name (`https://shop.example/?inkling=`). */
  readonly u: string;
  /** The folder of the other files, with its last slash. */
  readonly f: string;
  /** Version of the files: after an update no page mixes two of them. */
  readonly v: string;
  /** Address of the rules, by their hash. */
  readonly r: string;
  /** What everybody may know of the page that was loaded: it rides in its `Page Viewed`. */
  readonly page?: { readonly [property: string]: unknown };
  /** The page's product, and what the shop says goes with it: what a bundle shows. */
  readonly products?: readonly ShownProduct[];
  /** Shows what such a visitor would see: nothing is posted, and nothing counted. */
  readonly preview?: { readonly segments: readonly string[] };
};
