/** What a site without a server begins with. */
import type { LocalBundle } from '../bundle.ts';
import { makeBundle } from '../make-bundle.ts';
import { readingCampaigns, shopCampaigns } from './campaigns.ts';
import { PURCHASE_PRIOR, READING_POINTS } from './models.ts';
import { READING_SEGMENTS, SHOP_SEGMENTS } from './segments.ts';

export type SiteKind = 'shop' | 'reading';

const LIKELY = {
  key: 'likely-to-buy',
  name: 'Likely to buy',
  when: {
    score: PURCHASE_PRIOR.label,
    gte: PURCHASE_PRIOR.bands.high,
    leave: PURCHASE_PRIOR.bands.medium,
  },
} as const;

const HALF_AN_HOUR_MS = 1_800_000;

/**
 * The bundle that lies in the zip: a shop is read as well, so it has the segments of both.
 *
 * @example JSON.stringify(defaultBundle('shop'))
 */
export function defaultBundle(kind: SiteKind, zone = 'UTC', currency = 'EUR'): LocalBundle {
  const isShop = kind === 'shop';
  const made = makeBundle({
    site: { zone, currency, sessionGapMs: HALF_AN_HOUR_MS, holdout: 0, caps: [] },
    segments: isShop ? [...SHOP_SEGMENTS, LIKELY, ...READING_SEGMENTS] : READING_SEGMENTS,
    campaigns: isShop ? [...shopCampaigns(), ...readingCampaigns()] : readingCampaigns(),
    model: isShop ? PURCHASE_PRIOR : READING_POINTS,
  });
  if (made.ok) return made.value;
  throw new TypeError(made.refusals.map(({ at, hint }) => `${at}: ${hint}`).join('; '));
}
