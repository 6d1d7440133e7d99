/** Jobs whose connection to the database breaks, and what they ask of it. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { connect } from '../../../integrations/mongodb/connection.ts';
import { createAgendaJobs } from '../../../integrations/mongodb/jobs.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { mongoDatabases } from '../../support/mongodb/databases.ts';
import { openJobServers, START } from '../../support/mongodb/job-servers.ts';
import { type Meet, openDoor } from '../../support/mongodb/one-at-a-time.ts';
import { createQuiet } from '../../support/mongodb/quiet.ts';

const nextUrl = mongoDatabases('jobs-faults');

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** A server whose connection can be cut, and one beside it that nothing happens to. */
async function openServers() {
  const url = new URL(nextUrl());
  const door = await openDoor(Number(url.port));
  const cut = `mongodb://127.0.0.1:${door.port}${url.pathname}?directConnection=true`;
  const [server, beside] = await openJobServers([cut, url.href] as const, { isSharingClock: true });
  onTestFinished(async () => {
    door.meet(() => 'pass');
    await server.jobs.close();
    await server.client.close();
    await door.close();
  });
  return { door, server, beside };
}

/** The first command of a name meets it, all others pass. */
function once(name: string, fate: 'cut before' | 'cut after'): Meet & { readonly met: () => boolean } {
  let isOver = false;
  const meet: Meet = (command) => {
    if (isOver || command !== name) return 'pass';
    isOver = true;
    return fate;
  };
  return Object.assign(meet, { met: () => isOver });
}

describe('a connection that breaks', () => {
  for (const name of ['findAndModify', 'update'])
    for (const fate of ['cut before', 'cut after'] as const)
      it(`${fate} ${name}: the job runs once in its period, and that is noted`, async () => {
        const { door, server } = await openServers();
        const runs: number[] = [];
        server.jobs.every('tick', HOUR, async () => void runs.push(server.clock.now() - START));
        await server.clock.advance(0);
        const meet = once(name, fate);
        door.meet(meet);
        server.jobs.start();
        await server.clock.advance(MINUTE);
        expect(meet.met()).toBe(true);
        expect(runs).toHaveLength(1);
        const ranAt = START + Number(runs[0]);
        expect(runs[0]).toBeLessThanOrEqual(5_000);
        const went = { lastRunAt: ranAt, lastError: null, runs: 1, nextRunAt: ranAt + HOUR };
        expect(server.jobs.list()[0]).toMatchObject(went);
        const known = await server.db.collection('jobs').findOne({ name: 'tick' });
        expect(known).toMatchObject({ lockedAt: null, lastRunAt: new Date(ranAt), data: { runs: 1 } });
      });

  it('for longer: the list says so, nothing runs without a lock, and all goes on when it is back', async () => {
    const { door, server } = await openServers();
    const runs: number[] = [];
    server.jobs.every('tick', HOUR, async () => void runs.push(server.clock.now() - START));
    await server.clock.advance(0);
    door.meet(() => 'cut before');
    server.jobs.start();
    await server.clock.advance(0);
    expect(server.jobs.list()[0]?.lastError).toMatch(/^store_unavailable: /);
    await expect(server.jobs.run('tick')).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(runs).toEqual([]);
    door.meet(() => 'pass');
    await server.clock.advance(10_000);
    expect(runs).toHaveLength(1);
    expect(server.jobs.list()[0]).toMatchObject({ lastError: null, runs: 1 });
  });

  it('while a job is registered: it is registered later', async () => {
    const { door, server } = await openServers();
    door.meet(() => 'cut before');
    server.jobs.every('tick', HOUR, async () => {});
    await server.clock.advance(0);
    expect(server.jobs.list()[0]).toMatchObject({
      runs: 0,
      lastError: expect.stringMatching(/^store_unavailable/),
    });
    door.meet(() => 'pass');
    server.jobs.start();
    await server.clock.advance(MINUTE);
    expect(server.jobs.list()[0]).toMatchObject({ runs: 1, lastError: null });
  });

  it('when a run ends: the list says that it is noted nowhere, and another server runs the job once its lock is over', async () => {
    const { door, server, beside } = await openServers();
    const runs: string[] = [];
    server.jobs.every('tick', HOUR, async () => {
      runs.push('server');
      door.meet(() => 'cut before');
    });
    server.jobs.start();
    await server.clock.advance(0);
    expect(server.jobs.list()[0]).toMatchObject({
      runs: 1,
      lastError: expect.stringMatching(/^store_unavailable/),
    });
    await server.jobs.stop();
    beside.jobs.every('tick', HOUR, async () => void runs.push('beside'));
    beside.jobs.start();
    await beside.clock.advance(2 * MINUTE - 1);
    expect(runs).toEqual(['server']);
    await beside.clock.advance(1);
    expect(runs).toEqual(['server', 'beside']);
  });
});

describe('what jobs ask of the database', () => {
  it('is a handful of commands a run, each answered by the index of names', async () => {
    const { client, db } = await connect(nextUrl(), { onCommand: () => undefined });
    onTestFinished(() => client.close());
    const asked: { readonly name: string; readonly query: Record<string, unknown> }[] = [];
    client.on('commandStarted', ({ commandName, command }) => {
      const query = command.filter ?? command.query ?? command.updates?.[0]?.q;
      if (query !== undefined) asked.push({ name: commandName, query });
    });
    const { watch, settle } = createQuiet();
    const clock = createFakeClock(START, settle);
    const jobs = await createAgendaJobs({ db: watch(db), clock, refreshMs: HOUR });
    for (const name of ['one', 'two', 'three']) jobs.every(name, HOUR, async () => {});
    jobs.start();
    await clock.advance(0);
    asked.splice(0);
    await clock.advance(HOUR);
    await jobs.close();
    const names = asked.map(({ name }) => name).toSorted();
    const aRun = ['findAndModify', 'update', 'update'];
    expect(names).toEqual(['find', ...aRun, ...aRun, ...aRun].toSorted());
    for (const { query } of asked) expect(query).toHaveProperty('name');
  });

  it('leaves one collection behind, with one document a job however often it ran', async () => {
    const url = nextUrl();
    const [one, two] = await openJobServers([url, url] as const, { isSharingClock: true, refreshMs: HOUR });
    for (const { jobs } of [one, two]) {
      for (const name of ['fast', 'slow']) jobs.every(name, HOUR, async () => {});
      jobs.start();
    }
    await one.clock.advance(10 * HOUR);
    const collections = await one.db.listCollections().toArray();
    expect(collections.map(({ name }) => name)).toEqual(['jobs']);
    expect(await one.db.collection('jobs').countDocuments()).toBe(2);
  });
});
