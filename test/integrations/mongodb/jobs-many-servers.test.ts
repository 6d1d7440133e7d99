import { describe, expect, it, onTestFinished } from 'vitest';
import { openJobDocuments } from '../../../integrations/mongodb/job-documents.ts';
import { openJobRuns } from '../../../integrations/mongodb/job-runs.ts';
import { mongoDatabases } from '../../support/mongodb/databases.ts';
import {
  type JobServer,
  type JobServersOptions,
  openJobServers,
  START,
} from '../../support/mongodb/job-servers.ts';

const nextUrl = mongoDatabases('jobs-many');

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const PERIODS = [
  ['hourly', HOUR],
  ['daily', 24 * HOUR],
  ['soon', SECOND],
] as const;

function openTwo(options?: JobServersOptions): Promise<readonly [JobServer, JobServer]> {
  const url = nextUrl();
  return openJobServers([url, url] as const, options);
}

/** A promise that a test settles, and at the latest its end does: what waits for it is waited for by whoever closes. */
function createGate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  onTestFinished(() => resolve());
  return { opened: promise, open: resolve };
}

describe('two servers on one database', () => {
  it('run each job once a period between them', async () => {
    const servers = await openTwo({ isSharingClock: true, refreshMs: 10 * MINUTE });
    const [{ clock }] = servers;
    const runs: string[] = [];
    for (const { jobs } of servers) {
      jobs.every('fast', HOUR, async () => void runs.push(`fast ${(clock.now() - START) / HOUR}`));
      jobs.every('slow', 3 * HOUR, async () => void runs.push(`slow ${(clock.now() - START) / HOUR}`));
      jobs.start();
    }
    await clock.advance(6 * HOUR);
    const once = [0, 1, 2, 3, 4, 5, 6].map((hour) => `fast ${hour}`);
    expect(runs.toSorted()).toEqual([...once, 'slow 0', 'slow 3', 'slow 6']);
  });

  it('run each job once a period between them when their clocks go each its own way', async () => {
    const servers = await openTwo({ lockMs: 10 * HOUR, refreshMs: 10 * MINUTE });
    const runs: number[] = [];
    for (const { jobs, clock } of servers) {
      jobs.every('tick', HOUR, async () => void runs.push((clock.now() - START) / HOUR));
      jobs.start();
    }
    await Promise.all(servers.map(({ clock }) => clock.advance(12 * HOUR)));
    expect(runs).toHaveLength(13);
    expect(runs).toEqual(runs.toSorted((a, b) => a - b));
  });

  it('give a job to one of them when both ask at once, and to either', async () => {
    const [one, two] = await openTwo({ isSharingClock: true });
    const lockMs = MINUTE;
    const runs = [
      await openJobRuns({ ...one, node: 'one', lockMs }),
      await openJobRuns({ ...two, node: 'two', lockMs }),
    ];
    for (const each of runs) each.define('tick', SECOND, async () => {});
    await runs[0]?.documents.register('tick', SECOND, START);
    const owners = new Set<string>();
    for (let turn = 0; turn < 30; turn += 1) {
      await one.clock.advance(SECOND);
      const order = turn % 2 === 0 ? runs : runs.toReversed();
      const asked = [...order, ...order].map((each) => each.claim('tick', one.clock.now()));
      const given = (await Promise.all(asked)).filter((claimed) => claimed !== null);
      expect(given).toHaveLength(1);
      for (const claimed of given) {
        owners.add(String(claimed.lastModifiedBy?.split('/')[0]));
        expect(await runs[0]?.perform(claimed, 'due')).toMatchObject({ kind: 'noted' });
      }
    }
    expect([...owners].toSorted()).toEqual(['one', 'two']);
  });

  it('never run a job beside each other: one that is asked for waits for the other server', async () => {
    const [one, two] = await openTwo({ isSharingClock: true });
    const gate = createGate();
    const steps: string[] = [];
    for (const [name, { jobs }] of [['one', one] as const, ['two', two] as const])
      jobs.every('long', HOUR, async (cause) => {
        steps.push(`${name} begins, ${cause}`);
        await gate.opened;
        steps.push(`${name} ends`);
      });
    one.jobs.start();
    await one.clock.advance(0);
    const asked = two.jobs.run('long');
    await one.clock.advance(MINUTE);
    expect(steps).toEqual(['one begins, due']);
    gate.open();
    await one.clock.advance(2 * SECOND);
    await asked;
    expect(steps).toEqual(['one begins, due', 'one ends', 'two begins, asked', 'two ends']);
  });

  it('do not wait for each other when one of them stops', async () => {
    const [one, two] = await openTwo({ isSharingClock: true });
    const gate = createGate();
    for (const { jobs } of [one, two]) jobs.every('long', HOUR, () => gate.opened);
    one.jobs.start();
    await one.clock.advance(0);
    const asked = two.jobs.run('long');
    const refused = expect(asked).rejects.toMatchObject({ code: 'shutting_down' });
    await one.clock.advance(SECOND);
    await two.jobs.stop();
    await refused;
    const askedLate = expect(two.jobs.run('long')).rejects.toMatchObject({ code: 'shutting_down' });
    // It has not even been told yet that the other server has the job.
    await two.jobs.stop();
    await askedLate;
    gate.open();
  });

  it('show the same of each job, wherever it ran, and nothing of what an error said', async () => {
    const servers = await openTwo({ isSharingClock: true, refreshMs: MINUTE });
    const [one, two] = servers;
    const answers = [
      () => Promise.resolve(),
      () => Promise.reject(new TypeError('anna@example.com is no number')),
    ];
    for (const { jobs } of servers) {
      jobs.every('flaky', HOUR, () => answers.shift()?.() ?? Promise.resolve());
      jobs.start();
    }
    await one.clock.advance(HOUR + MINUTE);
    expect(two.jobs.list()).toEqual(one.jobs.list());
    const went = { lastRunAt: START + HOUR, lastError: 'TypeError', runs: 2, nextRunAt: START + 2 * HOUR };
    expect(one.jobs.list()).toEqual([{ name: 'flaky', everyMs: HOUR, ...went }]);
    const documents = await one.db.collection('jobs').find().toArray();
    expect(JSON.stringify(documents)).not.toContain('anna');
    // Two has no reason of its own to look at the job.
    await one.jobs.run('flaky');
    expect(two.jobs.list()[0]).toMatchObject({ lastError: 'TypeError', runs: 2 });
    await one.clock.advance(MINUTE);
    expect(two.jobs.list()[0]).toMatchObject({ lastError: null, runs: 3 });
    expect(two.jobs.list()).toEqual(one.jobs.list());
  });

  it('do not run a daily job again because one of them was started later', async () => {
    const [one, two] = await openTwo({ isSharingClock: true, refreshMs: HOUR });
    const runs: string[] = [];
    one.jobs.every('daily', 24 * HOUR, async () => void runs.push('one'));
    one.jobs.start();
    await one.clock.advance(HOUR);
    await one.jobs.stop();
    two.jobs.every('daily', 24 * HOUR, async () => void runs.push('two'));
    two.jobs.start();
    await one.clock.advance(23 * HOUR - 1);
    expect(runs).toEqual(['one']);
    await one.clock.advance(1);
    expect(runs).toEqual(['one', 'two']);
  });

  it.each(['with its index', 'where the index is missing'])(
    'that register a job at once leave one document, %s',
    async (how) => {
      const [one, two] = await openTwo();
      const documents = [await openJobDocuments(one.db), await openJobDocuments(two.db)];
      const { collection } = documents[0] ?? (await openJobDocuments(one.db));
      const indexes = await collection.listIndexes().toArray();
      expect(indexes).toContainEqual(expect.objectContaining({ key: { name: 1 }, unique: true }));
      if (how !== 'with its index') await collection.dropIndex('name_1');
      const names = Array.from({ length: 20 }, (_, at) => `job-${at}`);
      const registered = names.flatMap((name) => documents.map((each) => each.register(name, HOUR, START)));
      const progress = { lastRunAt: null, lastError: null, nextRunAt: START, runs: 0 };
      expect(await Promise.all(registered)).toEqual(registered.map(() => progress));
      expect(await collection.countDocuments()).toBe(20);
    },
  );

  it('spread first runs over ten seconds at most, whoever registers them', async () => {
    const shares = [0.5, 1, 0.25];
    const random = () => shares.shift() ?? 0;
    const [one, two] = await openTwo({ isSharingClock: true, random });
    for (const [name, everyMs] of PERIODS) one.jobs.every(name, everyMs, async () => {});
    await one.jobs.stop();
    for (const [name, everyMs] of PERIODS) two.jobs.every(name, everyMs, async () => {});
    await two.jobs.stop();
    const waits = two.jobs.list().map(({ name, nextRunAt }) => [name, nextRunAt - START]);
    expect(waits).toEqual([
      ['hourly', 5 * SECOND],
      ['daily', 10 * SECOND],
      ['soon', 250],
    ]);
  });

  it('that is closed runs nothing any more, and leaves the other one be', async () => {
    const [one, two] = await openTwo({ isSharingClock: true });
    const runs: string[] = [];
    one.jobs.every('tick', MINUTE, async () => void runs.push('one'));
    two.jobs.every('tick', MINUTE, async () => void runs.push('two'));
    for (const { jobs } of [one, two]) jobs.start();
    await one.jobs.close();
    one.jobs.start();
    await expect(one.jobs.run('tick')).rejects.toMatchObject({ code: 'shutting_down' });
    await one.clock.advance(2 * MINUTE);
    expect(runs).toEqual(['two', 'two', 'two']);
  });

  it('count a new period from the last run', async () => {
    const [one, two] = await openTwo({ isSharingClock: true });
    one.jobs.every('tick', HOUR, async () => {});
    await one.jobs.run('tick');
    await one.clock.advance(10 * MINUTE);
    two.jobs.every('tick', 15 * MINUTE, async () => {});
    await two.jobs.stop();
    expect(two.jobs.list()[0]).toMatchObject({
      everyMs: 15 * MINUTE,
      nextRunAt: START + 15 * MINUTE,
      runs: 1,
    });
    const known = await one.db.collection('jobs').findOne({ name: 'tick' });
    expect(known).toMatchObject({ repeatInterval: 15 * MINUTE, nextRunAt: new Date(START + 15 * MINUTE) });
  });
});
