import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareEntries, type Entry } from '../../../core/entry.ts';
import { fold } from '../../../core/profiles/fold.ts';
import { emptyProfile, type Profile } from '../../../core/profiles/profile.ts';
import {
  HALF_TAIL,
  markTimeline,
  place,
  placedSince,
  settleTimeline,
  startTimeline,
  type Timeline,
} from '../../../core/profiles/timeline.ts';
import { arrivals, consent, event, lonelyHistory, MINUTE, PERSON, rules, START, visitorId } from './world.ts';

function foldWhole(entries: readonly Entry[]): Profile {
  return entries
    .toSorted(compareEntries)
    .reduce((profile, entry) => fold(profile, entry, rules), emptyProfile(PERSON));
}

function placed(timeline: Timeline, entries: readonly Entry[]): Timeline {
  const result = place(timeline, entries, rules);
  if (!result.ok) throw new Error('expected to be placed');
  return result.timeline;
}

const fresh = startTimeline(emptyProfile(PERSON));
const steady = Array.from({ length: 200 }, (_, n) =>
  event('Page Viewed', { t: START + n * MINUTE, properties: { n } }),
);

type Arrival = { readonly lateMin: number; readonly isLookedAt: boolean };
const arrival: fc.Arbitrary<Arrival> = fc.record({
  lateMin: fc.oneof(fc.constant(0), fc.constant(0), fc.nat(50)),
  isLookedAt: fc.integer({ min: 0, max: 20 }).map((n) => n === 0),
});

/** What a timeline that goes on tells of what was placed on it since it was looked at last, and what that truly was. */
function lookNowAndThen(coming: readonly Arrival[]) {
  const looks: { readonly news: readonly Entry[] | null; readonly since: readonly Entry[] }[] = [];
  let timeline = placed(fresh, steady);
  let mark = markTimeline(timeline);
  let since: readonly Entry[] = [];
  for (const [n, { lateMin, isLookedAt }] of coming.entries()) {
    const entry = event('Page Viewed', { t: START + (200 + n - lateMin) * MINUTE + n });
    const result = place(timeline, [entry], rules);
    if (result.ok) since = [...since, entry];
    timeline = settleTimeline(result.ok ? result.timeline : timeline, START + n);
    if (!isLookedAt) continue;
    looks.push({ news: placedSince(mark, timeline), since });
    mark = markTimeline(timeline);
    since = [];
  }
  return looks;
}

describe('timeline', () => {
  it('ends in the fold of the sorted whole, whatever the order and batches of arrival', () => {
    const history = lonelyHistory.chain((entries) => fc.tuple(fc.constant(entries), arrivals(entries)));
    let refolds = 0;
    let insertions = 0;
    fc.assert(
      fc.property(history, ([entries, batches]) => {
        let timeline = fresh;
        let arrived: readonly Entry[] = [];
        for (const batch of batches) {
          arrived = [...arrived, ...batch];
          const result = place(timeline, batch, rules);
          if (result.ok) insertions++;
          else refolds++;
          timeline = result.ok ? result.timeline : placed(fresh, arrived);
        }
        expect(timeline.profile).toEqual(foldWhole(entries));
      }),
      { seed: 7, numRuns: 200 },
    );
    expect(refolds).toBeGreaterThan(100);
    expect(insertions).toBeGreaterThan(100);
  });

  it('inserts an entry that comes late, as long as it lies behind the checkpoint', () => {
    const late = event('Order Completed', { t: START + 180 * MINUTE + 1, properties: { total: 100 } });
    const timeline = placed(placed(fresh, steady), [late]);
    expect(timeline.profile).toEqual(foldWhole([...steady, late]));
  });

  it('asks for a refold when an entry lies before the checkpoint', () => {
    const early = event('Page Viewed', { t: START + 1 });
    expect(place(placed(fresh, steady), [early], rules)).toEqual({ ok: false });
  });

  it('asks for a refold when consent was recorded under another id', () => {
    const foreign = consent({ analytics: true }, { t: START + 300 * MINUTE, visitor: visitorId('device') });
    expect(place(placed(fresh, steady), [foreign], rules)).toEqual({ ok: false });
  });

  it('takes an entry that it holds already for the same one', () => {
    const timeline = placed(fresh, steady);
    expect(placed(timeline, steady.slice(-HALF_TAIL)).profile).toEqual(timeline.profile);
    expect(placed(timeline, steady.slice(-1)).profile.events?.count).toBe(200);
  });

  it('keeps a bounded tail, one by one as in one batch', () => {
    let timeline = fresh;
    for (const entry of steady) {
      timeline = placed(timeline, [entry]);
      expect(timeline.tail.length).toBeLessThan(2 * HALF_TAIL);
    }
    expect(timeline).toEqual(placed(fresh, steady));
    expect(timeline.tail.length).toBeGreaterThanOrEqual(HALF_TAIL);
    expect(foldWhole(steady.slice(0, 200 - timeline.tail.length))).toEqual(timeline.checkpoint);
  });

  it('tells what was placed since it was marked, late or not, or that it cannot tell', () => {
    const told = { news: 0, nothing: 0 };
    fc.assert(
      fc.property(fc.array(arrival, { minLength: 100, maxLength: 200, size: 'max' }), (coming) => {
        for (const { news, since } of lookNowAndThen(coming)) {
          told[news === null ? 'nothing' : 'news'] += 1;
          if (news !== null) expect(news).toEqual(since.toSorted(compareEntries));
        }
      }),
      { seed: 23, numRuns: 100 },
    );
    expect(told.news).toBeGreaterThan(100);
    expect(told.nothing).toBeGreaterThan(100);
  });

  it('tells nothing of one that was folded anew', () => {
    const whole = placed(fresh, steady);
    const again = placed(startTimeline(emptyProfile(PERSON)), steady);
    expect(again).toEqual(whole);
    expect(placedSince(markTimeline(whole), whole)).toEqual([]);
    expect(placedSince(markTimeline(whole), again)).toBeNull();
  });

  it('changes no timeline that was handed out', () => {
    const before = placed(fresh, steady.slice(0, 50));
    const copy = structuredClone(before);
    placed(before, steady.slice(50));
    placed(before, [event('Page Viewed', { t: START + 45 * MINUTE + 1 })]);
    expect(before).toEqual(copy);
  });
});
