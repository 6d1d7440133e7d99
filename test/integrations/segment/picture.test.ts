import { describe, expect, it } from 'vitest';
import {
  bandOf,
  isNews,
  NOTHING_TOLD,
  type Picture,
  roundShare,
} from '../../../integrations/segment/write-back/picture.ts';

const thresholds = { delta: 0.05, bands: [0.3, 0.7] } as const;
const told: Picture = { intent: 0.4, churn: 0.1, orderValue: 50, segments: ['loyal'] };

describe('what is news beside what Segment was told', () => {
  it.each<[what: string, now: Partial<Picture>, isSo: boolean]>([
    ['the same', {}, false],
    ['an intent that moved by less than the least', { intent: 0.449 }, false],
    ['an intent that moved by the least, up', { intent: 0.45 }, true],
    ['an intent that moved by the least, down', { intent: 0.35 }, true],
    ['a churn that moved by the least', { churn: 0.15 }, true],
    ['a churn that moved by less', { churn: 0.149 }, false],
    ['an amount that moved by less than that share of it', { orderValue: 52.49 }, false],
    ['an amount that moved by that share of it', { orderValue: 52.5 }, true],
    ['a score that is not known any more', { intent: null }, true],
    ['another segment', { segments: ['loyal', 'new'] }, true],
    ['no segment', { segments: [] }, true],
  ])('%s', (_, now, isSo) => {
    expect(isNews(told, { ...told, ...now }, thresholds)).toBe(isSo);
  });

  it('another band is, however small the step', () => {
    const near = { ...told, intent: 0.699 };
    expect(isNews(near, { ...near, intent: 0.7 }, thresholds)).toBe(true);
    expect(isNews({ ...near, intent: 0.7 }, { ...near, intent: 0.71 }, thresholds)).toBe(false);
  });

  it('the first that is known is, and nothing known is none', () => {
    expect(isNews(NOTHING_TOLD, { ...NOTHING_TOLD, intent: 0 }, thresholds)).toBe(true);
    expect(isNews(NOTHING_TOLD, NOTHING_TOLD, thresholds)).toBe(false);
  });

  it('an amount of nothing moves only where it moves at all', () => {
    const free = { ...told, orderValue: 0 };
    expect(isNews(free, free, thresholds)).toBe(false);
    expect(isNews(free, { ...free, orderValue: 0.01 }, thresholds)).toBe(true);
  });
});

it.each([
  [0, 'low'],
  [0.299, 'low'],
  [0.3, 'medium'],
  [0.699, 'medium'],
  [0.7, 'high'],
  [1, 'high'],
] as const)('%d lies in the band %s', (p, band) => {
  expect(bandOf(p, thresholds.bands)).toBe(band);
});

it('a probability has three digits', () => {
  expect([roundShare(0.41666), roundShare(0.0004), roundShare(1)]).toEqual([0.417, 0, 1]);
});
