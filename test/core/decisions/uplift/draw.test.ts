import { describe, expect, it } from 'vitest';
import { drawTreatment, type Expectation } from '../../../../core/decisions/uplift/draw.ts';
import type { CampaignTrack } from '../../../../core/profiles/campaign-tracks.ts';
import { HOUR, live, NOW } from '../world.ts';

const VARIANTS = [
  { key: 'control', weight: 20, treatment: null },
  { key: 'a', weight: 80, treatment: { kind: 'message', title: 'Hello', text: 'Stay.' } },
] as const;
const goal = { kind: 'conversion', event: 'Order Completed', within: '24h' };
const since = { createdAt: NOW - 48 * HOUR };
const own = live({ variants: VARIANTS, uplift: { share: 0.3 }, goal }, 'hello', since);
const everybody = live({ variants: VARIANTS });

const track = (given: Partial<CampaignTrack> = {}): CampaignTrack => ({
  campaign: 'hello',
  arm: 'a',
  allotted: null,
  last: null,
  dismissedAt: null,
  exposed: [],
  ...given,
});
const decided = {
  id: 'd',
  trigger: 't',
  t: NOW - HOUR,
  step: 0,
  page: null,
  isShown: true,
  began: { trigger: 't', t: NOW - HOUR },
};

/** Where the cut lies at 0.05. */
const expected = (uplift: number, asked: number[] = []): Expectation => ({
  uplift,
  value: uplift,
  cutAt: (budget) => {
    asked.push(budget);
    return { threshold: 0.05, atThreshold: 0 };
  },
});
const drawing = { track: undefined, isRepeat: false, unit: 'u', expected: null, now: NOW };

function shareTreated(given: Expectation | null): number {
  const units = Array.from({ length: 4_000 }, (_, n) => `unit ${n}`);
  const treated = units.filter((unit) => drawTreatment(own, { ...drawing, unit, expected: given }).isTreated);
  return treated.length / units.length;
}

describe('who gets it', () => {
  it('is everybody where a campaign is for everybody, and how likely that was is known all the same', () => {
    expect(drawTreatment(everybody, drawing)).toEqual({
      isTreated: true,
      propensity: 0.8,
      at: null,
      uplift: null,
    });
  });

  it.each([
    { known: 'nothing is known', given: null, share: 0.3, propensity: 0.24 },
    { known: 'much is expected', given: expected(0.2), share: 1, propensity: 0.8 },
    { known: 'little is expected', given: expected(0.01), share: 0.06, propensity: 0.048 },
    { known: 'harm is expected', given: expected(-0.2), share: 0.06, propensity: 0.048 },
  ])('is a share of $share where $known', ({ given, share, propensity }) => {
    expect(shareTreated(given)).toBeCloseTo(share, 1);
    expect(Math.abs(shareTreated(given) - share)).toBeLessThan(0.02);
    const draw = drawTreatment(own, { ...drawing, expected: given });
    expect(draw.propensity).toBeCloseTo(propensity, 12);
    expect([draw.at, draw.uplift]).toEqual([NOW, given?.uplift ?? null]);
  });

  it('spends the share as a whole, what is tried by chance included', () => {
    const asked: number[] = [];
    drawTreatment(own, { ...drawing, expected: expected(0.2, asked) });
    const [budget = 0] = asked;
    expect(budget + (1 - budget) * 0.06).toBeCloseTo(0.3, 12);
  });

  it.each([
    { when: 'the window of the goal is open', t: NOW - 24 * HOUR + 1, isRepeat: false, kept: true },
    { when: 'it is over', t: NOW - 24 * HOUR, isRepeat: false, kept: false },
    {
      when: 'it is over and the same occasion is asked for again',
      t: NOW - 24 * HOUR,
      isRepeat: true,
      kept: true,
    },
    { when: 'another campaign had the key then', t: own.createdAt - 1, isRepeat: true, kept: false },
  ])('stays as it was drawn: $kept while $when', ({ t, isRepeat, kept }) => {
    for (const isTreated of [true, false]) {
      const before = track({ allotted: { isTreated, t }, last: decided });
      // By chance this very visitor would be drawn the other way.
      const units = Array.from({ length: 50 }, (_, n) => `unit ${n}`);
      const unit =
        units.find((one) => drawTreatment(own, { ...drawing, unit: one }).isTreated !== isTreated) ?? '';
      const draw = drawTreatment(own, { ...drawing, unit, track: before, isRepeat });
      expect([draw.isTreated, draw.at]).toEqual(kept ? [isTreated, t] : [!isTreated, NOW]);
      expect(draw.propensity).toBeNull();
    }
  });

  it('is said to be likely once: a second decision of the same visitor is no second trial', () => {
    expect(drawTreatment(own, { ...drawing, track: track({ last: decided }) }).propensity).toBeNull();
    expect(drawTreatment(everybody, { ...drawing, track: track({ last: decided }) }).propensity).toBeNull();
  });
});
