import { describe, expect, it, vi } from 'vitest';
import type { CampaignEntry } from '../../../../core/decisions/live.ts';
import { createTargets, type TargetsPorts } from '../../../../core/decisions/uplift/targets.ts';
import type { Json, SiteId } from '../../../../core/entry.ts';
import type { Records, Reload } from '../../../../core/records.ts';
import { fitBoosting } from '../../../../core/scoring/boosting/fit.ts';
import { FEATURE_HEADS } from '../../../../core/scoring/features/table.ts';
import type { UpliftRanking, UpliftTraining } from '../../../../core/scoring/uplift/ranking.ts';
import type { UpliftLesson } from '../../../../core/scoring/uplift/thread.ts';
import type { Trial } from '../../../../core/scoring/uplift/trial.ts';
import type { UpliftVerdict } from '../../../../core/scoring/uplift/verdict.ts';
import type { Site } from '../../../../core/sites/site.ts';
import { campaign, DAY, entryOf, type Given, NOW } from '../world.ts';

const ARMS = [
  { key: 'none', treatment: null },
  { key: 'a', treatment: { kind: 'message', title: 'Hello', text: 'Stay.' } },
];
const SITE = {
  siteId: 'shop' as SiteId,
  settings: { timezone: 'UTC', eventDays: 180, scoring: { leastOfEach: 100 } },
} as unknown as Site;

/** Every visitor is expected to buy as often as given: trees that never split. */
function constant(rate: number) {
  const rows = 200;
  const columns = FEATURE_HEADS.map(() => new Float64Array(rows));
  const targets = Float64Array.from({ length: rows }, (_, row) => (row < rows * rate ? 1 : 0));
  return fitBoosting({ features: FEATURE_HEADS, rows, columns }, targets, { rounds: 1 });
}
const ranking: UpliftRanking = {
  treated: constant(0.3),
  untreated: constant(0.1),
  scores: Float64Array.of(0.1, 0.15, 0.2, 0.25),
};
const ROW = new Float64Array(FEATURE_HEADS.length);

const keep: UpliftVerdict = {
  word: 'keep',
  code: 'no_better_than_chance',
  reason: 'So.',
  missing: [],
  evidence: null,
};
const nothing: UpliftTraining = { verdict: keep, ranking: null, incumbent: null };
const found: UpliftTraining = {
  verdict: { ...keep, word: 'promote', code: 'better' },
  ranking,
  incumbent: null,
};
const missing = (has: number): UpliftTraining => ({
  ...nothing,
  verdict: {
    ...keep,
    word: 'abstain',
    code: 'too_few',
    missing: [{ arm: 'control', what: 'conversions', has, needs: 100 }],
  },
});

const TRIAL: Trial = {
  matrix: { features: FEATURE_HEADS, rows: 3, columns: FEATURE_HEADS.map(() => new Float64Array(3)) },
  treated: Uint8Array.of(1, 0, 0),
  outcomes: new Float64Array(3),
  propensities: Float64Array.of(0.5, 0.5, 0.5),
};
const daysAgo = (days: number): number => NOW + 2 * DAY - days * DAY;

/** A campaign whose trial teaches what is said, one lesson after the other, at a store that outlives `open`. */
function makeWorld(given: Given = { uplift: { share: 0.5 }, variants: ARMS }) {
  const kept = new Map<string, Json>();
  const lessons: { unseen: number | null; least: number | undefined }[] = [];
  const world = {
    entry: entryOf(campaign(given), { createdAt: NOW - 90 * DAY }) as CampaignEntry | null,
    now: NOW,
    next: nothing as UpliftTraining | Error,
    hold: async (_: AbortSignal): Promise<void> => undefined,
    /** Between the first decision and the last, which was made two days after now. */
    days: 30,
    lessons,
    kept,
    open: (records?: Records) => {
      const store = {
        getRecord: async (_: string, __: string, key: string) => kept.get(key),
        putRecord: async (_: string, __: string, key: string, value: Json) => {
          kept.set(key, JSON.parse(JSON.stringify(value)) as Json);
        },
        listRecords: async () => [...kept].map(([key, value]) => ({ key, value })),
        listProfiles: async () => [],
        readLinks: async () => [],
        readVisitor: async () => [],
      };
      const ports = {
        ...{ store, records },
        book: { flush: async () => undefined },
        sites: { list: () => [SITE] },
        campaigns: {
          get: () => world.entry,
          list: () => (world.entry === null ? [] : [world.entry]),
        },
        rulesOf: () => ({ currency: 'EUR' }),
        now: () => world.now,
        gather: async () => ({
          trial: TRIAL,
          times: Float64Array.of(0, 3, world.days).map(daysAgo),
          worth: 12,
        }),
        train: async ({ incumbent, options }: UpliftLesson, signal: AbortSignal) => {
          await world.hold(signal);
          lessons.push({
            unseen: incumbent === null ? null : incumbent.unseen.length,
            least: options.least,
          });
          if (world.next instanceof Error) throw world.next;
          return world.next;
        },
      };
      return createTargets(ports as unknown as TargetsPorts);
    },
  };
  return world;
}

