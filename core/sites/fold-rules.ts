/** A site's settings as the fold takes them. */
import type { SiteId } from '../entry.ts';
import { isMoneyKey } from '../events/money.ts';
import { funnelStep } from '../events/spec.ts';
import type { CampaignRules } from '../profiles/campaign-tracks.ts';
import { createFoldRules, type FoldRules } from '../profiles/rules.ts';
import type { SegmentRules } from '../segments/tracks.ts';
import type { SiteRegistry } from './registry.ts';

/** What folds beside the settings; undefined: the site has none. */
export type FoldedFor = {
  readonly segmentsOf: (site: SiteId) => SegmentRules | undefined;
  readonly campaignsOf: (site: SiteId) => CampaignRules | undefined;
};

const UNKNOWN_SITE = { currency: 'EUR', sessionGapMinutes: 30 };

/** A site's rules for folding, made once for each set of settings, segments and campaigns. */
export function createRules(
  sites: Pick<SiteRegistry, 'byId'>,
  { segmentsOf, campaignsOf }: FoldedFor,
): (site: SiteId) => FoldRules {
  const made = new WeakMap<object, FoldRules>();
  return (siteId) => {
    const settings = sites.byId(siteId)?.settings ?? UNKNOWN_SITE;
    const segments = segmentsOf(siteId);
    const campaigns = campaignsOf(siteId);
    const known = made.get(settings);
    if (known !== undefined && known.segments === segments && known.campaigns === campaigns) return known;
    const rules = createFoldRules({
      currency: settings.currency,
      sessionGapMs: settings.sessionGapMinutes * 60_000,
      funnelStep,
      isMoney: isMoneyKey,
      ...(segments && { segments }),
      ...(campaigns && { campaigns }),
    });
    made.set(settings, rules);
    return rules;
  };
}
