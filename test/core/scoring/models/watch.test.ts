import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { AS_EVER, MORE, openShop, type Shop } from './shop-world.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop(3);
  await shop.live({ days: 21, aDay: 70, ways: AS_EVER });
  await shop.train();
});
afterAll(() => shop.close());

/** One shop, from one day to the next: each test goes on where the one before it ended. */
describe('a model that is served', () => {
  it('is left alone while all is as it was', async () => {
    expect(await shop.report()).toBeNull();
    await shop.live({ days: 14, aDay: 70, ways: AS_EVER });
    await shop.tend();
    const report = await shop.report();
    expect(report).toMatchObject({ version: 1, alarm: false, kind: null, what: 'nothing' });
    expect(report?.labels).toBeGreaterThan(400);
    expect(report?.observedOverExpected).toBeCloseTo((report?.observed ?? 0) / (report?.expected ?? 1), 9);
    expect(Math.abs((report?.rollingLogLoss ?? 1) - (report?.expectedLogLoss ?? 0))).toBeLessThan(0.1);
    expect(report?.psi.map(({ feature }) => feature)).toContain('score');
    expect(shop.state()).toMatchObject({ active: 1, previous: null, latest: 1 });
  });

  it('is told of a label once, and of none of those who object', async () => {
    const before = await shop.report();
    await shop.live({ days: 1, aDay: 70, ways: AS_EVER });
    await shop.object();
    await shop.live({ days: 1, aDay: 0, ways: AS_EVER });
    await shop.tend();
    // What matured is of the day before theirs.
    const after = await shop.report();
    expect(after?.labels).toBeGreaterThan(before?.labels ?? 0);
    expect(after?.labels).toBeLessThan((before?.labels ?? 0) + 70);
    await shop.live({ days: 1, aDay: 0, ways: AS_EVER });
    await shop.tend();
    await shop.tend();
    expect((await shop.report())?.labels).toBe(after?.labels);
  });

  it('is watched on after a restart as if there had been none', async () => {
    const record = await shop.record();
    await shop.restart();
    await shop.tend();
    expect(await shop.record()).toEqual({ ...(record as object), report: expect.anything() });
    expect(shop.state()).toMatchObject({ active: 1, previous: null });
  });

  it('is recalibrated when the rate rises by 69 %, though the first try broke off', async () => {
    await shop.live({ days: 14, aDay: 90, ways: MORE });
    const add = vi.spyOn(shop.models(), 'add').mockRejectedValueOnce(new Error('the disk is full'));
    await expect(shop.tend()).rejects.toThrow('the disk is full');
    expect(shop.state()).toMatchObject({ active: 1, latest: 1 });
    const found = await shop.report();
    await shop.tend();
    add.mockRestore();
    const report = await shop.report();
    expect(report).toMatchObject({ version: 1, alarm: true, kind: 'rate', what: 'recalibrate' });
    expect(report?.labels).toBe(found?.labels);
    expect(shop.state()).toMatchObject({ active: 2, previous: 1, latest: 2, lastRun: { version: 1 } });
    const [card, trained] = await shop.cards();
    expect(trained?.recalibrated).toBeNull();
    expect(card).toMatchObject({ version: 2, verdict: 'promoted', recalibrated: { from: 1 } });
    const { shift = 0, observed = 0, expected = 1, since = 0 } = card?.recalibrated ?? {};
    expect(shift).toBeGreaterThan(0.3);
    expect(observed / expected).toBeGreaterThan(1.3);
    expect(since).toBeGreaterThan(report?.since ?? 0);
    expect(card?.trainedAt).toBe(trained?.trainedAt);
  });

  it('is then watched anew, and says what happens', async () => {
    await shop.live({ days: 14, aDay: 90, ways: MORE });
    await shop.tend();
    const report = await shop.report();
    expect(report).toMatchObject({ version: 2, alarm: false });
    expect(report?.observedOverExpected).toBeGreaterThan(0.8);
    expect(report?.observedOverExpected).toBeLessThan(1.25);
    expect(shop.state()).toMatchObject({ active: 2, latest: 2 });
  });

  it('is served as it was before after one step back, and is watched anew', async () => {
    expect(await shop.rollBack()).toMatchObject({ ok: true, value: { active: 1, previous: 2 } });
    await shop.tend();
    expect(await shop.report()).toMatchObject({ version: 1, alarm: false, labels: 0, psi: [] });
    expect(shop.state()).toMatchObject({ active: 1, previous: 2, latest: 2 });
  });
});
