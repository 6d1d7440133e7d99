/** Rules of a site, as its pages load them. */

import type { Treatment } from '../../../../core/decisions/treatment.ts';
import type { LocalBundle, LocalCampaign } from '../../../../core/local/bundle.ts';
import type { SiteTerms } from './support.ts';

export const BANNER: Treatment = { kind: 'banner', text: 'New inks have arrived.' };
export const MESSAGE: Treatment = { kind: 'message', title: 'Before you go', text: 'Delivery is free.' };
export const CONTENT: Treatment = { kind: 'content', title: 'For left hands', text: 'Ground for it.' };

/** Live, for everybody, once a session, shown to everybody whom it takes. */
export function campaign(
  key: string,
  treatment: Treatment,
  more: Partial<LocalCampaign> = {},
): LocalCampaign {
  return {
    key,
    name: key,
    state: 'live',
    channel: 'onsite',
    audience: {},
    trigger: { event: 'Page Viewed' },
    variants: [
      { key: 'a', weight: 1, treatment },
      { key: 'control', weight: 0, treatment: null },
    ],
    goal: { kind: 'conversion', event: 'Order Completed', within: '1d' },
    limits: { caps: [{ scope: 'campaign', max: 1, per: 'session' }] },
    priority: 50,
    tags: [],
    traffic: 1,
    obeys: true,
    counts: true,
    transactional: false,
    cancel: {},
    validFor: '10m',
    reentry: '1s',
    steps: [],
    saysWhy: false,
    smallestLift: 0.1,
    ...more,
  };
}

/** A control arm alone. */
export const CONTROL = (treatment: Treatment): LocalCampaign['variants'] => [
  { key: 'a', weight: 0, treatment },
  { key: 'control', weight: 1, treatment: null },
];

/** The rules, and the caps that the site itself counts. */
export function rulesOf(
  campaigns: readonly LocalCampaign[],
  more: Partial<LocalBundle> = {},
): Required<Pick<SiteTerms, 'bundle' | 'caps'>> {
  const bundle: LocalBundle = {
    v: 1,
    site: { zone: 'UTC', currency: 'EUR', digits: 2, sessionGapMs: 1_800_000, holdout: 0, caps: [] },
    hears: { 'Page Viewed': ['path'], 'Ink Chosen': [], 'Exit Intent Detected': [] },
    segments: [
      {
        key: 'looks-around',
        name: 'Looks around',
        when: { event: 'Page Viewed', within: 'session', count: { gte: 2 } },
      },
    ],
    model: null,
    campaigns,
    words: {},
    because: 'Shown because of what you did here.',
    ...more,
  };
  return { bundle, caps: Object.fromEntries(campaigns.map(({ key }) => [key, { max: 1, per: 'session' }])) };
}
