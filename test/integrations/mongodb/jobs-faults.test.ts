/** Jobs whose connection to the database breaks. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { mongoDatabases } from '../../support/mongodb/databases.ts';
import { throughDoor } from '../../support/mongodb/doored.ts';
import { openJobServers, START } from '../../support/mongodb/job-servers.ts';
import { type Meet, openDoor } from '../../support/mongodb/one-at-a-time.ts';

const nextUrl = mongoDatabases('jobs-faults');

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** A server whose connection can be cut, and one beside it that nothing happens to. */
async function openServers() {
  const url = new URL(nextUrl());
  const door = await openDoor(Number(url.port));
  const cut = throughDoor(door, url.href);
  const [server, beside] = await openJobServers([cut, url.href] as const, { isSharingClock: true });
  onTestFinished(async () => {
    door.meet(() => 'pass');
    await server.jobs.close();
    await server.client.close();
    await door.close();
  });
  return { door, server, beside };
}

/** One command of a name meets it, all others pass. */
function once(
  name: string,
  at: number,
  fate: 'cut before' | 'cut after',
): Meet & { readonly met: () => boolean } {
  let seen = 0;
  const meet: Meet = (command) => {
    if (command !== name) return 'pass';
    seen += 1;
    return seen === at ? fate : 'pass';
  };
  return Object.assign(meet, { met: () => seen >= at });
}

/** What a run sends: its claim, the word that it begins, and the word of how it went. */
const SENT = [
  ['findAndModify', 1],
  ['update', 1],
  ['update', 2],
] as const;

describe('a connection that breaks', () => {
  for (const [name, at] of SENT)
    for (const fate of ['cut before', 'cut after'] as const)
      it(`${fate} ${name} ${at}: the job runs once in its period, and that is noted`, async () => {
        const { door, server } = await openServers();
        const runs: number[] = [];
        server.jobs.every('tick', HOUR, async () => void runs.push(server.clock.now() - START));
        await server.clock.advance(0);
        const meet = once(name, at, fate);
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
