import { describe, expect, it } from 'vitest';
import type { FirstRunFacts, Running } from '../../../apps/console/api/answers/first-run.ts';
import {
  segmentsToPut,
  viewCampaign,
  viewLifts,
  viewNext,
  viewSegments,
} from '../../../apps/console/view-models/first-run.ts';
import { shownFacts, stageOf } from '../../../apps/console/view-models/first-run-stage.ts';
import { createFullFormat } from '../../../apps/console/view-models/full-format.ts';
import { FIRST_RUN } from '../../../apps/console/words/first-run.ts';

const SEGMENT = { key: 'cart-abandoned', name: 'Cart left for an hour', want: 'Later.', isInstalled: true };
const FACTS: FirstRunFacts = {
  isPutAway: false,
  traffic: { visitors: 400, perDay: 30, days: 14, goal: 'Order Completed', rate: 0.04, isMeasured: true },
  lifts: [
    { weeks: 2, visitors: 420, lift: null, even: 1.2 },
    { weeks: 4, visitors: 840, lift: 0.9, even: 0.4 },
  ],
  segments: [SEGMENT],
  segmentCount: 1,
  campaign: { template: 'trust-signals', name: 'Trust signals', does: 'Says how delivery works.' },
  running: null,
};
const words = FIRST_RUN.en;
const writing = { words, format: createFullFormat('en', Date.UTC(2026, 0, 31), 'UTC') };

const live = (days: number, more: Partial<Running> = {}): FirstRunFacts => ({
  ...FACTS,
  running: {
    ...{
      key: 'trust',
      name: 'Trust',
      state: 'live',
      liveSince: '2026-01-05T12:00:00.000Z',
      days,
      result: null,
    },
    ...more,
  },
});

describe('the first run', () => {
  it.each([
    [
      'empty',
      {
        ...FACTS,
        traffic: { ...FACTS.traffic, visitors: 0 },
        segments: [{ ...SEGMENT, isInstalled: false }],
      },
    ],
    ['segments', { ...FACTS, segments: [{ ...SEGMENT, isInstalled: false }] }],
    ['campaign', FACTS],
    ['draft', live(0, { state: 'draft', liveSince: null })],
    ['begun', live(13)],
    ['paused', live(3, { state: 'paused' })],
    ['two', live(14)],
    ['four', live(28)],
    ['over', live(35)],
  ] as const)('is at %s by what is there', (stage, facts) => {
    expect(stageOf(facts)).toBe(stage);
  });

  it('is shown until it is over or put away', () => {
    expect(shownFacts(live(34))).not.toBeNull();
    expect([shownFacts(live(35)), shownFacts({ isPutAway: true })]).toEqual([null, null]);
  });

  it('says of each lift whether anybody may hope for it', () => {
    const { rows, advice } = viewLifts(FACTS, writing);
    expect(rows.map(({ figure, text }) => [figure, text])).toEqual([
      ['Nothing', words.lift.impossible],
      ['+90%', words.lift.tooMuch],
    ]);
    expect(advice).toContain('+40%');
    const fair = viewLifts(
      { ...FACTS, lifts: [{ weeks: 2, visitors: 90_000, lift: 0.08, even: 0.079 }] },
      writing,
    );
    expect([fair.rows[0]?.text, fair.advice]).toEqual([words.lift.fair, null]);
  });

  it('says where a share is of another shop, and nothing before anybody came', () => {
    const { traffic } = FACTS;
    expect(viewLifts({ ...FACTS, traffic: { ...traffic, isMeasured: false } }, writing).basis).toContain(
      words.lift.assumed,
    );
    expect(viewLifts({ ...FACTS, traffic: { ...traffic, visitors: 0 } }, writing).rows).toEqual([]);
  });

  it('names both dates, and at each what the verdict asks for', () => {
    expect(viewNext(live(3), writing)).toMatchObject({
      when: 'First look on January 19, 2026, second look on February 2, 2026.',
      result: null,
    });
    expect(viewNext(live(3, { state: 'paused' }), writing)).toMatchObject({ stage: 'paused', when: null });
    const result = {
      word: 'stop',
      effect: { estimate: -0.041, low: -0.08, high: 0.02 },
      visitors: 900,
    } as const;
    expect(viewNext(live(14, { result }), writing).result).toEqual({
      ...words.results.verdicts.stop,
      measured: words.results.measured('-4%', '-8%', '+2%'),
    });
    expect(viewNext(live(28), writing).result).toMatchObject(words.results.none);
  });

  it('advises to wait after two weeks, and not after four; what cannot be told is no figure', () => {
    const result = { word: 'keep_running', effect: null, visitors: 900 } as const;
    const at = (days: number) => viewNext(live(days, { result }), writing).result;
    expect(at(14)).toEqual({ ...words.results.verdicts.keep_running, measured: null });
    expect(at(28)).toMatchObject({ text: at(14)?.text, next: words.results.undecided });
    const nobody = { ...result, visitors: 0 };
    expect(viewNext(live(14, { result: nobody }), writing).result).toMatchObject(words.results.none);
  });

  it('speaks the language of the page of what templates say', () => {
    expect(viewSegments(FACTS, 'de-AT')[0]?.name).not.toBe(SEGMENT.name);
    expect(viewSegments(FACTS, 'en')[0]?.name).toBe(SEGMENT.name);
    const fresh = { ...FACTS, segments: [{ ...SEGMENT, isInstalled: false }] };
    expect(segmentsToPut(FACTS, 'de')).toEqual([]);
    expect(segmentsToPut(fresh, 'de')[0]?.name).toBe(viewSegments(FACTS, 'de')[0]?.name);
    expect(segmentsToPut(fresh, 'en')[0]).toEqual({
      key: SEGMENT.key,
      name: SEGMENT.name,
      want: SEGMENT.want,
    });
    expect(viewCampaign(FACTS, FIRST_RUN.de)?.name).toBe('Was Vertrauen schafft');
    expect(viewCampaign({ ...FACTS, campaign: null }, words)).toBeNull();
  });
});
