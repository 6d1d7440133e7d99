import { describe, expect, it } from 'vitest';
import type { LocalCampaign, LocalFeature } from '../../../core/local/bundle.ts';
import { defaultBundle } from '../../../core/local/defaults/index.ts';
import { PURCHASE_PRIOR, READING_POINTS } from '../../../core/local/defaults/models.ts';
import prior from '../../../core/local/defaults/purchase-prior.json' with { type: 'json' };
import { makeBundle } from '../../../core/local/make-bundle.ts';
import { scoreLogistic } from '../../../core/scoring/logistic/score.ts';
import type { Condition } from '../../../core/segments/condition.ts';
import { campaignOf } from './behaviour.ts';

const SITE = { zone: 'UTC', currency: 'EUR', sessionGapMs: 1_800_000, holdout: 0, caps: [] } as const;
const ONE = [{ key: 'a', treatment: { kind: 'message', title: 'Hello', text: 'Stay a moment.' } }];

function refusalsOf(when: Condition): readonly string[] {
  const made = makeBundle({
    site: SITE,
    segments: [{ key: 'a', name: 'A', when }],
    campaigns: [],
    model: null,
  });
  return made.ok ? [] : made.refusals.map(({ at }) => at);
}

function campaignRefusals(given: object): readonly string[] {
  const campaigns = [
    { ...campaignOf('c', { trigger: { event: 'Product Added' }, variants: ONE }), ...given } as LocalCampaign,
  ];
  const made = makeBundle({ site: SITE, segments: [], campaigns, model: null });
  return made.ok ? [] : made.refusals.map(({ at }) => at);
}

describe('a bundle', () => {
  it.each<[Condition, string]>([
    [{ event: 'Product Viewed' }, 'segments.a.when.within'],
    [{ event: 'Product Viewed', within: '7d' }, 'segments.a.when.within'],
    [{ event: 'Product Viewed', within: 'thisWeek' }, 'segments.a.when.within'],
    [
      { event: 'Product Viewed', within: 'session', unless: { event: 'Product Added' } },
      'segments.a.when.unless.within',
    ],
    [{ event: 'Product Viewed', within: 'session', source: 'server' }, 'segments.a.when.source'],
    [{ event: 'Session Ended', within: '24h' }, 'segments.a.when.event'],
    [{ event: 'Product Viewed', within: '24h', before: { site: 'Price Increased' } }, 'segments.a.when'],
    [{ all: [{ idle: '25h' }] }, 'segments.a.when.all[0].idle'],
    [{ not: { trait: 'plan', eq: 'pro' } }, 'segments.a.when.not'],
    [{ rfm: { f: { gte: 4 } } }, 'segments.a.when'],
    [{ stage: 'trial' }, 'segments.a.when'],
    [{ segment: 'b' }, 'segments.a.when.segment'],
    [{ score: 'purchase_7d', gte: 0.5 }, 'segments.a.when.score'],
    [
      { sequence: [{ event: 'A' }, { absent: 'B', for: '2d' }], within: '1h' },
      'segments.a.when.sequence[1].for',
    ],
  ])('refuses what a page cannot know: %j', (when, at) => {
    expect(refusalsOf(when)).toEqual([at]);
  });

  it.each<[object, string]>([
    [{ channel: 'email' }, 'campaigns.c.channel'],
    [{ trigger: { schedule: { at: '09:00' } } }, 'campaigns.c.trigger'],
    [{ audience: { all: ['nobody'] } }, 'campaigns.c.audience'],
    [{ limits: { caps: [{ scope: 'all', max: 1, per: 'week' }] } }, 'campaigns.c.limits.caps[0].per'],
    [{ uplift: { share: 0.5 } }, 'campaigns.c.uplift'],
    [{ reentry: '30d' }, 'campaigns.c.reentry'],
    [{ offer: { discount: 0.1, oncePer: '90d' } }, 'campaigns.c.offer.oncePer'],
    [
      { variants: [{ key: 'a', weight: 1, treatment: { kind: 'comparison', title: 'x' } }] },
      'campaigns.c.variants[0]',
    ],
  ])('refuses what a page cannot keep: %j', (given, at) => {
    expect(campaignRefusals(given)).toEqual([at]);
  });

  it('takes what shows products of the page that it stands on', () => {
    const treatment = { kind: 'bundle', title: 'Goes well with it', addAll: 'Add all' };
    expect(campaignRefusals({ variants: [{ key: 'a', weight: 1, treatment }] })).toEqual([]);
  });

  it('says which events and properties anything reads', () => {
    const made = makeBundle({
      site: SITE,
      segments: [
        {
          key: 'a',
          name: 'A',
          when: {
            event: 'Product Viewed',
            per: 'product_id',
            within: 'session',
            unless: { event: 'Order Completed', within: '1h' },
          },
        },
        {
          key: 'b',
          name: 'B',
          when: {
            event: 'Product Viewed',
            where: { category: 'x' },
            within: '1h',
            sum: { of: 'price', gte: 5 },
          },
        },
      ],
      campaigns: [
        campaignOf('c', {
          trigger: { exitIntent: true },
          variants: ONE,
          goal: { kind: 'revenue', event: 'Order Completed', of: 'total' },
        }) as LocalCampaign,
      ],
      model: PURCHASE_PRIOR,
    });
    expect(made.ok && made.value.hears).toEqual({
      'Product Viewed': ['product_id', 'category', 'price', 'currency'],
      'Order Completed': ['product_id', 'total', 'currency'],
      'Page Viewed': [],
      'Product List Viewed': [],
      'Product Added': [],
      'Checkout Started': [],
      'Exit Intent Detected': [],
    });
  });

  it('hears of every event where somebody may stand still', () => {
    const made = makeBundle({
      site: SITE,
      segments: [{ key: 'a', name: 'A', when: { idle: '1m' } }],
      campaigns: [],
      model: null,
    });
    expect(made.ok && made.value.hears).toEqual({ '*': [] });
  });
});

describe('what a site begins with', () => {
  it.each(['shop', 'reading'] as const)('is drafts alone, each with a control arm: %s', (kind) => {
    const { campaigns, segments } = defaultBundle(kind);
    expect(segments.length).toBeGreaterThanOrEqual(5);
    for (const { state, variants, goal } of campaigns) {
      expect(state).toBe('draft');
      expect(variants.some(({ treatment, weight }) => treatment === null && weight > 0)).toBe(true);
      expect(goal.within).toBe('24h');
    }
  });

  it('foretells no better than its card says, and says that it is a prior', () => {
    expect(prior.card.auc).toBeGreaterThan(0.65);
    expect(prior.card.auc).toBeLessThan(0.7);
    expect(PURCHASE_PRIOR.basis).toBe('prior');
    expect(READING_POINTS.basis).toBe('heuristic');
  });

  it('scores the same after its points were written as terms', () => {
    const baked = defaultBundle('reading').model;
    expect(baked?.served.points).toBeNull();
    const values = [5, 130, 95, 1];
    const before = scoreLogistic(READING_POINTS.served, values);
    const after = scoreLogistic(baked?.served ?? READING_POINTS.served, [
      ...values,
      ...values.map((value, at) => pointsOf(baked?.terms[4 + at], value)),
    ]);
    expect(after.p).toBeCloseTo(before.p, 12);
  });
});

function pointsOf(term: LocalFeature | undefined, value: number): number {
  return term?.steps?.findLast(([from]) => value >= from)?.[1] ?? 0;
}
