/** Everybody who was there today leaves `today` at one instant: a crowd that time alone moves. */
import { expect } from 'vitest';
import type { Entry } from '../../core/entry.ts';
import type { SegmentDefinition } from '../../core/segments/condition.ts';
import { createDrivenClock } from '../support/driven-clock.ts';
import { openEngine } from './open-engine.ts';
import type { Place } from './places.ts';
import { readLog } from './reference.ts';
import { viewOf, visitorNumber } from './versions.ts';

const MINUTE_MS = 60_000;
const NOON = Date.UTC(2026, 3, 15, 12);
const MIDNIGHT = Date.UTC(2026, 3, 16);
const BATCH = 5_000;

const SEEN_TODAY: SegmentDefinition = {
  key: 'seen-today',
  name: 'Seen today',
  when: { event: 'Product Viewed', within: 'today' },
};
/** Some leave it just before midnight and some just after, so that there is an order to keep. */
const SEEN_LATELY: SegmentDefinition = {
  key: 'seen-lately',
  name: 'Seen lately',
  when: { event: 'Product Viewed', within: '24h', where: { late: true } },
};

/** @param visitors All seen on one day; every hundredth is seen again shortly before and after midnight. */
export async function expectMidnightTold(place: Place, visitors: number): Promise<void> {
  const clock = createDrivenClock(NOON);
  const open = await openEngine(place, clock);
  const { engine, store, site } = open;
  await open.startSegments();
  for (const definition of [SEEN_TODAY, SEEN_LATELY]) {
    expect((await engine.segments.put(site.siteId, definition)).ok).toBe(true);
  }
  for (let from = 0; from < visitors; from += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, visitors - from) }, (_, at): Entry => {
      const n = from + at;
      const view = viewOf(site.siteId, n, `d${n}`, NOON - n);
      if (n % 100 !== 0) return view;
      // The day before, so that it is over a little before or after this midnight.
      return {
        ...view,
        t: MIDNIGHT - 24 * 60 * MINUTE_MS + (n % 200 === 0 ? -1 : 1) * n,
        properties: { late: true },
      };
    });
    await engine.book.append(batch);
    // A store with a full queue refuses events: notices of all batches together may fill it.
    await engine.segments.idle();
  }
  await clock.moveTo(MIDNIGHT + visitors);
  await engine.segments.catchUp();
  await engine.segments.idle();
  const left = (await readLog(store)).filter(({ type, name }) => type === 'notice' && name === 'left');
  const atMidnight = left.filter(({ properties }) => properties.segment === SEEN_TODAY.key);
  expect(atMidnight.filter(({ t }) => t !== MIDNIGHT)).toEqual([]);
  const today = Array.from({ length: visitors }, (_, n) => n).filter((n) => n % 200 !== 0 || n === 0);
  expect(atMidnight.map(({ visitor }) => visitor).toSorted()).toEqual(today.map(visitorNumber).toSorted());
  const instants = left.map(({ t }) => t);
  expect(instants.length - atMidnight.length).toBe(Math.ceil(visitors / 100));
  // A database answers later than this time goes on: what one instant brings is still being written when the next one is there.
  if (place.mongodbUrl === null) expect(instants).toEqual(instants.toSorted((a, b) => a - b));
  await open.close();
}
