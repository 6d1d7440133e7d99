/** Visitors now: how many, how far they are, and on which pages. */
import type { SiteId, VisitorId } from '../entry.ts';
import { FUNNEL_STEPS, type FunnelStep } from '../events/spec.ts';
import { consentAt } from '../identity/consent.ts';
import { tellCount } from '../privacy/told-counts.ts';
import type { ProfileBook } from '../profiles/book.ts';
import { isEmptyProfile, type Profile } from '../profiles/profile.ts';
import type { FoldRules } from '../profiles/rules.ts';
import type { SiteSegments } from '../segments/segment-book.ts';
import type { SiteRegistry } from '../sites/registry.ts';
import { DEFAULT_SETTINGS } from '../sites/site.ts';
import { createRecentReader, RECENT_MS, type RecentPorts, type Seen } from './recent.ts';
import { createStageOf } from './stage-of.ts';

export const NEAR_MS = 300_000;
/** Of as many the profile is looked at; who was here longest ago is left out. */
const MOST_VISITORS = 5_000;
const SLICE = 500;
const MOST_PAGES = 10;

/** In the last 5 minutes, and in the last 30. */
export type NearAndFar = { readonly near: number; readonly far: number };

export type LiveAnswer = {
  /** UTC ms. */
  readonly at: number;
  readonly visitors: NearAndFar;
  /** By the furthest step of the funnel in the last 30 minutes. */
  readonly steps: readonly (NearAndFar & { readonly step: FunnelStep })[];
  /** By the site's own stages, null for those at none of them; null: it has none, or no segment asks for the first one. */
  readonly stages: readonly (NearAndFar & { readonly stage: string | null })[] | null;
  /** By the latest page of the last 30 minutes: crowds of k alone, in steps of k (told-counts.ts). */
  readonly pages: readonly { readonly path: string; readonly visitors: number }[];
  /** Least visitors of a page that is told. */
  readonly k: number;
  /** False: there are more than were looked at. */
  readonly isWhole: boolean;
};

export type Live = {
  /** @param now UTC ms. */
  look(site: SiteId, now: number): Promise<LiveAnswer>;
};

export type LivePorts = Omit<RecentPorts, 'stepOf'> & {
  readonly book: Pick<ProfileBook, 'peek' | 'open' | 'bring'>;
  readonly rulesOf: (site: SiteId) => FoldRules;
  /** Null where a site has no segments. */
  readonly segmentsOf: (site: SiteId) => SiteSegments | null;
  readonly sites: Pick<SiteRegistry, 'byId'>;
};

type Present = {
  readonly at: number;
  readonly path: string | null;
  readonly step: number;
  readonly profile: Profile;
};

/** @example (await createLive(ports).look(site, now)).visitors.near */
export function createLive(ports: LivePorts): Live {
  const { rulesOf, segmentsOf, sites } = ports;
  const recent = createRecentReader({ ...ports, stepOf: (site, name) => rulesOf(site).funnelStep(name) });
  return {
    look: async (site, now) => {
      const { seen, isWhole } = await recent.read(site, now);
      const found = await findPresent(ports, site, seen, now);
      const { k } = (sites.byId(site)?.settings ?? DEFAULT_SETTINGS).smallNumbers;
      const stageOf = createStageOf(segmentsOf(site)?.catalog.stages ?? [], rulesOf(site));
      const keys = segmentsOf(site)?.catalog.stages.map(({ key }) => key) ?? [];
      const stages = stageOf && found.present.map(({ profile }) => stageOf(profile, now));
      return {
        at: now,
        visitors: countNear(found.present, now),
        steps: FUNNEL_STEPS.map((step, place) => ({
          step,
          ...countNear(
            found.present.filter((one) => one.step === place),
            now,
          ),
        })),
        stages:
          stages &&
          [...keys, null].map((stage) => ({
            stage,
            ...countNear(
              found.present.filter((_, at) => stages[at] === stage),
              now,
            ),
          })),
        pages: countPages(found.present, k),
        k,
        isWhole: isWhole && found.isWhole,
      };
    },
  };
}

function countNear(present: readonly Present[], now: number): NearAndFar {
  return { near: present.filter(({ at }) => at > now - NEAR_MS).length, far: present.length };
}

function countPages(present: readonly Present[], k: number): LiveAnswer['pages'] {
  const byPath = Map.groupBy(present, ({ path }) => path);
  return [...byPath]
    .flatMap(([path, own]) => (path === null ? [] : [{ path, visitors: tellCount(own.length, k) }]))
    .filter(({ visitors }) => visitors > 0)
    .toSorted((a, b) => b.visitors - a.visitors || (a.path < b.path ? -1 : 1))
    .slice(0, MOST_PAGES);
}

/** Each visitor once, whatever ids they had; without those who are gone, or who have declined meanwhile. */
async function findPresent(
  { book }: LivePorts,
  site: SiteId,
  seen: ReadonlyMap<VisitorId, Seen>,
  now: number,
): Promise<{ readonly present: readonly Present[]; readonly isWhole: boolean }> {
  const onPages = [...seen].toSorted(
    ([, a], [, b]) => Math.max(b.at, ...b.steps) - Math.max(a.at, ...a.steps),
  );
  const present = new Map<VisitorId, Present>();
  for (let from = 0; from < Math.min(onPages.length, MOST_VISITORS); from += SLICE) {
    const slice = onPages.slice(from, from + SLICE);
    const absent = slice.map(([id]) => id).filter((id) => book.peek(site, id, now) === undefined);
    if (absent.length > 0) await book.bring(site, absent, now);
    for (const [id, own] of slice) {
      const { slot } = book.peek(site, id, now) ?? (await book.open(site, id, now));
      const { profile } = slot.timeline;
      const isGone =
        isEmptyProfile(profile) || consentAt(profile.consent, 'analytics', now)?.allowed === false;
      if (!isGone) present.set(slot.visitor, join(present.get(slot.visitor), toPresent(own, profile, now)));
    }
  }
  return {
    present: [...present.values()].filter(({ at }) => at > now - RECENT_MS),
    isWhole: onPages.length <= MOST_VISITORS,
  };
}

function toPresent({ at, path, steps }: Seen, profile: Profile, now: number): Present {
  const step = Math.max(
    0,
    steps.findLastIndex((t) => t > now - RECENT_MS),
  );
  return { at, path, step, profile };
}

function join(known: Present | undefined, own: Present): Present {
  if (known === undefined) return own;
  const { at, path } = own.at > known.at ? own : known;
  return {
    at,
    path: path ?? known.path ?? own.path,
    step: Math.max(known.step, own.step),
    profile: own.profile,
  };
}
