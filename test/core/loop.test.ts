import { describe, expect, it } from 'vitest';
import { InklingError } from '../../core/errors.ts';
import { createLoop, sayingOnce } from '../../core/loop.ts';
import { createDrivenClock } from '../support/driven-clock.ts';

const EVERY_MS = 500;

function createCounted() {
  const clock = createDrivenClock(0);
  const faults: unknown[] = [];
  const runs: PromiseWithResolvers<void>[] = [];
  const work = (): Promise<void> => {
    const run = Promise.withResolvers<void>();
    runs.push(run);
    return run.promise;
  };
  const loop = createLoop(clock, EVERY_MS, work, (error) => faults.push(error));
  /** Ends the latest, and lets follow what follows. */
  const end = async (error?: Error): Promise<void> => {
    if (error === undefined) runs.at(-1)?.resolve();
    else runs.at(-1)?.reject(error);
    await clock.moveTo(clock.now());
  };
  return { clock, loop, runs, end, faults };
}

describe('work that goes on by itself', () => {
  it('is done again so long after it ended, whatever came of it, until it is stopped', async () => {
    const { clock, loop, runs, end, faults } = createCounted();
    loop.start();
    await clock.moveTo(EVERY_MS - 1);
    expect(runs).toHaveLength(0);
    await clock.moveTo(3 * EVERY_MS);
    expect(runs).toHaveLength(1);
    await end(new Error('not now'));
    await clock.moveTo(4 * EVERY_MS);
    expect(runs).toHaveLength(2);
    const stopped = loop.stop();
    await end();
    await stopped;
    await clock.moveTo(9 * EVERY_MS);
    expect(runs).toHaveLength(2);
    expect(faults).toEqual([new Error('not now')]);
  });

  it('is done at once where it is hurried, and then as long after that as ever', async () => {
    const { clock, loop, runs, end } = createCounted();
    loop.start();
    await clock.moveTo(EVERY_MS - 100);
    loop.hurry();
    expect(runs).toHaveLength(1);
    await end();
    await clock.moveTo(2 * EVERY_MS - 101);
    expect(runs).toHaveLength(1);
    await clock.moveTo(2 * EVERY_MS - 100);
    expect(runs).toHaveLength(2);
  });

  it('is done once more where it is hurried meanwhile, however often that was', async () => {
    const { clock, loop, runs, end } = createCounted();
    loop.start();
    loop.hurry();
    loop.hurry();
    loop.hurry();
    expect(runs).toHaveLength(1);
    await end();
    expect(runs).toHaveLength(2);
    await end();
    expect(runs).toHaveLength(2);
    await clock.moveTo(EVERY_MS);
    expect(runs).toHaveLength(3);
  });

  it('is not hurried before it has begun, nor after it was stopped', async () => {
    const { clock, loop, runs } = createCounted();
    loop.hurry();
    loop.start();
    await loop.stop();
    loop.hurry();
    await clock.moveTo(9 * EVERY_MS);
    expect(runs).toHaveLength(0);
  });
});

it('what fails the same way again and again is said once, until it goes well or fails otherwise', async () => {
  const apart = (seconds: number) => new InklingError('clocks_apart', 'mongodb', `${seconds} s`, '');
  const [first, second, other] = [apart(7), apart(8), new Error('other')];
  const ends = [first, second, other, second, null, second, first];
  const said: unknown[] = [];
  let runs = 0;
  const work = sayingOnce(
    async () => {
      const end = ends[runs++];
      if (end !== null) throw end;
    },
    (error) => said.push(error),
  );
  for (const _ of ends) await work();
  expect(said).toEqual([first, other, second, second]);
  expect(runs).toBe(ends.length);
});
