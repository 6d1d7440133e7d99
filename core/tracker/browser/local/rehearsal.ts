/** The rules as somebody sees them who wants to see everything: in these segments, with no limit and no control arm. */
import type { LocalBundle } from '../../../local/bundle.ts';

const EVERYBODY = { all: [] };

export function rehearse(bundle: LocalBundle, segments: readonly string[]): LocalBundle {
  return {
    ...bundle,
    site: { ...bundle.site, holdout: 0, caps: [] },
    segments: bundle.segments.map((segment) =>
      segments.includes(segment.key) ? { ...segment, when: EVERYBODY } : segment,
    ),
    campaigns: bundle.campaigns.map((campaign) => ({
      ...campaign,
      traffic: 1,
      limits: {},
      variants: campaign.variants.filter(({ treatment }) => treatment !== null),
    })),
  };
}
