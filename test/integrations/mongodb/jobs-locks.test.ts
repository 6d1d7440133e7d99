/** What becomes of a job when the server that runs it dies, stands still, or takes long. */
import { describe, expect, it, onTestFinished } from 'vitest';
import type { JobCause } from '../../../core/ports.ts';
import { openJobDocuments } from '../../../integrations/mongodb/job-documents.ts';
import { openJobRepository } from '../../../integrations/mongodb/job-repository.ts';
import { openJobRuns } from '../../../integrations/mongodb/job-runs.ts';
import { mongoDatabases } from '../../support/mongodb/databases.ts';
import { type JobServer, openJobServers, START } from '../../support/mongodb/job-servers.ts';

const nextUrl = mongoDatabases('jobs-locks');

const SECOND = 1_000;
const LOCK_MS = 60 * SECOND;
const HOUR = 3_600_000;
const options = { lockMs: LOCK_MS, refreshMs: 20 * SECOND };

/** Each with a clock of its own: one that is not moved is a server that died, or stands still. */
function openTwo(): Promise<readonly [JobServer, JobServer]> {
  const url = nextUrl();
  return openJobServers([url, url] as const, options);
}

/** Runs that a test ends one by one. */
function createStuck() {
  const begun: JobCause[] = [];
  const ends: { resolve: () => void; reject: (error: Error) => void }[] = [];
  let isOver = false;
  // Servers are closed after that, which waits for what they run.
  onTestFinished(() => {
    isOver = true;
    for (const { resolve } of ends) resolve();
  });
  return {
    begun,
    ends,
    async handler(cause: JobCause): Promise<void> {
      if (isOver) return;
      begun.push(cause);
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      ends.push({ resolve, reject });
      await promise;
    },
  };
}

const readJob = ({ db }: JobServer) => db.collection('jobs').findOne({ name: 'tick' });

