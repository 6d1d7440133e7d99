/** What a platform may be told of a visitor: scores and segments, as of now. */
import type { SiteId, VisitorId } from '../entry.ts';
import type { Scoring } from '../scoring/serving/scoring.ts';
import type { History } from '../segments/history.ts';
import type { Site } from '../sites/site.ts';

export type Outline = {
  /** By label; whoever is not scored has none. */
  readonly scores: ReadonlyMap<string, number>;
  /** Keys, in ascending order. */
  readonly segments: readonly string[];
};

export type OutlinePorts = {
  readonly sites: { byId(site: SiteId): Site | undefined };
  readonly history: Pick<History, 'membershipsAt'>;
  readonly intent: Pick<Scoring, 'brief'>;
  readonly now: () => number;
};

/**
 * @returns null where there is no such site.
 * @example (await readOutline(engine, siteId, visitor))?.scores.get('purchase_7d') // 0.41
 */
export async function readOutline(
  { sites, history, intent, now }: OutlinePorts,
  siteId: SiteId,
  visitor: VisitorId,
): Promise<Outline | null> {
  const site = sites.byId(siteId);
  if (site === undefined) return null;
  const scores = new Map((await intent.brief(site, visitor)).map(({ label, p }) => [label, p]));
  const held = await history.membershipsAt(siteId, visitor, now());
  const segments = held.ok ? held.value.map(({ key }) => key).toSorted() : [];
  return { scores, segments };
}
