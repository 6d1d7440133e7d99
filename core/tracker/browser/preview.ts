/**
 * The preview file, of a site that answers by itself: the rules as somebody sees them who wants to see everything, in
 * certain segments, with no limit and no control arm.
 */
import type { LocalBundle, LocalCampaign } from '../../local/bundle.ts';
import { handOver } from './hand-over.ts';
import type { Rehearse } from './wire.ts';

type Variant = LocalCampaign['variants'][number];

const EVERYBODY = { all: [] };
const DAY_MS = 86_400_000;

/** No code is made for whoever only looks. */
function withExample(variant: Variant): Variant {
  const { treatment } = variant;
  if (treatment?.kind !== 'coupon' || treatment.code) return variant;
  const ends = new Date(Date.now() + DAY_MS).toISOString();
  return { ...variant, treatment: { ...treatment, code: 'EXAMPLE', ends } };
}

const rehearse: Rehearse = (rules, segments) => {
  const bundle = rules as LocalBundle;
  return {
    ...bundle,
    site: { ...bundle.site, holdout: 0, caps: [] },
    segments: bundle.segments.map((segment) =>
      segments.includes(segment.key) ? { ...segment, when: EVERYBODY } : segment,
    ),
    campaigns: bundle.campaigns.map(({ offer: _offer, ...campaign }) => ({
      ...campaign,
      traffic: 1,
      limits: {},
      variants: campaign.variants.filter(({ treatment }) => treatment !== null).map(withExample),
    })),
  };
};

handOver(rehearse);
