import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Label } from '../../../core/scoring/labels/label.ts';
import type { LabelState, LastRun, Served } from '../../../core/scoring/models/model-book.ts';
import { DAY, openSegments } from '../segments/segment-world.ts';

const WEEK = 7 * DAY;
/** Foretold because a merchant asked for it. */
const LABEL: Label = { key: 'signs_up', kind: 'event', event: 'Trial Converted', withinMs: 3 * DAY };
/** Nothing asks for it. */
const IDLE: Label = { ...LABEL, key: 'renews', withinMs: DAY };
/** That there is one is all that is asked. */
const SERVED = {} as Served;
const RUN: LastRun = { at: 0, positives: 0, negatives: 0, lack: [], version: null };
const WAITS = { key: 'keen', name: 'Keen', when: { score: LABEL.key, gte: 0.5 } } as const;

/** A site with labels of its own; `trained` are the labels whose training was asked for. */
async function open() {
  const world = await openSegments();
  const { intent, sites } = world.engine();
  for (const label of [LABEL, IDLE]) await intent.models.putLabel(world.site().siteId, label);
  const train = vi.spyOn(intent.trainer, 'train');
  const trained = () => train.mock.calls.map(([, label]) => label);
  return { world, intent, sites, train, trained };
}

let opened: Awaited<ReturnType<typeof open>>;
const openAnew = async () => {
  opened = await open();
};
const close = () => opened.world.close();

/** One site, from one instant to the next: each test goes on where the one before it ended. */
describe('what is tended once a day', () => {
  beforeAll(openAnew);
  afterAll(close);

  it('is a label that a segment waits for, as soon as its first outcomes are known', async () => {
    const { world, intent, trained } = opened;
    await world.put(WAITS);
    await world.leap(3 * DAY + DAY - 1);
    await intent.tend();
    expect(trained()).toEqual([]);
    await world.leap(1);
    await intent.tend();
    expect(trained()).toEqual([LABEL.key]);
    const { lastRun } = intent.models.state(world.site().siteId, LABEL.key) ?? {};
    expect(lastRun).toMatchObject({ at: world.now(), version: null });
    expect(lastRun?.lack[0]).toBe('0 of 100 “Trial Converted”');
  });

  it('is always whether visitors buy, and no label that nothing asks for', async () => {
    const { world, intent, sites, train, trained } = opened;
    await world.leap(10 * WEEK);
    train.mockClear();
    const run = vi.spyOn(intent.drift, 'run');
    await intent.tend();
    expect(trained().toSorted()).toEqual(['purchase_7d', LABEL.key]);
    // What drifted is mended first, so that nothing is trained twice.
    expect(run).toHaveBeenCalledTimes(sites.list().length);
    expect(Math.max(...run.mock.invocationCallOrder)).toBeLessThan(train.mock.invocationCallOrder[0] ?? 0);
  });
});

describe('a label that was tried', () => {
  beforeAll(async () => {
    await openAnew();
    await opened.world.put(WAITS);
  });
  afterAll(close);

  /** How often it is trained by a look that comes so long after its last run. */
  async function tendAfter(ago: number, run: Partial<LastRun>, active: number | null) {
    const { world, intent, train } = opened;
    const at = world.now() - ago;
    const lastRun: LastRun = { at, positives: 0, negatives: 0, lack: [], version: active, ...run };
    const state: LabelState = { label: LABEL, active, previous: null, latest: active ?? 0, lastRun };
    const states = vi.spyOn(intent.models, 'states').mockReturnValue([state]);
    const served = vi.spyOn(intent.models, 'served').mockReturnValue(active === null ? null : SERVED);
    const watched = vi.spyOn(intent.drift, 'run').mockResolvedValue();
    train.mockReset().mockResolvedValue({ ok: true, value: lastRun });
    await intent.tend();
    for (const spy of [states, served, watched]) spy.mockRestore();
    return train.mock.calls.length;
  }

  const half = { positives: 50, negatives: 50 };
  const few = { positives: 49, negatives: 5_000 };
  it.each([
    ['a day', 'lacks little', DAY, half, null],
    ['a week', 'lacks much of one outcome', WEEK, few, null],
    ['a week', 'lacks much of the other', WEEK, { positives: 5_000, negatives: 49 }, null],
    ['four weeks', 'has had nobody who does it', 4 * WEEK, { positives: 0, negatives: 5_000 }, null],
    ['a week', 'has a model', WEEK, half, 1],
    ['a week', 'has a model, though nobody does it any more', WEEK, { positives: 0, negatives: 9 }, 1],
  ] as const)('is tried again after %s where it %s', async (_, __, due, run, active) => {
    expect(await tendAfter(due - 1, run, active)).toBe(0);
    expect(await tendAfter(due, run, active)).toBe(1);
  });

  it('is near by the measure of its site', async () => {
    expect(await tendAfter(DAY, few, null)).toBe(0);
    const { world, sites } = opened;
    await sites.change(world.site().site, { scoring: { leastOfEach: 98, discountPerYear: 0 } });
    expect(await tendAfter(DAY, few, null)).toBe(1);
  });
});

describe('a label that is asked for no more', () => {
  beforeAll(openAnew);
  afterAll(close);

  it('goes with its models, unless a segment waits for it, and begins anew when it comes back', async () => {
    const { world, intent } = opened;
    const { siteId } = world.site();
    await world.put(WAITS);
    expect(await intent.removeLabel(siteId, LABEL.key)).toMatchObject({ ok: false, code: 'in_use' });
    expect(await intent.removeLabel(siteId, 'purchase_7d')).toMatchObject({ ok: false, code: 'conflict' });
    expect(await intent.removeLabel(siteId, 'nothing')).toMatchObject({ ok: false, code: 'not_found' });

    await intent.trainer.train(world.site(), IDLE.key);
    expect(intent.models.state(siteId, IDLE.key)?.lastRun).not.toBeNull();
    expect(await intent.removeLabel(siteId, IDLE.key)).toEqual({ ok: true, value: null });
    expect(intent.models.states(siteId).map(({ label }) => label.key)).not.toContain(IDLE.key);
    expect(await intent.models.noteRun(siteId, IDLE, RUN)).toBe(false);
    await intent.models.putLabel(siteId, IDLE);
    expect(intent.models.state(siteId, IDLE.key)).toMatchObject({ latest: 0, active: null, lastRun: null });
  });
});
