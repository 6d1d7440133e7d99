/** What a site decides about folding: session lengths, its currency, and what its event names mean. */
import type { FunnelStep } from '../events/spec.ts';
import type { SegmentRules } from '../segments/tracks.ts';
import type { CampaignRules } from './campaign-tracks.ts';

export type FoldRules = {
  /** A gap this long starts a new session: 29:59.999 continues it, 30:00.000 does not. */
  readonly sessionGapMs: number;
  readonly sessionMaxEvents: number;
  /** A session ends this long after its start, whatever still happens. */
  readonly sessionMaxMs: number;
  /** ISO 4217 code of the site's reporting currency: the only one that is summed. */
  readonly currency: string;
  /** The funnel step an event name stands for, or null. */
  funnelStep(name: string): FunnelStep | null;
  /** Whether a top-level property holds money in integer minor units. */
  isMoney(property: string): boolean;
  /** Whether profiles say what their visitor is doing: those of accounts do not. */
  readonly keepsActivity: boolean;
  /** The site's segments; absent: it has none. */
  readonly segments?: SegmentRules;
  /** The site's campaigns; absent: it never had one. */
  readonly campaigns?: CampaignRules;
};

const MINUTE_MS = 60_000;

/**
 * Rules with the product's defaults for what is left out: sessions of 30 minutes' gap, 500 events, 12 hours.
 *
 * @example createFoldRules({ currency: 'EUR', funnelStep, isMoney: (property) => property === 'price' })
 */
export function createFoldRules(
  site: Pick<FoldRules, 'currency' | 'funnelStep' | 'isMoney'> & Partial<FoldRules>,
): FoldRules {
  return Object.freeze({
    sessionGapMs: 30 * MINUTE_MS,
    sessionMaxEvents: 500,
    sessionMaxMs: 12 * 60 * MINUTE_MS,
    keepsActivity: true,
    ...site,
  });
}
