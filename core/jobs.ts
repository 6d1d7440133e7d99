/**
 * Recurring work in this process: one timer for whatever is due next. How jobs went is kept in the
 * store, so that a restart neither forgets it nor runs a daily job again.
 */
import type { Json } from './entry.ts';
import { InklingError } from './errors.ts';
import type { Clock, JobCause, JobHandler, JobState, Jobs, Store } from './ports.ts';

export type SweepJobsOptions = {
  readonly clock: Clock;
  /** Where states are kept (collection `jobs`); without it they last as long as the process. */
  readonly store?: Pick<Store, 'getRecord' | 'putRecord'>;
  /** From 0 to 1; spreads first runs over {@link SPREAD_MS}, so that a start does not do everything at once. */
  readonly random?: () => number;
};

const COLLECTION = 'jobs';
const SPREAD_MS = 10_000;

/** Timers lose count past 24.8 days; looking once an hour is free. */
const LONGEST_SLEEP_MS = 3_600_000;

/** The part of a state that outlives the process. */
type History = Pick<JobState, 'lastRunAt' | 'lastError' | 'runs'>;

type Job = {
  readonly name: string;
  readonly everyMs: number;
  readonly handler: JobHandler;
  history: History;
  nextRunAt: number;
  /** What is being done with it, and what waits for that. */
  busy: Promise<void> | null;
};

const NEW: History = { lastRunAt: null, lastError: null, runs: 0 };

/**
 * Only our own errors are known to hold no personal data; of others the name must do.
 *
 * @example describeError(new TypeError('anna@example.com')) // 'TypeError'
 */
export function describeError(error: unknown): string {
  if (error instanceof InklingError) return `${error.code}: ${error.message}`;
  return error instanceof Error ? error.name : 'unknown error';
}

/** @example if (jobs.has(name)) throw jobTwice(name) */
export function jobTwice(name: string): InklingError {
  return new InklingError('job_twice', 'jobs', `${name} is registered already`, 'give each job its own name');
}

/** @example if (job === undefined) throw jobUnknown(name) */
export function jobUnknown(name: string): InklingError {
  return new InklingError(
    'job_unknown',
    'jobs',
    `there is no job ${name}`,
    'see `inkling jobs` for their names',
  );
}

/**
 * When a job that never ran is due.
 *
 * @param random From 0 to 1; spreads first runs over ten seconds, so that a start does not do everything at once.
 * @example firstRunAt(clock.now(), 3_600_000, Math.random)
 */
export function firstRunAt(now: number, everyMs: number, random: () => number): number {
  return now + Math.round(random() * Math.min(everyMs, SPREAD_MS));
}

function parseHistory(value: Json | undefined): History {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return NEW;
  const { lastRunAt, lastError, runs } = value as { readonly [key: string]: Json };
  return {
    lastRunAt: typeof lastRunAt === 'number' ? lastRunAt : null,
    lastError: typeof lastError === 'string' ? lastError : null,
    runs: typeof runs === 'number' ? runs : 0,
  };
}

function toState({ name, everyMs, history, nextRunAt }: Job): JobState {
  return { name, everyMs, ...history, nextRunAt };
}

/** Does something with a job after whatever is being done with it: nothing of one job overlaps. */
function takeTurn(job: Job, work: () => Promise<void>): Promise<void> {
  const turn = (job.busy ?? Promise.resolve()).then(work).finally(() => {
    if (job.busy === turn) job.busy = null;
  });
  job.busy = turn;
  return turn;
}

/** What is done with one job: its past is read, and it is run. Neither ever rejects. */
function createJobWork(clock: Clock, store: SweepJobsOptions['store']) {
  async function load(job: Job): Promise<void> {
    try {
      job.history = parseHistory(await store?.getRecord(COLLECTION, '', job.name));
    } catch (error) {
      job.history = { ...NEW, lastError: describeError(error) };
    }
    if (job.history.lastRunAt !== null) job.nextRunAt = job.history.lastRunAt + job.everyMs;
  }

  async function keep(job: Job): Promise<void> {
    try {
      await store?.putRecord(COLLECTION, '', job.name, { ...job.history });
    } catch (error) {
      job.history = { ...job.history, lastError: describeError(error) };
    }
  }

  async function runOnce(job: Job, cause: JobCause): Promise<void> {
    const startedAt = clock.now();
    const lastError = await Promise.resolve()
      .then(() => job.handler(cause))
      .then(() => null, describeError);
    job.history = { lastRunAt: startedAt, lastError, runs: job.history.runs + 1 };
    job.nextRunAt = Math.max(clock.now(), startedAt + job.everyMs);
    await keep(job);
  }

  return { load, runOnce };
}

/**
 * Jobs swept by a timer of the clock. A handler never overlaps itself; one that fails is tried again at its next time.
 *
 * @example
 * const jobs = createSweepJobs({ clock, store });
 * jobs.every('retention', 86_400_000, applyRetention);
 * jobs.start();
 */
export function createSweepJobs({ clock, store, random = () => 0 }: SweepJobsOptions): Jobs {
  const { load, runOnce } = createJobWork(clock, store);
  const jobs = new Map<string, Job>();
  let isOn = false;
  let cancel: (() => void) | null = null;

  function schedule(): void {
    cancel?.();
    cancel = null;
    const waiting = [...jobs.values()].filter(({ busy }) => busy === null);
    if (!isOn || waiting.length === 0) return;
    const next = Math.min(...waiting.map(({ nextRunAt }) => nextRunAt));
    cancel = clock.after(Math.min(LONGEST_SLEEP_MS, Math.max(0, next - clock.now())), sweep);
  }

  async function occupy(job: Job, work: (job: Job) => Promise<void>): Promise<void> {
    await takeTurn(job, () => work(job));
    schedule();
  }

  function sweep(): void {
    const now = clock.now();
    for (const job of jobs.values()) {
      if (job.busy === null && job.nextRunAt <= now) void occupy(job, () => runOnce(job, 'due'));
    }
    schedule();
  }

  return {
    every(name, everyMs, handler) {
      if (jobs.has(name)) throw jobTwice(name);
      const nextRunAt = firstRunAt(clock.now(), everyMs, random);
      const job: Job = { name, everyMs, handler, history: NEW, nextRunAt, busy: null };
      jobs.set(name, job);
      void occupy(job, load);
    },
    async run(name) {
      const job = jobs.get(name);
      if (!job) throw jobUnknown(name);
      await occupy(job, () => runOnce(job, 'asked'));
    },
    list: () => [...jobs.values()].map(toState),
    start() {
      isOn = true;
      schedule();
    },
    async stop() {
      isOn = false;
      schedule();
      await Promise.all([...jobs.values()].map(({ busy }) => busy));
    },
  };
}
