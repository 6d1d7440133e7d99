import { describe, expect, it } from 'vitest';
import { createPopulation, findAlarm } from '../core/scoring/drift/streams.ts';

const SEEDS = 200;

function runSeeds(run: (seed: number) => number): readonly number[] {
  return Array.from({ length: SEEDS }, (_, at) => run(1_000 + at)).toSorted((a, b) => a - b);
}

const isRaised = (label: number): boolean => Number.isFinite(label);

describe(`${SEEDS} streams`, () => {
  it.each(
    [0.01, 0.04, 0.123, 0.3].flatMap((rate) =>
      [0, 1.5, 2.5].flatMap((spread) => [1, 1.1].map((off) => ({ rate, spread, off }))),
    ),
  )(
    'unchanged for 20,000 labels raise hardly an alarm: rate $rate, spread $spread, odds off by a factor of $off',
    (stream) => {
      const population = createPopulation(stream);
      const calm = { shift: Math.log(stream.off), after: 0, labels: 20_000 };
      const alarms = runSeeds((seed) => findAlarm(population, calm, seed)).filter(isRaised).length;
      process.stdout.write(`unchanged ${JSON.stringify(stream)}: ${alarms} of ${SEEDS} alarms\n`);
      // A chance of 1 %, and of 2 where the first look sees that the odds are off: 12 of 200 would be one in a thousand.
      expect(alarms).toBeLessThanOrEqual(11);
    },
  );

  it.each(
    [0.01, 0.04, 0.123, 0.3].flatMap((rate) =>
      [0.4, 0.6, 1.4, 1.69, 2.5].flatMap((times) =>
        [0, 1.5].flatMap((spread) => [0, 5_000].map((after) => ({ rate, times, spread, after }))),
      ),
    ),
  )('changed raise one: rate $rate times $times, spread $spread, after $after', (world) => {
    const population = createPopulation(world);
    const shift = population.shiftTo(world.rate * world.times);
    const drift = { shift, after: world.after, labels: world.after + 400_000 };
    const delays = runSeeds((seed) => findAlarm(population, drift, seed) - world.after);
    const [median, ninth, most] = [delays[SEEDS / 2], delays[SEEDS * 0.9], delays.at(-1)];
    const early = delays.filter((delay) => delay <= 0).length;
    const late = delays.filter((delay) => delay > 500).length;
    process.stdout.write(
      `changed ${JSON.stringify(world)}: labels until the alarm ${median} (median), ${ninth} (9 of 10), ${most} (all); ${late} of ${SEEDS} later than 500, ${early} before the change\n`,
    );
    expect(delays.filter((delay) => !isRaised(delay))).toEqual([]);
  });
});
