import { describe, expect, it } from 'vitest';
import type { CampaignAnswer } from '../../../apps/console/api/answers/campaigns.ts';
import { renderExample } from '../../../apps/console/preview/rendered.ts';
import { BLANK_DRAFT } from '../../../apps/console/view-models/campaigns-draft.ts';
import { createFigures } from '../../../apps/console/view-models/campaigns-figures.ts';
import {
  listLimits,
  standingOf,
  viewCampaign,
  type Writing,
} from '../../../apps/console/view-models/campaigns-list.ts';
import {
  baselineOf,
  evenTraffic,
  findSmallestLifts,
  LIFTS,
  type PlanQuestion,
} from '../../../apps/console/view-models/campaigns-plan.ts';
import { previewOf } from '../../../apps/console/view-models/campaigns-preview.ts';
import { viewTrial } from '../../../apps/console/view-models/campaigns-trial.ts';
import { createFormat } from '../../../apps/console/view-models/format.ts';
import { CAMPAIGNS } from '../../../apps/console/words/campaigns.ts';
import { CAMPAIGN_BUILDER } from '../../../apps/console/words/campaigns-builder.ts';
import { CAMPAIGN_TRIAL } from '../../../apps/console/words/campaigns-trial.ts';
import { parseCampaign } from '../../../core/decisions/parse.ts';
import { daysNeeded, visitorsNeeded } from '../../../core/measurement/experiment/power.ts';
import { NOW, reportOf } from './campaign-reports.ts';

const DAY_MS = 86_400_000;
const WRITING: Writing = {
  words: CAMPAIGNS.en,
  format: createFormat('en', NOW, 'UTC'),
  figures: createFigures('en'),
  nameOf: (key) => (key === 'a' ? 'Lookers' : key),
};

const read = parseCampaign({
  ...BLANK_DRAFT,
  ...{ key: 'hello', name: 'Hello', audience: { any: ['a', 'b'], none: ['c'] }, trigger: { idle: '45s' } },
  variants: [{ key: 'one', treatment: { kind: 'banner', text: 'Hello' } }],
  limits: {
    caps: [
      { scope: 'campaign', max: 1, per: 'day' },
      { scope: 'tag', tag: 'sale', max: 2, per: '7d' },
      { scope: 'all', max: 0, per: 'lifetime' },
    ],
    cooldown: '10m',
    quietHours: { from: '21:00', to: '08:00' },
  },
});
const CAMPAIGN = {
  ...(read.ok ? read.value : expect.fail(read.hint)),
  ...{ version: 1, versions: [], changedAt: '', liveSince: null, reach: { who: 'everybody', because: [] } },
} as unknown as CampaignAnswer;

describe('a campaign in a line', () => {
  it('says where, when, for whom and how often at most', () => {
    expect(listLimits(CAMPAIGN, WRITING)).toEqual([
      '1 a day',
      'of the tag sale 2 in 7 days',
      'of all campaigns never',
      '10 minutes after any other',
      'none from 21:00 to 08:00',
    ]);
    expect(viewCampaign(CAMPAIGN, null, WRITING, NOW)).toMatchObject({
      does: 'On the page · after 45 seconds of nothing · in one of Lookers and b, not in c',
      lift: 'Not started',
      badge: { text: 'Draft' },
    });
  });

  it('says what it achieved, in a word with its interval', () => {
    const report = reportOf({
      control: { visitors: 5000, converted: 250 },
      message: { visitors: 5000, converted: 400 },
    });
    expect(viewCampaign(CAMPAIGN, report, WRITING, NOW).lift).toMatch(
      /^It helps: \+60% \(\+.* to \+.* of 100\)$/,
    );
    expect(viewCampaign(CAMPAIGN, 'unread', WRITING, NOW).lift).toMatch(/could not be read/);
    const none = reportOf({ message: { visitors: 5, converted: 1 } });
    expect(viewCampaign(CAMPAIGN, none, WRITING, NOW).lift).toBe('No control arm: nothing to compare with');
  });

  it.each([
    [{ state: 'live' }, 'live'],
    [{ state: 'live', starts: '2026-12-01T00:00:00Z' }, 'scheduled'],
    [{ state: 'live', ends: '2026-11-27T12:00:00Z' }, 'ended'],
    [{ state: 'paused', ends: '2026-11-01T00:00:00Z' }, 'ended'],
    [{ state: 'draft', ends: '2026-11-01T00:00:00Z' }, 'draft'],
    [{ state: 'paused' }, 'paused'],
  ] as const)('%o is %s', (campaign, standing) => {
    expect(standingOf(campaign, NOW)).toBe(standing);
  });
});

