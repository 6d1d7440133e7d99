/** Reads what Segment may know of a visitor: scores and segments as of now, of those that the site lets go. */
import type { SiteId, VisitorId } from '../../../core/entry.ts';
import { toMajor } from '../../../core/events/money.ts';
import type { Scoring } from '../../../core/scoring/serving/scoring.ts';
import type { History } from '../../../core/segments/history.ts';
import type { Site } from '../../../core/sites/site.ts';
import { NOTHING_TOLD, type Picture, roundShare } from './picture.ts';
import { LABELS, type WriteBackSettings } from './settings.ts';

export type LookPorts = {
  readonly sites: { byId(site: SiteId): Site | undefined };
  readonly history: Pick<History, 'membershipsAt'>;
  readonly intent: Pick<Scoring, 'brief'>;
  readonly now: () => number;
};

/** Of 64 characters each, beside the rest, they fit into the 32 kB that Segment takes of a call. */
const MOST_SEGMENTS = 300;

type Wanted = Pick<WriteBackSettings, 'scores' | 'segments'>;

/** @example (await createLook(engine)(site, visitor, settings)).intent // 0.417 */
export function createLook(
  ports: LookPorts,
): (site: SiteId, visitor: VisitorId, wanted: Wanted) => Promise<Picture> {
  return async (siteId, visitor, wanted) => {
    const site = ports.sites.byId(siteId);
    if (site === undefined) return NOTHING_TOLD;
    const scores = new Map((await ports.intent.brief(site, visitor)).map(({ label, p }) => [label, p]));
    const scoreOf = (name: keyof typeof LABELS): number | null =>
      wanted.scores.includes(name) ? (scores.get(LABELS[name]) ?? null) : null;
    const [intent, churn, value] = [scoreOf('intent'), scoreOf('churn'), scoreOf('order_value')];
    return {
      intent: intent === null ? null : roundShare(intent),
      churn: churn === null ? null : roundShare(churn),
      orderValue: value === null ? null : toMajor(Math.round(value), site.settings.currency),
      segments: await listSegments(ports, { siteId, visitor }, wanted),
    };
  };
}

async function listSegments(
  { history, now }: LookPorts,
  { siteId, visitor }: { readonly siteId: SiteId; readonly visitor: VisitorId },
  { segments }: Wanted,
): Promise<readonly string[]> {
  const held = await history.membershipsAt(siteId, visitor, now());
  const keys = held.ok ? held.value.map(({ key }) => key) : [];
  const chosen = keys.filter((key) => segments === null || segments.includes(key));
  return chosen.toSorted().slice(0, MOST_SEGMENTS);
}
