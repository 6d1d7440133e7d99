/** Recurring work: when it ran, and running it now. */
import { InklingError, refuse } from '../../../core/errors.ts';
import type { JobState, Jobs } from '../../../core/ports.ts';
import { ok } from '../answer.ts';
import type { Route } from '../route.ts';

export function jobRoutes(jobs: Jobs): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/v1/jobs',
      key: 'operator',
      summary: 'Recurring work with its last and next run',
      handle: async () => ok({ items: jobs.list().map(presentJob), next: null }),
    },
    {
      method: 'POST',
      path: '/v1/jobs/{job}/run',
      key: 'operator',
      summary: 'Runs a job now',
      handle: async ({ params }) => {
        try {
          await jobs.run(params.job ?? '');
        } catch (error) {
          if (error instanceof InklingError && error.code === 'job_unknown') {
            return refuse('not_found', 'job', 'see GET /v1/jobs for the names');
          }
          throw error;
        }
        return ok({ ran: params.job });
      },
    },
  ];
}

function presentJob(job: JobState): Record<string, unknown> {
  const instant = (t: number | null): string | null => (t === null ? null : new Date(t).toISOString());
  return { ...job, lastRunAt: instant(job.lastRunAt), nextRunAt: instant(job.nextRunAt) };
}
