/** Looks at the clock for jobs that are due here, and for what became of jobs elsewhere. */
import type { Clock } from '../../core/ports.ts';
import type { JobWork, KnownJob } from './job-work.ts';

export type JobSweep = {
  /** Does something with a job after whatever is being done with it. */
  occupy(job: KnownJob, doIt: () => Promise<void>): Promise<void>;
  turn(on: boolean): void;
  /** Resolves when all that has begun has ended. */
  settle(): Promise<void>;
};

const dueAt = ({ progress, notBefore }: KnownJob): number => Math.max(progress.nextRunAt, notBefore);

/**
 * One timer for whatever is next. Two servers that find the same job due both ask for it, and one is given it.
 *
 * @example const { occupy, turn } = createJobSweep(jobs, work, clock, 5_000)
 */
export function createJobSweep(
  jobs: ReadonlyMap<string, KnownJob>,
  work: JobWork,
  clock: Clock,
  refreshMs: number,
): JobSweep {
  const going = new Set<Promise<void>>();
  let isOn = false;
  let refreshAt = clock.now();
  let cancel: (() => void) | null = null;

  function schedule(): void {
    cancel?.();
    cancel = null;
    if (!isOn) return;
    const idle = [...jobs.values()].filter(({ waiting }) => waiting === 0);
    const next = Math.min(refreshAt, ...idle.map(dueAt));
    cancel = clock.after(Math.max(0, next - clock.now()), sweep);
  }

  async function keep(doing: Promise<void>): Promise<void> {
    going.add(doing);
    try {
      await doing;
    } finally {
      going.delete(doing);
      schedule();
    }
  }

  async function inTurn(job: KnownJob, doIt: () => Promise<void>): Promise<void> {
    job.waiting += 1;
    try {
      await job.inTurn(doIt);
    } finally {
      job.waiting -= 1;
    }
  }

  function occupy(job: KnownJob, doIt: () => Promise<void>): Promise<void> {
    return keep(inTurn(job, doIt));
  }

  function sweep(): void {
    const now = clock.now();
    for (const job of jobs.values())
      if (job.waiting === 0 && dueAt(job) <= now) void occupy(job, () => work.runIfDue(job));
    if (refreshAt <= now) {
      refreshAt = now + refreshMs;
      void keep(work.refresh([...jobs.values()]));
    }
    schedule();
  }

  return {
    occupy,
    turn(on) {
      isOn = on;
      schedule();
    },
    async settle() {
      await Promise.allSettled([...going]);
    },
  };
}
