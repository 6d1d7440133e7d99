import { describe, expect, it } from 'vitest';
import { createDrivenClock } from './driven-clock.ts';

describe('the driven clock', () => {
  it('stands still until it is moved', async () => {
    const clock = createDrivenClock(1_000);
    expect(clock.now()).toBe(1_000);
    await clock.moveTo(5_000);
    expect(clock.now()).toBe(5_000);
  });

  it('fires what comes due in time order, each at its own instant', async () => {
    const clock = createDrivenClock(0);
    const fired: string[] = [];
    for (const ms of [300, 100, 200, 401]) clock.after(ms, () => fired.push(`${ms} at ${clock.now()}`));
    await clock.moveTo(400);
    expect(fired).toEqual(['100 at 100', '200 at 200', '300 at 300']);
    await clock.moveTo(401);
    expect(fired.at(-1)).toBe('401 at 401');
  });

  it('fires equal instants in the order they were set', async () => {
    const clock = createDrivenClock(0);
    const fired: number[] = [];
    for (const number of [1, 2, 3]) clock.after(10, () => fired.push(number));
    await clock.moveTo(10);
    expect(fired).toEqual([1, 2, 3]);
  });

  it('fires what a timer sets, when that too comes due on the way', async () => {
    const clock = createDrivenClock(0);
    const fired: number[] = [];
    const tick = () => {
      fired.push(clock.now());
      clock.after(10, tick);
    };
    clock.after(10, tick);
    await clock.moveTo(35);
    expect(fired).toEqual([10, 20, 30]);
  });

  it('lets what a timer began settle before time goes on', async () => {
    const clock = createDrivenClock(0);
    const seen: string[] = [];
    const twoSteps = async (name: string) => {
      seen.push(`${name} begins at ${clock.now()}`);
      await new Promise((resolve) => setImmediate(resolve));
      seen.push(`${name} ends at ${clock.now()}`);
    };
    clock.after(1, () => void twoSteps('first'));
    clock.after(2, () => void twoSteps('second'));
    await clock.moveTo(2);
    expect(seen).toEqual(['first begins at 1', 'first ends at 1', 'second begins at 2', 'second ends at 2']);
  });

  it('does not fire what was cancelled, also by an earlier timer', async () => {
    const clock = createDrivenClock(0);
    const fired: string[] = [];
    const cancelLater = clock.after(20, () => fired.push('later'));
    clock.after(10, cancelLater);
    clock.after(5, () => fired.push('never'))();
    await clock.moveTo(100);
    expect(fired).toEqual([]);
  });

  it('fires nothing twice, and nothing when it is set back', async () => {
    const clock = createDrivenClock(1_000);
    const fired: number[] = [];
    clock.after(10, () => fired.push(clock.now()));
    await clock.moveTo(500);
    expect(clock.now()).toBe(500);
    expect(fired).toEqual([]);
    await clock.moveTo(2_000);
    await clock.moveTo(3_000);
    expect(fired).toEqual([1_010]);
  });

  it('leaps over a long time, and what came due fires once', async () => {
    const clock = createDrivenClock(0);
    const fired: string[] = [];
    const tick = () => {
      fired.push(`tick at ${clock.now()}`);
      clock.after(250, tick);
    };
    clock.after(250, tick);
    const cancelLater = clock.after(900, () => fired.push('later'));
    clock.after(100, () => {
      fired.push(`first at ${clock.now()}`);
      cancelLater();
    });
    await clock.leapTo(86_400_000);
    expect(fired).toEqual(['first at 86400000', 'tick at 86400000']);
  });

  it('waits for a callback that answers a promise', async () => {
    const clock = createDrivenClock(0);
    const seen: number[] = [];
    clock.after(1, async () => {
      for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      seen.push(clock.now());
    });
    await clock.moveTo(1_000);
    expect(seen).toEqual([1]);
  });
});
