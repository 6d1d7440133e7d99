import { describe, expect, it } from 'vitest';
import type { Campaign } from '../../../../core/decisions/campaign.ts';
import { treatmentsOf } from '../../../../core/decisions/manners.ts';
import { parseCampaign } from '../../../../core/decisions/parse.ts';
import { listGaps } from '../../../../core/decisions/placeholders.ts';
import { reachOf } from '../../../../core/decisions/reach.ts';
import {
  CAMPAIGN_TEMPLATES,
  type CampaignTemplate,
  draftOf,
  fillableOf,
  findCampaignTemplate,
  needsOf,
  templateValuesSchema,
} from '../../../../core/decisions/templates/index.ts';
import { SPEC } from '../../../../core/events/spec.ts';
import { findTemplate } from '../../../../core/segments/templates/index.ts';

const ALL = Object.values(CAMPAIGN_TEMPLATES).flat();
const VALUES = { code: 'SPRING10', ends: '2027-04-01T00:00:00Z', url: '/help' } as const;

function made(template: CampaignTemplate, values = {}): Campaign {
  const draft = draftOf(template, values);
  if (!draft.ok) throw new Error(`${template.key}: ${draft.at}: ${draft.hint}`);
  return draft.value;
}

/** As a merchant fills it in. */
function filled(template: CampaignTemplate): unknown {
  const own = Object.fromEntries(fillableOf(template).map((name) => [name, VALUES[name]]));
  return JSON.parse(JSON.stringify(made(template, own)), (_, value: unknown) =>
    typeof value === 'string'
      ? value.replaceAll(/\[\[(.*?)\]\]/g, '$1').replace(/^https:\/\/fill-in\.invalid\/\w*$/, '/call')
      : value,
  );
}

type Texts = Readonly<Record<string, string>>;
const isTexts = (value: unknown): value is Texts =>
  typeof value === 'object' && value !== null && 'en' in value;
function textsOf(value: unknown): readonly Texts[] {
  if (typeof value !== 'object' || value === null) return [];
  return isTexts(value) ? [value] : Object.values(value).flatMap(textsOf);
}
/** Fields that somebody reads. */
const READ =
  /^(title|text|label|dismiss|heading|subject|preheader|open|addAll|next|back|done|question|thanks)$/;
function untranslated(value: unknown, name = ''): readonly string[] {
  if (READ.test(name)) return isTexts(value) ? [] : [`${name}: ${JSON.stringify(value)}`];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => untranslated(child, key));
}

describe('the campaign templates', () => {
  it('have keys of their own, one a tactic', () => {
    expect(ALL.map(({ key }) => key)).toEqual([
      'comparison-table',
      'trust-signals',
      'cross-sell-bundle',
      'high-intent-coupon',
      'exit-message',
      'chat-prompt',
      'cart-reminder',
      'cart-reminder-flow',
      'post-purchase-sequence',
      'limit-walk-through',
      'trial-wake-up',
      'onboarding-tour',
      'welcome-sequence',
      'newsletter',
      'related-content',
    ]);
  });
});

