import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry, VisitorId } from '../../core/entry.ts';
import { refold } from '../../core/profiles/merge.ts';
import type { Profile } from '../../core/profiles/profile.ts';
import { rfmFacts } from '../../core/profiles/rfm.ts';
import { readOwnership } from '../core/profiles/reading.ts';
import { DAY, event, link, rules, START, visitorId } from '../core/profiles/world.ts';

const hash = visitorId('hash');
const device = visitorId('device');
const ann = visitorId('ann');

const onPage = { visitor: hash, page: 'p1', context: { path: '/landing' } };
const log: readonly Entry[] = [
  event('Page Viewed', { t: START, ...onPage }),
  event('Page Viewed', { t: START, ...onPage, page: 'another load' }),
  link('page', hash, device, { t: START + 5, more: { page: 'p1' } }),
  event('Product Viewed', { t: START + 10, visitor: device, properties: { price: 1999 } }),
  event('Order Completed', { t: START + 20, visitor: device, properties: { order_id: 'o1', total: 1999 } }),
  link('login', device, ann, { t: START + 30, more: { proved: true } }),
  event('Order Completed', {
    t: START - DAY,
    visitor: ann,
    properties: { order_id: 'o0', total: 1 },
    source: 'server',
  }),
  event('Order Completed', {
    t: START + 21,
    visitor: ann,
    properties: { order_id: 'o1', total: 1999 },
    source: 'server',
  }),
];

function profileOf(id: VisitorId, entries: readonly Entry[]): Profile {
  const ownership = readOwnership(id, entries);
  return refold({ canonical: id, entries, ownership, bases: [], rules }).profile;
}

describe('acceptance 18: from anonymous to known', () => {
  const merged = profileOf(ann, log);

  it('counts the union of distinct events, neither their maximum nor their sum', () => {
    expect(merged.events).toEqual({ count: 5, first: START - DAY, last: START + 21 });
    expect(profileOf(ann, [...log, ...log])).toEqual(merged);
  });

  it('takes from the anonymous id what was on the page that asked, nothing else', () => {
    expect(profileOf(hash, log).events?.count).toBe(1);
    expect(profileOf(device, log).events).toBeNull();
  });

  it('recomputes recency, frequency and monetary value: an order seen twice counts once', () => {
    expect(rfmFacts(merged, START + 21)).toEqual({
      recencyMs: 0,
      frequency: 2,
      monetaryMinor: 2000,
      firstAt: START - DAY,
      lastAt: START + 21,
    });
  });

  it('recomputes sessions over all that happened', () => {
    expect(merged.sessions).toMatchObject({
      count: 2,
      ended: 1,
      open: { start: START, last: START + 21, events: 4 },
    });
  });

  it('is the same in every order of arrival', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...log], { minLength: log.length, maxLength: log.length }),
        (shuffled) => {
          expect(profileOf(ann, shuffled)).toEqual(merged);
        },
      ),
      { seed: 18, numRuns: 100 },
    );
  });
});