describe('the lock of a job', () => {
  it('is over when its server died, and another one does the work', async () => {
    const [dead, alive] = await openTwo();
    const stuck = createStuck();
    dead.jobs.every('tick', HOUR, stuck.handler);
    dead.jobs.start();
    await dead.clock.advance(0);
    const runs: number[] = [];
    alive.jobs.every('tick', HOUR, async () => void runs.push(alive.clock.now() - START));
    alive.jobs.start();
    await alive.clock.advance(LOCK_MS - 1);
    expect([stuck.begun.length, runs]).toEqual([1, []]);
    await alive.clock.advance(1);
    expect(runs).toEqual([LOCK_MS]);
    await alive.clock.advance(HOUR);
    expect(runs).toEqual([LOCK_MS, LOCK_MS + HOUR]);
    stuck.ends[0]?.resolve();
  });

  it('lasts as long as a run takes on a server that lives', async () => {
    const url = nextUrl();
    const [one, two] = await openJobServers([url, url] as const, { ...options, isSharingClock: true });
    const stuck = createStuck();
    one.jobs.every('tick', HOUR, stuck.handler);
    one.jobs.start();
    await one.clock.advance(0);
    const runs: number[] = [];
    two.jobs.every('tick', HOUR, async () => void runs.push(two.clock.now() - START));
    two.jobs.start();
    await one.clock.advance(10 * LOCK_MS);
    expect(runs).toEqual([]);
    stuck.ends[0]?.resolve();
    await one.clock.advance(HOUR);
    // Whichever of them was first to find it due.
    expect(stuck.begun.length + runs.length).toBe(2);
    stuck.ends[1]?.resolve();
  });

  it('that was taken over leaves what the new owner wrote as it is, whatever comes of the old run', async () => {
    const [slow, fast] = await openTwo();
    const stuck = createStuck();
    slow.jobs.every('tick', HOUR, stuck.handler);
    slow.jobs.start();
    await slow.clock.advance(0);
    fast.jobs.every('tick', HOUR, async () => {});
    fast.jobs.start();
    await fast.clock.advance(LOCK_MS);
    const written = await readJob(fast);
    stuck.ends[0]?.reject(new RangeError('of a run that nobody waits for any more'));
    await slow.clock.advance(0);
    expect(await readJob(fast)).toEqual(written);
    expect(slow.jobs.list()).toEqual(fast.jobs.list());
    const went = { lastRunAt: START + LOCK_MS, lastError: null, runs: 1, nextRunAt: START + LOCK_MS + HOUR };
    expect(slow.jobs.list()[0]).toMatchObject(went);
  });

  it('stays with the new owner while he runs, also when the old one wakes, renews and ends', async () => {
    const [slow, fast] = await openTwo();
    const [old, young] = [createStuck(), createStuck()];
    slow.jobs.every('tick', HOUR, old.handler);
    slow.jobs.start();
    await slow.clock.advance(0);
    fast.jobs.every('tick', HOUR, young.handler);
    fast.jobs.start();
    await fast.clock.advance(LOCK_MS);
    expect([old.begun.length, young.begun.length]).toEqual([1, 1]);
    const held = await readJob(fast);
    // Renewals are due on the way.
    await slow.clock.advance(LOCK_MS / 2);
    expect(await readJob(fast)).toEqual(held);
    old.ends[0]?.resolve();
    await slow.clock.advance(LOCK_MS / 2);
    expect(await readJob(fast)).toEqual(held);
    expect([old.begun.length, young.begun.length]).toEqual([1, 1]);
    young.ends[0]?.resolve();
    await fast.clock.advance(0);
    await slow.clock.advance(options.refreshMs);
    expect(slow.jobs.list()).toEqual(fast.jobs.list());
    expect(slow.jobs.list()[0]).toMatchObject({ runs: 1, lastRunAt: START + LOCK_MS });
  });

  it('that was lost costs the server nothing: it takes the job again, however often that happened', async () => {
    const [slow, fast] = await openTwo();
    const stuck = createStuck();
    slow.jobs.every('tick', HOUR, stuck.handler);
    fast.jobs.every('tick', HOUR, async () => {});
    const losses = 12;
    for (let at = 0; at < losses; at += 1) {
      const asked = slow.jobs.run('tick');
      await slow.clock.advance(0);
      await fast.clock.advance(slow.clock.now() + LOCK_MS - fast.clock.now());
      await fast.jobs.run('tick');
      stuck.ends[at]?.resolve();
      await asked;
      await slow.clock.advance(fast.clock.now() - slow.clock.now());
    }
    expect([stuck.begun.length, slow.jobs.list()[0]?.runs]).toEqual([losses, losses]);
    const asked = slow.jobs.run('tick');
    await slow.clock.advance(0);
    stuck.ends[losses]?.resolve();
    await asked;
    expect(slow.jobs.list()[0]?.runs).toBe(losses + 1);
  });

  it('that was lost before the run began: nothing runs', async () => {
    const [slow, fast] = await openTwo();
    const runs: string[] = [];
    const [old, young] = [
      await openJobRuns({ ...slow, node: 'slow', lockMs: LOCK_MS }),
      await openJobRuns({ ...fast, node: 'fast', lockMs: LOCK_MS }),
    ];
    await old.documents.register('tick', HOUR, START);
    old.define('tick', HOUR, async () => void runs.push('slow'));
    young.define('tick', HOUR, async () => void runs.push('fast'));
    const late = await old.claim('tick', START);
    await fast.clock.advance(LOCK_MS);
    const given = await young.claim('tick', fast.clock.now());
    if (late === null || given === null) throw new Error('each was to have it in turn');
    expect(await old.perform(late, 'due')).toEqual({ kind: 'missed' });
    expect(await young.perform(given, 'due')).toMatchObject({ kind: 'noted' });
    expect(runs).toEqual(['fast']);
  });

  it('is not taken again by a renewal that comes after the run', async () => {
    const [server] = await openTwo();
    const documents = await openJobDocuments(server.db);
    await documents.register('tick', HOUR, START);
    const { claim, repository } = await openJobRepository(
      { ...server, node: 'one', lockMs: LOCK_MS },
      documents,
    );
    const claimed = await claim('tick', START);
    if (claimed === null) throw new Error('the job was due');
    const { lockedAt, ...ended } = claimed;
    expect(lockedAt).toEqual(new Date(START));
    await repository.saveJobState(ended, undefined);
    const late = repository.saveJobState({ ...claimed, lockedAt: new Date(START) }, undefined);
    await expect(late).rejects.toMatchObject({ code: 'job_taken_over' });
    expect(await readJob(server)).toMatchObject({ lockedAt: null });
  });

  it('of a document that somebody removed is asked for again, and the job goes on', async () => {
    const [server] = await openTwo();
    const runs: number[] = [];
    server.jobs.every('tick', HOUR, async () => void runs.push(server.clock.now() - START));
    server.jobs.start();
    await server.clock.advance(0);
    await server.db.collection('jobs').deleteMany({});
    await server.clock.advance(2 * HOUR);
    expect(runs).toEqual([0, HOUR, 2 * HOUR]);
    await server.db.collection('jobs').deleteMany({});
    const asked = server.jobs.run('tick');
    await server.clock.advance(SECOND);
    await asked;
    expect(runs).toHaveLength(4);
  });
});
