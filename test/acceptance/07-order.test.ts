import { describe, expect, it } from 'vitest';
import type { Entry } from '../../core/entry.ts';
import { emptyProfile } from '../../core/profiles/profile.ts';
import { rfmFacts } from '../../core/profiles/rfm.ts';
import { sessionsAt } from '../../core/profiles/sessions.ts';
import { place, startTimeline, type Timeline } from '../../core/profiles/timeline.ts';
import { event, HOUR, MINUTE, PERSON, rules, START } from '../core/profiles/world.ts';

const view = event('Product Viewed', {
  t: START,
  properties: { price: 1999, rating: 0.1 },
  context: { path: '/shoes' },
});
const cart = event('Product Added', {
  t: START + MINUTE,
  properties: { price: 1999, rating: 0.2 },
  context: { path: '/cart' },
});
const purchase = event('Order Completed', {
  t: START + 2 * MINUTE,
  properties: { order_id: 'o', total: 1999 },
  context: { path: '/thanks' },
});

function arrive(...entries: readonly Entry[]): Timeline {
  return entries.reduce(
    (timeline, entry) => {
      const placed = place(timeline, [entry], rules);
      if (!placed.ok) throw new Error('expected to be placed');
      return placed.timeline;
    },
    startTimeline(emptyProfile(PERSON)),
  );
}

describe('acceptance 7: view, cart and purchase in any order', () => {
  const inOrder = arrive(view, cart, purchase);

  it.each([
    ['view, purchase, cart', [view, purchase, cart]],
    ['cart, view, purchase', [cart, view, purchase]],
    ['cart, purchase, view', [cart, purchase, view]],
    ['purchase, view, cart', [purchase, view, cart]],
    ['purchase, cart, view', [purchase, cart, view]],
  ])('%s ends in the state of the true order', (_title, entries) => {
    expect(arrive(...entries)).toEqual(inOrder);
  });

  it('is one session that dropped off after its order', () => {
    const { recent, count } = sessionsAt(inOrder.profile.sessions, START + HOUR, rules);
    expect(count).toBe(1);
    expect(recent).toMatchObject([
      { start: START, last: START + 2 * MINUTE, entryPath: '/shoes', exitPath: '/thanks', step: 4 },
    ]);
    expect(rfmFacts(inOrder.profile, START + HOUR)).toMatchObject({ frequency: 1, monetaryMinor: 1999 });
  });
});
