/** Reads what Segment may know of a visitor: scores and segments as of now, of those that the site lets go. */
import type { SiteId, VisitorId } from '../../../core/entry.ts';
import { toMajor } from '../../../core/events/money.ts';
import { type OutlinePorts, readOutline } from '../../../core/profiles/outline.ts';
import { NOTHING_TOLD, type Picture, roundShare } from './picture.ts';
import { LABELS, type WriteBackSettings } from './settings.ts';

/** Of 64 characters each, beside the rest, they fit into the 32 kB that Segment takes of a call. */
const MOST_SEGMENTS = 300;

type Wanted = Pick<WriteBackSettings, 'scores' | 'segments'>;

/** @example (await createLook(engine)(site, visitor, settings)).intent // 0.417 */
export function createLook(
  ports: OutlinePorts,
): (site: SiteId, visitor: VisitorId, wanted: Wanted) => Promise<Picture> {
  return async (siteId, visitor, wanted) => {
    const [site, outline] = [ports.sites.byId(siteId), await readOutline(ports, siteId, visitor)];
    if (site === undefined || outline === null) return NOTHING_TOLD;
    const scoreOf = (name: keyof typeof LABELS): number | null =>
      wanted.scores.includes(name) ? (outline.scores.get(LABELS[name]) ?? null) : null;
    const [intent, churn, value] = [scoreOf('intent'), scoreOf('churn'), scoreOf('order_value')];
    const chosen = outline.segments.filter(
      (key) => wanted.segments === null || wanted.segments.includes(key),
    );
    return {
      intent: intent === null ? null : roundShare(intent),
      churn: churn === null ? null : roundShare(churn),
      orderValue: value === null ? null : toMajor(Math.round(value), site.settings.currency),
      segments: chosen.slice(0, MOST_SEGMENTS),
    };
  };
}
