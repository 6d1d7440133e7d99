import { describe, expect, it } from 'vitest';
import type { Label } from '../../../../core/scoring/labels/label.ts';
import type { LabelState, LastRun } from '../../../../core/scoring/models/model-book.ts';
import { BROKE_OFF, readinessOf } from '../../../../core/scoring/models/readiness.ts';

const DAY = 86_400_000;
const WEEK = 7 * DAY;
const BEGUN = Date.UTC(2026, 0, 1);
const BUYS: Label = { key: 'purchase_7d', kind: 'event', event: 'Order Completed', withinMs: WEEK };
const VALUE: Label = { key: 'order_value', kind: 'amount', event: 'Order Completed', withinMs: WEEK };
const site = { createdAt: BEGUN, settings: { scoring: { leastOfEach: 100 } } };

function stateOf(run: Partial<LastRun> | null, more: Partial<LabelState> = {}): LabelState {
  const lastRun = run && { at: BEGUN, positives: 0, negatives: 0, lack: [], version: null, ...run };
  return { label: BUYS, active: null, previous: null, latest: 0, lastRun, ...more };
}

describe('how far a label is from being learned', () => {
  it('is not known before anybody counted; that is done when the first of its time is over', () => {
    expect(readinessOf(stateOf(null), site, BEGUN)).toEqual({
      leastOfEach: 100,
      positives: null,
      negatives: null,
      lacks: 'a_first_look',
      pastMs: 4 * WEEK,
      nextLookAt: BEGUN + 8 * DAY,
      enoughAt: null,
    });
  });

  it('is foretold by the pace so far: 25 in 14 days make 100 in 56', () => {
    const at = BEGUN + 3 * WEEK;
    const found = readinessOf(stateOf({ at, positives: 25, negatives: 900, lack: ['25 of 100'] }), site, at);
    expect(found).toMatchObject({ lacks: 'examples', positives: 25, negatives: 900 });
    expect(found.enoughAt).toBe(at + 42 * DAY);
    expect(found.nextLookAt).toBe(at + WEEK);
  });

  it('is looked at daily once half is there, and monthly while nobody ever did it', () => {
    const at = BEGUN + 3 * WEEK;
    const lookAfter = (positives: number) =>
      readinessOf(stateOf({ at, positives, negatives: 900 }), site, at).nextLookAt - at;
    expect([0, 49, 50].map(lookAfter)).toEqual([4 * WEEK, WEEK, DAY]);
  });

  it('waits for a past of four times its length where there are examples enough', () => {
    const run = { at: BEGUN + WEEK, positives: 200, negatives: 200, lack: ['a past'] };
    expect(readinessOf(stateOf(run), site, BEGUN + WEEK)).toMatchObject({
      lacks: 'past',
      enoughAt: BEGUN + 4 * WEEK,
    });
    expect(readinessOf(stateOf(run), site, BEGUN + 5 * WEEK).enoughAt).toBe(null);
  });

  it('tells nothing of years ahead, nor of a pace of nothing', () => {
    const at = BEGUN + 30 * DAY;
    const enoughAt = (positives: number) =>
      readinessOf(stateOf({ at, positives, negatives: 900 }), site, at).enoughAt;
    expect(enoughAt(0)).toBe(null);
    expect(enoughAt(1)).toBe(null);
    expect(enoughAt(10)).toBeGreaterThan(at);
  });

  it('has no other side where amounts are foretold', () => {
    const run = { positives: 120, negatives: 0, version: 1 };
    expect(readinessOf(stateOf(run, { label: VALUE }), site, BEGUN).lacks).toBe(null);
    expect(readinessOf(stateOf(run), site, BEGUN).lacks).toBe('examples');
  });

  it('tells a training that broke off from one that found too little', () => {
    expect(readinessOf(stateOf({ lack: [BROKE_OFF] }), site, BEGUN).lacks).toBe('a_training');
  });

  it('lacks nothing where a model serves', () => {
    expect(readinessOf(stateOf({ positives: 3 }, { active: 2 }), site, BEGUN).lacks).toBe(null);
  });
});
