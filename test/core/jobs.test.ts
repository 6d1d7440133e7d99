import { describe, expect, it } from 'vitest';
import type { Json } from '../../core/entry.ts';
import { InklingError } from '../../core/errors.ts';
import { createSweepJobs } from '../../core/jobs.ts';
import { jobsContract } from '../contract/jobs.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const START = Date.UTC(2026, 0, 5);

/** The two methods of a store that jobs ask for. */
function createRecords() {
  const records = new Map<string, Json>();
  return {
    records,
    getRecord: async (collection: string, site: string, key: string) =>
      records.get(`${collection}/${site}/${key}`),
    async putRecord(collection: string, site: string, key: string, value: Json) {
      records.set(`${collection}/${site}/${key}`, value);
      return true;
    },
  };
}

const down = async () => {
  throw new InklingError('store_unavailable', 'embedded store', 'the disk is full', 'free some space');
};

jobsContract('sweep', () => {
  const store = createRecords();
  return { createJobs: (clock) => createSweepJobs({ clock, store }) };
});

describe('sweep jobs', () => {
  it('keep how they went where `inkling jobs` finds it', async () => {
    const store = createRecords();
    const jobs = createSweepJobs({ clock: createFakeClock(START), store });
    jobs.every('salts', 60_000, async () => {});
    await jobs.run('salts');
    expect([...store.records]).toEqual([['jobs//salts', { lastRunAt: START, lastError: null, runs: 1 }]]);
  });

  it('work without a store', async () => {
    const jobs = createSweepJobs({ clock: createFakeClock(START) });
    jobs.every('salts', 60_000, async () => {});
    await jobs.run('salts');
    expect(jobs.list()[0]?.runs).toBe(1);
  });

  it('run while the store is down, and say so', async () => {
    const jobs = createSweepJobs({
      clock: createFakeClock(START),
      store: { getRecord: down, putRecord: down },
    });
    let runs = 0;
    jobs.every('salts', 60_000, async () => {
      runs += 1;
    });
    await jobs.run('salts');
    expect(runs).toBe(1);
    expect(jobs.list()[0]?.lastError).toMatch(/^store_unavailable: .*disk is full/);
  });

  it('start anew from a record that makes no sense', async () => {
    const store = createRecords();
    store.records.set('jobs//salts', ['nonsense']);
    const clock = createFakeClock(START);
    const jobs = createSweepJobs({ clock, store });
    jobs.every('salts', 60_000, async () => {});
    jobs.start();
    await clock.advance(0);
    await jobs.stop();
    expect(jobs.list()[0]).toMatchObject({ lastRunAt: START, runs: 1 });
  });

  it('spread their first runs over ten seconds at most', async () => {
    const clock = createFakeClock(START);
    const shares = [0.5, 1, 0.25];
    const jobs = createSweepJobs({ clock, random: () => shares.shift() ?? 0 });
    const ranAt = new Map<string, number>();
    for (const [name, everyMs] of [
      ['hourly', 3_600_000],
      ['daily', 86_400_000],
      ['soon', 1_000],
    ] as const) {
      jobs.every(name, everyMs, async () => void (ranAt.has(name) || ranAt.set(name, clock.now() - START)));
    }
    jobs.start();
    await clock.advance(10_000);
    await jobs.stop();
    expect(Object.fromEntries(ranAt)).toEqual({ soon: 250, hourly: 5_000, daily: 10_000 });
  });
});
