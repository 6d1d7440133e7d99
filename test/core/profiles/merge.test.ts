import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareEntries, type Entry, type VisitorId } from '../../../core/entry.ts';
import { consentOf } from '../../../core/identity/consent.ts';
import { type Ownership, resolveOwnership } from '../../../core/identity/links.ts';
import { BASE_VERSION, baseOf } from '../../../core/profiles/base.ts';
import { encodeBase } from '../../../core/profiles/base-codec.ts';
import { decodeProfile, encodeProfile } from '../../../core/profiles/codec.ts';
import { activityOf, knownActivity } from '../../../core/profiles/deferred-activity.ts';
import { fold } from '../../../core/profiles/fold.ts';
import { refold } from '../../../core/profiles/merge.ts';
import { emptyProfile, type Profile } from '../../../core/profiles/profile.ts';
import { place, startTimeline, type Timeline } from '../../../core/profiles/timeline.ts';
import { readOwnership } from './reading.ts';
import {
  arrivals,
  consent,
  DAY,
  EVERYBODY,
  event,
  link,
  rules,
  SITE,
  START,
  sharedHistory,
  visitorId,
} from './world.ts';

const device = visitorId('d1');
const person = visitorId('ann');

/** What every profile must be: the fold of its entries in order, with consent judged over all of them. */
function expected(
  canonical: VisitorId,
  entries: readonly Entry[],
  ownership: Ownership,
): Omit<Profile, 'head'> {
  const own = entries.filter((entry) => ownership.ownerOf(entry) === canonical).toSorted(compareEntries);
  const folded = own.reduce((profile, entry) => fold(profile, entry, rules), emptyProfile(canonical));
  const records = own.filter(({ type }) => type === 'consent');
  const joins = ownership.joinsOf(canonical);
  const { head: _head, ...rest } = folded;
  return { ...rest, consent: consentOf({ self: canonical, records, joins, sideOf: ownership.sideOf }) };
}

function read(entries: readonly Entry[], ids: Iterable<VisitorId>): readonly Entry[] {
  const wanted = new Set<VisitorId | null>(ids);
  return entries.filter(({ visitor }) => wanted.has(visitor));
}

function refoldFrom(log: readonly Entry[], canonical: VisitorId): Timeline {
  const ownership = readOwnership(canonical, log);
  const ids = ownership.membersOf(canonical).map(({ visitor }) => visitor);
  return refold({ canonical, entries: read(log, ids), ownership, bases: [], rules });
}

/** Entries arrive in batches; profiles are kept up to date the way an engine does it. */
function arrive(batches: readonly (readonly Entry[])[]): ReadonlyMap<VisitorId, Timeline> {
  const timelines = new Map<VisitorId, Timeline>();
  let log: readonly Entry[] = [];
  for (const batch of batches) {
    log = [...log, ...batch];
    if (batch.some(({ type }) => type === 'link')) {
      for (const id of EVERYBODY) timelines.set(id, refoldFrom(log, id));
      continue;
    }
    const owned = Map.groupBy(
      batch,
      (entry) => readOwnership(entry.visitor ?? device, log).ownerOf(entry) ?? device,
    );
    for (const [owner, entries] of owned) {
      const placed = place(timelines.get(owner) ?? startTimeline(emptyProfile(owner)), entries, rules);
      timelines.set(owner, placed.ok ? placed.timeline : refoldFrom(log, owner));
    }
  }
  return timelines;
}

describe('merge', () => {
  it('gives equal profiles for every order and batching of arrival, links among them', () => {
    const history = sharedHistory.chain((entries) => fc.tuple(fc.constant(entries), arrivals(entries)));
    let merged = 0;
    fc.assert(
      fc.property(history, ([entries, batches]) => {
        const ownership = resolveOwnership(entries);
        const timelines = arrive(batches);
        for (const id of EVERYBODY) {
          const { head: _head, ...profile } = (timelines.get(id) ?? startTimeline(emptyProfile(id))).profile;
          expect(profile).toEqual(expected(id, entries, ownership));
          if (ownership.membersOf(id).length > 1) merged++;
        }
      }),
      { seed: 11, numRuns: 200 },
    );
    expect(merged).toBeGreaterThan(100);
  });

  it('goes on equally from a stored profile', () => {
    const history = sharedHistory.chain((entries) => fc.tuple(fc.constant(entries), arrivals(entries)));
    fc.assert(
      fc.property(history, ([, batches]) => {
        for (const [id, { profile }] of arrive(batches)) {
          const stored = decodeProfile(encodeProfile(profile));
          expect(stored).toEqual(profile);
          const next = [event('Page Viewed', { t: START + 40 * DAY, visitor: id })];
          expect(stored && place(startTimeline(stored), next, rules)).toMatchObject({
            timeline: { profile: fold(profile, next[0] as Entry, rules) },
          });
        }
      }),
      { seed: 12, numRuns: 30 },
    );
  });

  it('gives every entry to exactly one profile', () => {
    fc.assert(
      fc.property(sharedHistory, (entries) => {
        const events = entries.filter(({ type }) => type === 'event');
        const counts = EVERYBODY.map((id) => refoldFrom(entries, id).profile.events?.count ?? 0);
        expect(counts.reduce((a, b) => a + b)).toBe(events.length);
      }),
      { seed: 13, numRuns: 200 },
    );
  });

  it('folds bases the way of the entries that they stand for', () => {
    const old = [0, 1, 2].map((n) => event('Page Viewed', { t: START + n * DAY, visitor: device }));
    const kept = [event('Page Viewed', { t: START + 9 * DAY, visitor: device })];
    const login = link('login', device, person, { t: START + 5 * DAY });
    const base = {
      site: SITE,
      visitor: device,
      since: 0,
      version: BASE_VERSION,
      data: encodeBase(baseOf(old, rules)),
    };
    const ownership = resolveOwnership([login]);
    const make = (canonical: VisitorId, entries: readonly Entry[], bases: readonly (typeof base)[]) =>
      refold({ canonical, entries, ownership, bases, rules }).profile;
    const { sessions: carried, ...shortened } = make(person, [login, ...kept], [base]);
    const { sessions, ...whole } = make(person, [login, ...old, ...kept], []);
    const { liveliness, usage } = activityOf(shortened);
    const activity = knownActivity({ ...activityOf(whole), liveliness, usage });
    expect(shortened).toEqual({ ...whole, activity });
    expect(carried).toEqual({ ...sessions, recent: [] });
    expect(make(device, kept, [base]).events).toBeNull();
  });

  it('judges consent before and after the merge by the links, also where the record comes late', () => {
    const optOut = consent({ share: false }, { t: START, visitor: person });
    const earlier = consent({ share: true }, { t: START + 5, visitor: device });
    const login = link('login', device, person, { t: START + 10, more: { proved: true } });
    const before = refoldFrom([optOut, login], person);
    expect(place(before, [earlier], rules)).toEqual({ ok: false });
    expect(refoldFrom([optOut, login, earlier], person).profile.consent.share).toMatchObject([
      { denial: { t: START, holds: START + 9 } },
    ]);
  });
});
