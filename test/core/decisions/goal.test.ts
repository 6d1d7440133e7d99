import { describe, expect, it } from 'vitest';
import type { Goal, GoalKind } from '../../../core/decisions/campaign.ts';
import { compileGoal, isInWindow, outcomeOf } from '../../../core/decisions/goal.ts';
import type { Entry } from '../../../core/entry.ts';
import { countEvent, NO_NAMES } from '../../../core/profiles/names.ts';
import { event, rules } from '../profiles/world.ts';
import { DAY, HOUR, NOW } from './world.ts';

const goal = (given: Partial<Goal> = {}) =>
  compileGoal({ kind: 'conversion', event: 'Order Completed', within: '72h', ...given });
const order = (total: unknown, more: Partial<Entry> = {}): Entry =>
  event('Order Completed', {
    t: NOW,
    properties: { total } as Entry['properties'],
    currency: 'EUR',
    ...more,
  });

describe('a goal', () => {
  it.each<[string, Partial<Goal>, number, boolean]>([
    ['the exposure itself', {}, 0, false],
    ['what came before', {}, -1, false],
    ['the first millisecond', {}, 1, true],
    ['the last millisecond', {}, 72 * HOUR, true],
    ['one after it', {}, 72 * HOUR + 1, false],
    ['what comes too soon', { from: '1d' }, DAY - 1, false],
    ['the beginning', { from: '1d' }, DAY, true],
  ])('has %s in its window, or not', (_, given, sinceMs, isIn) => {
    expect(isInWindow(goal(given), sinceMs)).toBe(isIn);
  });

  it.each<[string, Partial<Goal>, Entry, object | null]>([
    ['an event of its name', {}, order(1_250), { count: 1, value: 0 }],
    ['one that it asks for', { where: { total: { gte: 10 } } }, order(1_000), { count: 1, value: 0 }],
    ['not one that is too small, in major units', { where: { total: { gte: 10 } } }, order(999), null],
    ['not one from elsewhere', { source: 'server' }, order(1_000), null],
    ['minor units of money', { kind: 'revenue', of: 'total' }, order(1_250), { count: 1, value: 1_250 }],
    [
      'no money of another currency, but the event',
      { kind: 'revenue', of: 'total' },
      order(1_250, { flags: ['currency_mismatch'] }),
      { count: 1, value: 0 },
    ],
    ['no text as money', { kind: 'revenue', of: 'total' }, order('12.50'), { count: 1, value: 0 }],
    ['a refund below nothing', { kind: 'revenue', of: 'total' }, order(-300), { count: 1, value: -300 }],
    [
      'millionths of other numbers',
      { kind: 'expansion', of: 'seats' },
      event('Order Completed', { t: NOW, properties: { seats: 2.5 } }),
      { count: 1, value: 2_500_000 },
    ],
    [
      'items together',
      { kind: 'revenue', of: 'products.price' },
      event('Order Completed', {
        t: NOW,
        currency: 'EUR',
        properties: { products: [{ price: 100 }, { price: 250 }] },
      }),
      { count: 1, value: 350 },
    ],
  ])('counts %s', (_, given, read, gain) => {
    expect(goal(given).read(read)).toEqual(gain);
  });

  it.each<[GoalKind, number]>([
    ['conversion', 1],
    ['activation', 1],
    ['retention', 1],
    ['count', 3],
    ['revenue', 500],
    ['expansion', 500],
  ])('of kind %s makes of three events worth 500 the outcome %d', (kind, outcome) => {
    expect(outcomeOf(kind, { count: 3, value: 500 })).toBe(outcome);
    expect(outcomeOf(kind, { count: 0, value: 0 })).toBe(0);
  });

  it.each<[string, Partial<Goal>, number]>([
    ['by its events', {}, 2],
    ['by what it sums', { kind: 'revenue', of: 'total' }, 3_000],
    ['by everything where it asks for everything', { event: ['*'] }, 3],
    ['by nothing where nothing was', { event: 'Trial Started' }, 0],
    ['by nothing where that was never summed', { kind: 'revenue', of: 'products.price' }, 0],
  ])('knows what had been of it %s', (_, given, before) => {
    const events = [order(1_000), order(2_000), event('Page Viewed', { t: NOW })];
    const names = events.reduce((all, one) => countEvent(all, one, rules), NO_NAMES);
    expect(goal(given).before(names)).toBe(before);
  });
});