describe('whom a campaign changes', () => {
  it('is not known before somebody looked', async () => {
    const targets = await makeWorld().open();
    expect([targets.of(SITE.siteId, 'hello'), targets.state(SITE.siteId, 'hello')]).toEqual([null, null]);
  });

  it('is learned from as many of each outcome as the site asks for, and nothing of the ranking is told', async () => {
    const world = makeWorld();
    world.next = found;
    const learned = await (await world.open()).learn(SITE, 'hello');
    expect(world.lessons).toMatchObject([{ least: SITE.settings.scoring.leastOfEach }]);
    expect(Object.keys(learned.ok ? learned.value : {}).toSorted()).toEqual([
      'at',
      'from',
      'incumbent',
      'rankedSince',
      'treated',
      'untreated',
      'verdict',
    ]);
  });

  it('is asked of what was learned, also after a restart', async () => {
    const world = makeWorld();
    world.next = found;
    const learned = await (await world.open()).learn(SITE, 'hello');
    expect(learned).toMatchObject({ ok: true, value: { rankedSince: NOW, treated: 1, untreated: 2 } });
    const again = await world.open();
    const expected = again.of(SITE.siteId, 'hello')?.expect(ROW);
    expect(expected?.uplift).toBeCloseTo(0.2, 9);
    expect(expected?.value).toBeCloseTo(12 * (expected?.uplift ?? 0), 9);
    expect(expected?.cutAt(0.5)).toEqual({ threshold: 0.15, atThreshold: 0 });
    expect(again.state(SITE.siteId, 'hello')).toEqual(learned.ok ? learned.value : null);
  });

  it('is known to a server that another one tells that it has learned', async () => {
    const world = makeWorld();
    world.next = found;
    const reloads: Reload[] = [];
    const other = await world.open({
      on: (collection, reload) => void (collection === 'uplift' && reloads.push(reload)),
      heard: async () => undefined,
      forgetSite: async () => undefined,
    });
    await (await world.open()).learn(SITE, 'hello');
    expect(other.of(SITE.siteId, 'hello')).toBeNull();
    for (const reload of reloads) await reload(SITE.siteId, 'hello');
    expect(other.of(SITE.siteId, 'hello')?.expect(ROW).uplift).toBeCloseTo(0.2, 9);
  });

  it.each([
    { after: 'a trial that is too small to show it again', incumbent: null, stays: true },
    {
      after: 'newcomers for whom it is still right',
      incumbent: { value: 0.01, low: -0.01, high: 0.03 },
      stays: true,
    },
    {
      after: 'newcomers for whom it is wrong',
      incumbent: { value: -0.01, low: -0.03, high: 0.01 },
      stays: false,
    },
  ])('stays known: $stays, after $after', async ({ incumbent, stays }) => {
    const world = makeWorld();
    world.next = found;
    const targets = await world.open();
    await targets.learn(SITE, 'hello');
    world.now += 7 * DAY;
    world.next = { ...nothing, incumbent };
    const learned = await targets.learn(SITE, 'hello');
    expect(learned).toMatchObject({ value: { at: world.now, rankedSince: stays ? NOW : null, incumbent } });
    expect(targets.of(SITE.siteId, 'hello') !== null).toBe(stays);
    expect(world.lessons.map(({ unseen }) => unseen)).toEqual([null, 1]);
  });

  it.each<[string, (entry: CampaignEntry) => CampaignEntry | null]>([
    [
      'another goal',
      (entry) => ({ ...entry, campaign: campaign({ goal: { event: 'Signed Up' }, variants: ARMS }) }),
    ],
    ['another campaign under its key', (entry) => ({ ...entry, createdAt: NOW + 1 })],
    ['a campaign that was removed', () => null],
  ])('says nothing of %s', async (_, change) => {
    const world = makeWorld();
    world.next = found;
    const targets = await world.open();
    await targets.learn(SITE, 'hello');
    world.entry = change(world.entry as CampaignEntry);
    expect([targets.of(SITE.siteId, 'hello'), targets.state(SITE.siteId, 'hello')]).toEqual([null, null]);
  });

  it('is left to chance where what was learned cannot be read any more', async () => {
    const world = makeWorld();
    world.next = found;
    await (await world.open()).learn(SITE, 'hello');
    const kept = world.kept.get('hello') as { readonly ranking: object };
    world.kept.set('hello', { ...kept, ranking: { ...kept.ranking, featuresVersion: 0 } } as unknown as Json);
    const targets = await world.open();
    expect(targets.of(SITE.siteId, 'hello')).toBeNull();
    expect(targets.state(SITE.siteId, 'hello')?.rankedSince).toBeNull();
  });

  it('takes decisions of a week: no hour and no weekday is judged that was not seen', async () => {
    const world = makeWorld();
    world.next = found;
    world.days = 6.9;
    const learned = await (await world.open()).learn(SITE, 'hello');
    expect(learned).toMatchObject({
      value: { rankedSince: null, verdict: { word: 'abstain', code: 'too_short' } },
    });
    expect(learned.ok && learned.value.verdict.reason).toMatch(
      /^It takes decisions of 7 days, where there are those of 6\.9:/,
    );
  });

  it.each([
    { lacks: 'nothing', next: nothing, days: 7 },
    { lacks: 'little', next: missing(60), days: 1 },
    { lacks: 'much', next: missing(10), days: 7 },
  ])('is looked at again after $days days where $lacks is missing', async ({ next, days }) => {
    const world = makeWorld();
    world.next = next;
    const targets = await world.open();
    await targets.tend();
    world.now += days * DAY - 1;
    await targets.tend();
    expect(world.lessons.length).toBe(1);
    world.now += 1;
    await targets.tend();
    expect(world.lessons.length).toBe(2);
  });

  it.each<[string, Given, string]>([
    ['is for everybody', { variants: ARMS }, 'not_available'],
    ['is not live', { state: 'paused', uplift: { share: 0.5 }, variants: ARMS }, ''],
  ])('is not looked at by itself where a campaign %s', async (_, given, code) => {
    const world = makeWorld(given);
    const targets = await world.open();
    await targets.tend();
    expect(world.lessons).toEqual([]);
    const asked = await targets.learn(SITE, 'hello');
    expect(asked.ok ? '' : asked.code).toBe(code);
  });

  it('ends all that is under way, and waits for it', async () => {
    const world = makeWorld();
    const targets = await world.open();
    const signals: AbortSignal[] = [];
    world.hold = (signal) =>
      new Promise((_, reject) => {
        signals.push(signal);
        // The one that began first takes longest to end.
        const isLong = signals.length === 1;
        const end = () => reject(new Error('ended'));
        signal.addEventListener('abort', () => (isLong ? setImmediate(end) : end()));
      });
    const ended: string[] = [];
    for (const siteId of ['shop', 'other'] as SiteId[])
      targets.learn({ ...SITE, siteId }, 'hello').catch(() => ended.push(siteId));
    await vi.waitUntil(() => signals.length === 2);
    await targets.stop();
    expect(ended.toSorted()).toEqual(['other', 'shop']);
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
  });

  it('stays what it was where learning breaks off', async () => {
    const world = makeWorld();
    world.next = found;
    const targets = await world.open();
    await targets.learn(SITE, 'hello');
    world.next = new Error('out of memory');
    await expect(targets.learn(SITE, 'hello')).rejects.toThrow('out of memory');
    expect(targets.of(SITE.siteId, 'hello')).not.toBeNull();
    world.next = nothing;
    expect((await targets.learn(SITE, 'hello')).ok).toBe(true);
  });
});
