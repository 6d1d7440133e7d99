import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareEntries, type Entry } from '../../../core/entry.ts';
import { resolveOwnership } from '../../../core/identity/links.ts';
import { decodeCampaigns, encodeCampaigns } from '../../../core/profiles/campaign-codec.ts';
import { NO_CAMPAIGNS } from '../../../core/profiles/campaign-tracks.ts';
import { decodeProfile, encodeProfile } from '../../../core/profiles/codec.ts';
import { contributionsOf } from '../../../core/profiles/contributions.ts';
import { fold } from '../../../core/profiles/fold.ts';
import { refold } from '../../../core/profiles/merge.ts';
import { emptyProfile, FOLD_VERSION, type Profile } from '../../../core/profiles/profile.ts';
import { place, startTimeline, type Timeline } from '../../../core/profiles/timeline.ts';
import {
  DEVICES,
  decision,
  exposure,
  LOGINS,
  order,
  rules,
  shown,
  treatedHistory,
} from './campaign-history.ts';
import { arrivals, DAY, event, HOUR, PERSON, START } from './world.ts';

const OWNERSHIP = resolveOwnership(LOGINS);
const inOrder = (entries: readonly Entry[]): Profile =>
  entries
    .toSorted(compareEntries)
    .reduce((profile, entry) => fold(profile, entry, rules), emptyProfile(PERSON));
const merged = (entries: readonly Entry[]): Profile =>
  refold({ canonical: PERSON, entries: [...entries, ...LOGINS], ownership: OWNERSHIP, bases: [], rules })
    .profile;
const first = (entries: readonly Entry[]) => inOrder(entries).campaigns.campaigns[0]?.exposed[0];
const ownsOnly = (entries: readonly Entry[]) => entries.map((entry) => ({ ...entry, visitor: PERSON }));

/** As entries arrive: in batches, out of order, folded anew where that is needed. */
function arrive(batches: readonly (readonly Entry[])[]): Timeline {
  let known: readonly Entry[] = [];
  return batches.reduce(
    (timeline, batch) => {
      known = [...known, ...batch];
      const placed = place(timeline, batch, rules);
      return placed.ok
        ? placed.timeline
        : refold({ canonical: PERSON, entries: known, ownership: null, bases: [], rules });
    },
    startTimeline(emptyProfile(PERSON)),
  );
}

describe('how a visitor stands with campaigns', () => {
  it('is the same in whatever order entries arrive, and so is what they contribute', () => {
    const arriving = treatedHistory
      .map(ownsOnly)
      .chain((entries) => arrivals(entries).map((batches) => ({ entries, batches })));
    fc.assert(
      fc.property(arriving, ({ entries, batches }) => {
        const [expected, { profile }] = [inOrder(entries), arrive(batches)];
        expect(profile.campaigns).toEqual(expected.campaigns);
        expect(contributionsOf(profile, rules)).toEqual(contributionsOf(expected, rules));
      }),
      { seed: 51, numRuns: 100 },
    );
  });

  it('is that of all the devices of a person, in whatever order they are read', () => {
    const shuffled = treatedHistory.chain((entries) =>
      fc.tuple(fc.constant(entries), fc.shuffledSubarray([...entries], { minLength: entries.length })),
    );
    fc.assert(
      fc.property(shuffled, ([entries, other]) => {
        expect(merged(other).campaigns).toEqual(inOrder(ownsOnly(entries)).campaigns);
      }),
      { seed: 52, numRuns: 100 },
    );
  });

  it('keeps the arm of the earliest decision when two devices turn out to be one person', () => {
    const [early, late] = [START + HOUR, START + 2 * HOUR];
    const entries = [
      decision('d2', { t: late, visitor: DEVICES[0] }, { arm: 'b' }),
      decision('d1', { t: early, visitor: DEVICES[1] }, { arm: 'a' }),
    ];
    const [track] = merged(entries).campaigns.campaigns;
    expect([track?.arm, track?.last?.id]).toEqual(['a', 'd2']);
  });

  it.each([
    ['held out first', ['holdout', 'chosen'], true],
    ['held out later', ['chosen', 'holdout'], false],
  ])('of somebody %s is what was found first', (_, outcomes, isHeld) => {
    const entries = outcomes.map((outcome, n) =>
      decision(`d${n}`, { t: START + n, visitor: DEVICES[n] ?? PERSON }, { outcome, trigger: `e${n}` }),
    );
    expect(merged(entries).campaigns.isHeld).toBe(isHeld);
  });

  it('takes no arm from what was only considered, or is due', () => {
    const entries = ['suppressed', 'due'].map((outcome, n) =>
      decision(`d${n}`, { t: START + n }, { outcome }),
    );
    expect(inOrder(entries).campaigns).toBe(NO_CAMPAIGNS);
  });

  it('marks whoever was seen in two arms, by a decision of each or by devices that are joined', () => {
    const entries = [
      shown('d1', { t: START, visitor: DEVICES[0] }, { arm: 'a' }),
      shown('d2', { t: START + 1, visitor: DEVICES[1] }, { arm: 'b' }),
    ];
    expect(merged(entries).campaigns.campaigns[0]?.exposed).toMatchObject([
      { arm: 'a', isMixed: true, shown: 2 },
    ]);
    expect(contributionsOf(merged(entries), rules)).toMatchObject([{ arm: 'a', isMixed: true }]);
  });

  it('begins anew with each version, in their order', () => {
    const entries = [
      shown('d2', { t: START }, { version: 2 }),
      shown('d1', { t: START + 1 }, { version: 1 }),
    ];
    expect(
      inOrder(entries).campaigns.campaigns[0]?.exposed.map(({ version, isMixed }) => [version, isMixed]),
    ).toEqual([
      [1, false],
      [2, false],
    ]);
  });

  it.each(['clicked', 'dismissed'] as const)(
    'knows that it was %s, though that is told with the showing',
    (action) => {
      const own = decision('d1', { t: START });
      const entries = [own, exposure(own, 'shown', START + 1), exposure(own, action, START + 1)];
      expect(first(entries)).toMatchObject({
        shown: 1,
        isClicked: action === 'clicked',
        isDismissed: action === 'dismissed',
      });
    },
  );
});

