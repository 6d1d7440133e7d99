/**
 * What has come in of each site since this process started: by which door, how it went, what pages said of consent. Numbers
 * and instants in memory, of nobody in particular: they show somebody who installs Inkling whether it works.
 */
import type { SiteId } from '../entry.ts';
import type { Outcome, RefusalCode } from '../errors.ts';
import { isObject, type JsonObject } from './json.ts';

/** `pages`: the tracker. `servers`: events of backends and platforms. `messages`: those of Segment's libraries. */
export const ARRIVAL_DOORS = ['pages', 'servers', 'messages'] as const;
export type ArrivalDoor = (typeof ARRIVAL_DOORS)[number];

/** Instants are UTC ms; null: it has not happened. */
export type DoorArrivals = {
  readonly lastAt: number | null;
  readonly posts: number;
  readonly accepted: number;
  readonly refused: number;
  /** Of whole posts and of items in them. */
  readonly lastRefusal: { readonly at: number; readonly code: RefusalCode } | null;
};

export type Count = { readonly lastAt: number | null; readonly times: number };

export type SiteArrivals = {
  readonly doors: Readonly<Record<ArrivalDoor, DoorArrivals>>;
  /** The tracker's file was asked for. */
  readonly tracker: Count;
  /** Posts of pages that said what the visitor chose, or that nobody has to choose. */
  readonly consent: Count;
  /** Posts that were answered with something to show. */
  readonly decisions: Count;
};

type Taken = {
  readonly accepted: number;
  readonly refused: readonly { readonly code: RefusalCode }[];
  readonly do?: readonly unknown[];
};

export type Arrivals = {
  /** Since when it counts, UTC ms. */
  readonly since: number;
  note(site: SiteId, door: ArrivalDoor, outcome: Outcome<Taken>): void;
  /** The same of a page's post, with whether it says what its visitor chose. */
  notePage(site: SiteId, body: JsonObject, outcome: Outcome<Taken>): void;
  noteTracker(site: SiteId): void;
  of(site: SiteId): SiteArrivals;
  forget(site: SiteId): void;
};

const NEVER: Count = { lastAt: null, times: 0 };
const NOTHING: DoorArrivals = { lastAt: null, posts: 0, accepted: 0, refused: 0, lastRefusal: null };
const NOBODY: SiteArrivals = {
  doors: { pages: NOTHING, servers: NOTHING, messages: NOTHING },
  tracker: NEVER,
  consent: NEVER,
  decisions: NEVER,
};

type Counted = Exclude<keyof SiteArrivals, 'doors'>;

/** @example createArrivals(now).of(siteId).doors.pages.lastAt // null */
export function createArrivals(now: () => number): Arrivals {
  const sites = new Map<SiteId, SiteArrivals>();
  const of = (site: SiteId): SiteArrivals => sites.get(site) ?? NOBODY;
  const count = (site: SiteId, name: Counted): void => {
    const known = of(site);
    sites.set(site, { ...known, [name]: { lastAt: now(), times: known[name].times + 1 } });
  };
  const note: Arrivals['note'] = (site, door, outcome) => {
    const { doors, ...rest } = of(site);
    sites.set(site, { ...rest, doors: { ...doors, [door]: addPost(doors[door], outcome, now()) } });
    if (outcome.ok && (outcome.value.do?.length ?? 0) > 0) count(site, 'decisions');
  };
  return {
    since: now(),
    of,
    note,
    notePage: (site, { c: choice }, outcome) => {
      note(site, 'pages', outcome);
      if (outcome.ok && !isMachine(outcome.value) && isObject(choice)) count(site, 'consent');
    },
    noteTracker: (site) => count(site, 'tracker'),
    forget: (site) => void sites.delete(site),
  };
}

/** It says nothing of what people choose. */
function isMachine({ refused }: Taken): boolean {
  return refused.some(({ code }) => code === 'bot' || code === 'prefetch');
}

function addPost(known: DoorArrivals, outcome: Outcome<Taken>, at: number): DoorArrivals {
  const { accepted, refused } = outcome.ok ? outcome.value : { accepted: 0, refused: [outcome] };
  const last = refused.at(-1);
  return {
    lastAt: at,
    posts: known.posts + 1,
    accepted: known.accepted + accepted,
    refused: known.refused + refused.length,
    lastRefusal: last === undefined ? known.lastRefusal : { at, code: last.code },
  };
}