describe('a plan', () => {
  const question: PlanQuestion = { goal: 'conversion', mean: 0.03, arms: 2, dailyVisitors: 1_000 };
  /** The arithmetic of the route. */
  const daysFor = (lift: number, { mean, arms, dailyVisitors }: PlanQuestion): number | null => {
    const baseline = { goal: 'conversion', mean, variance: 0 } as const;
    const visitorsPerArm = visitorsNeeded({ baseline, method: 'sequential' }, lift);
    return visitorsPerArm === null ? null : daysNeeded({ visitorsPerArm, arms, dailyVisitors });
  };
  const ask = async ({ lift, ...own }: PlanQuestion & { readonly lift: number }) => {
    // As the route refuses it: more than all would convert.
    if (own.mean * (1 + lift) > 1)
      return { ok: false, fault: { kind: 'refused', text: '', at: 'lift' } } as const;
    const both = { visitorsPerArm: 1, days: daysFor(lift, own) };
    return { ok: true, value: { lift, fixed: both, sequential: both } } as const;
  };

  it.each([20, 100, 400, 1_000, 5_000, 40_000])(
    'finds the smallest lift that two and four weeks show, with %d visitors a day',
    async (dailyVisitors) => {
      const own = { ...question, dailyVisitors };
      const found = await findSmallestLifts(ask, own, [14, 28]);
      const wanted = [14, 28].map(
        (most) => LIFTS.find((lift) => (daysFor(lift, own) ?? Number.POSITIVE_INFINITY) <= most) ?? null,
      );
      expect(found).toEqual({ ok: true, value: wanted });
    },
  );

  it('says that nothing can be shown where that is so, and never more than everybody', async () => {
    expect(await findSmallestLifts(ask, { ...question, dailyVisitors: 1 }, [14])).toEqual({
      ok: true,
      value: [null],
    });
    const found = await findSmallestLifts(ask, { ...question, mean: 0.6, dailyVisitors: 10 }, [1]);
    expect(found).toEqual({ ok: true, value: [null] });
  });

  it('counts a small control arm for what it is', () => {
    expect(evenTraffic(1_000, [10, 90])).toBeCloseTo(360);
    expect(evenTraffic(1_000, [50, 50])).toBeCloseTo(1_000);
    expect(evenTraffic(1_000, [10])).toBe(0);
  });

  it('begins with the control arm as it is', () => {
    const report = reportOf({
      control: { visitors: 200, converted: 20 },
      message: { visitors: 200, converted: 30 },
    });
    expect(baselineOf(report)).toEqual({ goal: 'conversion', mean: 0.1 });
    expect(
      baselineOf(
        reportOf({ control: { visitors: 200, converted: 0 }, message: { visitors: 200, converted: 3 } }),
      ),
    ).toBeNull();
  });
});

describe('a trial in words', () => {
  const RUN = {
    ...{
      from: '2026-11-13T12:00:00Z',
      to: '2026-11-27T12:00:00Z',
      visitors: 60,
      reached: 26,
      treatments: 30,
    },
    ...{ control: 2, passedOver: 0, holdout: 0, arms: {}, days: {} },
    times: { '1': 22, '2': 4 },
    reasons: { capped: 7, quiet_hours: 9, made_up: 1 },
  };

  it('says whom it would have reached, how often, and why not more often', () => {
    const { title, lines, times, reasons } = viewTrial(RUN, CAMPAIGN_TRIAL.en, WRITING.format);
    expect(title).toBe('26 of 60 visitors');
    expect(lines.slice(0, 3)).toEqual([
      'Shown or sent 30 times in all.',
      '2 more stand in the control arm and see nothing.',
      'About 2 visitors a day would take part.',
    ]);
    expect(times.map(({ cells }) => cells)).toEqual([
      ['once', '22'],
      ['2 times', '4'],
    ]);
    expect(reasons.map(({ cells }) => cells[0])).toEqual(['Quiet hours', 'A limit was reached', 'made_up']);
  });

  it('says what to do where it would have reached nobody', () => {
    const view = viewTrial({ ...RUN, reached: 0, treatments: 0 }, CAMPAIGN_TRIAL.en, WRITING.format);
    expect([view.isNobody, view.title]).toEqual([true, 'Nobody would have seen it']);
    expect(view.lines[0]).toMatch(/^Choose fewer segments/);
  });
});

describe('what the frame is told', () => {
  const { standIns } = CAMPAIGN_BUILDER.en.preview;
  const around = { language: 'en', isDark: false, isUsed: false, currency: 'EUR', standIns };
  const message = { currency: 'EUR', saysWhy: true, standIns, picture: 'assets/picture.svg' };

  it('is nothing of a control arm and of a signal, and the slot of the rest', () => {
    const draft = { ...BLANK_DRAFT, trigger: { slot: 'hero' } };
    expect(previewOf(null, { ...around, draft })).toBeNull();
    expect(previewOf({ kind: 'signal' }, { ...around, draft })).toBeNull();
    expect(previewOf({ kind: 'content', text: 'A' }, { ...around, draft })).toMatchObject({
      slot: 'hero',
      saysWhy: false,
    });
    expect(previewOf({ kind: 'email', subject: 'A', text: 'B' }, { ...around, draft })?.slot).toBeNull();
    expect(
      previewOf({ kind: 'coupon' }, { ...around, draft: { ...draft, audience: { any: ['a'] } } })?.saysWhy,
    ).toBe(true);
  });

  it('has an example where only a real moment brings something', () => {
    const coupon = renderExample(
      { kind: 'coupon', title: 'A', text: 'B', ends: '1970-01-01T00:00:00Z' },
      message,
      NOW,
    );
    expect(coupon).toMatchObject({
      code: 'EXAMPLE10',
      ends: '2026-11-28T12:00:00.000Z',
      endsIn: DAY_MS,
      because: { en: expect.any(String) },
    });
    const bundle = renderExample({ kind: 'bundle', title: 'A', addAll: 'Add', most: 1 }, message, NOW);
    expect(bundle.products?.map(({ title, price }) => [title, price])).toEqual([
      ['First product', 24],
      ['Second product', 48],
    ]);
    const comparison = renderExample({ kind: 'comparison', title: 'A', rows: ['size'] }, message, NOW);
    expect(comparison.products).toHaveLength(3);
    expect(comparison.products?.[0]?.facts).toEqual({ size: '…' });
  });

  it('asks no other server for a picture', () => {
    const content = renderExample(
      { kind: 'content', text: 'A', image: { url: 'https://shop.example/a.png', alt: 'B' } },
      message,
      NOW,
    );
    expect(content).toMatchObject({ image: { url: 'assets/picture.svg', alt: 'B' } });
    expect(JSON.stringify(content)).not.toContain('shop.example');
  });
});
