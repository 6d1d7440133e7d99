import { describe, expect, it } from 'vitest';
import type { SiteId, VisitorId } from '../../../core/entry.ts';
import type { Due } from '../../../core/segments/due-queue.ts';
import { createTimers } from '../../../core/segments/timers.ts';
import { createRandom } from '../../durability/random.ts';
import { createDrivenClock } from '../../support/driven-clock.ts';

const SITE = 'st_1' as SiteId;
const START = Date.UTC(2026, 3, 15, 12);
const DAY = 86_400_000;

function open(fault: (due: readonly Due[]) => Error | null = () => null) {
  const clock = createDrivenClock(START);
  const rung: { readonly visitor: string; readonly due: number; readonly at: number }[] = [];
  const timers = createTimers({
    clock,
    ring: async (due) => {
      const error = fault(due);
      if (error !== null) throw error;
      for (const one of due) rung.push({ visitor: one.visitor, due: one.due, at: clock.now() });
    },
  });
  const set = (visitor: string, due: number | null): void => timers.set(SITE, visitor as VisitorId, due);
  return { clock, timers, rung, set };
}

describe('timers', () => {
  it('ring in the order of a sorted list, whatever is set, put off and cancelled before', async () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const random = createRandom(seed);
      const { clock, timers, rung, set } = open();
      const expected = new Map<string, number>();
      for (let step = 0; step < 3_000; step += 1) {
        const visitor = `v${random.below(400)}`;
        const due = START + random.below(5_000);
        const isCancelled = random.below(8) === 0;
        set(visitor, isCancelled ? null : due);
        if (isCancelled) expected.delete(visitor);
        else expected.set(visitor, due);
      }
      expect(timers.size()).toBe(expected.size);
      timers.start();
      await clock.leapTo(START + 10_000);
      await timers.ringAll();
      expect(rung.map(({ due }) => due)).toEqual([...expected.values()].toSorted((a, b) => a - b));
      expect(new Map(rung.map(({ visitor, due }) => [visitor, due]))).toEqual(expected);
      expect(timers.size()).toBe(0);
      await timers.stop();
    }
  });

  it('ring at their instant, and at the earlier one where it is moved forward', async () => {
    const { clock, timers, rung, set } = open();
    timers.start();
    set('ann', START + 500);
    set('ben', START + 400);
    set('ann', START + 300);
    await clock.moveTo(START + 1_000);
    expect(rung).toEqual([
      { visitor: 'ann', due: START + 300, at: START + 300 },
      { visitor: 'ben', due: START + 400, at: START + 400 },
    ]);
  });

  it('ring once where the same instant is set again', async () => {
    const { clock, timers, rung, set } = open();
    timers.start();
    set('ann', START + 5);
    set('ann', START + 7);
    set('ann', START + 5);
    await clock.moveTo(START + 100);
    expect(rung).toHaveLength(1);
  });

  it('ring to the millisecond beyond what a timer of the platform can count', async () => {
    const { clock, timers, rung, set } = open();
    timers.start();
    set('ann', START + 40 * DAY + 1);
    await clock.moveTo(START + 40 * DAY);
    expect(rung).toEqual([]);
    await clock.moveTo(START + 40 * DAY + 1);
    expect(rung.map(({ at }) => at)).toEqual([START + 40 * DAY + 1]);
  });

  it('never sleep longer than 24 days at once', async () => {
    const slept: number[] = [];
    const clock = createDrivenClock(START);
    const after: typeof clock.after = (ms, callback) => {
      slept.push(ms);
      return clock.after(ms, callback);
    };
    const timers = createTimers({ clock: { now: clock.now, after }, ring: async () => undefined });
    timers.start();
    timers.set(SITE, 'ann' as VisitorId, START + 40 * DAY);
    await clock.moveTo(START + 41 * DAY);
    expect(slept.every((ms) => ms < 24 * DAY)).toBe(true);
    expect(timers.size()).toBe(0);
  });

  it('are quiet before they are started and after they are stopped', async () => {
    const { clock, timers, rung, set } = open();
    set('ann', START + 5);
    await clock.moveTo(START + 10);
    expect(rung).toEqual([]);
    timers.start();
    await clock.moveTo(START + 10);
    expect(rung).toHaveLength(1);
    set('ann', START + 20);
    await timers.stop();
    await clock.moveTo(START + 30);
    expect(rung).toHaveLength(1);
  });

  it('are tried again, with the others going on, where telling fails, and say how often', async () => {
    let isBroken = true;
    const { clock, timers, rung, set } = open((due) =>
      isBroken && due.some(({ visitor }) => visitor === 'ann') ? new Error('no room') : null,
    );
    timers.start();
    set('ann', START + 5);
    set('ben', START + 10);
    await clock.moveTo(START + 3_000);
    expect(rung.map(({ visitor }) => visitor)).toEqual(['ben']);
    expect(timers.failures()).toBe(3);
    expect(timers.size()).toBe(1);
    isBroken = false;
    await clock.moveTo(START + 4_100);
    expect(rung.map(({ visitor }) => visitor)).toEqual(['ben', 'ann']);
    expect(timers.failures()).toBe(3);
  });

  it('leave alone what was given another instant while telling failed', async () => {
    const { clock, timers, set } = open(() => {
      set('ann', START + DAY);
      return new Error('no room');
    });
    timers.start();
    set('ann', START + 5);
    await clock.moveTo(START + 10_000);
    expect(timers.failures()).toBe(1);
    expect(timers.size()).toBe(1);
  });

  it('tell whoever waits for all of them that it failed', async () => {
    const { clock, timers, set } = open(() => new Error('no room'));
    set('ann', START + 5);
    await clock.moveTo(START + 10);
    await expect(timers.ringAll()).rejects.toThrow('no room');
    await timers.stop();
  });

  it('ring in a few groups at once and in time order, also where the clock wakes them while all are waited for', async () => {
    const clock = createDrivenClock(START);
    let under = 0;
    let most = 0;
    const rung: string[] = [];
    const timers = createTimers({
      clock,
      ring: async (due) => {
        rung.push(...due.map(({ visitor }) => visitor));
        under += 1;
        most = Math.max(most, under);
        await new Promise((resolve) => setImmediate(resolve));
        under -= 1;
      },
    });
    const visitors = Array.from({ length: 5_000 }, (_, n) => `v${n}` as VisitorId);
    for (const [n, visitor] of visitors.entries()) timers.set(SITE, visitor, START + n);
    timers.start();
    await Promise.all([clock.leapTo(START + 5_000), timers.ringAll()]);
    await timers.ringAll();
    expect(most).toBe(4);
    expect(rung).toEqual(visitors);
    expect(timers.size()).toBe(0);
  });

  it('ring once for whoever was put off many times', async () => {
    const { clock, timers, rung, set } = open();
    for (let n = 0; n < 200_000; n += 1) set('ann', START + DAY + n);
    set('ben', START + 1);
    timers.start();
    await clock.leapTo(START + 2 * DAY);
    await timers.ringAll();
    expect(rung.map(({ visitor }) => visitor)).toEqual(['ben', 'ann']);
  });
});
