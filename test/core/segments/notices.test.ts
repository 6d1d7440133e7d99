import { describe, expect, it } from 'vitest';
import type { Entry, SiteId, VisitorId } from '../../../core/entry.ts';
import {
  type Live,
  oweNotices,
  readNotice,
  standingNotices,
  type Told,
} from '../../../core/segments/notices.ts';
import type { Move } from '../../../core/segments/tracks.ts';
import { createRandom, type Random } from '../../durability/random.ts';

const T = Date.UTC(2026, 3, 15, 12);
const SITE = 'st_1' as SiteId;
const ANN = 'a'.repeat(32) as VisitorId;

type Interval = readonly [from: number, to: number | null];
type Scene = { live: Live; told: Told[]; now: number };

const open = (live: Partial<Live> = {}): Scene => ({
  live: { key: 'k', version: 1, from: 0, ...live },
  told: [],
  now: T + 1_000_000,
});

function movesOf(intervals: readonly Interval[]): readonly Move[] {
  return intervals.flatMap(([from, to]): Move[] => [
    { segment: 0, type: 'entered', at: from, since: from, cause: 'event' },
    ...(to === null ? [] : [{ segment: 0, type: 'left', at: to, since: from, cause: 'time' } as const]),
  ]);
}

/** Tells what is owed for these intervals, and keeps it as the log does. */
function tell(scene: Scene, intervals: readonly Interval[]): readonly Entry[] {
  const { live, told, now } = scene;
  const owed = oweNotices({
    site: SITE,
    visitor: ANN,
    settled: Number.NEGATIVE_INFINITY,
    moves: movesOf(intervals),
    told,
    liveOf: () => live,
    liveNamed: (key) => (key === live.key ? live : null),
    reason: 'event',
    now,
  });
  told.push(...owed.map(readNotice));
  return owed;
}

/** Notices folded as a reader of the log folds them. */
function fold(told: readonly Told[]): readonly Interval[] {
  const standing = standingNotices(told).toSorted((a, b) => a.at - b.at);
  expect(standing.map(({ type }) => type)).toEqual(
    standing.map((_, n) => (n % 2 === 0 ? 'entered' : 'left')),
  );
  return standing.flatMap(({ type, at }, n): Interval[] =>
    type === 'entered' ? [[at, standing[n + 1]?.at ?? null]] : [],
  );
}

function drawIntervals(random: Random): readonly Interval[] {
  const edges = new Set(Array.from({ length: random.below(8) }, () => T + random.below(12)));
  const sorted = [...edges].toSorted((a, b) => a - b);
  return sorted.flatMap((from, n): Interval[] => (n % 2 === 0 ? [[from, sorted[n + 1] ?? null]] : []));
}

const brief = (owed: readonly Entry[]) =>
  owed.map(({ name, t, properties }) => [properties.revokes === undefined ? name : `no ${name}`, t - T]);

describe('notices', () => {
  it('fold to the intervals, however often the past becomes another one, and are owed once', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const random = createRandom(seed);
      const scene = open();
      for (let change = 0; change < 6; change += 1) {
        const intervals = drawIntervals(random);
        tell(scene, intervals);
        expect(fold(scene.told)).toEqual(intervals);
        expect(tell(scene, intervals)).toEqual([]);
      }
      expect(new Set(scene.told.map(({ id }) => id)).size).toBe(scene.told.length);
    }
  });

  it('are told in time order, with what is taken back before them', () => {
    const scene = open();
    expect(brief(tell(scene, [[T, T + 5]]))).toEqual([
      ['entered', 0],
      ['left', 5],
    ]);
    expect(
      brief(
        tell(scene, [
          [T - 2, T + 3],
          [T + 4, T + 5],
        ]),
      ),
    ).toEqual([
      ['no entered', 0],
      ['entered', -2],
      ['left', 3],
      ['entered', 4],
    ]);
  });

  it('have new ids when they are told again after they were taken back, the second time too', () => {
    const scene = open();
    const ids = [0, 1, 2].map(() => {
      const [told] = tell(scene, [[T, null]]);
      const [taken] = tell(scene, []);
      return [told?.id, taken?.id, taken?.properties.revokes];
    });
    expect(ids.map(([told, , revokes]) => revokes === told)).toEqual([true, true, true]);
    expect(new Set(ids.flat()).size).toBe(6);
  });

  it('have the same ids for the same past, whoever tells them', () => {
    expect(tell(open(), [[T, T + 5]]).map(({ id }) => id)).toEqual(
      tell(open(), [[T, T + 5]]).map(({ id }) => id),
    );
    expect(tell(open({ version: 2 }), [[T, null]])[0]?.id).not.toBe(tell(open(), [[T, null]])[0]?.id);
  });

  it('say why: an event, time, or a new definition, and whether it was too late for news', () => {
    const scene = { ...open(), now: T + 300_000 };
    const facts = tell(scene, [[T, T + 5]]).map(({ properties }) => properties);
    expect(facts).toEqual([
      { segment: 'k', version: 1, cause: 'event' },
      { segment: 'k', version: 1, cause: 'time' },
    ]);
    const late = tell({ ...open(), now: T + 300_001 }, [[T, null]]);
    expect(late[0]?.properties).toEqual({ segment: 'k', version: 1, cause: 'event', late: true });
  });
});