describe('conversions', () => {
  const SEEN = START + DAY;
  it.each<[string, number, number]>([
    ['before the exposure', -1, 0],
    ['at its very instant', 0, 0],
    ['right after it', 1, 1],
    ['at the last millisecond of the window', 72 * HOUR, 1],
    ['one millisecond after it', 72 * HOUR + 1, 0],
  ])('%s count as they should', (_, afterMs, count) => {
    for (const id of ['a', 'zz']) {
      expect(first([shown('d1', { t: SEEN }), order(id, SEEN + afterMs)])).toMatchObject({
        count,
        value: count * 1_000,
      });
    }
  });

  it('count from the first exposure on, however many follow', () => {
    const entries = [shown('d1', { t: SEEN }), shown('d2', { t: SEEN + DAY }), order('o', SEEN + 73 * HOUR)];
    expect(first(entries)).toMatchObject({ t: SEEN, shown: 2, count: 0 });
  });

  it('that came before are what is known beforehand', () => {
    const before = [order('o1', START, 300), order('o2', START + 1, 200)];
    expect(first([...before, shown('d1', { t: SEEN }), order('o3', SEEN + 1, 50)])).toMatchObject({
      before: 500,
      count: 1,
      value: 50,
    });
  });

  it('count once that arrive twice', () => {
    const entries = [shown('d1', { t: SEEN }), order('o', SEEN + 1), order('o', SEEN + 1)];
    const { profile } = arrive(ownsOnly(entries).map((entry) => [entry]));
    expect(profile.campaigns.campaigns[0]?.exposed[0]).toMatchObject({ count: 1 });
    expect(merged(entries).campaigns.campaigns[0]?.exposed[0]).toMatchObject({ count: 1 });
  });

  it('of a version that is deleted are no result', () => {
    expect(contributionsOf(inOrder([shown('d1', { t: SEEN }, { campaign: 'gone' })]), rules)).toEqual([]);
  });

  it.each([
    [
      'a person',
      [
        event('Consent', {
          t: START,
          type: 'consent',
          properties: { purposes: { analytics: true }, source: 'page' },
        }),
      ],
      'person',
    ],
    ['somebody known for a day', [], 'visitor_day'],
  ] as const)('of %s are told apart', (_, more, unit) => {
    const entries = [event('Page Viewed', { t: START }), ...more, shown('d1', { t: SEEN })];
    expect(contributionsOf(inOrder(entries), rules)).toMatchObject([{ unit }]);
  });
});

describe('the stored form', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(treatedHistory.map(ownsOnly), (entries) => {
        const profile = inOrder(entries);
        const text = JSON.stringify(encodeCampaigns(profile.campaigns));
        expect(decodeCampaigns(JSON.parse(text))).toEqual(profile.campaigns);
        expect(decodeProfile(encodeProfile(profile))).toEqual(profile);
      }),
      { seed: 53, numRuns: 100 },
    );
  });

  it('of a fold before campaigns is made anew', () => {
    const text = encodeProfile(inOrder([shown('d1', { t: START })]));
    expect(decodeProfile(text.replace(`[${FOLD_VERSION},`, '[2,'))).toBeNull();
  });
});
