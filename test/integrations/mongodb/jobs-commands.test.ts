/** What jobs ask of the database, and what they leave there. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { connect } from '../../../integrations/mongodb/connection.ts';
import { createAgendaJobs } from '../../../integrations/mongodb/jobs.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { mongoDatabases } from '../../support/mongodb/databases.ts';
import { openJobServers, START } from '../../support/mongodb/job-servers.ts';
import { createQuiet } from '../../support/mongodb/quiet.ts';

const nextUrl = mongoDatabases('jobs-commands');

const HOUR = 3_600_000;

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
