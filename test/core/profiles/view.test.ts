import { describe, expect, it } from 'vitest';
import { fold } from '../../../core/profiles/fold.ts';
import { emptyProfile } from '../../../core/profiles/profile.ts';
import { viewProfile } from '../../../core/profiles/view.ts';
import { consent, event, HOUR, MINUTE, PERSON, rules, START } from './world.ts';

const visit = [
  consent({ analytics: true, share: false }, { t: START, id: 'c' }, { until: START + HOUR }),
  event('Page Viewed', { t: START, id: 'p', context: { path: '/', campaign: { utm_source: 'mail' } } }),
  event('Product Viewed', {
    t: START + MINUTE,
    context: { path: '/shoes', device: 'mobile' },
    properties: { price: 1999, rating: 4.5 },
  }),
  event('Traits Updated', { t: START + MINUTE, properties: { plan: 'pro', gone: null } }),
  event('Order Completed', {
    t: START + 2 * MINUTE,
    context: { path: '/thanks' },
    properties: { order_id: 'o', total: 10050 },
  }),
].reduce((profile, entry) => fold(profile, entry, rules), emptyProfile(PERSON));

describe('the view of a profile', () => {
  it('speaks in ISO instants and major units', () => {
    expect(viewProfile(visit, START + 5 * MINUTE, rules)).toEqual({
      visitor: PERSON,
      events: { count: 4, first: '2026-10-01T00:00:00.000Z', last: '2026-10-01T00:02:00.000Z' },
      aggregates: {
        'Order Completed': {
          count: 1,
          first: '2026-10-01T00:02:00.000Z',
          last: '2026-10-01T00:02:00.000Z',
          sums: { total: 100.5 },
        },
        'Page Viewed': {
          count: 1,
          first: '2026-10-01T00:00:00.000Z',
          last: '2026-10-01T00:00:00.000Z',
          sums: {},
        },
        'Product Viewed': {
          count: 1,
          first: '2026-10-01T00:01:00.000Z',
          last: '2026-10-01T00:01:00.000Z',
          sums: { price: 19.99, rating: 4.5 },
        },
        'Traits Updated': {
          count: 1,
          first: '2026-10-01T00:01:00.000Z',
          last: '2026-10-01T00:01:00.000Z',
          sums: {},
        },
      },
      sessions: {
        count: 1,
        ended: 0,
        totalDurationMs: 0,
        drops: { browse: 0, product: 0, cart: 0, checkout: 0, order: 0 },
        open: {
          start: '2026-10-01T00:00:00.000Z',
          last: '2026-10-01T00:02:00.000Z',
          end: '2026-10-01T00:32:00.000Z',
          events: 4,
          durationMs: 2 * MINUTE,
          entryPath: '/',
          drop: { step: 'order', path: '/thanks' },
        },
        recent: [],
      },
      orders: {
        recencyMs: 3 * MINUTE,
        frequency: 1,
        monetary: 100.5,
        currency: 'EUR',
        first: '2026-10-01T00:02:00.000Z',
        last: '2026-10-01T00:02:00.000Z',
        quintiles: null,
      },
      traits: { plan: 'pro' },
      context: { path: '/thanks' },
      page: '/thanks',
      account: null,
      campaigns: {
        first: { at: '2026-10-01T00:00:00.000Z', campaign: { utm_source: 'mail' } },
        last: { at: '2026-10-01T00:00:00.000Z', campaign: { utm_source: 'mail' } },
      },
      consent: {
        analytics: {
          allowed: true,
          since: '2026-10-01T00:00:00.000Z',
          until: '2026-10-01T01:00:00.000Z',
          source: 'page',
        },
        share: { allowed: false, since: '2026-10-01T00:00:00.000Z', until: null, source: 'page' },
      },
      objection: null,
      flags: {},
    });
  });

  it('is as of now: sessions and consents have ended by time', () => {
    const { sessions, consent: allowed } = viewProfile(visit, START + HOUR, rules);
    expect(sessions).toMatchObject({
      ended: 1,
      open: null,
      totalDurationMs: 2 * MINUTE,
      drops: { order: 1 },
    });
    expect(sessions.recent).toMatchObject([{ end: '2026-10-01T00:32:00.000Z' }]);
    expect(allowed.analytics).toMatchObject({ allowed: false, since: '2026-10-01T01:00:00.000Z' });
  });

  it('is JSON', () => {
    const view = viewProfile(visit, START, rules);
    expect(JSON.parse(JSON.stringify(view))).toEqual(view);
  });

  it('bears a consent that ends after all dates', () => {
    const forever = fold(
      emptyProfile(PERSON),
      consent({ analytics: true }, { t: START }, { until: 1e300 }),
      rules,
    );
    expect(viewProfile(forever, START, rules).consent.analytics).toMatchObject({
      allowed: true,
      until: null,
    });
  });
});
