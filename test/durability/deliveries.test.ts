import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { answer, type HookReceiver, openHook } from '../support/hook-receiver.ts';
import { neutralEnvironment } from '../support/neutral-environment.ts';
import { until } from '../support/until.ts';
import type { DeliveriesPlan } from './deliveries-child.ts';
import { durables } from './durable.ts';
import { outlast, type Place, settingsOf } from './places.ts';
import { createRandom } from './random.ts';

const ROUNDS = 3;
/** So many that it still appends and delivers when it is killed, and no more than the last life delivers soon. */
const BATCHES = 150;
const PATIENCE_MS = 180_000;

type Course = {
  readonly place: Place;
  readonly hook: HookReceiver;
  readonly startedAt: number;
  /** Ids that the app said are durable. */
  readonly durable: Set<string>;
};

function run({ place, hook, startedAt, durable }: Course, round: number, batches: number): ChildProcess {
  const plan: DeliveriesPlan = { hookUrl: hook.url, startedAt, round, batches };
  const env = {
    ...neutralEnvironment(),
    PORT: '0',
    LOG_LEVEL: 'silent',
    INKLING_WEBHOOK_PRIVATE_HOSTS: 'loopback',
    ...settingsOf(place),
  };
  const child = fork(
    fileURLToPath(new URL('./deliveries-child.ts', import.meta.url)),
    [JSON.stringify(plan)],
    {
      env,
      execArgv: [],
    },
  );
  child.on('message', (ids: readonly string[]) => {
    for (const id of ids) durable.add(id);
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

describe.each(durables('deliveries'))('on $name', ({ makePlace }) => {
  it('a webhook gets every notice at least once, with its id, though the app is killed with -9 while it delivers', {
    timeout: PATIENCE_MS,
  }, async () => {
    const hook = await openHook();
    const random = createRandom(7);
    // Some fail at first, so that kills find deliveries that wait as well.
    const seen = new Set<string>();
    const taken = new Set<string>();
    hook.react((arrival, response) => {
      const isFailing = !seen.has(arrival.id) && random.chance(0.1);
      seen.add(arrival.id);
      if (!isFailing) taken.add(arrival.id);
      answer(isFailing ? 500 : 204)(arrival, response);
    });
    const course: Course = { place: makePlace(), hook, startedAt: Date.now(), durable: new Set() };
    for (let round = 0; round < ROUNDS; round += 1) {
      const child = run(course, round, BATCHES);
      const killed = once(child, 'exit');
      const enough = hook.arrivals.length + 20 + random.below(60);
      await hook.arrived(enough);
      child.kill('SIGKILL');
      expect((await killed)[1]).toBe('SIGKILL');
      await outlast(course.place);
    }
    const { durable } = course;
    expect(durable.size).toBeGreaterThan(ROUNDS * 20);
    run(course, ROUNDS, 0);
    await until(() => [...durable].every((id) => taken.has(id)));
    expect(hook.arrivals.map(({ headers }) => headers['x-inkling-delivery'])).toEqual(hook.ids());
  });
});
