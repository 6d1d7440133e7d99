/** What jobs do to the process that they run in. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { mongoDatabases } from '../../support/mongodb/databases.ts';
import { ROOT } from '../../support/source-tree.ts';

const nextUrl = mongoDatabases('jobs-process');

/** Runs a job by the clock of the machine, closes, and has nothing more to do. Says what was loaded until when. */
const PROGRAM = `
import { registerHooks } from 'node:module';
const loaded = [];
registerHooks({ resolve(name, context, next) { loaded.push(name); return next(name, context); } });
const { createAgendaJobs } = await import('./integrations/mongodb/jobs.ts');
const { connect } = await import('./integrations/mongodb/connection.ts');
const { systemClock: clock } = await import('./apps/server/clock.ts');
const before = [...loaded];
const { client, db } = await connect(process.argv[1]);
const jobs = await createAgendaJobs({ db, clock });
await new Promise((ran) => {
  jobs.every('tick', 60_000, async () => ran());
  jobs.start();
});
await jobs.close();
const runs = jobs.list()[0].runs;
await client.close();
console.log(JSON.stringify({ before, after: loaded, runs }));
`;

const PACKAGES = ['mongodb', 'agenda', '@agendajs/mongo-backend'];

describe('a process with jobs', () => {
  it('loads their packages where they are asked for, and ends by itself once they are closed', async () => {
    const program = ['--input-type=module', '-e', PROGRAM, nextUrl()];
    const child = spawn(process.execPath, program, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill());
    const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    expect(code).toBe(0);
    const { before, after, runs } = JSON.parse(said);
    expect(runs).toBe(1);
    expect(before).toContain('./integrations/mongodb/jobs.ts');
    expect(PACKAGES.filter((name) => before.includes(name))).toEqual([]);
    expect(PACKAGES.filter((name) => after.includes(name))).toEqual(PACKAGES);
  });
});
