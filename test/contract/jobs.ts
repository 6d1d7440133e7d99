/** What every Jobs must do, whatever it is built on. */
import { describe, expect, it } from 'vitest';
import { InklingError } from '../../core/errors.ts';
import type { Jobs } from '../../core/ports.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';

const START = Date.UTC(2026, 0, 5);
const HOUR = 3_600_000;

/** For one test. */
export type JobsUnderTest = {
  /** Makes Jobs on a clock; every call shares what outlives a process. */
  readonly createJobs: (clock: FakeClock) => Jobs | Promise<Jobs>;
  /** Resolves when they wait for nothing but the clock and their handlers. Turns of the event loop do where it is left out. */
  readonly settle?: () => Promise<void>;
};
export type OpenJobs = () => JobsUnderTest | Promise<JobsUnderTest>;

/** A promise that a test settles. */
function createGate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

/** @example jobsContract('sweep', () => ({ createJobs: (clock) => createSweepJobs({ clock }) })); */
export function jobsContract(name: string, open: OpenJobs): void {
  async function setUp() {
    const { createJobs, settle } = await open();
    const clock = createFakeClock(START, settle);
    const jobs = await createJobs(clock);
    const runs: number[] = [];
    const handler = async () => void runs.push(clock.now() - START);
    return { clock, createJobs, jobs, runs, handler };
  }

  describe(`${name} jobs`, () => {
    it('runs a job at once and then once a period', async () => {
      const { clock, jobs, runs, handler } = await setUp();
      jobs.every('tick', HOUR, handler);
      jobs.start();
      await clock.advance(3 * HOUR);
      await jobs.stop();
      expect(runs).toEqual([0, HOUR, 2 * HOUR, 3 * HOUR]);
    });

    it('says whether a job is due or asked for', async () => {
      const { clock, jobs } = await setUp();
      const causes: string[] = [];
      jobs.every('tick', HOUR, async (cause) => void causes.push(cause));
      jobs.start();
      await clock.advance(0);
      await jobs.run('tick');
      await jobs.stop();
      expect(causes).toEqual(['due', 'asked']);
    });

    it('runs each job in its own time', async () => {
      const { clock, jobs } = await setUp();
      const runs: string[] = [];
      jobs.every('slow', 2 * HOUR, async () => void runs.push('slow'));
      jobs.every('fast', HOUR, async () => void runs.push('fast'));
      jobs.start();
      await clock.advance(2 * HOUR);
      await jobs.stop();
      expect(runs.filter((run) => run === 'slow')).toHaveLength(2);
      expect(runs.filter((run) => run === 'fast')).toHaveLength(3);
    });

    it('takes a job that is registered after the start', async () => {
      const { clock, jobs, runs, handler } = await setUp();
      jobs.start();
      await clock.advance(HOUR);
      jobs.every('tick', HOUR, handler);
      await clock.advance(HOUR);
      await jobs.stop();
      expect(runs).toEqual([HOUR, 2 * HOUR]);
    });

    it('runs nothing before the start and nothing after the stop', async () => {
      const { clock, jobs, runs, handler } = await setUp();
      jobs.every('tick', HOUR, handler);
      await clock.advance(5 * HOUR);
      expect(runs).toEqual([]);
      jobs.start();
      await clock.advance(0);
      await jobs.stop();
      await clock.advance(5 * HOUR);
      expect(runs).toEqual([5 * HOUR]);
    });

    it('never runs a handler beside itself', async () => {
      const { clock, jobs } = await setUp();
      const gate = createGate();
      let [started, ended] = [0, 0];
      jobs.every('long', HOUR, async () => {
        started += 1;
        await gate.opened;
        ended += 1;
      });
      jobs.start();
      await clock.advance(5 * HOUR);
      const asked = jobs.run('long');
      await clock.advance(0);
      expect([started, ended]).toEqual([1, 0]);
      gate.open();
      await asked;
      expect([started, ended]).toEqual([2, 2]);
      await jobs.stop();
    });

    it('lets one job run while another one takes long', async () => {
      const { clock, jobs, runs, handler } = await setUp();
      const gate = createGate();
      let longRuns = 0;
      jobs.every('long', HOUR, async () => {
        longRuns += 1;
        await gate.opened;
      });
      jobs.every('tick', HOUR, handler);
      jobs.start();
      await clock.advance(2 * HOUR);
      gate.open();
      await jobs.stop();
      expect(runs).toEqual([0, HOUR, 2 * HOUR]);
      expect(longRuns).toBe(1);
    });

    it('runs a job when asked to, whatever its period says', async () => {
      const { jobs, runs, handler } = await setUp();
      jobs.every('tick', HOUR, handler);
      await jobs.run('tick');
      await jobs.run('tick');
      expect(runs).toEqual([0, 0]);
    });

    it('runs a job twice, and not beside itself, that two ask for at once', async () => {
      const { jobs } = await setUp();
      let [running, most, runs] = [0, 0, 0];
      jobs.every('tick', HOUR, async () => {
        running += 1;
        most = Math.max(most, running);
        await Promise.resolve();
        running -= 1;
        runs += 1;
      });
      await Promise.all([jobs.run('tick'), jobs.run('tick')]);
      expect([most, runs]).toEqual([1, 2]);
    });

    it('counts a period from the last run', async () => {
      const { clock, jobs, runs, handler } = await setUp();
      jobs.every('tick', HOUR, handler);
      jobs.start();
      await clock.advance(HOUR / 2);
      await jobs.run('tick');
      await clock.advance(HOUR);
      await jobs.stop();
      expect(runs).toEqual([0, HOUR / 2, (3 * HOUR) / 2]);
    });

    it('refuses to run what nobody registered', async () => {
      const { jobs } = await setUp();
      await expect(jobs.run('nothing')).rejects.toThrow(/there is no job nothing/);
    });

    it('refuses two jobs of one name', async () => {
      const { jobs, handler } = await setUp();
      jobs.every('tick', HOUR, handler);
      expect(() => jobs.every('tick', HOUR, handler)).toThrow(/tick is registered already/);
    });

    it('says how each job went', async () => {
      const { clock, jobs, handler } = await setUp();
      jobs.every('tick', HOUR, handler);
      jobs.start();
      await clock.advance(HOUR);
      await jobs.stop();
      expect(jobs.list()).toEqual([
        {
          name: 'tick',
          everyMs: HOUR,
          lastRunAt: START + HOUR,
          lastError: null,
          nextRunAt: START + 2 * HOUR,
          runs: 2,
        },
      ]);
    });

    it('tries a job that failed again at its next time, and forgets the error when it went well', async () => {
      const { clock, jobs } = await setUp();
      const answers = [() => Promise.reject(new TypeError('anna@example.com')), () => Promise.resolve()];
      jobs.every('flaky', HOUR, () => answers.shift()?.() ?? Promise.resolve());
      jobs.start();
      await clock.advance(0);
      expect(jobs.list()[0]).toMatchObject({ lastError: 'TypeError', runs: 1 });
      await clock.advance(HOUR);
      await jobs.stop();
      expect(jobs.list()[0]).toMatchObject({ lastError: null, runs: 2 });
    });

    it('tells an error of ours in its own words', async () => {
      const { jobs } = await setUp();
      jobs.every('refused', HOUR, async () => {
        throw new InklingError('store_unavailable', 'embedded store', 'the disk is full', 'free some space');
      });
      await jobs.run('refused');
      expect(jobs.list()[0]?.lastError).toBe(
        'store_unavailable: [inkling] [embedded store] the disk is full: free some space',
      );
    });

    it('does not run a daily job again because the server was started again', async () => {
      const { clock, createJobs, jobs, runs, handler } = await setUp();
      jobs.every('daily', 24 * HOUR, handler);
      jobs.start();
      await clock.advance(HOUR);
      await jobs.stop();
      const restarted = await createJobs(clock);
      restarted.every('daily', 24 * HOUR, handler);
      restarted.start();
      await clock.advance(22 * HOUR);
      expect(restarted.list()[0]).toMatchObject({ lastRunAt: START, runs: 1, nextRunAt: START + 24 * HOUR });
      await clock.advance(HOUR);
      await restarted.stop();
      expect(runs).toEqual([0, 24 * HOUR]);
    });

    it('remembers how a job went when the server was started again', async () => {
      const { clock, createJobs, jobs } = await setUp();
      jobs.every('flaky', HOUR, () => Promise.reject(new RangeError('ben@example.com')));
      await jobs.run('flaky');
      await jobs.stop();
      const went = { lastRunAt: START, lastError: 'RangeError', runs: 1, nextRunAt: START + HOUR };
      await clock.advance(60_000);
      const restarted = await createJobs(clock);
      restarted.every('flaky', HOUR, async () => {});
      await restarted.stop();
      expect(restarted.list()[0]).toMatchObject(went);
    });

    it('runs once, and not once a missed period, what fell due while the server was down', async () => {
      const { clock, createJobs, jobs, runs, handler } = await setUp();
      jobs.every('tick', HOUR, handler);
      jobs.start();
      await clock.advance(0);
      await jobs.stop();
      await clock.advance(6 * HOUR + 1);
      const restarted = await createJobs(clock);
      restarted.every('tick', HOUR, handler);
      restarted.start();
      await clock.advance(0);
      await restarted.stop();
      expect(runs).toEqual([0, 6 * HOUR + 1]);
    });

    it('lets a running handler finish before it is stopped', async () => {
      const { clock, jobs } = await setUp();
      const gate = createGate();
      let isDone = false;
      jobs.every('long', HOUR, async () => {
        await gate.opened;
        isDone = true;
      });
      jobs.start();
      await clock.advance(0);
      let hasStopped = false;
      const stopped = jobs.stop().then(() => {
        hasStopped = true;
      });
      await clock.advance(0);
      expect([isDone, hasStopped]).toEqual([false, false]);
      gate.open();
      await stopped;
      expect(isDone).toBe(true);
    });
  });
}