describe('a version that comes into force', () => {
  const edited = (intervals: readonly Interval[]): Scene => {
    const scene = open();
    tell(scene, intervals);
    return { ...scene, live: { key: 'k', version: 2, from: T + 100 } };
  };

  it('tells nothing to whom it leaves inside, and their exit later', () => {
    const scene = edited([[T, null]]);
    expect(tell(scene, [[T + 3, null]])).toEqual([]);
    expect(brief(tell(scene, [[T + 3, T + 150]]))).toEqual([['left', 150]]);
    expect(fold(scene.told)).toEqual([[T, T + 150]]);
  });

  it('tells whom it does not have that they left, when it came into force', () => {
    const scene = edited([[T, null]]);
    const owed = tell(scene, []);
    expect(brief(owed)).toEqual([['left', 100]]);
    expect(owed[0]?.properties).toMatchObject({ version: 2, cause: 'definition' });
    expect(fold(scene.told)).toEqual([[T, T + 100]]);
    expect(tell(scene, [])).toEqual([]);
  });

  it('tells whom it has newly since when they are in it', () => {
    const scene = edited([]);
    const owed = tell(scene, [[T + 3, T + 150]]);
    expect(brief(owed)).toEqual([
      ['entered', 3],
      ['left', 150],
    ]);
    expect(owed[0]?.properties.cause).toBe('definition');
  });

  it('says nothing of who was in it and out again before', () => {
    expect(tell(edited([]), [[T + 3, T + 5]])).toEqual([]);
  });

  it('leaves what older versions told as it is', () => {
    const scene = edited([[T, T + 5]]);
    expect(tell(scene, [])).toEqual([]);
    expect(brief(tell(scene, [[T + 120, null]]))).toEqual([['entered', 120]]);
    expect(fold(scene.told)).toEqual([
      [T, T + 5],
      [T + 120, null],
    ]);
  });

  it('takes turns with what older versions told, and leaves everybody where it has them', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const random = createRandom(seed);
      let scene = open();
      for (let version = 1; version <= 4; version += 1) {
        const from = version === 1 ? 0 : T + 20 * version;
        scene = { ...scene, live: { key: 'k', version, from } };
        const intervals = drawIntervals(random);
        tell(scene, intervals);
        expect([seed, version, fold(scene.told).at(-1)?.[1] === null]).toEqual([
          seed,
          version,
          intervals.at(-1)?.[1] === null,
        ]);
        expect(tell(scene, intervals)).toEqual([]);
      }
    }
  });

  it('tells whom it has since before what an older version told, when it came into force', () => {
    const scene = edited([[T + 3, T + 5]]);
    expect(brief(tell(scene, [[T + 5, null]]))).toEqual([['entered', 100]]);
    const third = { ...scene, live: { key: 'k', version: 3, from: T + 200 } };
    expect(brief(tell(third, []))).toEqual([['left', 200]]);
  });

  it('carries whoever is inside through several', () => {
    const scene = edited([[T, null]]);
    tell(scene, [[T + 3, null]]);
    const third = { ...scene, live: { key: 'k', version: 3, from: T + 200 } };
    expect(tell(third, [[T + 4, null]])).toEqual([]);
    expect(brief(tell({ ...third, told: [...third.told] }, []))).toEqual([['left', 200]]);
  });

  it('takes back and tells again what came to be known about its own time', () => {
    const scene = edited([[T, null]]);
    tell(scene, [[T + 3, T + 150]]);
    expect(brief(tell(scene, [[T + 3, T + 160]]))).toEqual([
      ['no left', 150],
      ['left', 160],
    ]);
    expect(fold(scene.told)).toEqual([[T, T + 160]]);
  });
});
