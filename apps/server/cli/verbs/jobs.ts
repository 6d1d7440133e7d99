import { withInstallation } from '../installation.ts';
import type { JobLine } from '../operations.ts';
import { duration } from '../replay/progress-bar.ts';
import { drawTable } from '../table.ts';
import { done, refused, type Verb } from '../verb.ts';
import { wrap } from '../wrap.ts';

export const jobsVerb: Verb = {
  name: 'jobs',
  summary: 'Recurring work: when it ran, is due, and what went wrong',
  usage: '',
  options: {},
  positionals: [0, 0],
  run: (_args, terminal) =>
    withInstallation(terminal, false, async ({ operations }) => {
      const listed = await operations.listJobs({});
      if (!listed.ok) return refused(listed);
      const { items } = listed.value;
      return done({ items }, drawJobs(items));
    }),
};

export const jobsRunVerb: Verb = {
  name: 'jobs run',
  summary: 'Runs a job now',
  usage: 'NAME',
  options: {},
  positionals: [1, 1],
  run: ({ positionals }, terminal) =>
    withInstallation(terminal, false, async ({ operations }) => {
      const ran = await operations.runJob({ job: positionals[0] ?? '' });
      if (!ran.ok) return refused(ran);
      const { name, lastError } = ran.value;
      if (lastError === null) return done(ran.value, `Ran ${name}.`);
      return { exit: 1, json: ran.value, text: `${name} failed: ${lastError}` };
    }),
};

/** What went wrong stands below: it has no width, and mostly nothing did. */
function drawJobs(items: readonly JobLine[]): string {
  const table = drawTable(['job', 'every', 'runs', 'last run', 'next run'], items.map(cellsOf));
  const failed = items.flatMap(({ name, lastError }) =>
    lastError === null ? [] : [wrap(`${name} failed: ${lastError}`, '  ')],
  );
  return failed.length === 0 ? table : [table, '', ...failed].join('\n');
}

function cellsOf({ name, everyMs, runs, lastRunAt, nextRunAt }: JobLine): readonly string[] {
  const [last, next] = [lastRunAt ?? 'never', nextRunAt].map((iso) => iso.replace(/\.\d+Z$/, 'Z'));
  return [name, duration(everyMs / 1_000), String(runs), last ?? '', next ?? ''];
}
