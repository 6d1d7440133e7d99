import { describe, expect, it } from 'vitest';
import { CALM, CHANGED, findDelays, findFalseAlarms } from '../core/scoring/drift/streams.ts';

const SEEDS = Array.from({ length: 200 }, (_, at) => 1_000 + at);

describe(`${SEEDS.length} streams`, () => {
  it.each(CALM)(
    'unchanged for 20,000 labels raise hardly an alarm: rate $rate, spread $spread, odds off by a factor of $off',
    (stream) => {
      const alarms = findFalseAlarms(stream, SEEDS).length;
      process.stdout.write(`unchanged ${JSON.stringify(stream)}: ${alarms} of ${SEEDS.length} alarms\n`);
      // A chance of 1 %, and of 2 where the first look sees that the odds are off: 12 of 200 would be one in a thousand.
      expect(alarms).toBeLessThanOrEqual(11);
    },
  );

  it.each(CHANGED)('changed raise one: rate $rate times $times, spread $spread, after $after', (world) => {
    const delays = findDelays(world, SEEDS);
    const [median, ninth, most] = [delays[SEEDS.length / 2], delays[SEEDS.length * 0.9], delays.at(-1)];
    const early = delays.filter((delay) => delay <= 0).length;
    const late = delays.filter((delay) => delay > 500).length;
    process.stdout.write(
      `changed ${JSON.stringify(world)}: labels until the alarm ${median} (median), ${ninth} (9 of 10), ${most} (all); ${late} of ${SEEDS.length} later than 500, ${early} before the change\n`,
    );
    expect(delays.filter((delay) => !Number.isFinite(delay))).toEqual([]);
  });
});