describe.each(ALL)('template $key', (template) => {
  const { draft, does, worth, measure, control, before } = template;
  const campaign = made(template);

  it('makes a draft under its key, also where it is written as if it were live', () => {
    expect(campaign).toMatchObject({ key: template.key, state: 'draft' });
    const live = { ...template, draft: { ...draft, state: 'live' } };
    expect(made(live as CampaignTemplate).state).toBe('draft');
  });

  it('goes live once everything is filled in, and not before', () => {
    expect(parseCampaign({ ...(filled(template) as object), state: 'live' })).toMatchObject({ ok: true });
    const [gap] = listGaps(campaign);
    expect(parseCampaign({ ...campaign, state: 'live' })).toMatchObject(
      gap === undefined ? { ok: true } : { ok: false, code: 'invalid_value', at: gap.at },
    );
  });

  it('needs segments that come with the product', () => {
    for (const key of needsOf(template)) expect([key, findTemplate(key)?.key]).toEqual([key, key]);
  });

  it('names events that the table of events knows', () => {
    const { trigger, goal, cancel = {} } = draft;
    const names = ['event' in trigger ? trigger.event : [], goal.event, cancel.events ?? []].flat();
    expect(names.filter((name) => !SPEC.has(name))).toEqual([]);
  });

  it('has a control arm of 10 to 20 %, and says so', () => {
    const total = draft.variants.reduce((sum, { weight }) => sum + weight, 0);
    const [arm, ...others] = draft.variants.filter(({ treatment }) => treatment === null);
    const percent = ((arm?.weight ?? 0) / total) * 100;
    expect(others).toEqual([]);
    expect(percent).toBeGreaterThanOrEqual(10);
    expect(percent).toBeLessThanOrEqual(20);
    expect(control).toMatch(new RegExp(`^${percent} % (see|get) `));
  });

  it('speaks English and German in every text, calmly, and leaves the same to fill in', () => {
    const treatments = treatmentsOf(campaign).map((placed) => placed.treatment);
    expect(untranslated(treatments)).toEqual([]);
    for (const texts of textsOf(treatments)) {
      expect(Object.keys(texts)).toEqual(['en', 'de']);
      for (const text of Object.values(texts))
        expect(text).not.toMatch(/!|\p{Extended_Pictographic}|^\s|\s$/u);
      const [en = [], de = []] = Object.values(texts).map((text) => text.match(/\[\[/g) ?? []);
      expect(en.length).toBe(de.length);
    }
  });

  it('tells a merchant in plain sentences what it is', () => {
    for (const sentence of [does, worth, measure, control, ...before]) {
      expect(sentence).toMatch(/^[A-Z0-9].{10,140}\.$/);
      expect(sentence).not.toMatch(/\||!/);
    }
    expect(before.length).toBeGreaterThan(0);
  });

  it('is limited: in the page by itself alone, over it with pauses, by mail at day and one a day', () => {
    const { caps = [], cooldown, quietHours } = campaign.limits;
    expect(caps.map(({ scope }) => scope)).toContain('campaign');
    const { obeys, counts } = campaign;
    if ('slot' in draft.trigger) expect([cooldown, obeys, counts]).toEqual([undefined, false, false]);
    else if (draft.channel === 'onsite')
      expect([cooldown, obeys, counts]).toEqual([expect.stringMatching(/^\d+[mh]$/), true, true]);
    else {
      expect(caps).toContainEqual({ scope: 'channel', max: 1, per: '1d' });
      expect([quietHours, obeys, counts]).toEqual([{ from: '21:00', to: '08:00' }, true, true]);
    }
  });
});

describe('a template', () => {
  const coupon = findCampaignTemplate('high-intent-coupon') as CampaignTemplate;
  const tour = findCampaignTemplate('onboarding-tour') as CampaignTemplate;
  const treatmentsIn = (campaign: Campaign) => treatmentsOf(campaign).map(({ treatment }) => treatment);

  it('takes what it has a place for, and leaves the rest to be filled in', () => {
    const { code, ends } = VALUES;
    const campaign = made(coupon, { key: 'spring', code, ends });
    expect(campaign.key).toBe('spring');
    expect(treatmentsIn(campaign)).toEqual([expect.objectContaining({ code, ends })]);
    expect(listGaps(campaign)).toEqual([]);
    expect(listGaps(made(coupon, { code })).map(({ at }) => at)).toEqual(['variants[1].treatment.ends']);
    const open = listGaps(made(tour, { url: '/start' })).map(({ at }) => at);
    expect(open).toContain('steps[0].treatment.action.url');
    expect(open).not.toContain('variants[1].treatment.steps[0].action.url');
  });

  it.each(['code', 'ends', 'url'] as const)('refuses %s where it has no place for it', (name) => {
    const bare = findCampaignTemplate('cart-reminder') as CampaignTemplate;
    expect(draftOf(bare, { [name]: VALUES[name] })).toMatchObject({ code: 'invalid_value', at: name });
  });

  it('stays as it is, whatever was filled in', () => {
    made(coupon, { code: 'FIRST10' });
    expect(JSON.stringify(coupon.draft)).not.toContain('FIRST10');
  });

  it.each([
    ['code', 'a code'],
    ['ends', 'tomorrow'],
    ['url', 'javascript:alert(1)'],
    ['key', 'A key'],
    ['colour', 'red'],
  ])('is given no %s like %s', (name, value) => {
    expect(templateValuesSchema.safeParse({ [name]: value }).success).toBe(false);
  });

  it('of a discount is given within budgets, to one person once in 90 days, and to nobody who leaves carts for it', () => {
    expect(made(coupon)).toMatchObject({
      reentry: '90d',
      offer: {
        perDay: 20,
        perMonth: 300,
        oncePer: '90d',
        leastMargin: 0.15,
        excludesSaleItems: true,
        mostLeftCarts: 3,
      },
    });
  });

  it('of a cart is ended by the order', () => {
    expect(made(findCampaignTemplate('cart-reminder') as CampaignTemplate)).toMatchObject({
      trigger: { entry: 'cart-abandoned' },
      cancel: { events: ['Order Completed'], leaving: true },
    });
  });

  it('over or in a page that is done with within the day is for everybody', () => {
    const brief = ALL.filter(({ draft }) => draft.channel === 'onsite' && draft.goal.within === '24h');
    expect(brief.length).toBeGreaterThan(5);
    for (const one of brief)
      expect([one.key, reachOf(made(one))]).toEqual([one.key, { who: 'everybody', because: [] }]);
  });
});
