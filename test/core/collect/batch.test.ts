import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_EVENTS, readBatch } from '../../../core/collect/batch.ts';
import type { JsonObject } from '../../../core/collect/json.ts';
import type { SiteId, VisitorId } from '../../../core/entry.ts';
import { derivedId } from '../../../core/identity/hash.ts';
import { oweNotices } from '../../../core/segments/notices.ts';
import { findPlace } from '../../apps/server/places.ts';

const NOW = Date.UTC(2026, 0, 5);
const EVENT = { id: 'a', name: 'Page Viewed' };

const [notice] = oweNotices({
  site: 'st_1' as SiteId,
  visitor: 'a'.repeat(32) as VisitorId,
  settled: Number.NEGATIVE_INFINITY,
  moves: [{ segment: 0, type: 'entered', at: NOW, since: NOW, cause: 'event' }],
  told: [],
  liveOf: () => ({ key: 'keen', version: 1, from: 0 }),
  liveNamed: () => null,
  reason: 'event',
  now: NOW,
});
const noticeId = notice?.id ?? '';

function readOne(event: unknown) {
  const outcome = readBatch({ events: [event] }, NOW);
  if (!outcome.ok) throw new Error(`${outcome.code} at ${outcome.at}`);
  const { items, refused } = outcome.value;
  return { item: items[0], refused: refused[0] };
}

describe('the reader of a batch', () => {
  it('never throws, and takes or refuses each event at its place', () => {
    const field = fc.constantFrom(
      ...'id name time properties source context consent visitor device userId email inner account'.split(
        ' ',
      ),
      '__proto__',
    );
    const event = fc.oneof(
      fc.jsonValue({ maxDepth: 4 }),
      fc.dictionary(
        field,
        fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom('a', NOW, 'Page Viewed', 'web')),
      ),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.record({ events: fc.array(event, { maxLength: 8 }) }),
          fc.dictionary(fc.string(), fc.jsonValue()),
        ),
        (given) => {
          const body = JSON.parse(JSON.stringify(given)) as JsonObject;
          const outcome = readBatch(body, NOW);
          if (!outcome.ok) {
            expect([outcome.at, outcome.hint === '']).toEqual(['events', false]);
            return;
          }
          const { items, refused } = outcome.value;
          expect(items.length + refused.length).toBe((body.events as unknown[]).length);
          for (const { at, hint } of refused)
            expect([at, findPlace(body, at), hint === '']).toEqual([at, true, false]);
          for (const { id, time, name, source } of items) {
            expect(id).toMatch(/^[\x21-\x7e]{1,100}$/);
            expect([Number.isInteger(time), typeof name]).toEqual([true, 'string']);
            expect(['web', 'server', 'email']).toContain(source);
          }
        },
      ),
      { seed: 7, numRuns: 3_000 },
    );
  });

  it.each([
    [{ ...EVENT }, { time: NOW, source: 'server', properties: {}, consent: null, context: {}, account: '' }],
    [{ ...EVENT, time: '2026-01-01' }, { time: Date.UTC(2026, 0, 1) }],
    [{ ...EVENT, time: '2026-01-01T01:00:00+01:00' }, { time: Date.UTC(2026, 0, 1) }],
    [
      { ...EVENT, userId: 7, email: 'a@b.example', account: 9 },
      { userId: '7', email: 'a@b.example', account: '9' },
    ],
    [
      { ...EVENT, userId: {}, device: [] },
      { userId: undefined, device: undefined },
    ],
    [{ ...EVENT, userId: 'x'.repeat(1_001) }, { userId: undefined }],
    [
      { ...EVENT, context: { device: 'mobile', path: '/a', ip: '192.0.2.1' } },
      { context: { device: 'mobile' }, address: '/a' },
    ],
    [{ ...EVENT, context: { device: 'fridge' } }, { context: {} }],
    [{ ...EVENT, properties: { url: '/u', path: '/p' } }, { address: '/p' }],
    [{ ...EVENT, properties: { url: '/u' } }, { address: '/u' }],
    [
      { ...EVENT, consent: { analytics: true, marketing: true, share: 'no' } },
      { consent: { analytics: true } },
    ],
  ])('reads %j', (event, expected) => {
    expect(readOne(event).item).toMatchObject(expected);
  });

  it.each([
    [7, 'events[0]'],
    [null, 'events[0]'],
    [{ name: 'X' }, 'events[0].id'],
    [{ ...EVENT, id: 'a b' }, 'events[0].id'],
    [{ ...EVENT, id: noticeId }, 'events[0].id'],
    [{ ...EVENT, id: derivedId('rfm-edges', 'st_1', '2026-01-05') }, 'events[0].id'],
    [{ ...EVENT, time: 'soon' }, 'events[0].time'],
    [{ ...EVENT, time: '01/02/2026' }, 'events[0].time'],
    [{ ...EVENT, time: null }, 'events[0].time'],
    [{ ...EVENT, source: 'fax' }, 'events[0].source'],
    [{ ...EVENT, name: 5 }, 'events[0].name'],
    [{ ...EVENT, properties: 'x' }, 'events[0].properties'],
    [{ ...EVENT, properties: { constructor: 1 } }, 'events[0].properties'],
  ])('refuses %j at %s', (event, at) => {
    expect(readOne(event).refused).toMatchObject({ at });
  });

  it('takes 2,500 events and refuses one more as a whole', () => {
    const events = (count: number) => Array.from({ length: count }, () => EVENT);
    expect(readBatch({ events: events(MOST_EVENTS) }, NOW)).toMatchObject({ ok: true });
    expect(readBatch({ events: events(MOST_EVENTS + 1) }, NOW)).toMatchObject({
      code: 'too_many_items',
      at: 'events',
    });
    for (const body of [{}, { events: {} }, { events: 'all' }])
      expect(readBatch(body, NOW)).toMatchObject({ code: 'invalid_body' });
  });
});
