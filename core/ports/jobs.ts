/** Work that comes again. */

export type JobState = {
  readonly name: string;
  readonly everyMs: number;
  readonly lastRunAt: number | null;
  readonly lastError: string | null;
  readonly nextRunAt: number;
  readonly runs: number;
};

/** Why a job runs: its time has come, or somebody asked for it. */
export type JobCause = 'due' | 'asked';
export type JobHandler = (cause: JobCause) => Promise<void>;

/** Recurring work. Handlers are idempotent: a job runs at least once a period, on one server at a time. */
export type Jobs = {
  every(name: string, everyMs: number, handler: JobHandler): void;
  /** Runs it now, whatever its period says. @throws InklingError for a name nobody registered. */
  run(name: string): Promise<void>;
  list(): readonly JobState[];
  start(): void;
  /** Lets the running handler finish. */
  stop(): Promise<void>;
};
