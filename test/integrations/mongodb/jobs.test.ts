/** What every Jobs must do, on Agenda: by an injected clock, since no time that Agenda takes from the machine decides anything. */
import { onTestFinished } from 'vitest';
import { connect } from '../../../integrations/mongodb/connection.ts';
import { createAgendaJobs } from '../../../integrations/mongodb/jobs.ts';
import { jobsContract } from '../../contract/jobs.ts';
import { mongoDatabases } from '../../support/mongodb/databases.ts';
import { createQuiet } from '../../support/mongodb/quiet.ts';

const nextUrl = mongoDatabases('jobs');
const HOUR = 3_600_000;

jobsContract('agenda', async () => {
  const { client, db } = await connect(nextUrl());
  onTestFinished(() => client.close());
  const { watch, settle } = createQuiet();
  return {
    // So rarely that a day is not thousands of questions.
    createJobs: (clock) => createAgendaJobs({ db: watch(db), clock, lockMs: 10 * HOUR, refreshMs: HOUR }),
    settle,
  };
});
